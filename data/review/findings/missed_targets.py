"""Targets of the settings that are missed, or may be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.metrics.catalogue import metric
from data.review.findings.finding import Finding, cents
from data.review.targets import checked_targets, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.facts import Facts
    from data.review.targets import Standing

PER_MONTH = Decimal("4.345")
"""Weeks in a month."""


def missed_targets(facts: Facts) -> Iterator[Finding]:
    """One for each target of the reviewed period that is missed or may be.

    The money of a spend is what is expected beyond the limit, a week; others have none.
    """
    for target in checked_targets(facts.settings):
        found = standing(target, facts.figures, facts.asked.selection)
        if found.status in ("missed", "may miss"):
            yield _finding(facts, found)


def _finding(facts: Facts, found: Standing) -> Finding:
    target = found.target
    beyond = _beyond(found)
    more = f", {money(beyond, facts.settings.currency)} a week beyond it" if beyond else ""
    status = "is missed" if found.status == "missed" else "may be missed"
    sentence = f"The target {target.title} {status}{more}."
    return Finding("target", sentence, beyond, found.n or 0, "cases", target.where)


def _beyond(found: Standing) -> Decimal | None:
    value = found.expected if found.expected is not None else found.value
    if metric(found.target.metric).unit != "money" or value is None:
        return None
    over = abs(Decimal(str(value)) - found.target.limit)
    return cents(over / PER_MONTH if found.target.period == "month" else over)
