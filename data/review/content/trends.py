"""Five metrics by week: whether they moved beyond chance, whether they will hit a target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from data.estimates.control_chart import Chart as ControlChart
from data.estimates.control_chart import cost_chart, rate_chart
from data.estimates.signal import target_outlook, variation
from data.metrics.catalogue import metric
from data.metrics.days import first_of_week
from data.review.content.phases import phase_starts
from data.review.content.still_settling import HOLLOW, SETTLING, still_settling
from data.review.parts import Chart, Column, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from data.estimates.control_chart import ChartPoint, State
    from data.review.facts import Facts
    from data.review.parts import Row

METRICS = ("spend", "cost_per_usable_asset", "discard_rate", "yield", "latency_s_p95")
WEEK = timedelta(days=7)
MOST_WEEKS = 26


@dataclass(frozen=True)
class Trends:
    """The five metrics by week, all weeks at the age of the reviewed one, oldest first."""

    weeks: tuple[date, ...]
    values: dict[str, tuple[Any, ...]]
    charts: dict[str, ControlChart]

    def state(self, name: str) -> State | None:
        """Whether chance shows as much as the reviewed week; None without limits."""
        chart = self.charts.get(name)
        return chart.points[-1].state if chart and chart.points else None


def trends(facts: Facts) -> Trends:
    """The weeks up to the one in which the reviewed period ends.

    Figures of verdicts (cost per usable asset, discard rate, yield) are those at equal age, from
    how outputs stood then; the others stand as they are.
    """
    weekly = _weekly(facts)
    if not weekly:
        return Trends((), dict.fromkeys(METRICS, ()), {})
    weeks = tuple(each.week for each in weekly)
    values: dict[str, tuple[Any, ...]] = {
        "spend": tuple(each.spend for each in weekly),
        "cost_per_usable_asset": tuple(each.cost for each in weekly),
        "discard_rate": tuple(_share(each.discarded, each.settled) for each in weekly),
        "yield": tuple(_share(each.usable, each.requested) for each in weekly),
        "latency_s_p95": tuple(each.latency_s for each in weekly),
    }
    return Trends(weeks, values, _charts(weekly, values, phase_starts(facts, weeks)))


class _Week(NamedTuple):
    """One week: what was asked for and spent, and how its outputs stood at the age."""

    week: date
    spend: Decimal | None
    requested: int
    latency_s: float | None
    usable: int
    settled: int
    discarded: int

    @property
    def cost(self) -> Decimal | None:
        """Spend per usable asset at the age."""
        return self.spend / self.usable if self.usable and self.spend is not None else None


def _weekly(facts: Facts) -> list[_Week]:
    last = first_of_week(facts.asked.days.last, facts.settings)
    selection = facts.asked.until(last + WEEK - timedelta(days=1), last - (MOST_WEEKS - 1) * WEEK)
    asked = ("spend", "latency_s_p95", "yield", "attempts")
    table = facts.figures.measure(asked, by=["week"], selection=selection)
    age_h = facts.settling.age_h(last)
    found = []
    for n, row in enumerate(table.rows):
        if row["attempts"]:
            requested = int(table.evidence(n, "yield").denominator or 0)
            stood = facts.settling.fates_at(row["week"], age_h)
            counts = (round(stood.usable), round(sum(stood)), round(stood.discarded))
            found.append(_Week(row["week"], row["spend"], requested, row["latency_s_p95"], *counts))
    return sorted(found)


def _charts(
    weekly: Sequence[_Week], values: dict[str, tuple[Any, ...]], starts: Sequence[int]
) -> dict[str, ControlChart]:
    """Rates on a chart of rates, money and seconds on one of their logarithm.

    A call may deliver more than was asked for; the yield counts as 1 there.
    """
    charts = {name: cost_chart(_floats(values[name]), starts) for name in METRICS}
    settled = [each.settled for each in weekly]
    requested = [each.requested for each in weekly]
    discards = rate_chart([each.discarded for each in weekly], settled, starts)
    usable = rate_chart([min(each.usable, each.requested) for each in weekly], requested, starts)
    return charts | {"discard_rate": discards, "yield": usable}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def metrics_part(facts: Facts) -> Part:
    """The five metrics: this period, the one before, what chance allows, and the target."""
    found = facts.once(trends)
    now = facts.figures.measure(METRICS, selection=facts.asked.selection)
    before = facts.figures.measure(METRICS, selection=facts.asked.selection_before)
    rows = tuple(
        _row(facts, name, now.rows[0][name], before.rows[0][name], found) for name in METRICS
    )
    limits = _without_limits(found)
    said = (f"No limits yet for what weeks vary by: {limits}.",) if limits else ()
    columns = (
        Column("title", "Metric"),
        Column("value", "This period", unit_in="unit"),
        Column("before", "Before", unit_in="unit"),
        Column("low", "Usual, from", unit_in="unit"),
        Column("high", "to", unit_in="unit"),
        Column("variation", "Variation"),
        Column("target", "Target"),
    )
    return Part(
        "metrics", "Five figures, and whether they moved beyond chance", said, columns, rows
    )


def weeks_part(facts: Facts) -> Part:
    """Cost per usable asset by week at equal age, with what weeks usually vary by.

    Weeks that are not closed say how much of them is still open as they stand.
    """
    found = facts.once(trends)
    settling = still_settling(facts, found.weeks[0], found.weeks[-1]) if found.weeks else {}
    chart = found.charts.get("cost_per_usable_asset")
    points = chart.points if chart else ()
    rows = tuple(
        {
            "week": week,
            "spend": found.values["spend"][n],
            "cost": found.values["cost_per_usable_asset"][n],
            "low": points[n].low,
            "high": points[n].high,
            "discard_rate": found.values["discard_rate"][n],
            "yield": found.values["yield"][n],
            "latency": found.values["latency_s_p95"][n],
            "settling": settling.get(week),
        }
        for n, week in enumerate(found.weeks)
    )
    columns = (
        Column("week", "Week", "day"),
        Column("spend", "Spend", "money"),
        Column("cost", "Cost per usable asset", "money_per"),
        Column("low", "Usual, from", "money_per"),
        Column("high", "to", "money_per"),
        Column("discard_rate", "Discard rate", "rate"),
        Column("yield", "Yield", "rate"),
        Column("latency", "Latency p95", "seconds"),
        SETTLING,
    )
    has_band = any(row["low"] is not None for row in rows)
    band = ("low", "high") if has_band else ("", "")
    lines = Chart("lines", "week", ("cost",), *band, settling="settling")
    is_known = any(row["cost"] is not None for row in rows)
    drawn = lines if len(rows) > 1 and is_known else None
    said = (HOLLOW,) if settling else ()
    title = "The weeks, each as it stood at the age of this one"
    return Part("weeks", title, said, columns, rows, drawn)


def _row(facts: Facts, name: str, now: Any, before: Any, found: Trends) -> Row:
    declared = metric(name)
    chart = found.charts.get(name)
    point = chart.points[-1] if chart else None
    moved = variation(chart, good=declared.good or "down") if chart else None
    return {
        "metric": name,
        "title": declared.title,
        "unit": declared.unit,
        "value": now,
        "before": before,
        "low": point.low if point else None,
        "high": point.high if point else None,
        "variation": _said(moved, point, neutral=declared.good is None),
        "target": _target(facts, name, chart),
    }


def _said(moved: str | None, point: ChartPoint | None, *, neutral: bool) -> str | None:
    """`common`, `better`, `worse`; one worth a look says so, one with no good side `changed`."""
    if moved is None:
        return None
    if moved == "common" and point is not None and point.state == "look":
        return "worth a look"
    return "changed" if neutral and moved != "common" else moved


def _target(facts: Facts, name: str, chart: ControlChart | None) -> str | None:
    """Whether it will hit the weekly target set for all work, if there is one."""
    fits = (
        each
        for each in facts.settings.targets
        if each.metric == name and not each.where and each.period == "week"
    )
    target = next(fits, None)
    if target is None or chart is None:
        return None
    good = "up" if target.at_most is None else "down"
    return target_outlook(chart, float(target.limit), good=good)  # type: ignore[arg-type]


def _without_limits(found: Trends) -> str | None:
    charts = found.charts.values()
    reasons = (chart.phases[-1].without_limits for chart in charts if chart.phases)
    return next((each for each in reasons if each), None)


def _floats(values: Sequence[Any]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]
