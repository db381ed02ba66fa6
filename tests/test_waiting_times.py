"""How waiting is spread, on examples checked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.asking.selection import Selection
from data.asking.waiting_times import first_reached, percentile_bounds, times_within
from data.estimates.intervals import percentile_interval, percentile_ranks
from data.estimates.survival import reached_by_then

pytest_plugins = ["tests.hand_made_facts"]
EVERYTHING = Selection()


def bounds(facts, column="latency_s", by=()):
    return percentile_bounds(facts.con, column, by, selection=EVERYTHING, settings=facts.settings)


def test_ranks_of_a_median_are_those_of_the_binomial_table():
    """Of 10 values the median lies between the 2nd and the 9th with 97.9 % (1 - 2 x 11/1024)."""
    assert percentile_ranks(10, 0.5) == (2, 9)
    assert percentile_ranks(71, 0.95)[1] is None
    assert percentile_ranks(72, 0.95)[1] == 72
    assert percentile_ranks(0, 0.5) == (None, None)


@given(st.lists(st.floats(0, 1e6), max_size=120), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_an_interval_is_of_the_values_at_its_ranks(values, p):
    low, high = percentile_ranks(len(values), p)
    ends = tuple(None if end is None else sorted(values)[end - 1] for end in (low, high))
    assert percentile_interval(values, p) == ends
    assert low is None or high is None or low < high


def test_bounds_of_each_group_are_its_own_order_statistics(facts):
    for seconds in range(1, 11):
        facts.attempt("usable", latency_s=seconds, model="a")
    for seconds in (5, 500):
        facts.attempt("usable", latency_s=seconds, model="b")
    facts.attempt("usable", latency_s=None, model="c")  # says nothing of how long it took
    found = bounds(facts, by=["model"])
    assert set(found) == {("a",), ("b",)}
    assert found[("a",)]["p50"] == (2, 9)
    assert found[("a",)]["p99"] == (9, None)  # at most 8 of 10 within p99: 0.4 %
    assert found[("b",)]["p50"] == (None, None)
    assert bounds(facts)[()]["p50"] == percentile_interval([*range(1, 11), 5, 500], 0.5)


def test_without_any_time_there_are_no_bounds(facts):
    facts.attempt("usable")
    assert bounds(facts, by=["week"]) == {}
    assert times_within(facts.con, "queue_s", selection=EVERYTHING, settings=facts.settings) == (
        0,
        (),
        (),
    )


def test_the_distribution_steps_through_the_values(facts):
    for seconds in (4, 1, 3, 2):
        facts.attempt("usable", latency_s=seconds)
    found = times_within(facts.con, "latency_s", selection=EVERYTHING, settings=facts.settings)
    at = dict(zip(found.shares, found.seconds, strict=True))
    assert found.n == 4
    assert [at[share] for share in (0.005, 0.25, 0.255, 0.5, 0.75, 1)] == [1, 1, 2, 2, 3, 4]


def test_the_share_that_had_one_is_one_less_kaplan_and_meier():
    """10 | 20 open | 30 | never: 3/4 wait beyond 10; of the two left at 30 one has it: 3/8."""
    steps = reached_by_then([10, 30], [20], never=1)
    assert [(step.seconds, step.share) for step in steps] == [(10, 1 / 4), (30, 5 / 8)]
    assert all(step.low <= step.share <= step.high for step in steps)
    # Greenwood: sqrt(1 / (4 x 3)) / |ln 0.75| = 1.00344; 0.75 ^ exp(∓1.96 x that)
    spread = 1.959964 * (1 / 12) ** 0.5 / 0.2876821
    assert steps[0].low == pytest.approx(1 - 0.75 ** (2.718281828**-spread), abs=1e-5)
    assert steps[0].high == pytest.approx(1 - 0.75 ** (2.718281828**spread), abs=1e-5)


def test_where_all_had_it_nothing_is_left_open():
    assert reached_by_then([1, 2], [], never=0)[-1] == (2, 1, 1, 1)
    assert reached_by_then([], [5.0], never=3) == ()


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=30),
    st.lists(st.integers(0, 50), max_size=10),
    st.integers(0, 10),
)
def test_a_share_that_had_one_only_grows(events, still_open, never):
    steps = reached_by_then(events, still_open, never=never)
    assert [step.seconds for step in steps] == sorted(set(events))
    shares = [step.share for step in steps]
    assert shares == sorted(shares)
    assert all(0 <= step.low <= step.high <= 1 for step in steps)


@pytest.mark.parametrize("stem", ["time_to_first_usable_s", "time_to_first_approval_s"])
def test_first_ones_count_the_open_and_those_that_never_will(facts, stem):
    had = {"time_to_first_usable_s": 10}
    facts.brief(first_usable_at=facts.times("2026-11-02T09:00:10")["submitted_at"], **had)
    facts.brief(n_usable=0, settled=False, watched_s=20)
    facts.brief(n_usable=0, never_usable=True, watched_s=500)
    found = first_reached(facts.con, stem, selection=EVERYTHING, settings=facts.settings)
    assert (found.n, found.still_open, found.never) == (3, 1, 1)
    assert [(step.seconds, step.share) for step in found.steps] == [(10, pytest.approx(1 / 3))]
