"""The charts: rows in, figures out; names from the data stay text and stay apart."""

from __future__ import annotations

import colorsys
import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app.charts.curves import done_within, reached_by_time
from dashboard.app.charts.hours import heat_map
from dashboard.app.charts.kept import kept_by_period
from dashboard.app.charts.line_ends import apart, with_dot
from dashboard.app.charts.passed_over import passed_over_by_group
from dashboard.app.charts.seconds import even_axis, logarithmic_axis, short_duration, tick_words
from dashboard.app.charts.shared_values import shares_apart
from dashboard.app.charts.standings import cost_by_share, drawable
from dashboard.app.charts.stop_lines import chances_by_attempt
from dashboard.app.charts.style import hatched, money_steps, named, text
from dashboard.app.charts.waiting import percentiles_by_group, percentiles_by_week
from dashboard.app.charts.waste import pareto, steps, waste_by_group, waterfall
from dashboard.app.charts.weeks import STACKED, cost_by_week, money_by_week
from dashboard.words.colours import LINE_COLOURS, MEDIA_COLOURS, PERCENTILE_COLOURS, QUIET
from dashboard.words.ledger_lines import LINE_MEANINGS, LINE_TITLES
from data.asking.passed_over import PassedOver
from data.asking.waiting_times import Reached, Within
from data.estimates.commonality import Commonality, FactorValue
from data.estimates.repeated_looks import Alone
from data.estimates.survival import Step
from data.metrics.sums import LINES
from data.review.models.at_work import Name
from data.review.models.standings import Standing
from data.review.service_levels import KeptIn, ServiceLevel
from data.target import Target

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
    waiting = [{"model": TAGS, "thin": {"s_p99"}, "s_n": 3, "bounds": {}} | percentiles(1)]
    reasons = [a_reason(TAGS, Decimal(1), None)]
    cells = {("k", line): {"money": Decimal(1), "outputs": 1} for line in ("rejected", "total")}
    for drawn in (
        percentiles_by_group(waiting, "model", "s"),
        pareto(reasons, "USD"),
        waste_by_group([("k", TAGS)], cells, ["rejected"], "USD"),
        passed_over_by_group([PassedOver(TAGS, 1, 2, Decimal(3))], [TAGS], "USD"),
        shares_apart([a_value(TAGS)], [TAGS], "USD"),
    ):
        words = " ".join(words_of(drawn))
        assert "&lt;b&gt;" in words
        assert "<b>" not in words
        assert "<a " not in words


# --- the ledger -------------------------------------------------------------------------------


def test_every_line_has_a_colour_and_words():
    assert set(LINE_COLOURS) == set(LINE_TITLES) == set(LINE_MEANINGS) == set(STACKED) == set(LINES)
    assert len(set(LINE_COLOURS.values())) == len(LINE_COLOURS)


def a_ledger(**money):
    """By line its money in cents and one piece; the total on top."""
    lines = {
        line: {
            "money": None if cents is None else Decimal(cents) / 100,
            "outputs": int(bool(cents)),
        }
        for line, cents in money.items()
    }
    total = sum(row["money"] or 0 for row in lines.values())
    pieces = sum(row["outputs"] for row in lines.values())
    return {"total": {"money": total, "outputs": pieces}} | lines


def test_the_waterfall_goes_from_spend_down_to_usable_exactly():
    found = steps(a_ledger(usable=10, rejected=65, failed=25, pending=None, blocked=0))
    assert [(step.line, step.base, step.amount) for step in found] == [
        ("spend", 0, Decimal("1.00")),
        ("failed", Decimal("0.75"), Decimal("0.25")),
        ("rejected", Decimal("0.10"), Decimal("0.65")),
        ("usable", 0, Decimal("0.10")),
    ]


