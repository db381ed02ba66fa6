"""Refunds due: what was charged for calls that the channel says it does not bill."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from data.commitments.wording import counted, money
from data.review.findings.finding import Finding, cents, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.facts import Facts


def refunds_due(facts: Facts) -> Iterator[Finding]:
    """Channels that charged failed, blocked or canceled calls against their own rule.

    Calls of all weeks looked at that are over for a week, whose cost was booked or reported and not
    given back, where the price book has the channel's rule that such an end is not billed. Not told
    where the book has no rule or one that leaves it open, and of sources that only estimate costs.
    The money is by the week over these weeks; the sentence has all of it.
    """
    whole = facts.asked.until(facts.asked.days.last, facts.earlier_days.first_day)
    where, bound = whole.where(facts.settings)
    sql = (files("data.review.findings") / "refunds_due.sql").read_text("utf-8")
    rows = facts.figures.ask(whole, sql.format(where=where), bound).fetchall()
    weeks = facts.thresholds.recent_weeks + facts.thresholds.earlier_weeks
    for channel, calls, due in rows:
        sentence = (
            f"{channel} charged {money(cents(due), facts.settings.currency)} for "
            f"{counted(calls, 'call')} that ended as it says it does not bill: ask for a refund. "
            "`offcut export attempts` has them, with the note refund_due."
        )
        rows_of = only("channel", channel)
        a_week = cents(due / weeks)
        yield Finding("refunds_due", sentence, a_week, calls, "attempts", rows_of)
