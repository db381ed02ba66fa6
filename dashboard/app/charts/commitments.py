"""Charts of a sizing: cost against size, use against break-even, and credits held over time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.style import figure, grid_along_x, named, said, text
from dashboard.words.colours import QUIET
from dashboard.words.formats import day, money, percent, symbol
from data.commitments.terms.amounts import MONTHS_PER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from data.commitments.futures.burn_down import BurnDown
    from data.commitments.offers.plan_sizing import PlanSizing

DRAWN = 5
COLOURS = ("#3f7fc4", "#d98248", "#1f9d80", "#bf5f97", "#7d6fc2")
FAINT = 0.16
TOO_DEAR = 1.6
LEAST_AHEAD = timedelta(days=14)
NAME_CHARACTERS = 44
NO_BREAK_EVEN = "No plan here has a top-up to break even with."


def cost_by_size(plans: Sequence[PlanSizing], currency: str) -> go.Figure:
    """Expected cost and its P10 to P90 by credits committed a month, the cheapest plans."""
    drawn = figure(height=440)
    for plan, colour in zip(plans[:DRAWN], COLOURS, strict=False):
        for trace in _curve(plan, colour, currency):
            drawn.add_trace(trace)
    if not plans:
        return said(drawn, "No plan could be sized.")
    costs = _worth_seeing(plans[:DRAWN])
    drawn.update_yaxes(tickprefix=symbol(currency), tickformat=",~f", nticks=6, range=costs)
    return drawn.update_xaxes(
        title="credits committed a month",
        tickformat=",~f",
        range=[0, _furthest(plans[:DRAWN], costs[1])],
    )


def _worth_seeing(plans: Sequence[PlanSizing]) -> list[float]:
    """The costs near the best ones; sizes far too large would press the rest together."""
    points = [point for plan in plans for point in plan.curve]
    least = min(point.cost_p10 for point in points)
    most = max(point.cost_p90 for point in points)
    best = max(min(point.cost_p90 for point in plan.curve) for plan in plans)
    return [least * 0.9, min(most * 1.05, best * TOO_DEAR)]


def _furthest(plans: Sequence[PlanSizing], most: float) -> float:
    """The largest size whose cost is in sight, and a little more."""
    places = [
        [point.units * _credits_a_month(plan), point.cost_mean]
        for plan in plans
        for point in plan.curve
    ]
    seen = max(place for place, cost in places if cost <= most)
    smallest = min((place for place, _ in places if place > 0), default=1.0)
    return max(seen, smallest) * 1.25


def _credits_a_month(plan: PlanSizing) -> float:
    return float(plan.plan.credits) / MONTHS_PER[plan.plan.grants]


def _curve(plan: PlanSizing, colour: str, currency: str) -> tuple[go.Scatter, ...]:
    terms = plan.plan
    month = _credits_a_month(plan)
    places = [point.units * month for point in plan.curve]
    shared: dict[str, Any] = {"legendgroup": terms.title, "hoverinfo": "skip"}
    band = go.Scatter(
        x=[*places, *places[::-1]],
        y=[*(p.cost_p90 for p in plan.curve), *(p.cost_p10 for p in plan.curve[::-1])],
        fill="toself",
        fillcolor=colour,
        opacity=FAINT,
        mode="none",
        showlegend=False,
        **shared,
    )
    mean = go.Scatter(
        name=text(terms.title, NAME_CHARACTERS),
        x=places,
        y=[point.cost_mean for point in plan.curve],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={
            "size": [11 if point.units == plan.best_units else 4 for point in plan.curve],
            "color": colour,
        },
        legendgroup=terms.title,
        customdata=[
            f"{point.units:,.4g} × {text(terms.title)}: {money(point.cost_mean, currency)}<br>"
            f"four of five futures: {money(point.cost_p10, currency)} to "
            f"{money(point.cost_p90, currency)}"
            for point in plan.curve
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return band, mean


def break_even(plans: Sequence[PlanSizing]) -> go.Figure:
    """Per plan the share of its credits that will be used, and the share at which it pays."""
    mine = [each for each in plans if each.closed_form and each.outcome.utilisation is not None]
    mine.reverse()
    if not mine:
        return said(figure(height=120), NO_BREAK_EVEN)
    names = named([each.plan.title for each in mine], NAME_CHARACTERS)
    used = [float(each.outcome.utilisation or 0) for each in mine]
    pays = [float(each.closed_form.break_even_utilisation) for each in mine if each.closed_form]
    bars = go.Bar(
        name="expected use",
        x=used,
        y=names.places,
        orientation="h",
        marker={"color": COLOURS[0]},
        opacity=0.75,
        hovertext=[f"{percent(share)} of its credits get used" for share in used],
        hoverinfo="text",
    )
    marks = go.Scatter(
        name="pays for itself from",
        x=pays,
        y=names.places,
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": COLOURS[1]}},
        hovertext=[f"pays for itself from {percent(share)} on" for share in pays],
        hoverinfo="text",
    )
    drawn = figure([bars, marks], height=96 + 34 * len(mine))
    drawn.update_yaxes(**names.axis)
    drawn.update_xaxes(tickformat=".0%", range=[0, max([1.0, *pays]) * 1.05])
    return grid_along_x(drawn)


def burning_down(balances: Sequence[BurnDown], zone: tzinfo = UTC) -> go.Figure:
    """What each account holds over time at its present rate; its lapses and its end marked."""
    held = [each for each in balances if each.credits]
    drawn = figure(height=300)
    if not held:
        return said(drawn, "No account holds any credits.")
    first = min(each.at for each in held)
    last = max(moment for each in held for moment, _ in each.curve)
    end = last + max((last - first) * 0.18, LEAST_AHEAD)
    for balance, colour in zip(held, COLOURS * (len(held) // len(COLOURS) + 1), strict=False):
        drawn.add_trace(_balance(balance, colour, end))
        lapses = [each for each in balance.lapses if each.lapsing]
        for marked in (
            *_run_out(balance, colour, zone),
            *((_lapses(balance, zone),) if lapses else ()),
        ):
            drawn.add_trace(marked)
    drawn.update_yaxes(tickformat=",~f", rangemode="tozero", nticks=5)
    return drawn.update_xaxes(type="date", tickformat="%-d %b<br>%Y", nticks=8, range=[first, end])


def _balance(balance: BurnDown, colour: str, end: datetime) -> go.Scatter:
    """Its corners; what neither runs out nor lapses goes on to the end of the chart."""
    corners = [*balance.curve, *([(end, balance.curve[-1][1])] if balance.curve[-1][1] else [])]
    return go.Scatter(
        name=text(balance.account, NAME_CHARACTERS),
        x=[moment for moment, _ in corners],
        y=[float(credits_) for _, credits_ in corners],
        mode="lines",
        line={"color": colour, "width": 2},
        hovertemplate="%{x|%-d %b %Y}: %{y:,.0f} credits<extra></extra>",
    )


def _run_out(balance: BurnDown, colour: str, zone: tzinfo) -> list[go.Scatter]:
    if balance.runs_out_at is None:
        return []
    words = f"gone by {local_day(balance.runs_out_at, zone)}"
    return [_mark(balance.runs_out_at, 0.0, words, {"size": 10, "color": colour}, "top right")]


def _lapses(balance: BurnDown, zone: tzinfo) -> go.Scatter:
    ends = [each for each in balance.lapses if each.lapsing]
    return go.Scatter(
        name="credits lapse",
        x=[each.at for each in ends],
        y=[float(_after(balance, each.at)) for each in ends],
        mode="markers",
        marker={"symbol": "x", "size": 10, "color": QUIET},
        hovertext=[
            f"{each.lapsing:,.0f} credits lapse on {local_day(each.at, zone)}" for each in ends
        ],
        hoverinfo="text",
    )


def local_day(moment: datetime, zone: tzinfo) -> str:
    """The day that a naive moment of UTC is called in a zone."""
    return day(moment.replace(tzinfo=UTC).astimezone(zone).date())


def _after(balance: BurnDown, moment: Any) -> Any:
    return next(credits_ for at, credits_ in reversed(balance.curve) if at <= moment)


def _mark(moment: Any, height: float, words: str, marker: Any, place: str) -> go.Scatter:
    return go.Scatter(
        x=[moment],
        y=[height],
        mode="markers+text",
        text=[words],
        textposition=place,
        cliponaxis=False,
        marker=marker,
        showlegend=False,
        hoverinfo="skip",
    )
