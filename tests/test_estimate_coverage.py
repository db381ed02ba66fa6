"""The tables of `python -m tests.estimate_coverage`, in small: each aim is held."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from data.estimates.clustered_ratio import ratio_of_sums
from data.estimates.commonality import ByBrief, commonalities
from tests.brief_teams import factor_values
from tests.estimate_coverage import alarms, cost_year, false_finds, rate_year, ratios_held


@pytest.mark.parametrize("briefs", [12, 20])
@pytest.mark.parametrize("kind", ["skewed", "lognormal money", "money of outputs"])
def test_few_briefs_with_heavy_tails_are_covered(kind, briefs):
    """The even interval holds in 92 % of teams or fewer; the truth lies above it in 6 to 8 %."""
    got = ratios_held(kind, briefs, 1_500)
    assert got.held >= 0.93
    assert got.too_low < 0.055


@pytest.mark.parametrize(
    ("kind", "briefs"), [("even", 20), ("several assets", 40), ("skewed", 40), ("given up", 80)]
)
def test_more_briefs_or_mild_tails_hold_as_often_as_they_say(kind, briefs):
    """600 teams: two standard deviations are 1.8 %."""
    assert ratios_held(kind, briefs, 600).held == pytest.approx(0.95, abs=0.02)


def test_hard_briefs_are_covered_wherever_the_sample_holds_one():
    """One in five has 16 attempts, the others 2: twelve have no hard one in 0.8^12 = 7 % of teams.

    Nothing in those tells of 16. So 93 % at the most can hold without too wide an interval of all
    the others, and of the others more than 95 % do.
    """
    rng = np.random.default_rng((1, 12))
    hard = rng.random((1_500, 12)) < 0.2
    attempts = rng.poisson(np.where(hard, 16, 2)).astype(float)
    found = [ratio_of_sums(each, [1.0] * 12, 0.95) for each in attempts.tolist()]
    held = np.array([each.low <= 4.8 <= each.high for each in found])
    shows = hard.any(axis=1)
    assert held[shows].mean() >= 0.95
    assert held[~shows].mean() < 0.2
    assert held.mean() >= 0.9


@pytest.mark.parametrize("chart", [rate_year, partial(rate_year, share=0.1), cost_year])
def test_without_a_change_there_is_at_most_one_alarm_a_year(chart):
    """Sixty years. A chart that never alarms would do as little as one that always does."""
    got = alarms(chart, 60)
    assert 0.05 < got.signal <= 1
    assert got.change <= 1
    assert 1 < got.look <= 4


def test_nothing_in_common_is_seldom_found():
    """Outputs taken for independent find something in nine of ten studies."""
    assert false_finds(80) <= 0.05
    assert false_finds(20, clustered=False) > 0.5


def test_a_value_that_rejects_half_as_much_again_is_found_and_stands_first():
    """One of three values of one factor, 20 of 60 briefs: two more outputs of three rejected."""
    rng, named = np.random.default_rng(2), []
    for _ in range(40):
        rows = list(factor_values(rng))
        bad = rows[0]
        brief, r, n = bad.by_brief
        worse = ByBrief(brief, np.rint(r + 2 / 3 * (n - r)).astype(int), n)
        rejected = int(worse.rejected.sum())
        rows[0] = replace(bad, rejected=rejected, money_rejected=rejected, by_brief=worse)
        dearest = commonalities(rows)[0]
        named.append(dearest.row is rows[0] and dearest.beyond_chance)
    assert np.mean(named) > 0.9
