"""The charts of a review: names are text in them, and what is not known is not drawn as zero."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from dashboard.report.charts.bridge import bridge_spec
from dashboard.report.charts.by_place import lines_spec
from dashboard.report.charts.drawn import chart_png, chart_svg, inline_svg, screen_spec
from dashboard.report.charts.look import Look, colours
from dashboard.report.charts.stacked import stacked_spec
from dashboard.words.colours import LINE_COLOURS
from dashboard.words.formats import day, label, shortened
from data.review.parts import Chart, Column, Part
from tests.hand_made_review import (
    BRIDGE,
    CLIENTS,
    HOSTILE,
    MONEY_BY_WEEK,
    NOTE,
    YOUNG_WEEKS,
    hand_made_review,
)

REVIEW = hand_made_review()
DRAWN = (BRIDGE, MONEY_BY_WEEK, YOUNG_WEEKS, CLIENTS)
NAMES = replace(
    BRIDGE,
    rows=tuple({"step": name, "money": Decimal(n + 1)} for n, name in enumerate(HOSTILE)),
)


def texts(svg):
    return [element.text for element in fromstring(svg).iter() if element.text]


def spec(part):
    match part.chart.kind:
        case "lines":
            return lines_spec(REVIEW, part, part.chart)
        case "stacked":
            return stacked_spec(REVIEW, part, part.chart)
    return bridge_spec(REVIEW, part, part.chart, Look())


@pytest.mark.parametrize("part", [NAMES, CLIENTS], ids=["bridge", "lines"])
def test_each_hostile_name_is_a_text_in_the_drawing(part):
    found = texts(chart_svg(REVIEW, part))
    missing = [name for name in HOSTILE if shortened(name, 34).strip() not in found]
    assert missing == []


@pytest.mark.parametrize("part", DRAWN, ids=lambda part: part.name)
def test_a_drawing_has_nothing_that_runs_or_loads(part):
    tags = {element.tag.partition("}")[2] for element in fromstring(chart_svg(REVIEW, part)).iter()}
    assert tags <= {"svg", "g", "path", "text", "line", "rect", "defs", "clipPath", "tspan"}
    assert "aria-label=" not in chart_svg(REVIEW, part)  # the page names the figure
    assert "http" not in inline_svg(REVIEW, part).replace("(https://evil.e…", "")


@pytest.mark.parametrize("part", [NAMES, CLIENTS], ids=["bridge", "lines"])
def test_no_name_stands_in_an_expression(part):
    drawing = spec(part)
    named = json.dumps(drawing["data"]["values"], ensure_ascii=False)
    del drawing["data"]["values"]
    rest = json.dumps(drawing, ensure_ascii=False)
    for name in HOSTILE:
        assert json.dumps(shortened(name, 34), ensure_ascii=False)[1:-1] in named
        assert shortened(name, 20)[:-1] not in rest


def test_a_series_named_by_a_hostile_heading_is_a_text_beside_its_bar():
    columns = (
        Column("x", "x"),
        *(Column(f"c{n}", name, "count") for n, name in enumerate(HOSTILE)),
    )
    rows = ({"x": "a", **{f"c{n}": n + 1 for n in range(len(HOSTILE))}},)
    chart = Chart("stacked", "x", tuple(f"c{n}" for n in range(len(HOSTILE))))
    found = texts(chart_svg(REVIEW, Part("p", "P", (), columns, rows, chart)))
    assert [name for name in HOSTILE if shortened(name, 34).strip() not in found] == []


def test_the_bridge_goes_from_the_first_level_over_each_step_to_the_last():
    values = bridge_spec(REVIEW, BRIDGE, BRIDGE.chart, Look())["data"]["values"]
    found = [(each["start"], each["end"], each["figure"]) for each in values]
    assert [(round(start, 2), round(end, 2), figure) for start, end, figure in found] == [
        (3.12, 3.12, "$3.12"),
        (3.12, 5.02, "+$1.90"),
        (5.02, 5.27, "+$0.25"),
        (5.27, 4.72, "−$0.55"),
        (4.72, 4.87, "+$0.15"),
        (4.87, 4.87, "–"),
        (4.87, 4.87, "$4.87"),
    ]
    assert [each["is_level"] for each in values] == [True, *[False] * 5, True]


def test_every_level_and_step_lies_inside_the_bridge():
    found = bridge_spec(REVIEW, BRIDGE, BRIDGE.chart, Look())
    low, high = found["layer"][1]["encoding"]["x"]["scale"]["domain"]
    ends = [value[end] for value in found["data"]["values"] for end in ("start", "end")]
    assert low < min(ends) < max(ends) < high


def test_a_level_that_is_not_known_is_no_mark_at_zero():
    rows = (*BRIDGE.rows[:2], {"step": "This week", "money": None})
    part = replace(BRIDGE, rows=rows)
    *_, last = bridge_spec(REVIEW, part, part.chart, Look())["data"]["values"]
    assert (last["is_level"], last["figure"]) == (False, "–")
    assert last["start"] == pytest.approx(5.02)
    first = replace(BRIDGE, rows=({"step": "Last week", "money": None}, *BRIDGE.rows[-1:]))
    values = bridge_spec(REVIEW, first, first.chart, Look())["data"]["values"]
    assert [value["is_level"] for value in values] == [False, True]


def test_what_is_not_known_is_null_to_the_drawing():
    values = spec(YOUNG_WEEKS)["data"]["values"]
    assert [value["y0"] for value in values] == [3.1, None, 3.6, 3.85, 4.1, 4.35]
    assert values[0]["low"] is None


def test_a_stack_draws_no_bar_for_what_is_not_known():
    part = replace(
        MONEY_BY_WEEK,
        chart=Chart("stacked", "week", ("pending",)),
        rows=MONEY_BY_WEEK.rows[:1],
    )
    assert LINE_COLOURS["pending"] not in chart_svg(REVIEW, part)
    known = replace(part, rows=(MONEY_BY_WEEK.rows[0] | {"pending": Decimal(1)},))
    assert LINE_COLOURS["pending"] in chart_svg(REVIEW, known)


def test_each_outcome_has_the_colour_it_has_on_every_page():
    assert colours(["usable", "failed"]) == [LINE_COLOURS["usable"], LINE_COLOURS["failed"]]
    svg = chart_svg(REVIEW, MONEY_BY_WEEK)
    assert all(LINE_COLOURS[line] in svg for line in MONEY_BY_WEEK.chart.y)
    assert len(set(colours([f"series {n}" for n in range(7)]))) == 7


def test_axes_and_target_are_labelled_by_their_unit():
    found = texts(chart_svg(REVIEW, YOUNG_WEEKS))
    assert {"target $4.25", "$4.50", "$4", "28 Sep 2026", "settled so far"} <= set(found)
    assert label("week of") not in found


@pytest.mark.parametrize(
    ("unit", "amounts", "ticks"),
    [
        ("rate", (0.1, 0.4), {"10 %", "20 %", "30 %", "40 %"}),
        ("seconds", (0.0, 300.0), {"0 min", "5 min"}),
        ("seconds", (0.0, 20.0), {"5 s", "20 s"}),
        ("count", (0, 3000), {"1,000", "3,000"}),
        ("money", (Decimal(-2), Decimal(2)), {"−€2", "€0", "€2"}),
    ],
)
def test_each_unit_has_its_axis(unit, amounts, ticks):
    columns = (Column("x", "x"), Column("y", "y", unit))
    rows = tuple({"x": str(n), "y": amount} for n, amount in enumerate(amounts))
    part = Part("p", "P", (), columns, rows, Chart("lines", "x", ("y",)))
    assert ticks <= set(texts(chart_svg(replace(REVIEW, currency="EUR"), part)))


def test_a_part_without_chart_or_rows_has_no_drawing():
    assert chart_svg(REVIEW, NOTE) == inline_svg(REVIEW, NOTE) == ""
    assert chart_png(REVIEW, replace(BRIDGE, rows=())) == b""


@pytest.mark.parametrize("part", DRAWN, ids=lambda part: part.name)
def test_a_chart_whose_figures_are_all_unknown_is_still_drawn(part):
    rows = tuple({**row, **dict.fromkeys([*part.chart.y, part.chart.low])} for row in part.rows)
    assert "<svg" in chart_svg(REVIEW, replace(part, rows=rows))


def test_a_single_chart_is_a_png():
    assert chart_png(REVIEW, BRIDGE)[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("number", "first", "count"), [(8, 0, 8), (26, 1, 7), (60, 3, 8)])
def test_of_many_days_some_are_labelled_the_last_always(number, first, count):
    row = YOUNG_WEEKS.rows[-1]
    days = [date(2026, 11, 2) - timedelta(weeks=number - 1 - n) for n in range(number)]
    part = replace(YOUNG_WEEKS, rows=tuple(row | {"week": each} for each in days))
    found = [text for text in texts(chart_svg(REVIEW, part)) if text.endswith((" 2025", " 2026"))]
    assert len(found) == count
    assert found[0] == day(days[first])
    assert found[-1] == "2 Nov 2026"


def test_steps_smaller_than_a_cent_are_told_apart_on_the_axis():
    rows = tuple(
        {"step": name, "money": Decimal(amount)}
        for name, amount in (("before", "4"), ("all", "-0.0004"), ("now", "3.9996"))
    )
    found = texts(chart_svg(REVIEW, replace(BRIDGE, rows=rows)))
    assert {"$3.9998", "$4"} <= set(found)


@pytest.mark.parametrize("part", DRAWN, ids=lambda part: part.name)
def test_a_page_gets_the_same_chart_without_a_width(part):
    """Streamlit takes the data of the outermost level away, and their name with them."""
    drawn = screen_spec(REVIEW, part, Look())
    assert not {"data", "width"} & set(drawn)
    (inner,) = drawn["layer"]
    printed = spec(part)
    assert (inner["data"], inner["layer"]) == (printed["data"], printed["layer"])
    assert inner["data"]["name"] == "rows"
    assert drawn["config"]["legend"]["columns"] == 5


def test_a_part_that_is_not_drawn_has_no_specification():
    assert screen_spec(REVIEW, NOTE, Look()) is None
    assert screen_spec(REVIEW, replace(BRIDGE, rows=()), Look()) is None


@pytest.mark.parametrize("kind", ["lines", "stacked"])
def test_weeks_that_still_settle_are_drawn_apart(kind):
    columns = (Column("week", "Week", "day"), Column("y", "Y", "rate"), Column("s", "s", "rate"))
    rows = tuple(
        {"week": date(2026, 11, 2 + 7 * n), "y": 0.5, "s": s} for n, s in enumerate((None, 0.1))
    )
    part = Part("p", "P", (), columns, rows, Chart(kind, "week", ("y",), settling="s"))
    svg = chart_svg(REVIEW, part)
    values = spec(part)["data"]["values"]
    assert [each["settling"] for each in values] == [False, True]
    closed = replace(part, rows=tuple(row | {"s": None} for row in rows))
    assert svg != chart_svg(REVIEW, closed)
    assert chart_svg(REVIEW, replace(closed, chart=Chart(kind, "week", ("y",)))) == chart_svg(
        REVIEW, closed
    )


@pytest.mark.parametrize(("columns", "is_hatched"), [(("used", "undecided"), 1), (("used",), 0)])
def test_what_is_undecided_is_hatched(columns, is_hatched):
    """In its bar and in the square before its name; what is decided is not."""
    part = Part(
        "weeks",
        "Weeks",
        (),
        (Column("week", "Week", "day"), *(Column(name, name, "money") for name in columns)),
        ({"week": date(2026, 11, 2), **dict.fromkeys(columns, Decimal(3))},),
        Chart("stacked", "week", columns),
    )
    drawn = chart_svg(REVIEW, part)
    assert drawn.count("<linearGradient") == 2 * is_hatched
    assert drawn.count('fill="url(#gradient') == 2 * is_hatched
