"""When a forecast may not carry a year, what is said then, and how levels that move are drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.backtest import BackTest, BackTestPoint, backtest
from data.commitments.futures.expectations import Outlook
from data.commitments.futures.forecast_check import check_forecast
from data.commitments.futures.level_changes import level_changes
from data.commitments.sizing import size
from data.commitments.terms.plan import read_quote
from data.estimates.course import Jump, Trend, course, least_trend
from tests.demand_series import STEADY, kinds
from tests.forecast_coverage import covered, honest_width

MONDAY = date(2026, 11, 23)
BRIEFS = (BriefSums(6, 1, 5, 1, 5, Decimal(3)), BriefSums(4, 1, 3, 1, 3, Decimal(2)))
ENOUGH = Evidence(BRIEFS * 30, weeks=12)
FALLING = [round(1000 * 0.97**n) for n in range(27)]
LOST = [1000, 900, 1100] * 7 + [450, 500, 550] * 2
LOOSE = [220, 180, 260, 140, 200, 240, 160, 300, 210, 190, 150, 250]


def demand(credits_):
    first = MONDAY - len(credits_) * timedelta(days=7)
    return WeeklyDemand.of("acme", list(credits_), first_week=first, attempts=10)


def plan(**terms):
    packs = [{"name": "1 credit", "price": "0.1", "credits": "1"}]
    quote = {"platform": "acme", "name": "P", "price": "100", "credits": "2000", "packs": packs}
    return read_quote(quote | terms)


def checked(credits_, **outlook):
    log = demand(credits_)
    return check_forecast(log, backtest(log, "yes", "yes", seed=1), Outlook(**outlook))


def so_tested(inside, n, ahead=4, naive=0):
    """A back-test with so many hits; the naive baseline is off by a factor of its own."""
    points = tuple(
        BackTestPoint(
            MONDAY, Decimal(100 if k < inside else 300), *map(Decimal, (80, 100, 120, 100)),
            seasonal_naive=Decimal(100 + naive if k < inside else 300 + naive),
            window_average=Decimal(100),
        )
        for k in range(n)
    )  # fmt: skip
    return BackTest(points, ahead)


# --- the course of a log --------------------------------------------------------------------------


def test_a_fall_of_three_percent_is_measured():
    found = course(np.array(FALLING, float))
    assert isinstance(found, Trend)
    assert found.per_step == pytest.approx(-0.03, abs=0.0005)


def test_a_lost_client_is_a_jump_with_its_week_and_levels():
    """Three weeks of 900, 1,000 and 1,100, seven times; then of half as much."""
    assert course(np.array(LOST, float)) == Jump(21, 1000, 500)


@pytest.mark.parametrize("values", [LOOSE, [100] * 30, [0] * 10, [1, 9] * 15, [5, 6]])
def test_what_stands_still_has_no_course(values):
    assert course(np.array(values, float)) is None


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 999), min_size=8, max_size=40), st.integers(2, 50))
def test_the_course_does_not_depend_on_the_unit(values, unit):
    one, other = (course(np.array(values, float) * scale) for scale in (1, unit))
    assert type(one) is type(other)
    if isinstance(one, Jump):
        assert one.first == other.first


def test_a_steady_log_is_rarely_refused():
    rng = np.random.default_rng(5)
    found = [course(kinds(26, 0, rng)[STEADY]) for _ in range(60)]
    assert sum(each is not None for each in found) <= 4


def test_the_least_trend_that_a_log_shows_by_hand():
    """Twelve weeks of 80 and 125 in turn: logarithms 0.2231 above and below 100 scatter by 0.2331.

    A slope's standard error is 0.2331 x sqrt(12 / 12^3) = 0.01942 a week; 3.418 of those: 6.6 %.
    """
    found = least_trend(np.array([80.0, 125.0] * 6))
    assert found == pytest.approx(np.expm1(3.418 * 0.2331 / 12), rel=0.001)
    assert least_trend(np.array([100.0] * 12)) == least_trend(np.array([1.0, 2.0])) == 0


# --- what speaks against a year -------------------------------------------------------------------


def test_a_falling_log_offers_its_slope_as_growth():
    found = checked(FALLING)
    assert found.reasons[0] == "demand falls 3.0 % a week over 27 weeks"
    assert found.growth == pytest.approx(0.97**52 - 1, abs=0.01)
    assert "--growth -0.79 " in found.advice


def test_growth_that_explains_the_trend_answers_it():
    assert checked(FALLING, growth=-0.79).holds
    assert checked(FALLING, growth=0.5).growth is not None
    assert checked(LOOSE, growth=0.5).holds


def test_a_jump_says_when_a_year_can_be_sized_again():
    found = checked(LOST)
    assert found.reasons[0] == "demand fell from 1,000 to 500 credits a week around 12 October 2026"
    assert found.advice.startswith("Once the new level has held for 26 weeks, on 12 April 2027")
    assert found.growth is None


@pytest.mark.parametrize(
    ("credit", "many"),
    [("dollar of balance", "dollars of balance"), ("USD", "USD"), ("unit", "units")],
)
def test_a_jump_is_told_in_what_the_credits_are_called(credit, many):
    log = replace(demand(LOST), credit=credit)
    told = check_forecast(log, backtest(log, "yes", "yes", seed=1), Outlook()).reasons[0]
    assert f"from 1,000 to 500 {many} a week" in told


def test_a_level_that_has_held_for_half_a_year_is_the_level():
    assert checked([1000, 900, 1100] * 7 + [450, 500, 550] * 9).holds


@pytest.mark.parametrize(
    ("inside", "n", "holds"),
    [(0, 17, False), (6, 17, False), (8, 17, True), (17, 17, True), (0, 4, True)],
)
def test_coverage_far_below_the_claim_fails(inside, n, holds):
    """17 forecasts of four weeks are five apart: 0 of 5 has a chance of 0.2^5, 1 of 5 of 0.7 %."""
    found = check_forecast(demand(LOOSE), so_tested(inside, n, naive=50), Outlook())
    said = [each for each in found.reasons if each.startswith("only")]
    assert bool(said) is not holds
    if said:
        assert said[0].startswith(f"only {inside} of 17 past forecasts held")


def test_a_baseline_that_errs_far_less_fails_it():
    """The naive one hits all of twelve exactly, ours is 200 off in two of them."""
    found = check_forecast(demand(LOOSE), so_tested(10, 12), Outlook())
    assert found.reasons == (
        (
            "the plain seasonal-naive would have forecast far better (0 % off in the mean, "
            "against 25 %)"
        ),
    )
    assert found.advice
    assert check_forecast(demand(LOOSE), so_tested(10, 12, naive=40), Outlook()).holds


# --- the answer -----------------------------------------------------------------------------------


def yearly():
    return plan(annual_discount="0.3").ways_to_pay()


def test_a_falling_team_signs_no_year_and_is_told_why_first():
    got = size(demand(FALLING), yearly(), evidence=ENOUGH, paths=300)
    answer = got.recommendation
    assert (answer.answer, answer.outcome) == ("no year", None)
    assert answer.sentence.startswith("Sign no year: demand falls 3.0 % a week over 27 weeks")
    assert "--growth -0.79 " in answer.because[0]
    assert answer.because[1].startswith("Without a year the cheapest would be acme")
    assert "paid by the year" not in answer.because[1]
    assert answer.because[-1].startswith("Rests on 27 complete weeks")
    assert got.forecast.growth == -0.79


def test_buying_as_needed_stays_allowed_but_says_why_no_year():
    got = size(demand(FALLING), [plan(price="900")], evidence=ENOUGH, paths=300)
    assert got.recommendation.answer == "no commitment"
    assert got.recommendation.sentence.startswith("Sign no year: demand falls 3.0 %")
    assert "Commit to nothing: buy acme packs" in got.recommendation.sentence


def test_a_steady_team_may_sign():
    got = size(demand(LOOSE), yearly(), evidence=ENOUGH, paths=300)
    assert got.forecast.holds
    assert "Sign no year" not in got.recommendation.sentence


# --- levels that move -----------------------------------------------------------------------------


def drawn(values, **more):
    rng = np.random.default_rng(1)
    return level_changes(np.array(values, float), rng, paths=2000, weeks=52, **more)


def test_a_log_without_scatter_has_a_level_that_never_moves():
    assert np.ptp(drawn([100] * 10).ahead) == 0
    assert drawn([0] * 10).ahead.tolist() == [[1.0]] * 2000


def test_the_level_ahead_is_todays_and_not_the_mean_of_the_log():
    """Half the work since six weeks: 500 where the log's mean is 889."""
    today = np.median(drawn(LOST).ahead[:, 0]) / drawn(LOST).past[:15].mean()
    assert today == pytest.approx(0.5, abs=0.1)


