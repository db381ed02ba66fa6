"""What can be wrong with a credit ledger, in one sentence each: what is there, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from data.credits.entries import EXACT, to_units

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from data.credits.entries import Entry

ProblemName = Literal[
    "credits_missing",
    "purchase_without_credits",
    "money_unknown",
    "money_negative",
    "promotional_purchase_paid",
    "expiry_before_grant",
    "mixed_currencies",
    "consumed_before_purchase",
    "negative_balance",
    "against_direction",
    "refund_without_attempt",
    "refund_without_charge",
    "refund_above_charge",
    "adjusted_at_other_money",
    "release_without_hold",
    "release_above_hold",
    "unknown_kind",
]

SENTENCES: dict[ProblemName, str] = {
    "credits_missing": (
        "This {kind} entry with {stated} credits moves nothing. Give its number of credits."
    ),
    "purchase_without_credits": (
        "This {kind} for money {money} brought {stated} credits, so nothing can draw on that money."
        " Give the credits it bought; book credits taken back as an adjust entry."
    ),
    "money_unknown": (
        "This {kind} of {stated} credits says no money and is not marked promotional:"
        " what is consumed from it has no known money. Give the money paid, 0 if it was free."
    ),
    "money_negative": (
        "This {kind} of {stated} credits for money {money}: money paid cannot be negative, so it is"
        " taken as unknown. Give the money paid as a positive amount."
    ),
    "promotional_purchase_paid": (
        "This purchase of {stated} credits is marked promotional and paid with {money}:"
        " the money is kept as paid. Correct one of the two."
    ),
    "expiry_before_grant": (
        "This {kind} of {at} expires on {expires_at}, not after it came in: an impossible expiry is"
        " not followed, its credits never lapse by themselves. Correct the expiry."
    ),
    "mixed_currencies": (
        "This {kind} was paid in {currency}, earlier ones of this account in {others}: what draws"
        " on both has no single money. Split the account by currency, or convert its parts."
    ),
    "consumed_before_purchase": (
        "This {kind} of {stated} credits comes before any purchase or grant: {concerned} credits"
        " have no known money. Load the purchases made before {at}."
    ),
    "negative_balance": (
        "This {kind} of {stated} credits exceeds the balance: {concerned} credits have no known"
        " money. Load the purchases missing before {at}, or correct the entry."
    ),
    "against_direction": (
        "This {kind} of {stated} credits has the opposite sign of the earlier ones of its source,"
        " so it moved nothing. Book credits that came back as a refund entry with its attempt."
    ),
    "refund_without_attempt": (
        "This refund of {stated} credits names no attempt: it lowers no spend, and its credits are"
        " back with unknown money. Give its attempt_ref."
    ),
    "refund_without_charge": (
        "This refund of {stated} credits to attempt {attempt_ref}, which this account had not"
        " charged by {at}: it lowers no spend, and its credits are back with unknown money."
        " Load the consume entry."
    ),
    "refund_above_charge": (
        "This refund of {stated} credits to attempt {attempt_ref} is {concerned} credits more than"
        " what was still charged; these are left out. Look for a refund booked twice."
    ),
    "adjusted_at_other_money": (
        "This adjust of {stated} credits says money {money}, but the credits it takes had cost"
        " otherwise: what they had cost is used. Check the money, or which purchase was reversed."
    ),
    "release_without_hold": (
        "This release of {stated} credits to attempt {attempt_ref}, for which this account held"
        " none by {at}: it moved nothing. Load the hold; book what was charged back as a refund."
    ),
    "release_above_hold": (
        "This release of {stated} credits to attempt {attempt_ref} is {concerned} credits more than"
        " what was held; these are left out. Look for a release booked twice."
    ),
    "unknown_kind": (
        "{kind!r} is not a kind of ledger entry, so it moved nothing."
        " Valid: purchase, grant, consume, refund, expire, adjust, hold, release."
    ),
}


class Problem(NamedTuple):
    """Something impossible in the ledger. `credits`: how many it concerns, where that is known."""

    account: str
    entry_no: int
    at: datetime
    sentence: str
    name: ProblemName
    credits: Decimal | None


def describe(entry: Entry, name: ProblemName, *, concerned: Decimal | None, others: str) -> Problem:
    """Word a problem of so many credits; `others`: the currencies the account was paid in."""
    sentence = SENTENCES[name].format(
        kind=entry.kind,
        at=entry.at,
        expires_at=entry.expires_at,
        attempt_ref=entry.attempt_ref,
        currency=entry.currency,
        stated=_plain(entry.credits) or "no",
        money=_plain(entry.money) or "unknown",
        concerned=_plain(concerned),
        others=others,
    )
    return Problem(entry.account, entry.entry_no, entry.at, sentence, name, concerned)


def _plain(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return str(amount) if to_units(amount) is None else f"{amount.normalize(EXACT):f}"