def test_the_waterfall_is_drawn_top_down_with_money_and_pieces():
    drawn = waterfall(a_ledger(usable=100, rejected=300), "EUR")
    (bars,) = drawn.data
    assert list(bars.text) == [" €1.00 · 1 piece", " €3.00 · 1 piece", " €4.00 · 2 pieces"]
    assert drawn.layout.yaxis.ticktext == ("Usable", "Rejected", "Spend")
    assert "75.0 % of spend" in bars.hovertext[1]
    assert list(bars.customdata) == [["usable"], ["rejected"], ["spend"]]
    assert drawn.layout.xaxis.title.text == "Money left of spend, EUR"


def test_what_is_undecided_is_hatched_in_every_chart():
    drawn = waterfall(a_ledger(usable=1, pending=1, unknown=1, rejected=1), "USD")
    assert dict(
        zip(drawn.layout.yaxis.ticktext, drawn.data[0].marker.pattern.shape, strict=True)
    ) == {
        "Usable": "",
        "Undecided": "/",
        "Unknown": "/",
        "Rejected": "",
        "Spend": "",
    }
    assert [bool(hatched(line).get("pattern")) for line in ("pending", "unknown", "usable")] == [
        *(True, True, False),
    ]


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


def a_reason(name, rejected, not_selected):
    money = {"rejected": rejected, "not_selected": not_selected}
    return {"name": name, "key": name, "pieces": {"rejected": 2}} | money


def test_the_running_share_of_reasons_ends_at_the_whole():
    rows = [a_reason("hands", Decimal(2), Decimal(1)), a_reason("text", Decimal(1), None)]
    drawn = pareto(rows, "USD")
    assert drawn.layout.yaxis.ticktext == ("text", "hands")
    assert list(drawn.data[-1].text) == [" $1.00 · 100.0 % so far", " $3.00 · 75.0 % so far"]
    assert drawn.data[0].hovertext[1] == (
        "hands<br>Rejected: $2.00, 50.0 % of all with a reason<br>n = 2 pieces"
    )
    assert drawn.data[1].hovertext[1].endswith("n = 0 pieces")
    assert {trace.xaxis for trace in drawn.data} == {None}  # one axis, that of the bars
    assert drawn.layout.xaxis.title.text == "What was turned down cost, USD"


def test_reasons_without_money_have_no_share():
    drawn = pareto([a_reason("hands", None, None)], "USD")
    assert list(drawn.data[-1].text) == [" $0.00"]


def test_wasted_money_of_groups_says_its_share_and_its_pieces():
    cells = {
        ("a", "rejected"): {"money": Decimal(3), "outputs": 2},
        ("a", "total"): {"money": Decimal(4), "outputs": 5},
        (None, "rejected"): {"money": None, "outputs": 0},
        (None, "total"): {"money": None, "outputs": 0},
    }
    drawn = waste_by_group([("a", "a"), (None, "(no model)")], cells, ["rejected"], "USD")
    assert drawn.layout.yaxis.ticktext == ("(no model)", "a")
    assert list(drawn.data[0].x) == [0.0, 3.0]
    assert drawn.data[0].hovertext[1] == "a<br>Rejected: $3.00, 75.0 % of its spend<br>n = 2 pieces"
    assert list(drawn.data[0].customdata) == [[None], ["a"]]


def test_the_two_kinds_of_passed_over_are_apart():
    row = PassedOver("ada", 3, 40, Decimal(20), 8, Decimal(5), 4, Decimal("2.50"))
    drawn = passed_over_by_group([row], ["ada"], "USD")
    assert [(trace.name, trace.x[0]) for trace in drawn.data] == [
        ("For another of the same brief", 5.0),
        ("Never decided on", 2.5),
    ]
    assert drawn.data[1].hovertext[0] == (
        "ada<br>Never decided on: $2.50, 12.5 % of its spend<br>n = 4 pieces of 40, 3 briefs"
    )


def a_value(value):
    row = FactorValue("model", value, 5, 10, 4.0)
    return Commonality(row, 0.5, 0.25, 2.0, 0.01, 0.02, beyond_chance=True)


