"""Two states of a weekly figure: whether it changed beyond chance, whether it will hit its target.

As in Making Data Count (NHS England, 2019: Strengthening your decisions), from a control chart: the
week asked about, the chart's last, against the limits of its phase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.estimates.control_chart import Chart, ChartPoint, Direction

SHIFT = 8
"""So many weeks in a row on one side of the centre are a change too (Wheeler, D. J., 2000). They
add a tenth to two fifths of a false alarm a year, which leaves all of them below one."""

Variation = Literal["common", "better", "worse"]
TargetOutlook = Literal["will hit", "may", "will not"]


def variation(chart: Chart, *, good: Direction) -> Variation | None:
    """Whether the last week tells of a change, and of which kind; None without limits.

    A change is a week beyond 3 sigma, or the last of `SHIFT` weeks of the phase on one side of the
    centre. `good` is the direction in which the figure should go.
    """
    point = _asked(chart)
    if point is None or point.sigmas is None:
        return None
    if point.state != "signal" and one_sided_weeks(chart) < SHIFT:
        return "common"
    return "better" if (point.sigmas > 0) == (good == "up") else "worse"


def target_outlook(chart: Chart, target: float, *, good: Direction) -> TargetOutlook | None:
    """Whether a figure that goes on as it does will hit the target; None without limits.

    It will where all of the limits lie on the good side of it, or on it; it may where the target
    lies between them. `target` is in the figure's unit.
    """
    point = _asked(chart)
    if point is None or point.low is None or point.high is None:
        return None
    if good == "up":
        return _outlook(worst=point.low - target, best=point.high - target)
    return _outlook(worst=target - point.high, best=target - point.low)


def one_sided_weeks(chart: Chart) -> int:
    """How many weeks of the last phase, up to the last one, lie on its side of the centre."""
    last = _asked(chart)
    if last is None or not last.sigmas:
        return 0
    weeks = 0
    for point in reversed(chart.points):
        if point.phase != last.phase:
            break
        if point.sigmas is None:
            continue
        if point.sigmas * last.sigmas <= 0:
            break
        weeks += 1
    return weeks


def _asked(chart: Chart) -> ChartPoint | None:
    return chart.points[-1] if chart.points else None


def _outlook(*, worst: float, best: float) -> TargetOutlook:
    return "will hit" if worst >= 0 else "may" if best >= 0 else "will not"
