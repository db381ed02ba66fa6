"""What the columns and kinds of a credit ledger sheet are called, and what tells it from others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.formats.sheets import SheetFormat, compact
from ingest.sources.verdict_sheet.columns import ELSEWHERE, STRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.warehouse.records import EntryKind

CURRENCIES = ("usd", "eur", "gbp")
AMOUNTS = ("amount", "betrag", "montant", "importe")
MONEY = ("money", "cost", "price", "paid", "amount paid", "money paid", "total paid", *AMOUNTS)
CREDITS = ("credits", "credit amount", "credits amount", "number of credits", "credits delta")
NAMES = {
    "account": ("account", "account id", "account name", "wallet", "workspace", "organization",
                "organisation", "org", "konto", "compte", "cuenta"),
    "kind": ("kind", "entry kind", "type", "entry type", "transaction type", "event type", "event",
             "transaction", "art", "tipo"),
    "at": ("at", "booked at", "booking date", "date", "created at", "timestamp", "time", "when",
           "datum", "fecha"),
    "clock": ("time", "time of day", "uhrzeit", "heure", "hora"),
    "credits": CREDITS,
    "money": (*MONEY, *(f"{name} {currency}" for name in MONEY for currency in CURRENCIES)),
    "balance": ("balance", "credit balance", "credits balance", "running balance", "balance after",
                "new balance", "credits remaining", "remaining credits", "remaining", "saldo",
                "kontostand", "guthaben", "solde"),
    "currency": ("currency", "währung", "devise", "moneda"),
    "expires_at": ("expires at", "expires", "expires on", "expiry", "expiry date", "expiration",
                   "expiration date"),
    "promotional": ("promotional", "promo", "free"),
    "attempt_ref": ("attempt ref", "attempt id", "attempt", "generation id", "generation", "job id",
                    "job", "task id", "task", "request id", "prediction id"),
    "entry_id": ("entry id", "transaction id"),
    "row_id": ("entry", "id"),
    "updated_at": ("updated at", "last modified", "modified at"),
}  # fmt: skip
PAYMENTS = {"fee", "fees", "net", "payout", "iban", "chargecategory"}
"""Columns of payment processors, banks and billing exports, which count money only."""
WORDS: dict[EntryKind, str] = {
    "purchase": "purchase, purchased, buy, bought, top up, topped up, recharge, order, kauf,"
    " aufladung, achat, compra",
    "grant": "grant, granted, bonus, promo, promotion, promotional, free, gift, award, allowance,"
    " monthly grant, monthly credits, plan credits, subscription credits, rollover,"
    " subscription renewal, renewal, credit, gutschrift",
    "consume": "consume, consumed, consumption, usage, use, used, spend, spent, charge, charged,"
    " debit, deduct, deducted, deduction, generation, verbrauch, nutzung, consommation, consumo,"
    " pre debit, pre debited, pre deduct, pre deduction, pre deducted, pre charge, pre charged,"
    " pre consume, capture, captured, settle, settled, settlement, final settlement, true up,"
    " difference, abrechnung",
    "refund": "refund, refunded, reversal, reversed, returned, credit back, rückerstattung,"
    " erstattung, remboursement, reembolso",
    "expire": "expire, expired, expires, expiry, expiration, lapse, lapsed, forfeited, breakage,"
    " verfall, verfallen",
    "adjust": "adjust, adjusted, adjustment, correction, manual adjustment, korrektur",
    "hold": "hold, held, on hold, freeze, frozen, reserve, reserved, reservation, authorization,"
    " authorisation, authorized, credit hold, credits held, blockiert, reserviert",
    "release": "release, released, unfreeze, unfrozen, unhold, hold released, release hold, voided,"
    " void, freigabe",
}
KINDS = {compact(word): kind for kind, words in WORDS.items() for word in words.split(", ")}
CREDITED = {"credit", "gutschrift"}
"""Kinds that give credits, or give them back where they name the call they are for."""
SETTLED = {
    compact(word)
    for word in ("settle", "settled", "settlement", "final settlement", "true up", "difference")
}
"""Kinds that set a charge right: either way, by their sign."""
FIRST_BOOKINGS = {
    compact(word)
    for word in (
        "pre debit",
        "pre debited",
        "pre deduct",
        "pre deduction",
        "pre deducted",
        "pre charge",
        "pre charged",
        "pre consume",
    )
}
"""Kinds that debit a task before it is known what it costs."""
TWICE_BOOKED = FIRST_BOOKINGS | SETTLED
"""Kinds that say that their task is booked more than once."""
PROMOTIONAL = {"bonus", "promo", "promotion", "promotional", "free", "gift", "award"}
"""Kinds that say themselves that nothing was paid."""
NEVER = {"never", "unlimited", "noexpiry", "nie", "jamais", "nunca"}
"""What people write where credits do not expire."""


def suffices(header: Sequence[str]) -> bool:
    """Whether a compact header has a kind, a time, and credits or what tells an account's."""
    names = set(header)
    has = {field: not names.isdisjoint(map(compact, words)) for field, words in NAMES.items()}
    counted = has["credits"] or (has["account"] and (has["money"] or has["balance"]))
    return has["kind"] and has["at"] and counted


def recognises(header: Sequence[str]) -> bool:
    """Whether it suffices and has no column that only other sheets have."""
    return suffices(header) and set(header).isdisjoint(STRONG | ELSEWHERE | PAYMENTS)


MONEY_APART = SheetFormat(
    title="credit ledger",
    needs="columns for the kind ('kind', 'type', 'event' …), the time ('at', 'date', 'timestamp' …)"
    " and the credits ('credits' …), or 'account' and 'amount' or 'balance' in their place",
    names=NAMES,
    recognises=recognises,
    suffices=suffices,
    times=frozenset({"at", "expires_at", "updated_at"}),
    numbers=frozenset({"credits", "money", "balance"}),
)
"""A sheet with a column of credits: `amount` is money."""
AMOUNT_IS_CREDITS = replace(
    MONEY_APART,
    names=NAMES
    | {"credits": AMOUNTS, "money": tuple(n for n in NAMES["money"] if n not in AMOUNTS)},
)
"""A sheet without one: `amount` is credits, unless a currency is written with it."""


def format_of(header: Sequence[str]) -> SheetFormat:
    """How to read a sheet with this header."""
    return MONEY_APART if "credits" in MONEY_APART.columns(header) else AMOUNT_IS_CREDITS


def tells_balances_alone(header: Sequence[str]) -> bool:
    """Whether what was booked is told by the balance after it."""
    columns = format_of(header).columns(header)
    return "balance" in columns and "credits" not in columns


def currency_in(header: Sequence[str]) -> str | None:
    """The currency a money column is headed with: `Cost (USD)`."""
    column = compact(format_of(header).columns(header).get("money", ("",))[0])
    return next((each.upper() for each in CURRENCIES if column.endswith(each)), None)


def kind_of(text: str, attempt_ref: str | None = None) -> EntryKind:
    """The kind a cell means, of an entry for this call. Raises ValueError with a sentence."""
    if attempt_ref and compact(text) in CREDITED:
        return "refund"
    meant = KINDS.get(compact(text))
    if meant is None:
        raise ValueError(
            f"kind: {text[:80]!r} is none of {', '.join(WORDS)} (or top-up, bonus, usage, charge,"
            " debit, expired, adjustment …)"
        )
    return meant
