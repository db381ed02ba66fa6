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
    """Outputs that wait longer than the settings allow, with the client whose wait is dearest.

    Only those that time alone would settle: unreviewed work is a gap, not a delay. The money is
    that of the waiting outputs, spread over the weeks since the first of them was ready.
    """
    days = facts.thresholds.undecided_days
    selection = facts.asked.until(facts.asked.days.last)
    where, parameters = selection.where(facts.settings)
    sql = (files("data.review.findings") / "undecided.sql").read_text("utf-8")
    asked = sql.format(where=where, waits_s=timedelta(days=days).total_seconds())
    rows = facts.figures.ask(selection, asked, parameters).fetchall()
    if not rows:
        return
    client, most, *_ = rows[0]
    outputs = sum(n for _, n, _, _ in rows)
    known = sum((spent for _, _, spent, _ in rows if spent is not None), Decimal(0))
    weeks = max(1.0, (facts.asked.as_of - min(since for *_, since in rows)) / WEEK)
    theirs = "all" if most == outputs else f"{most:,}"
    sentence = (
        f"{counted(outputs, 'output')} {'waits' if outputs == 1 else 'wait'} for a decision longer "
        f"than {days:g} days, {theirs} of them for {client or 'no named client'}: "
        f"{money(known, facts.settings.currency)} that may yet be waste or work."
    )
    where_from = only("client", client) if len(rows) == 1 else ()
    yield Finding(
        "undecided", sentence, cents(float(known) / weeks), outputs, "outputs", where_from
    )
