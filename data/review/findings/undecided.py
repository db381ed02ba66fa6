"""Outputs that wait for a decision longer than they should."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from data.commitments.wording import counted, money
from data.review.facts import WEEK
from data.review.findings.finding import Finding, cents, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.facts import Facts


def undecided(facts: Facts) -> Iterator[Finding]:
    """Clients of whose outputs some wait longer than the settings allow.

    Only those that time alone would settle: unreviewed work is a gap, not a delay. The money is
    that of the waiting outputs, spread over the weeks since the first of them was ready.
    """
    days = facts.thresholds.undecided_days
    selection = facts.asked.until(facts.asked.days.last)
    where, parameters = selection.where(facts.settings)
    sql = (files("data.review.findings") / "undecided.sql").read_text("utf-8")
    asked = sql.format(where=where, waits_s=timedelta(days=days).total_seconds())
    rows = facts.figures.cursor(selection).execute(asked, parameters).fetchall()
    for client, outputs, spent, since in rows:
        weeks = max(1.0, (facts.asked.as_of - since) / WEEK)
        known = spent if spent is not None else Decimal(0)
        sentence = (
            f"{counted(outputs, 'output')} of {client or 'no named client'} "
            f"{'waits' if outputs == 1 else 'wait'} for a decision longer than {days:g} days: "
            f"{money(known, facts.settings.currency)} that may yet be waste or work."
        )
        yield Finding(
            "undecided", sentence, cents(float(known) / weeks), outputs, "outputs",
            only("client", client),
        )  # fmt: skip
