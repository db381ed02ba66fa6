"""Two sides compared by brief: the interval by hand, and that looking often finds nothing false."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t

from data.estimates.repeated_looks import (
    Arm,
    compare_ratios,
    compare_shares,
    ratio_alone,
    share_alone,
)
from tests.brief_teams import first, images, rejections
from tests.estimate_coverage import LAST, STEP, by_image, by_sequence, false_winners

CHEAP = Arm([1, 3] * 5, [1] * 10)
DEAR = Arm([2, 6] * 5, [1] * 10)

arms = st.lists(st.tuples(st.integers(1, 50), st.integers(1, 9)), min_size=2, max_size=40).map(
    lambda briefs: Arm([a for a, _ in briefs], [b for _, b in briefs])
)
share_arms = st.lists(
    st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=40,
).map(lambda briefs: Arm([a for a, _ in briefs], [b for _, b in briefs]))


def test_the_interval_of_a_ratio_by_hand():
    """Costs 2 and 4 a usable output. Parts of 0.05 each way: error sqrt(10/9 x 10 x 0.05²) = 1/6.

    Ten briefs a side are 1/4 of forty, where 7.936 of the sequence's time are over: 1.984. So
    sqrt(2 x 2.984 / 1.984 x ln(sqrt(2.984) / 0.05)) = 3.264 normal deviations, with 9 degrees more.
    """
    got = compare_ratios(CHEAP, DEAR)
    deviations = t.isf(norm.sf(3.26432), 9)
    width = deviations * math.sqrt(2) / 6
    assert got.estimate == 0.5
    assert math.log(got.low) == pytest.approx(math.log(0.5) - width, rel=1e-4)
    assert math.log(got.high) == pytest.approx(math.log(0.5) + width, rel=1e-4)
    assert (got.lower, got.briefs_a, got.briefs_b) == (None, 10, 10)


def test_a_share_by_hand():
    """Half of four rejected in each of ten briefs, and two added: parts of 2/48 in those alone."""
    half, none = Arm([2] * 10, [4] * 10), Arm([0] * 10, [4] * 10)
    got = compare_shares(half, none)
    share = 4 / 48
    errors = (
        math.sqrt(12 / 11 * 2 * (2 / 48) ** 2),
        math.sqrt(12 / 11 * (11 * (share * 4 / 48) ** 2 + ((1 - share) * 4 / 48) ** 2)),
    )
    width = t.isf(norm.sf(3.26432), 9) * math.hypot(*errors)
    assert got.estimate == 0.5
    assert got.low == pytest.approx(0.5 - share - width, rel=1e-4)
    assert got.high == pytest.approx(0.5 - share + width, rel=1e-4)


def test_enough_briefs_name_the_lower_one():
    told = compare_ratios(Arm([1, 3] * 30, [1] * 60), Arm([2, 6] * 30, [1] * 60))
    assert (told.lower, told.briefs_needed) == ("a", 0)
    assert told.high < 1
    back = compare_ratios(Arm([2, 6] * 30, [1] * 60), Arm([1, 3] * 30, [1] * 60))
    assert back.lower == "b"
    assert back.low == pytest.approx(1 / told.high)


def test_the_briefs_it_asks_for_are_those_it_takes():
    """More briefs of the same kind: two fewer on each side do not tell, as many do."""
    needed = compare_ratios(CHEAP, DEAR).briefs_needed
    assert 0 < needed < 100
    a_side = 10 + math.ceil(needed / 2)

    def lower(n):
        some = [Arm((arm.above * 9)[:n], (arm.below * 9)[:n]) for arm in (CHEAP, DEAR)]
        return compare_ratios(*some).lower

    assert lower(a_side + a_side % 2) == "a"
    assert lower(a_side - a_side % 2 - 2) is None


def test_what_is_no_difference_asks_for_no_number():
    assert compare_ratios(CHEAP, CHEAP).briefs_needed is None
    barely = Arm([1.001, 3.001] * 5, [1] * 10)
    assert compare_ratios(CHEAP, barely).briefs_needed is None


def test_few_briefs_say_how_many_are_missing():
    """Four and eight of at least ten a side."""
    few = compare_ratios(first(CHEAP, 4), first(DEAR, 8))
    assert few.estimate == 0.5
    assert (few.low, few.high, few.lower, few.briefs_needed) == (None, None, None, 6 + 2)


def test_what_has_no_ratio_is_not_compared():
    assert compare_ratios(CHEAP, Arm([5] * 10, [0] * 10)) is None
    assert compare_ratios(Arm([0] * 10, [1] * 10), CHEAP) is None
    assert compare_shares(CHEAP, Arm([0], [0])) is None
    assert compare_shares(Arm([], []), CHEAP) is None


@given(arms, arms)
def test_either_way_round_it_says_the_same(a, b):
    one, other = compare_ratios(a, b), compare_ratios(b, a)
    assert one.estimate == pytest.approx(1 / other.estimate)
    assert one.briefs_needed == other.briefs_needed
    assert (one.lower, other.lower) in {("a", "b"), ("b", "a"), (None, None)}
    if one.low is not None:
        assert one.low <= one.estimate <= one.high
        assert one.low == pytest.approx(1 / other.high)


@given(share_arms, share_arms)
def test_shares_lie_between_minus_one_and_one(a, b):
    got = compare_shares(a, b)
    assert -1 <= got.estimate <= 1
    if got.low is not None:
        assert -1 <= got.low <= got.high <= 1
    assert got.briefs_needed is None or got.briefs_needed >= 0


# --- one side by itself ---------------------------------------------------------------------------


def test_one_side_alone_by_hand():
    """Cost 2 with an error of 1/6, as above; here there is no second one."""
    got = ratio_alone(CHEAP)
    width = t.isf(norm.sf(3.26432), 9) / 6
    assert (got.estimate, got.briefs) == (2, 10)
    assert math.log(got.low / 2) == pytest.approx(-width, rel=1e-4)
    assert math.log(got.high / 2) == pytest.approx(width, rel=1e-4)


def test_a_share_alone_by_hand():
    """Half of four in each of ten briefs; two are added, with parts of 2/48 in those alone."""
    got = share_alone(Arm([2] * 10, [4] * 10))
    width = t.isf(norm.sf(3.26432), 9) * math.sqrt(12 / 11 * 2 * (2 / 48) ** 2)
    assert got.estimate == 0.5
    assert (got.low, got.high) == pytest.approx((0.5 - width, 0.5 + width), rel=1e-4)


def test_of_few_briefs_and_of_nothing_no_interval_is_told():
    assert ratio_alone(first(CHEAP, 8)) == (2.0, None, None, 8)
    assert share_alone(Arm([1] * 9, [2] * 9)) == (0.5, None, None, 9)
    assert ratio_alone(Arm([5] * 10, [0] * 10)) is None
    assert ratio_alone(Arm([0] * 10, [1] * 10)) == (0.0, None, None, 10)  # free
    assert share_alone(Arm([], [])) is None


@given(share_arms)
def test_a_share_alone_lies_within_its_ends_between_0_and_1(arm):
    got = share_alone(arm)
    if got.low is not None:
        assert 0 <= got.low <= got.estimate <= got.high <= 1


def test_looking_often_seldom_leaves_the_truth_outside():
    """Truths: half of the outputs rejected in one of five (0.5 of 2.5), and $3.4 of 1.2 a brief."""
    rng = np.random.default_rng(5)
    missed = [0, 0]
    for _ in range(120):
        share, cost = rejections(rng, LAST, (1, 1)), images(0.0, rng, LAST)
        looks = range(2 * STEP, LAST + 1, STEP)
        missed[0] += any(_misses(share_alone(first(share, n)), 0.5) for n in looks)
        truth = 3.4 / 1.2  # tries a usable one, as beta(1.2, 2.2) has it
        missed[1] += any(_misses(ratio_alone(first(cost, n)), truth) for n in looks)
    assert max(missed) <= 0.05 * 120


def _misses(found, truth):
    return found is not None and found.low is not None and not found.low <= truth <= found.high


# --- looked at every five briefs ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "compare"), [(partial(images, 1.0), compare_ratios), (rejections, compare_shares)]
)
def test_looking_often_finds_no_false_winner(draw, compare):
    assert false_winners(draw, partial(by_sequence, compare), 120) <= 0.05


def test_which_an_interval_for_one_look_does():
    assert false_winners(rejections, by_image, 40) > 0.5


def test_half_the_cost_is_found():
    """Money twice as high on one side, heavy tails: in most cases by 150 briefs."""
    rng = np.random.default_rng(3)
    told = []
    for _ in range(60):
        a, b = images(0.3, rng, 150), images(0.3, rng, 150)
        found = compare_ratios(a, Arm([2 * each for each in b.above], b.below))
        told.append(found.lower == "a")
    assert np.mean(told) > 0.7
