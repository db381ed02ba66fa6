"""A bridge: from the level of the first row to that of the last, the rows between being steps.

Levels are marks, not bars, so that the axis need not begin at zero for steps to be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.report.cells import cell
from dashboard.report.charts.look import NAME_CHARACTERS, WIDTH, Look, Spec, chart_spec, looked_up
from dashboard.report.charts.look import value_axis as axis_of
from dashboard.words.colours import LINE_COLOURS, QUIET, SERIES_COLOURS
from dashboard.words.formats import NOTHING, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.parts import Chart, Part, Review

_ROW = 27
_DEARER, _CHEAPER = LINE_COLOURS["rejected"], LINE_COLOURS["usable"]
_NEITHER = SERIES_COLOURS[0]
_COSTS = ("money", "money_per", "seconds")


def bridge_spec(review: Review, part: Part, chart: Chart, look: Look) -> Spec:
    """The steps one below the other, each with its figure; one that is not known shows "–"."""
    values = list(_values(review, part, chart))
    ends = [value[end] for value in values for end in ("start", "end") if value[end] is not None]
    low, high = min(ends, default=0), max(ends, default=1)
    room = (high - low or 1) * 0.08
    scale = {"domain": [low - room, high + room * 2.4], "nice": False, "zero": False}
    unit = next((part.unit_of(_column(part, chart), row) for row in part.rows), "ratio")
    x = {
        "field": "start",
        "type": "quantitative",
        "scale": scale,
        "axis": axis_of(unit, review.currency, max(map(abs, ends), default=0)),
    }
    y = {
        "field": "place",
        "type": "ordinal",
        "axis": {"title": None, "labelExpr": looked_up("rows"), "ticks": False, "domain": False},
    }
    layers = [_connectors(x, y), _steps(x, y), _levels(x, y), _figures(x, y, look)]
    return chart_spec("rows", values, layers, width=WIDTH - 170, height=_ROW * len(part.rows))


def _column(part: Part, chart: Chart) -> Any:
    return next(column for column in part.columns if column.name == chart.y[0])


def _values(review: Review, part: Part, chart: Chart) -> Iterator[dict[str, Any]]:
    x = next(column for column in part.columns if column.name == chart.x)
    y, last = _column(part, chart), len(part.rows) - 1
    level = 0.0
    for place, row in enumerate(part.rows):
        is_level, amount = place in (0, last), row.get(chart.y[0])
        size = 0.0 if amount is None else float(amount)
        start = size if is_level and amount is not None else level
        level = start if is_level else level + size
        figure = cell(review, part, y, row)
        is_rise = not is_level and size > 0
        yield {
            "place": place,
            "label": shortened(cell(review, part, x, row), NAME_CHARACTERS),
            "start": start,
            "end": level,
            "right": max(start, level),
            "next": place + 1 if place < last else None,
            "is_level": is_level and amount is not None,
            "colour": _step_colour(part.unit_of(y, row), size),
            "figure": f"+{figure}" if is_rise and figure != NOTHING else figure,
        }


def _step_colour(unit: str, size: float) -> str:
    if unit not in _COSTS:
        return _NEITHER
    return _DEARER if size > 0 else _CHEAPER


def _connectors(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "datum.next !== null"}],
        "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1, "opacity": 0.6},
        "encoding": {"x": x | {"field": "end"}, "y": y, "y2": {"field": "next"}},
    }


def _steps(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "!datum.is_level && datum.start !== datum.end"}],
        "mark": {"type": "bar", "height": {"band": 0.62}},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "y": y,
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def _levels(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "datum.is_level"}],
        "mark": {"type": "tick", "thickness": 5, "height": {"band": 0.8}, "color": QUIET},
        "encoding": {"x": x, "y": y},
    }


def _figures(x: Spec, y: Spec, look: Look) -> Spec:
    return {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "color": look.ink},
        "encoding": {"x": x | {"field": "right"}, "y": y, "text": {"field": "figure"}},
    }