def test_a_value_that_rejections_have_in_common_stands_beside_the_others():
    drawn = shares_apart([a_value("slow"), a_value("quick")], ["Model slow", "Model quick"], "USD")
    elsewhere, with_it = drawn.data[-2:]
    assert drawn.layout.yaxis.ticktext == ("Model quick", "Model slow")
    assert (list(elsewhere.x), list(with_it.x)) == ([0.25, 0.25], [0.5, 0.5])
    assert list(with_it.customdata[1]) == ["model", "slow"]
    assert with_it.hovertext[1] == (
        "Model slow<br>50.0 % rejected, 25.0 % elsewhere<br>$2.00 beyond that"
        "<br>n = 10 pieces decided on"
    )


def test_chances_by_attempt_are_named_at_the_end_of_their_line():
    rows = [
        {"media": "image", "attempt": attempt, "tried": 30, "chance": 0.5, "low": 0.4, "high": 0.7}
        | {"money": Decimal(3)}
        for attempt in ("1", "2", "10 and later")
    ]
    drawn = chances_by_attempt(rows, "USD")
    (line,) = drawn.data
    assert drawn.layout.xaxis.ticktext == ("1", "2", "later")
    assert list(line.error_y.array) == pytest.approx([0.2] * 3)
    assert drawn.layout.annotations[0].text == with_dot("Image", MEDIA_COLOURS["image"])
    assert line.hovertext[0] == (
        "Image, attempt 1<br>50.0 % (40.0 % to 70.0 %)<br>$3.00 to the first<br>n = 30 briefs"
    )


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
    assert line.customdata[2] == "$5.00 (n = 2, 40.0 % undecided)"
    assert line.customdata[1].startswith("nothing usable yet")
    (shade,) = drawn.layout.shapes
    half_a_week_ms = 3.5 * 86_400_000
    assert shade.x1 - shade.x0 == 2 * half_a_week_ms
    assert drawn.layout.annotations[0].text == "still settling"


def test_weeks_without_any_cost_are_said_so():
    drawn = cost_by_week([a_week(MONDAY, None)], "image", "USD")
    assert "Nothing usable" in drawn.layout.annotations[0].text
    assert not drawn.layout.shapes


def test_a_logarithmic_axis_of_money_has_a_tick_at_each_1_2_and_5():
    axis = money_steps((-1.1, 1.0), "USD")
    assert axis["ticktext"] == ["$0.10", "$0.20", "$0.50", "$1", "$2", "$5", "$10"]
    assert [round(value, 6) for value in axis["tickvals"]] == [0.1, 0.2, 0.5, 1, 2, 5, 10]


# --- waiting ----------------------------------------------------------------------------------


def percentiles(factor, stem="s"):
    return {
        f"{stem}_{name}": factor * place
        for place, name in enumerate(("p50", "p90", "p95", "p99"), 1)
    }


def a_time(n, factor, thin=(), bounds=None, **group):
    return {"s_n": n, "thin": set(thin), "bounds": bounds or {}} | group | percentiles(factor)


def test_thin_tails_are_hollow_and_intervals_are_drawn_over_time():
    first, second = weeks(2)
    rows = [
        a_time(600, 10, week=first, bounds={"p50": (8, 13), "p99": (36, None)}),
        a_time(60, 20, {"s_p95", "s_p99"}, week=second),
    ]
    drawn = percentiles_by_week(rows, "s")
    lines = {trace.name: trace for trace in drawn.data}
    assert list(lines["p50"].marker.symbol) == ["circle", "circle"]
    assert list(lines["p99"].marker.symbol) == ["circle", "circle-open"]
    assert list(lines["p50"].error_y.array) == [3, 0]
    assert list(lines["p50"].error_y.arrayminus) == [2, 0]
    assert list(lines["p99"].error_y.array) == [0, 0]
    assert lines["p50"].hovertext[0] == (
        "Week of 2026-11-02<br>p50: 10.0 s<br>95 % sure: 8.00 s to 13.0 s<br>n = 600 attempts"
    )
    assert "95 % sure: above 36.0 s, too few to say how far" in lines["p99"].hovertext[0]
    assert lines["p99"].hovertext[1] == (
        "Week of 2026-11-09<br>p99: 1 min 20 s (thin tail)<br>too few for an interval"
        "<br>n = 60 attempts"
    )
    assert list(lines["p99"].customdata[1]) == [second]


