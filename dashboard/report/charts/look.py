"""The look of the charts: ink for light, paper and either theme, axes by unit, colours by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.words.colours import (
    GROUP_COLOURS,
    LINE_COLOURS,
    MEDIA_COLOURS,
    PERCENTILE_COLOURS,
    SERIES_COLOURS,
)
from dashboard.words.formats import label, symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

Spec = dict[str, Any]
WIDTH = 720
NAME_CHARACTERS = 34
_COLOURS = {**LINE_COLOURS, **GROUP_COLOURS, **MEDIA_COLOURS, **PERCENTILE_COLOURS}
_STRIPES = 7
_BETWEEN_STRIPES = 0.3
"""Of the colour's strength."""
_IS_CENTS = "abs(datum.value * 100 - round(datum.value * 100)) < 1e-6"
_CENTS = f"datum.value % 1 && {_IS_CENTS} ? ',.2f' : ',~f'"
_SIGN = "(datum.value < 0 ? '−' : '')"


class Look(NamedTuple):
    """The colour of text and lines, and the font."""

    ink: str = "#1f2733"
    font: str = "sans-serif"


def chart_spec(name: str, values: Sequence[Spec], layers: Sequence[Spec], **more: Any) -> Spec:
    """A specification whose only data are these values; `name` is ours, for `looked_up`."""
    return {"data": {"name": name, "values": list(values)}, "layer": list(layers), **more}


def config(look: Look) -> Spec:
    """Quiet axes, the legend on top, no background."""
    axis = {
        "labelColor": look.ink,
        "labelFontSize": 12,
        "tickColor": look.ink,
        "tickOpacity": 0.3,
        "domainColor": look.ink,
        "domainOpacity": 0.3,
        "gridColor": look.ink,
        "gridOpacity": 0.12,
        "titleColor": look.ink,
        "labelLimit": 260,
        "labelPadding": 6,
    }
    legend = {
        "orient": "top",
        "title": None,
        "labelColor": look.ink,
        "labelFontSize": 12,
        "symbolSize": 90,
        "symbolStrokeWidth": 2,
        "columns": 0,
        "labelLimit": 260,
    }
    return {
        "aria": False,
        "background": None,
        "font": look.font,
        "padding": 4,
        "axis": axis,
        "legend": legend,
        "text": {"color": look.ink},
        "view": {"stroke": None},
    }


def looked_up(name: str) -> str:
    """The expression that labels a place on an axis by the text of the row that stands there."""
    return f"data('{name}')[datum.value] ? data('{name}')[datum.value].label : ''"


def value_axis(unit: str, currency: str, highest: float) -> Spec:
    """How an axis of a unit is labelled; `highest` decides between seconds, minutes and hours."""
    if unit in ("money", "money_per"):
        sign = json.dumps(symbol(currency), ensure_ascii=True)
        expression = f"{_SIGN} + {sign} + format(abs(datum.value), {_CENTS})"
    elif unit == "rate":
        expression = f"{_SIGN} + format(abs(datum.value) * 100, ',~f') + ' %'"
    elif unit == "seconds":
        name, size = _span(highest)
        expression = f"{_SIGN} + format(abs(datum.value) / {size}, ',~r') + ' {name}'"
    else:
        expression = f"{_SIGN} + format(abs(datum.value), ',~f')"
    return {"title": None, "labelExpr": expression, "tickCount": 5, "domain": False, "ticks": False}


def _span(highest: float) -> tuple[str, int]:
    spans = (("d", 86400), ("h", 3600), ("min", 60))
    return next((span for span in spans if highest >= 2 * span[1]), ("s", 1))


def colours(names: Sequence[str]) -> list[str]:
    """The colour that a name has on every page, else one of the series' in their order."""
    spare = iter(SERIES_COLOURS * (len(names) // len(SERIES_COLOURS) + 1))
    return [_COLOURS.get(label(name)) or next(spare) for name in names]


def hatching(colour: str) -> Spec:
    """Slanted stripes of a colour, as a gradient without passages: charts know no patterns."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    pale = f"rgba({red},{green},{blue},{_BETWEEN_STRIPES})"
    stops = [
        {"offset": edge / (2 * _STRIPES), "color": pale if stripe % 2 else colour}
        for stripe in range(2 * _STRIPES)
        for edge in (stripe, stripe + 1)
    ]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}
