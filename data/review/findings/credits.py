"""Credits in hand that will lapse unused, or run out, within the next weeks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.holdings import balances
from data.commitments.wording import day, listed, money, number
from data.review.facts import WEEK
from data.review.findings.finding import Finding, cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.commitments.futures.burn_down import BurnDown, Lapsing
    from data.review.facts import Facts

AHEAD = timedelta(weeks=4)


def credits_in_hand(facts: Facts) -> Iterator[Finding]:
    """Credits that lapse unused within four weeks, and accounts that are empty by then.

    At the pace of the last four weeks. Accounts belong to no client or model, so a review that is
    narrowed says nothing of them.
    """
    if facts.asked.filters.filters:
        return
    cursor = facts.figures.cursor(facts.asked.selection)
    accounts = balances(cursor, facts.asked.as_of, facts.settings)
    yield from _lapsing(facts, accounts)
    yield from _running_out(accounts)


def _lapsing(facts: Facts, accounts: Sequence[BurnDown]) -> Iterator[Finding]:
    """The money is what the lapsing credits had cost, over the four weeks."""
    soon = [
        (account.account, each)
        for account in accounts
        for each in account.lapses
        if each.lapsing and each.at <= account.at + AHEAD
    ]
    if not soon:
        return
    told = [f"{number(each.lapsing)} of {name} by {day(each.at.date())}" for name, each in soon]
    lost = _money(facts, [each for _, each in soon])
    cost = f", {money(lost, facts.settings.currency)}" if lost is not None else ""
    sentence = (
        f"Credits lapse unused at today's pace: {listed(told)}{cost}. Use them first, or buy less "
        "next time."
    )
    a_week = None if lost is None else cents(lost / Decimal(AHEAD / WEEK))
    yield Finding("lapsing_credits", sentence, a_week, len(soon), "lots")


def _running_out(accounts: Sequence[BurnDown]) -> Iterator[Finding]:
    told = [
        f"{each.account} on {day(each.runs_out_at.date())}"
        for each in accounts
        if each.credits and each.runs_out_at and each.runs_out_at <= each.at + AHEAD
    ]
    if told:
        sentence = (
            f"Credits run out at today's pace: {listed(told)}. Decide what to buy before: "
            "`offcut size`."
        )
        yield Finding("credits_run_out", sentence, None, len(told), "accounts")


def _money(facts: Facts, lapsing: Sequence[Lapsing]) -> Decimal | None:
    """What they had cost; None where it is not known, or was paid in another currency."""
    currencies = facts.figures.cursor(facts.asked.selection).execute(
        "SELECT DISTINCT currency FROM ledger_entries WHERE currency IS NOT NULL"
    )
    paid_in = {currency for (currency,) in currencies.fetchall()}
    known = [each.money_lapsing for each in lapsing if each.money_lapsing is not None]
    if len(known) < len(lapsing) or not paid_in <= {facts.settings.currency}:
        return None
    return sum(known, Decimal(0))
