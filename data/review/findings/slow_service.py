"""A channel that answers slower than it did."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from data.estimates.intervals import percentile_interval
from data.review.findings.finding import Finding, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.asking.selection import Selection
    from data.review.facts import Facts

P = 0.95
LEAST_TIMES = 1.5
"""A service that is slower by less is nothing to act on."""


def slow_service(facts: Facts) -> Iterator[Finding]:
    """Channels whose p95 in the period lies above that of the weeks before, beyond chance.

    By order statistics: the lower end of the one above the upper end of the other, and one and a
    half times as long. Waiting has no price here.
    """
    now, before = _seconds(facts, facts.asked.selection), _seconds(facts, facts.earlier_days)
    doubt = (1 - facts.thresholds.confidence) / max(1, len(now))
    for channel, seconds in sorted(now.items(), key=str):
        low, _ = percentile_interval(seconds, P, 1 - doubt)
        _, high = percentile_interval(before.get(channel, []), P, 1 - doubt)
        if low is None or high is None or low < LEAST_TIMES * high:
            continue
        sentence = (
            f"{channel or 'A service without a name'} is slow: 95 in 100 answers took up to "
            f"{_p95(seconds):,.0f} s, {_p95(before[channel]):,.0f} s in the weeks before."
        )
        yield Finding(
            "slow_service", sentence, None, len(seconds), "attempts", only("channel", channel)
        )


def _seconds(facts: Facts, selection: Selection) -> dict[str | None, list[float]]:
    where, parameters = selection.where(facts.settings)
    sql = f"SELECT channel, latency_s FROM attempt_facts WHERE {where} AND latency_s IS NOT NULL"
    rows = facts.figures.ask(selection, sql, parameters)
    found: defaultdict[str | None, list[float]] = defaultdict(list)
    for channel, latency_s in rows.fetchall():
        found[channel].append(latency_s)
    return dict(found)


def _p95(seconds: list[float]) -> float:
    import numpy as np

    return float(np.quantile(seconds, P))
