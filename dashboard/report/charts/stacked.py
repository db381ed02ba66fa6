"""Stacked bars: the total above each, and the names beside the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.report.charts.by_place import axis_of, by_place, column_of, folded, places
from dashboard.report.charts.look import NAME_CHARACTERS, Spec, colours, hatching
from dashboard.words.colours import HATCHED_GROUPS
from dashboard.words.formats import shortened, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.review.parts import Chart, Part, Review

_PALE = 0.55
"""Of bars that may still change."""
_HEADROOM = 1.1
"""Room for the totals above the highest bar."""
_APART = 0.085
"""How far names stand from each other at least, as a share of the height."""
_TEXT: Spec = {"type": "text", "fontSize": 12}


def stacked_spec(review: Review, part: Part, chart: Chart) -> Spec:
    """The columns `y` on top of one another; what is not known is not drawn."""
    highest = max((_height(row, chart) for row in part.rows), default=0.0) * _HEADROOM
    bars = _bars(review, part, chart, highest)
    layers = [bars, *(_totals(review, part, chart) if chart.total else ())]
    return by_place(review, part, chart, [*layers, *_names(part, chart, highest)])


def _height(row: Any, chart: Chart) -> float:
    return sum(max(float(row.get(name) or 0), 0.0) for name in chart.y)


def _bars(review: Review, part: Part, chart: Chart, highest: float) -> Spec:
    scale = {"domainMax": highest} if highest else {}
    return {
        "transform": [*folded(chart), {"filter": "isValid(datum.amount)"}],
        "mark": {"type": "bar", "width": {"band": 0.62}},
        "encoding": {
            "x": places(part, chart),
            "y": {
                "field": "amount",
                "type": "quantitative",
                "stack": "zero",
                "scale": scale,
                "axis": axis_of(review, part, chart),
            },
            "color": _colour(chart),
            "opacity": {"condition": {"test": "datum.settling", "value": _PALE}, "value": 1},
            "order": {"field": "series", "type": "quantitative"},
        },
    }


def _totals(review: Review, part: Part, chart: Chart) -> Iterator[Spec]:
    unit = column_of(part, chart.total).unit
    values = [
        {
            "place": place,
            "top": _height(row, chart),
            "label": shown(row[chart.total], unit, review.currency),
        }
        for place, row in enumerate(part.rows)
        if row.get(chart.total) is not None
    ]
    yield {
        "data": {"values": values},
        "mark": {**_TEXT, "dy": -7},
        "encoding": {
            "x": places(part, chart),
            "y": {"field": "top", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


# --- the names --------------------------------------------------------------------------------


def _names(part: Part, chart: Chart, highest: float) -> Iterator[Spec]:
    """A square in the colour of each and its name, at the height of the last bar's part."""
    heights = _spread(list(_middles(part, chart)), highest * _APART)
    titles = (column_of(part, name).title for name in chart.y)
    values = [
        {"series": series, "at": at, "label": shortened(title, NAME_CHARACTERS)}
        for series, (at, title) in enumerate(zip(heights, titles, strict=True))
        if any(row.get(chart.y[series]) is not None for row in part.rows)
    ]
    here: Spec = {"x": {"value": "width"}, "y": {"field": "at", "type": "quantitative"}}
    square = {"type": "square", "size": 90, "xOffset": 8, "opacity": 1}
    yield {
        "data": {"values": values},
        "mark": square,
        "encoding": {**here, "color": _colour(chart)},
    }
    yield {
        "data": {"values": values},
        "mark": {**_TEXT, "align": "left", "dx": 17},
        "encoding": {**here, "text": {"field": "label"}},
    }


def _middles(part: Part, chart: Chart) -> Iterator[float]:
    below = 0.0
    for name in chart.y:
        size = max(float(part.rows[-1].get(name) or 0), 0.0)
        yield below + size / 2
        below += size


def _spread(heights: Sequence[float], apart: float) -> list[float]:
    """The same heights from below to above, none nearer to the next than `apart`."""
    spread: list[float] = []
    for at in heights:
        spread.append(max(at, spread[-1] + apart if spread else apart / 2))
    return spread


def _colour(chart: Chart) -> Spec:
    """By name; what is undecided is hatched."""
    range_ = colours(chart.y)
    return {
        "condition": [
            {"test": f"datum.series == {series}", "value": hatching(colour)}
            for series, (name, colour) in enumerate(zip(chart.y, range_, strict=True))
            if name in HATCHED_GROUPS
        ],
        "field": "series",
        "type": "ordinal",
        "scale": {"domain": list(range(len(range_))), "range": range_},
        "legend": None,
    }
