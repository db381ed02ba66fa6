"""Models by what an accepted output costs and how much is accepted: a dot each, with whiskers."""

from __future__ import annotations

from math import log10, sqrt
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard.app.charts.dot_names import Dot, places
from dashboard.app.charts.style import GRID, figure, media_colour, money_steps, said, text
from dashboard.words.colours import QUIET
from dashboard.words.formats import counted, money, percent, symbol
from dashboard.words.models import briefs_words, chart_name, interval_words, money_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.estimates.repeated_looks import Alone
    from data.review.models.standings import Standing

HEIGHT, MARGINS_PX = 440, 64
DRAWN = 14
"""So many models are drawn, those with the largest spend."""
WIDE = 8
"""Times the cheapest: from there on the axis of money is logarithmic."""
LEAST_PX, MOST_PX = 8, 30
IN_SIGHT = 1.6
"""Times the dearest dot: so far the axis goes at most; a whisker may leave it."""
NOTHING_DRAWN = "Nothing is accepted, or no cost is known, here yet."


def drawable(standings: Sequence[Standing]) -> list[Standing]:
    """Those that have a place: both figures are known, and on a logarithmic axis not 0."""
    known = [each for each in standings if each.cost is not None and each.share is not None]
    return [each for each in known if _cost(each) > 0 or not _is_wide(known)]


def cost_by_share(standings: Sequence[Standing], media: str | None, currency: str) -> go.Figure:
    """A dot a model: accepted share across, cost per accepted output up, its size the spend.

    Grey: dearer and less accepted than another, beyond chance. Hollow: too few briefs for whiskers.
    """
    known = drawable(standings)[:DRAWN]
    drawn = figure(height=HEIGHT if known else 160, showlegend=False)
    drawn.update_layout(margin={"t": 12})
    if not known:
        return said(drawn, NOTHING_DRAWN)
    across, up = _share_range(known), _cost_range(known)
    sizes = _sizes(known)
    drawn.add_trace(_dots(known, sizes, media, currency))
    for each, place in zip(known, _labels(known, sizes, across, up), strict=True):
        drawn.add_annotation(**_label(each, place, known))
    drawn.update_xaxes(
        title="accepted share of the settled outputs", tickformat=".0%", nticks=7,
        showgrid=True, gridcolor=GRID, range=across,
    )  # fmt: skip
    is_log = _is_wide(known)
    axis = money_steps(up, currency) if is_log else {"tickprefix": symbol(currency), "nticks": 7}
    name = "cost per accepted output" + (", logarithmic" if is_log else "")
    return drawn.update_yaxes(**axis | {"range": up, "title": f"{name} ({currency})"})


def _dots(
    known: Sequence[Standing], sizes: Sequence[float], media: str | None, currency: str
) -> go.Scatter:
    colours = [QUIET if each.beaten_by else media_colour(media) for each in known]
    return go.Scatter(
        x=[_share(each) for each in known],
        y=[_cost(each) for each in known],
        mode="markers",
        marker={
            "size": list(sizes),
            "color": colours,
            "opacity": [0.45 if each.beaten_by else 0.9 for each in known],
            "symbol": ["circle" if _has_whiskers(each) else "circle-open" for each in known],
            "line": {"width": 1.5, "color": colours},
        },
        error_x=_whiskers([each.share for each in known]),
        error_y=_whiskers([each.cost for each in known]),
        hovertext=[_in_words(each, currency) for each in known],
        hoverinfo="text",
        customdata=[[each.name.model] for each in known],
        cliponaxis=False,
    )


def _whiskers(found: Sequence[Alone | None]) -> dict[str, Any]:
    above, below = [], []
    for each in found:
        is_told = each is not None and each.low is not None and each.high is not None
        above.append(each.high - each.estimate if is_told else 0)  # type: ignore[union-attr, operator]
        below.append(each.estimate - each.low if is_told else 0)  # type: ignore[union-attr, operator]
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "color": "rgba(128,128,128,0.55)",
        "thickness": 1.2,
        "width": 3,
    }


def _labels(
    known: Sequence[Standing],
    sizes: Sequence[float],
    across: Sequence[float],
    up: Sequence[float],
) -> list[Any]:
    height = HEIGHT - MARGINS_PX
    is_log = _is_wide(known)
    dots = []
    for each, size in zip(known, sizes, strict=True):
        cost = log10(_cost(each)) if is_log else _cost(each)
        dots.append(
            Dot(
                (_share(each) - across[0]) / (across[1] - across[0]),
                (cost - up[0]) / (up[1] - up[0]) * height,
                size / 2,
                len(chart_name(each.name, known)),
            )
        )
    return places(dots, height)


def _label(each: Standing, place: Any, known: Sequence[Standing]) -> dict[str, Any]:
    cost = log10(_cost(each)) if _is_wide(known) else _cost(each)
    return {
        "x": _share(each),
        "y": cost,
        "text": text(chart_name(each.name, known)),
        "ax": place.aside_px,
        "ay": -place.up_px,
        "xanchor": "left" if place.aside_px > 0 else "right",
        "yanchor": "middle",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 0.8,
        "arrowcolor": "rgba(128,128,128,0.45)",
        "borderpad": 0,
        "font": {"size": 11},
        "opacity": 0.6 if each.beaten_by else 1,
    }


def _in_words(each: Standing, currency: str) -> str:
    of_cost, of_share = (
        interval_words(found, unit, currency)
        for found, unit in ((each.cost, "money"), (each.share, "rate"))
    )
    lines = [
        f"{text(each.name.model)} at {text(each.name.channel)}",
        f"{money(_cost(each), currency)} an accepted output{of_cost}",
        f"{percent(_share(each))} accepted{of_share}",
        f"n = {counted(each.accepted, 'accepted output')} on {briefs_words(each)}",
        f"spend {money_words(each.spend, currency)}",
    ]
    return "<br>".join(lines)


def _share(each: Standing) -> float:
    assert each.share is not None
    return each.share.estimate


def _cost(each: Standing) -> float:
    assert each.cost is not None
    return each.cost.estimate


def _has_whiskers(each: Standing) -> bool:
    return each.cost is not None and each.cost.low is not None


def _is_wide(known: Sequence[Standing]) -> bool:
    costs = [_cost(each) for each in known if _cost(each) > 0]
    return bool(costs) and max(costs) > WIDE * min(costs)


def _share_range(known: Sequence[Standing]) -> list[float]:
    ends = [
        end
        for each in known
        if each.share is not None
        for end in (each.share.low, each.share.estimate, each.share.high)
        if end is not None
    ]
    low, high = min(ends), max(ends)
    room = max(0.03, 0.06 * (high - low))
    return [max(-0.02, low - room), min(1.02, high + room)]


def _cost_range(known: Sequence[Standing]) -> list[float]:
    costs = [_cost(each) for each in known]
    if _is_wide(known):
        return [log10(min(costs)) - 0.35, log10(max(costs)) + 0.35]
    tops = [each.cost.high or 0.0 for each in known if each.cost is not None]
    top = min(max([*tops, *costs]), IN_SIGHT * max(costs))
    return [-0.04 * (top or 1), 1.08 * (top or 1)]


def _sizes(known: Sequence[Standing]) -> list[float]:
    """Diameters whose areas are as the spends."""
    spends = [max(0.0, float(each.spend or 0)) for each in known]
    most = max(spends) or 1.0
    return [max(LEAST_PX, MOST_PX * sqrt(spend / most)) for spend in spends]
