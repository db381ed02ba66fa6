"""Charts along an axis of places: lines with a band and a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.report.cells import cell
from dashboard.report.charts.look import (
    NAME_CHARACTERS,
    WIDTH,
    Spec,
    chart_spec,
    colours,
    looked_up,
    value_axis,
)
from dashboard.words.colours import QUIET
from dashboard.words.formats import label, shortened, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.review.parts import Chart, Column, Part, Review

HEIGHT = 230
_BAND_OPACITY = 0.16
_POINT: Spec = {"filled": True, "size": 42}
_HOLLOW: Spec = {"filled": False, "size": 64, "strokeWidth": 2}
_DAYS, _NAMES, _CHARACTERS = 8, 26, 90
"""How many days and names fit along the axis, and how much of names without slanting them."""
BESIDE = 96
"""Room at the right for the target's figure, or the names of what is stacked."""


def lines_spec(review: Review, part: Part, chart: Chart) -> Spec:
    """`y` against `x`: a line breaks where it is not known."""
    target = _target(review, part, chart)
    band = [_band(part, chart)] if chart.low and chart.high else []
    return by_place(review, part, chart, [*band, *_lines(part, chart), *target])


def by_place(review: Review, part: Part, chart: Chart, layers: Sequence[Spec]) -> Spec:
    """Layers over the rows of a part, as many places along the axis as there are rows."""
    values = list(_values(review, part, chart))
    for layer in layers:
        encoding = layer.get("encoding", {})
        if "axis" not in encoding.get("y", {}):
            encoding.get("y", {})["axis"] = axis_of(review, part, chart)
    names = [{"label": shortened(column_of(part, y).title, NAME_CHARACTERS)} for y in chart.y]
    return chart_spec(
        "rows",
        values,
        layers,
        width=WIDTH - (BESIDE if chart.target or chart.total else 0),
        height=HEIGHT,
        # names stand in a value of their own, for the legend's expression to look up
        params=[{"name": "series_names", "value": names}],
    )


# --- values -----------------------------------------------------------------------------------


def _values(review: Review, part: Part, chart: Chart) -> Iterator[dict[str, Any]]:
    x = column_of(part, chart.x)
    keys = {f"y{number}": name for number, name in enumerate(chart.y)}
    keys |= {"low": chart.low, "high": chart.high}
    for place, row in enumerate(part.rows):
        text = shortened(cell(review, part, x, row), NAME_CHARACTERS)
        figures = {key: row.get(name) for key, name in keys.items()}
        plain = {key: None if value is None else float(value) for key, value in figures.items()}
        settles = bool(chart.settling) and row.get(chart.settling) is not None
        yield {"place": place, "label": text, "settling": settles, **plain}


def column_of(part: Part, name: str) -> Column:
    """The column that is called so."""
    return next(column for column in part.columns if column.name == name)


def axis_of(review: Review, part: Part, chart: Chart) -> Spec:
    """The axis of values, in the unit of what is drawn."""
    known = [abs(float(row[y])) for row in part.rows for y in chart.y if row.get(y) is not None]
    unit = next((part.unit_of(column_of(part, chart.y[0]), row) for row in part.rows), "ratio")
    return value_axis(unit, review.currency, max(known, default=0))


# --- what is drawn ----------------------------------------------------------------------------


def folded(chart: Chart) -> list[Spec]:
    """A row for each place and series."""
    fields = [f"y{number}" for number in range(len(chart.y))]
    number = {"calculate": "toNumber(slice(datum.key, 1))", "as": "series"}
    return [{"fold": fields, "as": ["key", "amount"]}, number]


def places(part: Part, chart: Chart) -> Spec:
    """The axis of places. Of many days some are labelled, the last always; names are slanted."""
    is_day = column_of(part, chart.x).unit == "day"
    most = _DAYS if is_day else _NAMES
    step, last = -(-len(part.rows) // most), len(part.rows) - 1
    axis: Spec = {"title": None, "labelExpr": looked_up("rows"), "grid": False, "ticks": False}
    axis |= {"values": [n for n in range(last + 1) if (last - n) % step == 0], "labelPadding": 10}
    names = (
        0 if is_day else sum(min(len(label(r.get(chart.x))), NAME_CHARACTERS) for r in part.rows)
    )
    slanted = {"labelAngle": -35, "labelAlign": "right"}
    axis |= slanted if names > _CHARACTERS else {"labelAngle": 0}
    return {"field": "place", "type": "ordinal", "axis": axis}


def _lines(part: Part, chart: Chart) -> Iterator[Spec]:
    encoding = {
        "x": places(part, chart),
        "y": {"field": "amount", "type": "quantitative", "scale": {"zero": False}},
        "color": _colour(chart),
    }
    yield {
        "transform": folded(chart),
        "mark": {"type": "line", "strokeWidth": 2, "invalid": "break-paths-filter-domains"},
        "encoding": encoding,
    }
    for test, mark in (("!datum.settling", _POINT), ("datum.settling", _HOLLOW)):
        yield {
            "transform": [*folded(chart), {"filter": f"isValid(datum.amount) && {test}"}],
            "mark": {"type": "point", "opacity": 1, **mark},
            "encoding": encoding,
        }


def _band(part: Part, chart: Chart) -> Spec:
    return {
        "mark": {
            "type": "area",
            "opacity": _BAND_OPACITY,
            "color": colours(chart.y)[0],
            "invalid": "break-paths-filter-domains",
        },
        "encoding": {
            "x": places(part, chart),
            "y": {"field": "low", "type": "quantitative", "scale": {"zero": False}},
            "y2": {"field": "high"},
        },
    }


def _target(review: Review, part: Part, chart: Chart) -> list[Spec]:
    """The target as a rule with its figure: that of the last row that has one."""
    rows = [row for row in part.rows if chart.target and row.get(chart.target) is not None]
    if not rows:
        return []
    amount, column = rows[-1][chart.target], column_of(part, chart.y[0])
    words = f"target {shown(amount, part.unit_of(column, rows[-1]), review.currency)}"
    at = {"datum": float(amount), "type": "quantitative"}
    rule = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.5, "color": QUIET}
    name = {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": QUIET}
    here = {"values": [{"label": words}]}
    return [
        {"data": here, "mark": rule, "encoding": {"y": dict(at)}},
        {
            "data": here,
            "mark": name,
            "encoding": {
                "y": dict(at),
                "x": {"value": "width"},
                "text": {"field": "label"},
            },
        },
    ]


def _colour(chart: Chart) -> Spec:
    several = len(chart.y) > 1
    domain = list(range(len(chart.y)))
    return {
        "field": "series",
        "type": "ordinal",
        "scale": {"domain": domain, "range": colours(chart.y)},
        "legend": {"labelExpr": "series_names[datum.value].label"} if several else None,
    }
