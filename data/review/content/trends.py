"""Five metrics by week: whether they moved beyond chance, whether they will hit a target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.estimates.control_chart import Chart as ControlChart
from data.estimates.control_chart import cost_chart, rate_chart
from data.estimates.signal import target_outlook, variation
from data.metrics.catalogue import metric
from data.metrics.days import first_of_week
from data.review.content.phases import phase_starts
from data.review.parts import Chart, Column, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
    when each output was settled; the others stand as they are.
    """
    last = first_of_week(facts.asked.days.last, facts.settings)
    selection = facts.asked.until(last + WEEK - timedelta(days=1), last - (MOST_WEEKS - 1) * WEEK)
    asked = ("spend", "latency_s_p95", "yield", "attempts")
    table = facts.figures.measure(asked, by=["week"], selection=selection)
    rows = {
        row["week"]: row | {"requested": table.evidence(n, "yield").denominator}
        for n, row in enumerate(table.rows)
        if row["attempts"]
    }
    weeks = tuple(sorted(rows))
    if not weeks:
        return Trends((), dict.fromkeys(METRICS, ()), {})
    age_h = facts.settling.age_h(last)
    fates = [facts.settling.fates_at(week, age_h) for week in weeks]
    spend = [rows[week]["spend"] for week in weeks]
    requested = [int(rows[week]["requested"] or 0) for week in weeks]
    usable = [round(each.usable) for each in fates]
    settled = [round(sum(each)) for each in fates]
    discarded = [round(each.discarded) for each in fates]
    latency = [rows[week]["latency_s_p95"] for week in weeks]
    costs = [
        money / n if n and money is not None else None
        for money, n in zip(spend, usable, strict=True)
    ]
    starts = phase_starts(facts, weeks)
    charts = {
        "spend": cost_chart(_floats(spend), starts),
        "cost_per_usable_asset": cost_chart(_floats(costs), starts),
        "discard_rate": rate_chart(discarded, settled, starts),
        "yield": rate_chart(usable, requested, starts),
        "latency_s_p95": cost_chart(_floats(latency), starts),
    }
    values: dict[str, tuple[Any, ...]] = {
        "spend": tuple(spend),
        "cost_per_usable_asset": tuple(costs),
        "discard_rate": tuple(
            d / n if n else None for d, n in zip(discarded, settled, strict=True)
        ),
        "yield": tuple(u / n if n else None for u, n in zip(usable, requested, strict=True)),
        "latency_s_p95": tuple(latency),
    }
    return Trends(weeks, values, charts)


def metrics_part(facts: Facts, found: Trends) -> Part:
    """The five metrics: this period, the one before, what chance allows, and the target."""
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


def weeks_part(found: Trends) -> Part:
    """Cost per usable asset by week at equal age, with what weeks usually vary by."""
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
    )
    has_band = any(row["low"] is not None for row in rows)
    band = ("low", "high") if has_band else ("", "")
    drawn = Chart("lines", "week", ("cost",), *band) if len(rows) > 1 else None
    title = "The weeks, each as it stood at the age of this one"
    return Part("weeks", title, (), columns, rows, drawn)


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
