"""A part's chart as SVG or PNG, by Vega-Lite without a browser and without the network.

Or as a specification, for a page that draws it itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dashboard.report.charts.bridge import bridge_spec
from dashboard.report.charts.by_place import lines_spec
from dashboard.report.charts.look import Look, Spec, config
from dashboard.report.charts.stacked import stacked_spec
from dashboard.report.needed import needed

if TYPE_CHECKING:
    from data.review.parts import Part, Review

EITHER_THEME = Look(ink="currentColor", font="inherit")
"""For SVG that stands in a page, and takes the page's ink and font."""
ON_NARROW_SCREENS: Spec = {"axisX": {"labelOverlap": "parity"}, "legend": {"columns": 5}}
"""Labels that would run into each other are left out, and a long legend has two lines."""
_PNG_SCALE = 2
_NAMESPACE = re.compile(r' xmlns(:xlink)?="[^"]*"')


def chart_svg(review: Review, part: Part, look: Look | None = None) -> str:
    """The chart of the part as an SVG document; "" where it has none, or no rows."""
    spec = _spec(review, part, look or Look())
    return _vega().vegalite_to_svg(spec, allowed_base_urls=[]) if spec else ""


def inline_svg(review: Review, part: Part) -> str:
    """The same for a page: in its ink, and without a namespace, which HTML does not need."""
    return _NAMESPACE.sub("", chart_svg(review, part, EITHER_THEME), count=2)


def chart_png(review: Review, part: Part) -> bytes:
    """The chart of the part as a PNG file on white; empty where it has none, or no rows."""
    spec = _spec(review, part, Look())
    if not spec:
        return b""
    spec["config"]["background"] = "#ffffff"
    png: bytes = _vega().vegalite_to_png(spec, scale=_PNG_SCALE, allowed_base_urls=[])
    return png


def screen_spec(review: Review, part: Part, look: Look) -> Spec | None:
    """The chart for a page that draws Vega-Lite, as wide as its place; None where there is none.

    The data stand with the layers that read them, so that they keep the name they are asked by.
    """
    spec = _spec(review, part, look)
    if spec is None:
        return None
    inner = {key: spec.pop(key) for key in ("data", "layer")}
    del spec["width"]
    return spec | {"layer": [inner], "config": _merged(spec["config"], ON_NARROW_SCREENS)}


def _spec(review: Review, part: Part, look: Look) -> Spec | None:
    chart = part.chart
    if chart is None or not part.rows:
        return None
    match chart.kind:
        case "lines":
            spec = lines_spec(review, part, chart)
        case "stacked":
            spec = stacked_spec(review, part, chart)
        case "bridge":
            spec = bridge_spec(review, part, chart, look)
    return spec | {"config": _merged(config(look), spec.get("config", {}))}


def _merged(ours: Spec, its: Spec) -> Spec:
    return ours | {key: ours.get(key, {}) | value for key, value in its.items()}


def _vega() -> Any:
    return needed("vl_convert", "report", "draws the charts")
