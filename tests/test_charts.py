"""The charts: rows in, figures out; names from the data stay text and stay apart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboard.app.charts.groups import cost_by_group, money_by_group
from dashboard.app.charts.hours import heat_map
from dashboard.app.charts.seconds import even_axis, logarithmic_axis, tick_words
from dashboard.app.charts.standings import cost_by_share, drawable
from dashboard.app.charts.style import named, text
from dashboard.app.charts.waiting import percentiles_by_group, percentiles_by_week
from dashboard.app.charts.waste import not_selected, pareto, steps, waterfall
from dashboard.app.charts.weeks import STACKED, cost_by_week, money_by_week
from dashboard.words.colours import LINE_COLOURS, MEDIA_COLOURS, QUIET
from dashboard.words.ledger_lines import LINE_MEANINGS, LINE_TITLES
from data.estimates.repeated_looks import Alone
from data.metrics.sums import LINES
from data.review.models.at_work import Name
from data.review.models.standings import Standing

TAGS = "<b>bold</b> & <a href='javascript:alert(1)'>link</a>"
MONDAY = date(2026, 11, 2)


def weeks(n):
    return [MONDAY + timedelta(weeks=step) for step in range(n)]


def words_of(drawn):
    """Every text of a figure that a person can read."""
    found = [*(drawn.layout.yaxis.ticktext or ()), *(drawn.layout.xaxis.ticktext or ())]
    for trace in drawn.data:
        for each in (trace.text, trace.hovertext, trace.name):
            found += [each] if isinstance(each, str) else list(each or ())
    return [each for each in found if isinstance(each, str)]


# --- names ------------------------------------------------------------------------------------


def test_tags_in_names_are_escaped():
    assert text(TAGS) == (
        "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;a href='javascript:alert(1)'&gt;link&lt;/a&gt;"
    )
    assert text(None) == "–"


def test_a_long_name_is_cut_before_it_is_escaped():
    assert text("<" * 300, 5) == "&lt;&lt;&lt;&lt;…"


def test_names_that_look_alike_or_like_numbers_stay_apart():
    names = named(["x" * 100 + "1", "x" * 100 + "2", "2026-01-01", "12", None])
    assert names.places == [0, 1, 2, 3, 4]
    assert names.axis["tickvals"] == names.places
    assert names.axis["ticktext"][0] == names.axis["ticktext"][1]
    assert names.axis["ticktext"][2:] == ["2026-01-01", "12", "–"]


def test_no_chart_shows_a_tag_of_a_name():
    money = [{"project": TAGS, "line": "usable", "money": Decimal(2)}]
    cost = [{"project": TAGS, "media": "image", "cost": Decimal(1), "pending_share": 0.5}]
    waiting = [{"model": TAGS, "thin": {"s_p99"}, "s_n": 3} | percentiles(1)]
    reasons = [{"name": TAGS, "rejected": Decimal(1), "not_selected": None}]
    for drawn in (
        money_by_group(money, "project", [TAGS], "USD"),
        cost_by_group(cost, "project", [TAGS], "cost", "USD"),
        percentiles_by_group(waiting, "model", "s"),
        pareto(reasons, "USD"),
    ):
        words = " ".join(words_of(drawn))
        assert "&lt;b&gt;" in words
        assert "<b>" not in words
        assert "<a " not in words


# --- the ledger -------------------------------------------------------------------------------


def test_every_line_has_a_colour_and_words():
    assert set(LINE_COLOURS) == set(LINE_TITLES) == set(LINE_MEANINGS) == set(STACKED) == set(LINES)
    assert len(set(LINE_COLOURS.values())) == len(LINE_COLOURS)


def test_the_waterfall_goes_from_spend_down_to_usable_exactly():
    lines = {"usable": Decimal("0.10"), "rejected": Decimal("0.65"), "failed": Decimal("0.25")}
    found = steps(lines | {"pending": None, "blocked": Decimal(0)}, Decimal("1.00"))
    assert [(step.line, step.base, step.amount) for step in found] == [
        ("spend", 0, Decimal("1.00")),
        ("failed", Decimal("0.75"), Decimal("0.25")),
        ("rejected", Decimal("0.10"), Decimal("0.65")),
        ("usable", 0, Decimal("0.10")),
    ]


def test_the_waterfall_is_drawn_top_down_with_amounts():
    drawn = waterfall({"usable": Decimal(1), "rejected": Decimal(3)}, Decimal(4), "EUR")
    (bars,) = drawn.data
    assert list(bars.text) == ["€1.00", "€3.00", "€4.00"]
    assert drawn.layout.yaxis.ticktext == ("Usable", "Rejected", "Spend")
    assert "75.0 % of spend" in bars.hovertext[1]


def test_bars_stack_in_the_same_order_and_leave_empty_lines_out():
    first, second = weeks(2)
    rows = [
        {"week": first, "line": "usable", "money": Decimal(2)},
        {"week": first, "line": "failed", "money": Decimal(1)},
        {"week": second, "line": "usable", "money": None},
        {"week": second, "line": "failed", "money": Decimal(0)},
        {"week": second, "line": "blocked", "money": Decimal(0)},
        {"week": None, "line": "usable", "money": Decimal(9)},
    ]
    drawn = money_by_week(rows, "USD")
    assert [trace.name for trace in drawn.data] == ["Usable", "Failed"]
    assert list(drawn.data[0].x) == [first, second]
    assert list(drawn.data[0].y) == [2.0, 0.0]
    assert list(drawn.data[0].customdata) == ["$2.00", "$0.00"]


def test_the_money_of_weeks_that_still_settle_is_shaded():
    first, second = weeks(2)
    rows = [{"week": week, "line": "usable", "money": Decimal(2)} for week in (first, second)]
    assert not money_by_week(rows, "USD").layout.shapes
    drawn = money_by_week(rows, "USD", [second])
    (shade,) = drawn.layout.shapes
    assert shade.x1 - shade.x0 == pytest.approx(7 * 86_400_000)
    assert drawn.layout.annotations[0].text == "still settling"


def test_a_single_week_does_not_fill_the_axis():
    drawn = money_by_week([{"week": MONDAY, "line": "usable", "money": Decimal(2)}], "USD")
    start, end = drawn.layout.xaxis.range
    assert end - start == timedelta(weeks=5, days=8)


def test_groups_stand_in_the_given_order_from_the_top():
    rows = [
        {"project": "a", "line": "usable", "money": Decimal(1)},
        {"project": "b", "line": "usable", "money": Decimal(2)},
        {"project": "left out", "line": "usable", "money": Decimal(3)},
    ]
    drawn = money_by_group(rows, "project", ["b", "a"], "USD")
    assert drawn.layout.yaxis.ticktext == ("a", "b")
    assert list(drawn.data[0].x) == [1.0, 2.0]


def test_the_running_share_of_reasons_ends_at_the_whole():
    rows = [
        {"name": "hands", "rejected": Decimal(2), "not_selected": Decimal(1)},
        {"name": "text", "rejected": Decimal(1), "not_selected": None},
    ]
    drawn = pareto(rows, "USD")
    running = next(trace for trace in drawn.data if trace.name == "Running share")
    assert drawn.layout.yaxis.ticktext == ("text", "hands")
    assert list(running.x) == [1.0, 0.75]


def test_reasons_without_money_have_no_share():
    drawn = pareto([{"name": "hands", "rejected": None, "not_selected": None}], "USD")
    running = next(trace for trace in drawn.data if trace.name == "Running share")
    assert list(running.x) == [None]


def test_the_two_kinds_of_not_selected_are_apart():
    drawn = not_selected(810, 544)
    assert [(trace.name, trace.x[0]) for trace in drawn.data] == [
        ("Passed over for another", 810),
        ("Never decided on", 544),
    ]


# --- cost -------------------------------------------------------------------------------------


def a_week(week, cost, *, pending=0.0, settling=False):
    return {
        "week": week,
        "cost_per_usable_asset": cost,
        "settled_cost_per_usable_asset": cost,
        "usable_assets": 0 if cost is None else 2,
        "pending_share": pending,
        "settling": settling,
    }


def test_weeks_that_still_settle_are_hollow_and_shaded():
    first, second, third = weeks(3)
    drawn = cost_by_week(
        [
            a_week(first, Decimal(2), pending=0.1),
            a_week(second, None),
            a_week(third, Decimal(5), pending=0.4, settling=True),
        ],
        "image",
        "USD",
    )
    line = next(trace for trace in drawn.data if trace.name == "All spend")
    assert list(line.y) == [2.0, None, 5.0]
    assert line.connectgaps is False
    assert list(line.marker.symbol) == ["circle", "circle", "circle-open"]
    assert line.customdata[2] == "$5.00 (n = 2, 40.0 % pending)"
    assert line.customdata[1].startswith("nothing usable yet")
    (shade,) = drawn.layout.shapes
    half_a_week_ms = 3.5 * 86_400_000
    assert shade.x1 - shade.x0 == 2 * half_a_week_ms
    assert drawn.layout.annotations[0].text == "still settling"


def test_weeks_without_any_cost_are_said_so():
    drawn = cost_by_week([a_week(MONDAY, None)], "image", "USD")
    assert "Nothing usable" in drawn.layout.annotations[0].text
    assert not drawn.layout.shapes


def test_a_dot_for_each_medium_that_has_a_cost():
    rows = [
        {"project": "a", "media": "image", "cost": Decimal("0.4"), "pending_share": 0},
        {"project": "a", "media": "video", "cost": Decimal(8), "pending_share": 0.5},
        {"project": "b", "media": "video", "cost": None, "pending_share": None},
    ]
    drawn = cost_by_group(rows, "project", ["a", "b"], "cost", "USD")
    assert [(trace.name, list(trace.x)) for trace in drawn.data] == [
        ("Image", [0.4]),
        ("Video", [8.0]),
    ]
    assert drawn.layout.xaxis.type == "log"
    nothing = cost_by_group(rows[2:], "project", ["b"], "cost", "USD")
    assert "Nothing usable" in nothing.layout.annotations[0].text


# --- waiting ----------------------------------------------------------------------------------


def percentiles(factor, stem="s"):
    return {
        f"{stem}_{name}": factor * place
        for place, name in enumerate(("p50", "p90", "p95", "p99"), 1)
    }


def test_thin_tails_are_hollow_over_time():
    first, second = weeks(2)
    rows = [
        {"week": first, "s_n": 600, "thin": set()} | percentiles(10),
        {"week": second, "s_n": 60, "thin": {"s_p95", "s_p99"}} | percentiles(20),
    ]
    drawn = percentiles_by_week(rows, "s")
    symbols = {trace.name: list(trace.marker.symbol) for trace in drawn.data}
    assert symbols["p50"] == ["circle", "circle"]
    assert symbols["p99"] == ["circle", "circle-open"]
    assert drawn.data[0].customdata[1] == "1 min 20 s (thin)"


def test_models_are_drawn_slowest_on_top_and_the_unknown_left_out():
    rows = [
        {"model": "quick", "s_n": 9, "thin": {"s_p99"}} | percentiles(1),
        {"model": "slow", "s_n": 9, "thin": {"s_p99"}} | percentiles(50),
        {"model": "never ran", "s_n": 0, "thin": set()} | dict.fromkeys(percentiles(1)),
    ]
    drawn = percentiles_by_group(rows, "model", "s")
    assert drawn.layout.yaxis.ticktext == ("quick", "slow")
    p99 = next(trace for trace in drawn.data if trace.name == "p99")
    assert list(p99.marker.symbol) == ["circle-open", "circle-open"]
    assert p99.hovertext[1] == "slow<br>p99: 3 min 20 s (thin tail)<br>n = 9"


@pytest.mark.parametrize(("first", "row"), [("Monday", 0), ("Sunday", 1)])
def test_the_heat_map_begins_with_the_first_weekday(first, row):
    cell = {"weekday": "Monday", "hour_of_day": 14, "s_p50": 30.0, "s_n": 3, "thin": True}
    drawn = heat_map([cell], "s_p50", "s_n", first=first)
    (cells,) = drawn.data
    assert len(cells.z) == 7
    assert cells.z[row][14] == 30.0
    assert cells.text[row][14] == "•"
    assert cells.z[row][13] is None
    assert cells.customdata[row][14] == "Monday 14:00<br>30.0 s (thin), n = 3"


def test_far_apart_durations_get_a_logarithmic_axis():
    near = {"week": MONDAY, "s_n": 9, "thin": set()} | percentiles(10)
    far = near | {"s_p99": 40_000.0, "s_p50": 0.0}
    assert percentiles_by_week([near], "s").layout.yaxis.type != "log"
    drawn = percentiles_by_week([far], "s")
    assert drawn.layout.yaxis.type == "log"
    p50 = next(trace for trace in drawn.data if trace.name == "p50")
    assert (list(p50.y), list(p50.customdata)) == ([0.1], ["0.00 s"])
    cell = {"weekday": "Monday", "hour_of_day": 1, "s": 10.0, "n": 3, "thin": False}
    (shades,) = heat_map([cell, cell | {"hour_of_day": 2, "s": 1000.0}], "s", "n").data
    assert list(shades.z[0][1:3]) == [1.0, 3.0]


def test_durations_that_are_not_known_are_said_so():
    row = {"week": MONDAY, "s_n": 0, "thin": set()} | dict.fromkeys(percentiles(1))
    assert "Not known" in percentiles_by_week([row], "s").layout.annotations[0].text
    assert not percentiles_by_group([row | {"model": "m"}], "model", "s").data[1].x


def test_ticks_of_durations():
    assert [tick_words(s) for s in (0.5, 20, 60, 80, 5400, 7200, 172_800)] == [
        *("0.5 s", "20 s", "1 min", "1:20 min", "90 min", "2 h", "2 d"),
    ]
    assert even_axis([50, None])["ticktext"][-2:] == ["50 s", "1 min"]
    assert logarithmic_axis([10, 60])["ticktext"] == [
        *("5 s", "10 s", "20 s", "30 s", "1 min", "2 min"),
    ]
    assert logarithmic_axis([])["tickvals"]


# --- models against each other ----------------------------------------------------------------


def standing(model, cost, share, *, spend="10", channel="here", beaten_by=(), few=False):
    ends = (None, None) if few else (0.8, 1.5)
    cost_ends = [None if end is None else (cost or 0) * end for end in ends]
    share_ends = [None if end is None else share * end for end in ends]
    return Standing(
        name=Name(channel, model),
        cost=None if cost is None else Alone(cost, *cost_ends, 12),
        share=Alone(share, *share_ends, 12),
        briefs=12,
        left_out=1,
        accepted=3,
        settled=9,
        spend=Decimal(spend),
        pending_share=0.1,
        unreviewed=0,
        unpriced=0,
        beaten_by=beaten_by,
    )


def test_a_model_is_a_dot_at_its_share_and_cost_with_both_whiskers():
    drawn = cost_by_share([standing("a", 2.0, 0.4), standing("b", 4.0, 0.2)], "image", "USD")
    (dots,) = drawn.data
    assert (list(dots.x), list(dots.y)) == ([0.4, 0.2], [2, 4])
    assert list(dots.error_y.array) == [1, 2]
    assert list(dots.error_y.arrayminus) == pytest.approx([0.4, 0.8])
    assert list(dots.error_x.array) == pytest.approx([0.2, 0.1])
    assert not drawn.layout.showlegend
    assert [each.text for each in drawn.layout.annotations] == ["a", "b"]
    assert "USD" in drawn.layout.yaxis.title.text


def test_the_area_of_a_dot_is_its_spend():
    some = [standing("a", 2, 0.4, spend="40"), standing("b", 2, 0.3, spend="10")]
    large, small = cost_by_share(some, "image", "USD").data[0].marker.size
    assert (large / small) ** 2 == pytest.approx(4)


def test_a_beaten_model_is_grey_and_one_without_whiskers_hollow():
    some = [standing("a", 2, 0.4, few=True), standing("b", 4, 0.2, beaten_by=(Name("x", "a"),))]
    marker = cost_by_share(some, "image", "USD").data[0].marker
    assert list(marker.color) == [MEDIA_COLOURS["image"], QUIET]
    assert list(marker.symbol) == ["circle-open", "circle"]


def test_a_model_that_several_sell_says_where_and_tags_stay_text():
    some = [standing("a", 2, 0.4), standing("a", 3, 0.3, channel="there"), standing(TAGS, 4, 0.2)]
    drawn = cost_by_share(some, "image", "USD")
    words = [each.text for each in drawn.layout.annotations]
    assert words[:2] == ["a at here", "a at there"]
    assert not [each for each in [*words, *drawn.data[0].hovertext] if "<b>" in each]


def test_costs_far_apart_stand_on_a_logarithmic_axis_without_what_is_free():
    some = [standing("a", 0.1, 0.4), standing("b", 4, 0.2), standing("free", 0.0, 0.2)]
    assert [each.name.model for each in drawable(some)] == ["a", "b"]
    assert cost_by_share(some, "image", "USD").layout.yaxis.type == "log"
    even = [standing("a", 2, 0.4), standing("free", 0.0, 0.2)]
    assert len(drawable(even)) == 2


def test_without_a_known_cost_the_chart_says_so():
    drawn = cost_by_share([standing("a", None, 0.0, few=True)], "image", "USD")
    assert not drawn.data
    assert "Nothing is accepted" in drawn.layout.annotations[0].text
