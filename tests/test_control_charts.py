"""Limits of weekly figures by hand and beside clinical-qikit, and the states drawn from them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from qikit import qic

from data.estimates.control_chart import LEAST_WEEKS, Chart, ChartPoint, cost_chart, rate_chart
from data.estimates.signal import SHIFT, one_sided_weeks, target_outlook, variation

STEADY = [1.0, 2.0] * 4
"""Logs 0 and ln 2 in turn: mean ln 2 / 2, each range ln 2, so sigma is ln 2 / 1.128."""

weeks = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=9, max_size=40)


def charted(*sigmas):
    """A chart of one phase whose weeks lie so far from the centre 10, with limits 7 and 13."""
    points = (ChartPoint(10 + s, 0, 10, 7, 13, s) for s in sigmas)
    return Chart(tuple(points), ())


# --- limits ---------------------------------------------------------------------------------------


def test_xmr_of_the_log_by_hand():
    point = cost_chart([*STEADY, 8.0]).points[-1]
    sigma = math.log(2) / 1.128
    assert point.centre == pytest.approx(math.sqrt(2))
    assert point.high == pytest.approx(math.sqrt(2) * math.exp(3 * sigma))
    assert point.low == pytest.approx(math.sqrt(2) / math.exp(3 * sigma))
    assert point.sigmas == pytest.approx(2.5 * 1.128)
    assert (point.state, point.direction) == ("look", "up")
    assert cost_chart([*STEADY, 16.0]).points[-1].state == "signal"
    assert cost_chart([*STEADY, 2.0]).points[-1].state == "common"
    assert cost_chart([*STEADY, 2.0]).points[-1].direction is None
    assert cost_chart([*STEADY, 0.1]).points[-1].direction == "down"


def test_p_prime_by_hand():
    """30 and 70 of 100 in turn: centre 0.5, each range 0.4 of a unit 0.05 sqrt(n / 100) = 8 units.

    On the angular scale the range is 2 asin sqrt 0.7 - 2 asin sqrt 0.3 = 0.823, of a unit 0.1.
    """
    chart = rate_chart([30, 70] * 4 + [625], [100] * 8 + [625])
    first, last = chart.points[0], chart.points[-1]
    assert first.centre == last.centre == pytest.approx(0.5)
    assert (first.low, first.high) == (0, 1)
    assert last.high == pytest.approx(0.5 + 3 * 0.4 / 1.128 * math.sqrt(100 / 625))
    assert last.low == pytest.approx(0.5 - 3 * 0.4 / 1.128 * math.sqrt(100 / 625))
    assert last.sigmas == pytest.approx(0.5 / (0.4 / 1.128 * 0.4))


def test_a_rate_near_nothing_has_the_farther_limit():
    """4 of 100 every week: 0.04 + 3 x 0.0196 = 0.0988; by angles 0.4027 + 0.3, so 0.1184."""
    point = rate_chart([4] * 8 + [11], [100] * 9).points[-1]
    assert point.high == pytest.approx(math.sin((0.40272 + 0.3) / 2) ** 2, rel=1e-4)
    assert point.high == pytest.approx(0.1184, abs=1e-4)
    assert (point.low, point.state) == (0, "look")
    assert rate_chart([4] * 8 + [12], [100] * 9).points[-1].state == "signal"


def test_weeks_too_much_alike_have_the_limits_of_chance():
    """Half of a hundred every week: sigma is that of single cases, 0.05."""
    point = rate_chart([50] * 9, [100] * 9).points[-1]
    assert (point.low, point.high) == (pytest.approx(0.35), pytest.approx(0.65))


def test_the_week_asked_about_does_not_hide_itself():
    before = cost_chart([*STEADY, 1.5]).points
    after = cost_chart([*STEADY, 1e6]).points
    assert before[:-1] == after[:-1]
    assert before[-1].high == after[-1].high


@pytest.mark.parametrize("n", [0, 1, LEAST_WEEKS])
def test_without_eight_earlier_weeks_there_are_no_limits(n):
    chart = cost_chart([1.0, 3.0, 2.0, 4.0, 1.0, 2.0, 2.0, 3.0][:n])
    assert [p.state for p in chart.points] == [None] * n
    assert variation(chart, good="up") is target_outlook(chart, 1, good="up") is None
    for phase in chart.phases:
        counted = "0 complete weeks" if n == 1 else "7 complete weeks"
        assert phase.without_limits == f"{counted} of at least 8"


def test_each_phase_has_its_own_limits():
    """Prices double in week 8; the third phase is too young."""
    costs = [*STEADY, *(2 * cost for cost in STEADY), 9.0, 9.5]
    chart = cost_chart(costs, [8, 16])
    assert [(p.first, p.end, p.weeks) for p in chart.phases] == [(0, 8, 8), (8, 16, 8), (16, 18, 1)]
    assert [p.without_limits for p in chart.phases] == [
        None,
        None,
        "1 complete week of at least 8",
    ]
    assert chart.points[9].centre == pytest.approx(2 * chart.points[0].centre)
    assert chart.points[9].phase == 1
    assert chart.points[-1].state is None
    assert {p.state for p in chart.points[:16]} == {"common"}
    with pytest.raises(ValueError, match="phase from week 18 of 18: give 0 to 17"):
        cost_chart(costs, [18])


def test_weeks_without_a_figure_are_not_judged_and_count_for_nothing():
    chart = cost_chart([None, *STEADY, 0.0, None, 8.0])
    assert [chart.points[i].state for i in (0, 9, 10)] == [None] * 3
    assert chart.phases[0].weeks == 8
    assert chart.points[-1].sigmas == pytest.approx(2.5 * 1.128)
    gap = rate_chart([30, 50] * 4 + [0, 60], [100] * 8 + [0, 625])
    assert gap.points[8].value is None
    assert gap.points[-1] == rate_chart([30, 50] * 4 + [60], [100] * 8 + [625]).points[-1]


def test_what_never_moves_tells_nothing_of_chance():
    for chart in (
        cost_chart([2.0] * 9),
        rate_chart([0] * 9, [5] * 9),
        rate_chart([5] * 9, [5] * 9),
    ):
        assert chart.phases[0].without_limits == "every week is the same, so chance is not known"
        assert chart.points[-1].high is None


# --- beside clinical-qikit ------------------------------------------------------------------------


def angular_limits(hits, cases):
    """Those of 2 asin sqrt(rate), where single cases move a week by 1 / sqrt(cases)."""
    centre = 2 * np.arcsin(np.sqrt(hits[:-1].sum() / cases[:-1].sum()))
    z = (2 * np.arcsin(np.sqrt(hits / cases)) - centre) * np.sqrt(cases)
    sigma = max(1.0, np.abs(np.diff(z[:-1])).mean() / 1.128)
    ends = (centre + side * 3 * sigma / np.sqrt(cases) for side in (-1, 1))
    return [np.sin(np.clip(each, 0, np.pi) / 2) ** 2 for each in ends]


@given(weeks)
def test_p_prime_is_that_of_clinical_qikit_or_farther(counts):
    hits, cases = [min(h, n) for h, n in counts], [n for _, n in counts]
    assume(0 < sum(hits[:-1]) < sum(cases[:-1]))
    points = rate_chart(hits, cases).points
    theirs = qic(y=hits, n=cases, chart="pp", freeze=len(hits) - 1).data
    assert [p.centre for p in points] == pytest.approx(theirs.cl.tolist())
    low, high = angular_limits(np.array(hits), np.array(cases))
    assert [p.high for p in points] == pytest.approx(np.maximum(high, theirs.ucl.clip(upper=1)))
    assert [p.low for p in points] == pytest.approx(np.minimum(low, theirs.lcl.clip(lower=0)))


@given(st.lists(st.floats(0.1, 50), min_size=9, max_size=40))
def test_xmr_is_that_of_clinical_qikit(costs):
    """Where no range is so large that it leaves it out."""
    logs = [math.log(cost) for cost in costs]
    ranges = np.abs(np.diff(logs[:-1]))
    assume(0.01 < ranges.max() <= 3.2 * ranges.mean())
    points = cost_chart(costs).points
    theirs = qic(y=logs, chart="i", freeze=len(costs) - 1).data
    assert [math.log(p.high) for p in points] == pytest.approx(theirs.ucl.tolist())
    assert [math.log(p.low) for p in points] == pytest.approx(theirs.lcl.tolist())


# --- for any weeks --------------------------------------------------------------------------------


@given(weeks)
def test_what_is_kept_and_what_is_lost_are_mirrored(counts):
    lost, cases = [min(h, n) for h, n in counts], [n for _, n in counts]
    kept = [n - h for h, n in zip(lost, cases, strict=True)]
    for one, other in zip(
        rate_chart(lost, cases).points, rate_chart(kept, cases).points, strict=True
    ):
        assert (one.sigmas is None) == (other.sigmas is None)
        if one.sigmas is not None:
            assert one.sigmas == pytest.approx(-other.sigmas, abs=1e-6)
            assert one.low == pytest.approx(1 - other.high, abs=1e-9)
            assert 0 <= one.low <= one.centre <= one.high <= 1


@given(st.lists(st.floats(0.1, 50), min_size=9, max_size=40), st.floats(0.01, 100))
def test_a_currency_changes_no_state(costs, rate):
    assume(max(costs[:-1]) > 1.01 * min(costs[:-1]))
    ours, theirs = cost_chart(costs).points, cost_chart([rate * cost for cost in costs]).points
    for one, other in zip(ours, theirs, strict=True):
        assert one.sigmas == pytest.approx(other.sigmas, abs=1e-6)
        assert rate * one.high == pytest.approx(other.high)


# --- states ---------------------------------------------------------------------------------------


def test_beyond_three_sigma_is_a_change_for_better_or_worse():
    assert variation(charted(0.0, 3.1), good="up") == "better"
    assert variation(charted(0.0, 3.1), good="down") == "worse"
    assert variation(charted(0.0, -3.1), good="down") == "better"
    assert variation(charted(0.0, -3.0), good="down") == "common"


def test_eight_weeks_on_one_side_are_a_change():
    run = [0.4] * (SHIFT - 1)
    assert variation(charted(-1.0, *run), good="down") == "common"
    assert variation(charted(-1.0, *run, 0.1), good="down") == "worse"
    assert variation(charted(*run, -0.1, 0.1), good="down") == "common"
    assert one_sided_weeks(charted(*run, 0.0)) == 0
    assert one_sided_weeks(charted()) == 0


def test_a_run_ends_with_its_phase_and_steps_over_weeks_without_a_figure():
    other = ChartPoint(11, 0, 10, 7, 13, 1.0)
    mine = [ChartPoint(11, 1, 10, 7, 13, 1.0), ChartPoint(None, 1), ChartPoint(11, 1, 10, 7, 13, 2)]
    assert one_sided_weeks(Chart((other, *mine), ())) == 2


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (6, "will hit", "will not"),
        (7, "will hit", "may"),
        (10, "may", "may"),
        (13, "may", "will hit"),
        (14, "will not", "will hit"),
    ],
)
def test_a_target_against_the_limits(target, up, down):
    """Limits 7 to 13: a figure that should be above 6 always is, one above 14 never."""
    assert target_outlook(charted(0.0), target, good="up") == up
    assert target_outlook(charted(0.0), target, good="down") == down


# --- false alarms ---------------------------------------------------------------------------------


def alarms_a_year(chart, rows, since=8):
    """Weeks beyond 3 sigma, and weeks with any change told, by year."""
    asked = [chart(row[: t + 1]) for row in rows for t in range(since, len(row))]
    beyond = sum(each.points[-1].state == "signal" for each in asked)
    told = sum(variation(each, good="up") != "common" for each in asked)
    return 52 * beyond / len(asked), 52 * told / len(asked)


def test_without_a_change_there_is_less_than_one_alarm_a_year():
    """Forty years of costs a week: two standard deviations of the mean are a fourth."""
    costs = np.exp(0.3 * np.random.default_rng(5).standard_normal((40, 60))).tolist()
    beyond, told = alarms_a_year(cost_chart, costs)
    assert 0.1 < beyond <= told < 1


def test_a_doubled_cost_is_a_signal():
    rng = np.random.default_rng(6)
    rows = [[*np.exp(0.15 * rng.standard_normal(16)), 2.0] for _ in range(100)]
    assert np.mean([cost_chart(row).points[-1].state == "signal" for row in rows]) > 0.8