def test_lines_are_named_at_their_ends_and_no_name_hides_another():
    drawn = percentiles_by_week([a_time(9, 10, week=week) for week in weeks(2)], "s")
    assert not drawn.layout.showlegend
    assert [each.text for each in drawn.layout.annotations] == [
        *("p50 10 s", "p90 20 s", "p95 30 s", "p99 40 s"),
    ]
    assert apart([0, 100]) == [0, 0]
    assert apart([10, 10, 100]) == [-7.5, 7.5, 0]
    assert apart([20, 10]) == [2.5, -2.5]


@given(st.lists(st.floats(0, 300), max_size=8))
def test_names_pushed_apart_keep_their_order_and_their_distance(places):
    moved = sorted(place + shift for place, shift in zip(places, apart(places), strict=True))
    assert all(b - a >= 15 - 1e-6 for a, b in itertools.pairwise(moved))


def test_models_are_drawn_slowest_on_top_and_the_unknown_left_out():
    rows = [
        a_time(9, 1, {"s_p99"}, model="quick"),
        a_time(9, 50, {"s_p99"}, model="slow"),
        a_time(0, 1, model="never ran") | dict.fromkeys(percentiles(1)),
    ]
    drawn = percentiles_by_group(rows, "model", "s")
    assert drawn.layout.yaxis.ticktext == ("quick", "slow")
    p99 = next(trace for trace in drawn.data if trace.name == "p99")
    assert list(p99.marker.symbol) == ["circle-open", "circle-open"]
    assert p99.hovertext[1] == (
        "slow<br>p99: 3 min 20 s (thin tail)<br>too few for an interval<br>n = 9 attempts"
    )
    assert list(p99.customdata[1]) == ["slow"]
    assert drawn.layout.xaxis.title.text == "Time, log scale"


def test_percentiles_are_one_hue_ever_stronger():
    hues, lights = zip(
        *(colorsys.rgb_to_hls(*_rgb(each))[:2] for each in PERCENTILE_COLOURS.values()),
        strict=True,
    )
    assert max(hues) - min(hues) < 0.02
    assert list(lights) == sorted(lights, reverse=True)


def _rgb(colour):
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


@pytest.mark.parametrize(("first", "row"), [("Monday", 0), ("Sunday", 1)])
def test_the_heat_map_begins_with_the_first_weekday_and_is_cropped_to_used_hours(first, row):
    cell = {"weekday": "Monday", "hour_of_day": 14, "s_p50": 30.0, "s_n": 3, "thin": True}
    later = cell | {"weekday": "Sunday", "hour_of_day": 16, "s_p50": 40.0, "thin": False}
    drawn = heat_map([cell, later], "s_p50", "s_n", first=first)
    (cells,) = drawn.data
    assert list(cells.x) == ["14", "15", "16"]
    assert len(cells.z) == (7 if first == "Monday" else 2)
    assert cells.z[row][0] == 30.0
    assert cells.text[row][0] == "30 s •"
    assert cells.text[-row - 1][2] == "40 s"
    assert cells.z[row][1] is None
    assert cells.hovertext[row][0] == "Monday 14:00<br>30.0 s (thin)<br>n = 3 attempts"
    assert list(cells.customdata[row][0]) == ["Monday", 14]


def test_a_heat_map_of_nothing_is_empty():
    nothing = {"weekday": "Monday", "hour_of_day": 1, "s": None, "n": 0, "thin": True}
    assert not heat_map([nothing], "s", "n").data[0].z


