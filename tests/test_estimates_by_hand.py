"""Shares, percentiles, samples and stop lines, on examples checked by hand."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from data.estimates.intervals import (
    exact_interval,
    newcombe_interval,
    percentile_interval,
    values_for_percentile,
    wilson_interval,
)
from data.estimates.sampling import (
    acceptance_chance,
    escape_rate,
    looks_for_precision,
    operating_curve,
    sample_size,
)
from data.estimates.stop_line import expected_money, first_usable_chances, spent_beyond, stop_line

shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# --- intervals ------------------------------------------------------------------------------------


def test_newcombe_as_published():
    """Newcombe (1998), table II: 56/70 less 48/80 is 0.0524 to 0.3339; 10/10 less 0/20: 0.6791."""
    assert newcombe_interval(56, 70, 48, 80) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )
    assert newcombe_interval(10, 10, 0, 20) == (pytest.approx(0.6791, abs=5e-5), 1.0)
    assert newcombe_interval(0, 0, 1, 2) == (None, None)


def test_an_exact_interval_of_nothing_found_is_the_root_of_the_tail():
    """0 of 10: the share with which ten in a row pass in 2.5 % of cases, 1 - 0.025^(1/10)."""
    assert exact_interval(0, 10) == (0, pytest.approx(1 - 0.025**0.1))
    assert exact_interval(10, 10) == (pytest.approx(0.025**0.1), 1)
    assert exact_interval(0, 0) == (None, None)


@given(shares, shares)
def test_intervals_of_shares_hold_what_they_are_of(a, b):
    low, high = exact_interval(*a)
    assert low <= a[0] / a[1] <= high
    low, high = newcombe_interval(*a, *b)
    assert low - 1e-12 <= a[0] / a[1] - b[0] / b[1] <= high + 1e-12
    assert newcombe_interval(*b, *a) == (pytest.approx(-high), pytest.approx(-low))


def test_the_median_of_ten_lies_between_the_second_and_the_ninth():
    """Fewer than two of ten below the median: 11/1024, 1.1 %; fewer than three, 5.5 %."""
    assert percentile_interval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5) == (2, 9)


def test_few_values_do_not_tell_the_end_beyond_them():
    """All below p95 with a chance of 0.95^n: 2.6 % at 71, 2.49 % at 72. 0.5^5 is 3.1 %."""
    assert percentile_interval(range(71), 0.95)[1] is None
    assert percentile_interval(range(72), 0.95)[1] == 71
    assert percentile_interval([1, 2, 3, 4, 5], 0.5) == (None, None)
    assert percentile_interval([1, 2, 3, 4, 5, 6], 0.5) == (1, 6)
    assert percentile_interval([], 0.5) == (None, None)
    with pytest.raises(ValueError, match="percentile 95"):
        percentile_interval([1], 95)


@pytest.mark.parametrize("p", [0.5, 0.9, 0.95, 0.02])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_so_few_values_tell_both_ends_of_a_percentile(p, confidence):
    fewest = values_for_percentile(p, confidence)
    assert None not in percentile_interval(range(fewest), p, confidence)
    assert None in percentile_interval(range(fewest - 1), p, confidence)


def test_percentiles_are_covered_whatever_the_shape():
    values = np.random.default_rng(4).lognormal(0, 1.2, (1_000, 90))
    found = [percentile_interval(row.tolist(), 0.9) for row in values]
    true = math.exp(1.2 * 1.2815516)
    assert np.mean([low <= true <= high for low, high in found]) >= 0.94


# --- samples --------------------------------------------------------------------------------------


def test_a_sample_of_two_by_hand():
    """Ten outputs, three bad: two good ones in a row are 7/10 x 6/9; both bad 3/10 x 2/9."""
    assert acceptance_chance(10, 2, 0, 3) == pytest.approx(42 / 90)
    assert acceptance_chance(10, 2, 1, 3) == pytest.approx(1 - 6 / 90)
    curve = operating_curve(10, 2, 0)
    assert [each.bad for each in curve] == list(range(11))
    assert (curve[0].chance, curve[3].chance, curve[9].chance) == (1, pytest.approx(42 / 90), 0)


def test_how_many_to_review():
    """Of ten with five bad: three good in a row are 5·4·3 / 10·9·8 = 8.3 %, four 2.4 %."""
    assert sample_size(10, 5, 0.1) == 3
    assert sample_size(10, 5, 0.05) == 4
    assert sample_size(10, 1, 0.05) == 10
    assert sample_size(10, 1, 0.05, accepted_bad=1) is None
    with pytest.raises(ValueError, match="risk 5"):
        sample_size(10, 1, 5)
    with pytest.raises(ValueError, match="bad outputs 11: it lies between 0 and 10"):
        sample_size(10, 11, 0.05)


def test_how_many_looks_tell_a_share_by_hand():
    # Of two outputs one is seen and good: the other may be good or bad, 0 to 1 of 2, a quarter
    # either way. Of a hundred nobody needs to see all to know it to ten points.
    assert looks_for_precision(2, 0.25) == 1
    assert looks_for_precision(2, 0.2) == 2
    assert 40 < looks_for_precision(100, 0.1) < 60
    found = escape_rate(25, 51, 100)
    assert (found.high - found.low) / 2 < 0.1
    with pytest.raises(ValueError, match="precision"):
        looks_for_precision(100, 10)


def test_the_escape_rate_of_a_known_lot_by_hand():
    """None bad in 3 of 5: two bad among five stay hidden with 1/10, over 2.5 %: 0 to 2 of 5.

    In 4 of 5, one bad stays hidden with 1/5. A full review leaves no doubt.
    """
    assert escape_rate(0, 3, lot=5) == (0, 0, 0.4)
    assert escape_rate(0, 4, lot=5) == (0, 0, 0.2)
    assert escape_rate(1, 5, lot=5) == (0.2, 0.2, 0.2)
    assert escape_rate(0, 10) == (0, 0, pytest.approx(1 - 0.025**0.1))
    assert escape_rate(0, 0, lot=5) is None


@given(st.integers(1, 40), st.data())
def test_a_lot_is_never_known_worse_than_an_endless_one(lot, data):
    reviewed = data.draw(st.integers(1, lot))
    found = data.draw(st.integers(0, reviewed))
    known, endless = escape_rate(found, reviewed, lot), escape_rate(found, reviewed)
    assert endless.low - 1 / lot <= known.low <= found / reviewed + 1e-12
    assert found / reviewed - 1e-12 <= known.high <= endless.high + 1 / lot


@pytest.mark.parametrize(("lot", "reviewed"), [(30, 8), (50, 20)])
def test_exact_means_never_below_what_it_says(lot, reviewed):
    told = [escape_rate(found, reviewed, lot) for found in range(reviewed + 1)]
    for bad in range(lot + 1):
        chances = hypergeom.pmf(range(reviewed + 1), lot, bad, reviewed)
        held = [each.low <= bad / lot <= each.high for each in told]
        assert chances[held].sum() >= 0.95 - 1e-9


# --- the stop line --------------------------------------------------------------------------------


def test_chances_by_attempt_by_hand():
    """40 briefs: 20 done at the first attempt, 10 of 20 at the second, none of 10 at the third."""
    attempts = [1] * 20 + [2] * 10 + [3] * 10
    first = [1] * 20 + [2] * 10 + [None] * 10
    one, rest = first_usable_chances(attempts, first)
    assert (one.attempt, one.tried, one.hits, one.share, one.and_later) == (1, 40, 20, 0.5, False)
    assert (one.low, one.high) == wilson_interval(20, 40)
    assert (rest.attempt, rest.tried, rest.hits, rest.and_later) == (2, 30, 10, True)
    # from the second on three attempts a usable one, at 2 each; the first one saves half of them
    assert expected_money((one, rest), 2, 2.0) == pytest.approx(6)
    assert expected_money((one, rest), 1, 2.0) == pytest.approx(2 + 0.5 * 6)
    assert stop_line((one, rest), 2.0, by_hand=6) is None
    assert stop_line((one, rest), 2.0, by_hand=5.99) == 3


def test_the_line_lies_where_the_chance_falls():
    """100 briefs: 50, then 10 of 50, 10 of 40, 6 of 30, then none of 24 and 24."""
    attempts = [1] * 50 + [2] * 10 + [3] * 10 + [4] * 6 + [6] * 24
    first = [n if n < 5 else None for n in attempts]
    chances = first_usable_chances(attempts, first)
    assert [(c.tried, c.hits) for c in chances] == [
        (100, 50),
        (50, 10),
        (40, 10),
        (30, 6),
        (24, 0),
        (24, 0),
    ]
    assert expected_money(chances, 6, 1) == (24 + 1) / 0.5
    assert expected_money(chances, 4, 1) == pytest.approx(1 + 0.8 * 51)
    assert stop_line(chances, 1, by_hand=50) is None
    assert stop_line(chances, 1, by_hand=49) == 5
    assert stop_line(chances, 1, by_hand=41) == 4
    assert stop_line(chances, 1, by_hand=1) == 3


def test_what_is_not_known_draws_no_line():
    assert first_usable_chances([], []) == ()
    assert first_usable_chances([0], [None]) == ()
    assert stop_line((), 1, 1) is None
    assert math.isnan(expected_money((), 1, 1))
    with pytest.raises(ValueError, match="first usable at attempt 3 of 2"):
        first_usable_chances([2], [3])


def test_money_beyond_the_line():
    """From the third attempt on: 3 + 4 of one brief, an unknown one of another, none of a third."""
    briefs = [[Decimal(1), Decimal(2), Decimal(3), Decimal(4)], [Decimal(1)] * 2 + [None], []]
    assert spent_beyond(briefs, 3) == (Decimal(7), 3, 2, 1)
    assert spent_beyond(briefs, None) == (Decimal(0), 0, 0, 0)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=150))
def test_every_attempt_before_the_first_usable_is_counted_once(briefs):
    attempts = [n for n, _ in briefs]
    first = [n if hit and n else None for n, hit in briefs]
    chances = first_usable_chances(attempts, first)
    assert sum(c.tried for c in chances) == sum(attempts)
    assert sum(c.hits for c in chances) == sum(f is not None for f in first)
    assert [c.and_later for c in chances] == [False] * (len(chances) - 1) + [True] * bool(chances)