def test_a_trend_goes_on_in_part_unless_the_asker_gives_one():
    going, given_ = drawn(FALLING).ahead, drawn(FALLING, with_trend=False).ahead
    assert np.quantile(going[:, -1], 0.1) < going[:, 0].mean() * 0.97**51 * 1.1
    assert np.quantile(going[:, -1], 0.9) > np.quantile(going[:, -1], 0.1) * 2
    assert np.median(given_[:, -1]) == pytest.approx(np.median(given_[:, 0]), rel=0.05)


def test_one_week_is_not_known_to_the_credit():
    """P10, P50 and P90 of a single week differ: weeks of teams scatter by 30 %."""
    low, middle, high = np.quantile(drawn([500]).ahead[:, 0], [0.1, 0.5, 0.9])
    assert middle == pytest.approx(1, abs=0.05)
    assert low < 0.75
    assert high > 1.3


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_levels_of_any_log_are_above_nothing_and_finite(values):
    rng = np.random.default_rng(1)
    got = level_changes(np.array(values, float), rng, paths=50, weeks=10)
    assert len(got.past) == len(values)
    assert len(got.ahead) == 50
    assert np.isfinite(got.ahead).all()
    assert (got.ahead > 0).all()
    assert (got.past > 0).all()


@pytest.mark.parametrize("weeks", [8, 26])
def test_bands_hold_on_fourteen_kinds_of_series(weeks):
    """`python -m tests.forecast_coverage` prints other lengths too. The closest are seen closer."""
    found = covered(weeks, 200)
    close = covered(weeks, 1600 if weeks == 8 else 200, only=(STEADY, "rising", "falling"))
    assert len({kind for kind, _, _ in found}) == 14
    for span, aim in ((4, 0.70), (52, 0.65)):
        shares = {
            k: np.mean([b.held for b in each])
            for (k, _, s), each in (found | close).items()
            if s == span
        }
        assert np.mean(list(shares.values())) >= aim
        assert min(shares.values()) >= 0.4, shares
        width = np.mean([band.width for band in close[STEADY, weeks, span]])
        assert width <= 2 * honest_width(weeks, span)