def test_far_apart_durations_get_a_logarithmic_axis_that_says_so():
    near = a_time(9, 10, week=MONDAY)
    far = near | {"s_p99": 40_000.0, "s_p50": 0.0}
    assert percentiles_by_week([near], "s").layout.yaxis.type != "log"
    assert percentiles_by_week([near], "s").layout.yaxis.title.text == "Time"
    drawn = percentiles_by_week([far], "s")
    assert drawn.layout.yaxis.type == "log"
    assert drawn.layout.yaxis.title.text == "Time, log scale"
    p50 = next(trace for trace in drawn.data if trace.name == "p50")
    assert list(p50.y) == [0.1]
    assert "p50: 0.00 s" in p50.hovertext[0]
    cell = {"weekday": "Monday", "hour_of_day": 1, "s": 10.0, "n": 3, "thin": False}
    (shades,) = heat_map([cell, cell | {"hour_of_day": 2, "s": 1000.0}], "s", "n").data
    assert list(shades.z[0]) == [1.0, 3.0]
    assert "log" in shades.colorbar.title.text


def test_durations_that_are_not_known_are_said_so():
    row = a_time(0, 1, week=MONDAY) | dict.fromkeys(percentiles(1))
    assert "Not known" in percentiles_by_week([row], "s").layout.annotations[0].text
    assert not percentiles_by_group([row | {"model": "m"}], "model", "s").data[1].x


def test_what_was_done_by_then_is_drawn_in_steps():
    drawn = done_within({"q": Within(2, (1.0, 40.0), (0.5, 1.0))}, {"q": "Queue"}, {"q": "#123456"})
    (line,) = drawn.data
    assert (list(line.x), list(line.y), line.line.shape) == ([1.0, 40.0], [0.5, 1.0], "hv")
    assert line.hovertext[0] == "Queue<br>50.0 % within 1.00 s<br>n = 2 attempts"
    assert (drawn.layout.xaxis.type, drawn.layout.xaxis.title.text) == ("log", "Time, log scale")


def test_a_curve_of_first_ones_ends_at_the_share_that_has_one():
    steps_ = (Step(60.0, 0.3, 0.1, 0.5), Step(7200.0, 0.6, 0.3, 0.8))
    curves = {"u": Reached(10, 3, 1, steps_), "none": Reached(2, 2, 0, ())}
    drawn = reached_by_time(
        curves, {"u": "First usable", "none": "Never"}, {"u": "#102030", "none": "#102030"}
    )
    assert [trace.name for trace in drawn.data] == [None, None, "First usable"]
    assert drawn.data[1].fillcolor == "rgba(16,32,48,0.16)"
    assert [each.text for each in drawn.layout.annotations] == [
        '<span style="color:#102030">●</span> First usable 60.0 %'
    ]
    assert drawn.data[2].hovertext[1] == (
        "First usable<br>60.0 % of briefs (30.0 % to 80.0 %)<br>within 2 h 00 min"
        "<br>n = 10 briefs, 3 still open"
    )


def test_service_levels_are_marked_period_by_period():
    target = Target(metric="latency_s_p95", at_most=60)
    kept = KeptIn(MONDAY, 59.0, 100, is_kept=True, is_thin=True)
    periods = (kept, KeptIn(MONDAY, 61.0, 9, is_kept=False, is_thin=False))
    drawn = kept_by_period([ServiceLevel(target, periods)], ["p95 at most a minute"])
    (marks,) = drawn.data
    assert list(marks.marker.symbol) == ["circle", "x"]
    assert marks.hovertext[0] == (
        "p95 at most a minute<br>Kept: 59.0 s (thin tail)<br>from 2 Nov 2026<br>n = 100"
    )


def test_durations_in_labels_are_short():
    assert [short_duration(s) for s in (0.84, 8.4, 42.9, 90, 840, 12_600, 900_000)] == [
        *("0.8 s", "8.4 s", "43 s", "1.5 min", "14 min", "3.5 h", "10 d"),
    ]


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
