"""A reason for rejecting that is given more often than it was."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.asking.aggregates import aggregates
from data.commitments.wording import money, percent
from data.estimates.intervals import newcombe_interval
from data.metrics.dimensions import dimension
from data.metrics.metric import Aggregate
from data.review.findings.finding import Finding, cents, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.asking.selection import Selection
    from data.review.facts import Facts

REJECTED = Aggregate("asset", "sum(outputs_rejected)", 0)
MONEY = Aggregate("asset", "sum(money_rejected)", Decimal(0))


def reasons(facts: Facts) -> Iterator[Finding]:
    """Reasons whose share of the rejected outputs rose, recent weeks against those before.

    By Newcombe's interval of the difference, at the settings' confidence over all reasons together.
    The money is that of the rejections beyond the earlier share.
    """
    now, before = _rejected(facts, facts.recent_days), _rejected(facts, facts.earlier_days)
    all_now, all_before = (sum(n for n, _ in each.values()) for each in (now, before))
    named = [reason for reason in now if reason is not None]
    doubt = (1 - facts.thresholds.confidence) / max(1, len(named))
    for reason in named:
        (n, spent), (was, _) = now[reason], before.get(reason, (0, Decimal(0)))
        low, high = newcombe_interval(n, all_now, was, all_before, 1 - doubt)
        if low is None or high is None or low <= 0:
            continue
        share, earlier = n / all_now, was / all_before
        a_week = float(spent) / share / facts.thresholds.recent_weeks if share else 0.0
        more = cents(a_week * (share - earlier))
        sentence = (
            f"“{reason}” is the reason of {percent(share)} of the rejections, {percent(earlier)} "
            f"before: {money(more, facts.settings.currency)} a week more go into them."
        )
        bounds = (cents(a_week * low), cents(a_week * high))
        yield Finding("reason", sentence, more, n, "outputs", only("reason", reason), *bounds)


def _rejected(facts: Facts, selection: Selection) -> dict[str | None, tuple[int, Decimal]]:
    """Rejected outputs and their money, by reason."""
    cursor = facts.figures.cursor(selection)
    by = [dimension("reason")]
    found = aggregates(cursor, [REJECTED, MONEY], by, selection, facts.settings)
    return {
        None if reason is None else str(reason): (
            int(parts[REJECTED] or 0),
            parts[MONEY] or Decimal(0),
        )
        for (reason,), parts in found.items()
        if parts[REJECTED]
    }
