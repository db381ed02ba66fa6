"""A figure week by week, and between which limits its weeks lie by chance.

The limits are those of `data/estimates/control_chart`: a rate of counts on a chart of rates, any
other figure on one of its logarithm. The last week is the one judged; it is in no limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from data.estimates.control_chart import ChartPoint, cost_chart, rate_chart
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.estimates.control_chart import Chart
    from data.metrics.metric import Evidence, Value


class Week(NamedTuple):
    """A week's figure, None where it is not known, and the limits of chance, None where none."""

    week: date
    value: Value
    low: float | None
    high: float | None


def weekly_chart(
    rows: Sequence[Mapping[str, Any]], evidence: Sequence[Mapping[str, Evidence]], name: str
) -> tuple[Week, ...]:
    """The weeks of `measure([name], ["week"])` with their limits, the oldest first."""
    known = [
        (row["week"], row[name], rests_on[name])
        for row, rests_on in zip(rows, evidence, strict=True)
        if row["week"] is not None
    ]
    points = _limits(name, [value for _, value, _ in known], [e for _, _, e in known]).points
    return tuple(
        Week(week, value, point.low, point.high)
        for (week, value, _), point in zip(known, _all(points, len(known)), strict=True)
    )


def _limits(name: str, values: Sequence[Value], evidence: Sequence[Evidence]) -> Chart:
    cases = [each.denominator for each in evidence]
    hits = [each.numerator for each in evidence]
    if metric(name).unit == "rate" and all(isinstance(n, int) for n in (*cases, *hits)):
        whole = [int(n or 0) for n in cases]
        return rate_chart([min(int(h or 0), n) for h, n in zip(hits, whole, strict=True)], whole)
    return cost_chart([None if value is None else float(value) for value in values])


def _all(points: Sequence[ChartPoint], n: int) -> Sequence[ChartPoint]:
    return points or [ChartPoint(None, 0)] * n
