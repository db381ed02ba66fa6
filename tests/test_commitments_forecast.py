"""Resampled weeks: what they keep of the log, what they add to it, and how they would have done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.weekly import Week, WeeklyDemand
from data.commitments.futures.backtest import backtest
from data.commitments.futures.campaign import Campaign
from data.commitments.futures.expectations import Outlook
from data.commitments.futures.forecast import Futures
from data.commitments.futures.horizon import Horizon
from data.commitments.futures.level_changes import LevelChanges
from data.commitments.futures.resampling import block_length, resample, scattered, scatters
from data.errors import QuestionError

MONDAY = date(2026, 11, 23)
YEAR = Horizon(MONDAY, 12)
UNEVEN = [220, 180, 260, 140, 200, 240, 160, 300, 210, 190, 150, 250]
KNOWN = Evidence((BriefSums(6, 1, 5, 1, 5), BriefSums(4, 1, 3, 1, 3)) * 20, weeks=10)


def weeks(credits_, platform="acme", first=MONDAY):
    return WeeklyDemand.of(
        platform, credits_, first_week=first - len(credits_) * timedelta(days=7), attempts=10
    )


def futures(demand=None, outlook=None, evidence=KNOWN, paths=2000, seed=1, horizon=YEAR):
    demands = demand or [weeks(UNEVEN)]
    return Futures.drawn(demands, horizon, outlook or Outlook(), evidence, paths=paths, seed=seed)


def totals(drawn, platform="acme"):
    return drawn.credits(platform, "yes", "yes").sum(axis=1)


# --- drawing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "block"), [(1, 1), (2, 1), (8, 2), (26, 3), (52, 4), (104, 5)])
def test_blocks_grow_with_the_cube_root_of_the_log(n, block):
    assert block_length(n) == block


@given(st.integers(1, 30), st.integers(1, 60), st.integers(1, 6))
def test_weeks_come_in_blocks_of_neighbours_that_wrap_around(n, length, block):
    drawn = resample(np.random.default_rng(1), n, 5, length, block)
    assert drawn.shape == (5, length)
    assert set(np.unique(drawn)) <= set(range(n))
    for start in range(0, length, block):
        piece = drawn[:, start : start + block]
        assert ((piece[:, 1:] - piece[:, :-1]) % n == 1 % n).all()


def test_the_mean_of_the_log_is_kept_and_its_own_uncertainty_added():
    """Weeks alone would vary the year by sd / sqrt(52) a week; the mean adds sd / sqrt(12).

    Where the level stands still: what its changes add has tests of its own.
    """
    still = replace(futures(paths=20_000), changes=LevelChanges.none(12, 20_000))
    drawn = totals(still) / 365 * 7
    mean, sd = np.mean(UNEVEN), np.std(UNEVEN, ddof=1)
    assert drawn.mean() == pytest.approx(mean, rel=0.01)
    assert drawn.std() > 0.7 * sd * np.sqrt(1 / 12 + 1 / 52)
    assert drawn.std() < 1.5 * sd * np.sqrt(1 / 12 + 1 / 52)


def test_scattering_widens_and_never_goes_below_nothing():
    rng = np.random.default_rng(1)
    before = np.array([0.0, 10, 20, 30, 40, 0, 10, 20])
    drawn = before[resample(rng, 8, 4000, 4, 1)]
    wider = scattered(drawn, float(before.mean()), scatters(rng, 8, 4000))
    assert wider.min() >= 0
    assert wider.mean() == pytest.approx(before.mean())
    assert wider.std() > drawn.std()


def test_the_same_seed_gives_the_same_futures_and_the_first_are_the_same():
    one, again, other = futures(seed=5), futures(seed=5), futures(seed=6)
    assert (totals(one) == totals(again)).all()
    assert (totals(one) != totals(other)).any()
    few = one.first(100)
    assert few.paths == 100
    assert one.first(100) is few
    assert (few.level_weeks == one.level_weeks[:100]).all()


def test_a_future_means_the_same_work_on_every_platform():
    """Twice the credits there, week by week: so it is in every path."""
    both = futures([weeks(UNEVEN), weeks([2 * n for n in UNEVEN], "other")])
    assert totals(both, "other") == pytest.approx(2 * totals(both))


def test_only_weeks_that_all_platforms_have_are_drawn():
    long, short = weeks(UNEVEN), weeks(UNEVEN[-4:], "other")
    assert {len(each) for each in futures([long, short]).demands.values()} == {4}
    apart = weeks([1, 2], "other", first=date(2020, 1, 6))
    with pytest.raises(QuestionError, match="have no week in common"):
        futures([long, apart])


def test_weeks_with_a_gap_and_negative_ones_are_refused():
    first = Week(MONDAY, Decimal(1))
    with pytest.raises(QuestionError, match="2026-12-07 does not follow that of 2026-11-23"):
        WeeklyDemand("acme", (first, Week(date(2026, 12, 7), Decimal(1))))
    with pytest.raises(QuestionError, match="is below zero"):
        WeeklyDemand("acme", (Week(MONDAY, Decimal(-1)),))


def test_a_log_without_any_use_has_futures_without_any():
    assert totals(futures([weeks([0] * 8)])).max() == 0


# --- expectations ---------------------------------------------------------------------------------


def test_volume_makes_more_assets_and_effort_makes_them_dearer():
    plain = futures()
    doubled = plain.under(Outlook(volume=2.0))
    wasteful = plain.under(Outlook(effort=2.0))
    assert totals(doubled) == pytest.approx(2 * totals(plain))
    assert totals(wasteful) == pytest.approx(2 * totals(plain))
    assert doubled.assets == pytest.approx(2 * plain.assets)
    assert wasteful.assets == pytest.approx(plain.assets)


def test_the_logs_own_season_is_taken_out_before_the_coming_one_is_put_in():
    """A log of Novembers at twice the ordinary month stands for half of it in an ordinary one."""
    november = [weeks([200] * 3)]
    seasons = [1.0] * 10 + [2.0, 1.0]
    one_month = Horizon(date(2027, 2, 1), 1)
    drawn = futures(november, Outlook(seasonality=seasons), horizon=one_month)
    plain = futures(november, horizon=one_month)
    assert totals(drawn) == pytest.approx(totals(plain) / 2)
    assert np.median(totals(drawn)) == pytest.approx(4 * 100, rel=0.02)


def test_growth_compounds_from_the_first_day():
    drawn = futures([weeks([100] * 10)], Outlook(growth=1.0)).weekly("acme", "yes", "yes")
    assert drawn[0, 0] == pytest.approx(100)
    assert drawn[0, 26] == pytest.approx(100 * 2**0.5)
    assert drawn.shape == (2000, YEAR.weeks)


def test_a_campaign_is_spread_from_its_start_to_its_last_day():
    campaign = Campaign("spring", 10, date(2027, 2, 14), date(2027, 2, 1))
    assert campaign.shares(Horizon(date(2027, 2, 1), 1)).tolist() == [0.5, 0.5, 0, 0]
    half_over = campaign.shares(Horizon(date(2027, 2, 8), 1))
    assert half_over.tolist() == [0.5, 0, 0, 0]


def test_a_campaign_takes_attempts_per_usable_with_their_interval():
    """10 assets x 5 attempts x 20 credits: 1,000, and not the same in every future."""
    campaigns = (Campaign("spring", 10, date(2027, 2, 14)),)
    plain = futures([weeks([200] * 10)])
    drawn = totals(plain.under(Outlook(campaigns=campaigns))) - totals(plain)
    assert drawn.mean() == pytest.approx(1000, rel=0.02)
    low, high = np.quantile(drawn, [0.05, 0.95]) / 200
    ratio = KNOWN.attempts_per_usable(0.9)
    assert (low, high) == (pytest.approx(ratio.low, rel=0.02), pytest.approx(ratio.high, rel=0.02))


# --- the past -------------------------------------------------------------------------------------


def test_steady_work_is_forecast_without_error():
    test = backtest(weeks([100] * 12), "yes", "yes", seed=1)
    assert len(test.points) == 3  # from the seventh week on, four weeks each
    assert test.coverage == 1.0
    assert test.errors["resampling"] < 0.01  # six weeks do not say that the level stands still
    assert test.points[-1].p10 == test.points[-1].p90 == 400  # eight do
    assert test.errors["seasonal-naive"] == test.errors["window average"] == 0
    assert test.is_thin


def test_baselines_by_hand():
    """Of 8 + 4 weeks: the four before repeat; the mean of the last eight, four times."""
    credits_ = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]
    point = backtest(weeks(credits_), "yes", "yes", seed=1).points[-1]
    assert point.actual == 90 + 100 + 110 + 120
    assert point.seasonal_naive == 50 + 60 + 70 + 80
    assert point.window_average == 4 * 45
    assert not point.inside


def test_with_a_year_of_log_the_naive_forecast_repeats_last_year():
    credits_ = [100] * 53 + [999] * 4
    test = backtest(weeks([7, 8, 9, 10, *credits_]), "yes", "yes", seed=1)
    at_a_year = next(p for p in test.points if p.first_week == MONDAY - timedelta(days=63))
    assert at_a_year.seasonal_naive == 7 + 8 + 9 + 10


@pytest.mark.parametrize(
    ("logged", "tests", "ahead"), [(8, 1, 2), (10, 3, 2), (11, 4, 2), (12, 3, 4), (20, 11, 4)]
)
def test_a_short_log_is_tested_two_weeks_ahead(logged, tests, ahead):
    found = backtest(weeks([100] * logged), "yes", "yes", seed=1)
    assert (len(found.points), found.weeks_ahead) == (tests, ahead)
    assert found.points[-1].actual == 100 * ahead


def test_too_short_a_log_has_no_back_test():
    assert backtest(weeks([1] * 7), "yes", "yes", seed=1) is None


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_the_band_holds_about_four_fifths_of_independent_weeks(seed):
    rng = np.random.default_rng(seed)
    long = weeks([int(n) for n in rng.gamma(4, 200, 104)])
    assert 0.55 <= backtest(long, "yes", "yes", seed=1).coverage <= 0.97


def test_only_what_is_charged_is_forecast():
    kept = weeks([100] * 12)
    failing = replace(kept, weeks=tuple(replace(w, failed=Decimal(10)) for w in kept.weeks))
    assert backtest(failing, "no", "yes", seed=1).points[0].actual == 400
    assert backtest(failing, "unknown", "yes", seed=1).points[0].actual == 440
