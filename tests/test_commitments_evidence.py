"""What briefs tell of waste, what they do not, and the way to know more."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.commitments.demand.evidence import (
    BriefSums,
    Evidence,
    MoreBriefs,
    briefs_still_needed,
    judge,
)
from data.commitments.demand.evidence_rule import EvidenceRule
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.offers.pilot import pilot
from data.commitments.sizing import size
from data.commitments.terms.plan import read_quote
from data.errors import QuestionError
from data.estimates.clustered_ratio import ratio_of_sums
from data.estimates.skewness import log_ratio_skewness

MONDAY = date(2026, 11, 23)


def demand(n, credits_=100, attempts=10):
    first = MONDAY - n * timedelta(days=7)
    return WeeklyDemand.of("acme", [credits_] * n, first_week=first, attempts=attempts)


def briefs(*waste, cost="2"):
    return tuple(BriefSums(n + 1, 1, n, 1, n, Decimal(cost)) for n in waste)


# --- the ratio ------------------------------------------------------------------------------------


def test_the_interval_by_hand():
    """Waste 2, 4 and 6 for one asset each: ratio 4, residuals -2, 0, 2.

    Linearised variance of the sum 3/2 x 8 = 12, so the error is sqrt(12) / 3 = 1.155, or 0.289 of
    the ratio; Student's t with 2 degrees at 90 % is 2.920. The upper end lies twice as far, the
    most there is, as three briefs show nothing of the rare large one.
    """
    got = ratio_of_sums([2, 4, 6], [1, 1, 1], confidence=0.9)
    assert got.ratio == 4
    assert got.relative_error == pytest.approx(math.sqrt(12) / 3 / 4)
    assert got.precision == pytest.approx(2.91999 * 0.288675, rel=1e-4)
    assert got.low == pytest.approx(4 / math.exp(got.precision))
    assert got.high == pytest.approx(4 * math.exp(2 * got.precision))
    assert got.clusters_for(0.25) == math.ceil((1.644854 * 0.5 / 0.25) ** 2) == 11


def test_it_is_a_ratio_of_sums_not_a_mean_of_ratios():
    assert ratio_of_sums([9, 1], [3, 1]).ratio == 2.5


def test_what_cannot_be_said_is_not():
    assert ratio_of_sums([1, 2], [0, 0]) is None
    assert ratio_of_sums([], []) is None
    single = ratio_of_sums([3], [1])
    assert (single.ratio, single.low, single.precision, single.clusters_for(0.2)) == (
        3,
        None,
        None,
        None,
    )
    assert ratio_of_sums([0, 0], [1, 1]).low is None


def test_even_briefs_leave_no_doubt():
    got = ratio_of_sums([4, 4, 4], [1, 1, 1])
    assert (got.low, got.high) == (4, 4)
    assert got.draws(np.random.default_rng(1), 5).tolist() == [4] * 5


def test_the_interval_covers_as_often_as_it_says():
    """Briefs of one to three assets and skewed waste; 600 teams of 40 briefs."""
    rng = np.random.default_rng(3)
    usable = 1 + rng.poisson(0.5, (600, 40))
    waste = rng.poisson(usable * 5 * rng.gamma(4, 0.25, (600, 40)))
    found = [ratio_of_sums(w.tolist(), u.tolist()) for w, u in zip(waste, usable, strict=True)]
    assert np.mean([each.low <= 5 <= each.high for each in found]) == pytest.approx(0.9, abs=0.04)


def test_the_skewness_by_hand():
    """Influences -1/2, 0, 1/2 of variance 1/6; with the variance's 1/4, -1/6 and -1/12: -1/18.

    Bias (-1/12 + 1/12 x 2) / sqrt(1/6), third cumulant (-1/12 + 3/18) / (1/6)^1.5.
    """
    bias, third = log_ratio_skewness([2, 4, 6], [1, 1, 1])
    assert (bias, third) == (pytest.approx(1 / 24**0.5), pytest.approx(1.5**0.5))
    assert log_ratio_skewness([2, 4, 8], [1, 2, 4]) == (0, 0)


def test_the_upper_end_gives_way_as_briefs_come():
    """Beside the even interval it is twice as far out with 3 briefs, a few percent with 300."""
    sides = []
    for n in (3, 12, 30, 300):
        got = ratio_of_sums([2, 4, 6] * (n // 3), [1] * n, confidence=0.95)
        sides.append(math.log(got.high / 4) / math.log(4 / got.low))
    assert sides[0] == pytest.approx(2)
    assert sides == sorted(sides, reverse=True)
    assert 1 <= sides[-1] < 1.03


def test_two_briefs_may_tell_no_upper_end():
    got = ratio_of_sums([0, 1], [1, 0], confidence=0.999)
    assert (got.ratio, got.low, got.high) == (1, pytest.approx(0), math.inf)


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9)), min_size=2, max_size=30),
    st.floats(0.01, 1000),
)
def test_the_upper_side_is_the_longer_in_any_currency(sums, rate):
    above, below = ([each[i] for each in sums] for i in (0, 1))
    assume(sum(above) and sum(below))
    one, other = ratio_of_sums(above, below), ratio_of_sums([rate * a for a in above], below)
    assert one.low <= one.ratio <= one.high
    assert one.ratio / one.low <= one.high / one.ratio * (1 + 1e-9)
    assert one.high / one.ratio <= (one.ratio / one.low) ** 2 * (1 + 1e-9)
    assert (rate * one.low, rate * one.high) == pytest.approx((other.low, other.high))


def test_draws_spread_as_the_interval_does():
    got = ratio_of_sums([2, 4, 6, 3, 5, 4, 2, 6], [1] * 8, confidence=0.9)
    drawn = got.draws(np.random.default_rng(1), 40_000)
    low, high = np.quantile(drawn, [0.05, 0.95])
    assert (low, high) == (pytest.approx(got.low, rel=0.01), pytest.approx(got.high, rel=0.01))


# --- enough, or not yet ---------------------------------------------------------------------------


def test_without_a_demand_there_is_no_week_of_it():
    report = judge(Evidence(briefs(4, 5, 6) * 10, weeks=10), None)
    assert (report.weeks, report.enough) == (0, False)
    assert any(str(report.rule.least_weeks) in reason for reason in report.reasons)


def test_enough_is_enough():
    report = judge(Evidence(briefs(4, 5, 6) * 10, weeks=10), demand(8))
    assert report.enough
    assert (report.reasons, report.more, report.more_weeks) == ((), MoreBriefs(0, 0, 0), 0)


def test_few_weeks_are_told_and_how_many_more():
    report = judge(Evidence(briefs(4, 5, 6) * 10, weeks=10), demand(5))
    assert report.reasons == ("5 complete weeks of at least 8",)
    assert (report.more, report.more_weeks) == (MoreBriefs(0, 0, 0), 3)


def test_vague_waste_asks_for_as_many_briefs_as_the_spread_needs():
    """Waste 0 or 10 for one asset each: it varies as much as its mean, so about 1.645² / 0.25² = 44
    briefs are needed; 24 are there, at 2 a week and 3.00 each.
    """
    known = Evidence(briefs(0, 10, cost="3") * 12, weeks=12)
    report = judge(known, demand(10))
    relative = math.sqrt(24 / 23 * 24 * 25) / 24 / 5
    assert report.waste_to_asset.relative_error == pytest.approx(relative)
    needed = math.ceil((1.644854 * relative * math.sqrt(24) / 0.25) ** 2)
    assert needed == 46
    assert report.more == MoreBriefs(7, 22, 73)
    ratio, rule = report.waste_to_asset, report.rule
    assert briefs_still_needed(ratio, 24, rule) == report.more
    assert not briefs_still_needed(ratio, 24, EvidenceRule(precision=0.9))
    assert (report.more_weeks, report.most_weeks) == (11, 37)
    assert report.costs == (Decimal("21.00"), Decimal("219.00"))
    assert report.reasons[0].startswith(
        "waste per usable asset is 5.0, but may be anything from 3."
    )


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Evidence(), "no usable asset yet"),
        (Evidence(briefs(3), weeks=1), "one brief says nothing about the next"),
        (Evidence(briefs(0, 0, 0), weeks=1), "no waste is logged"),
    ],
)
def test_too_little_to_reckon_with_asks_for_a_guessed_number(known, reason):
    report = judge(known, demand(20))
    assert not report.enough
    assert any(each.startswith(reason) for each in report.reasons)
    wanted = [math.ceil((1.644854 * spread / 0.25) ** 2) for spread in (1.65**-0.5, 1, 1.65)]
    assert wanted == [27, 44, 118]
    n = len(known.briefs)
    assert report.more == MoreBriefs(27 - n, 44 - n, 118 - n)


def test_a_stricter_rule_asks_for_more():
    known = Evidence(briefs(0, 10) * 12, weeks=12)
    strict, lax = (judge(known, demand(10), EvidenceRule(precision=p)) for p in (0.1, 0.25))
    assert strict.more.likely + 24 == pytest.approx(2.5**2 * (lax.more.likely + 24), abs=6)
    unknown = (judge(Evidence(), demand(10), EvidenceRule(precision=p)) for p in (0.1, 0.25))
    assert [each.more.likely for each in unknown] == [271, 44]


# --- the way to know more -------------------------------------------------------------------------

PACKS = [
    {"name": "500 credits", "price": "20", "credits": "500"},
    {"name": "trial", "price": "1", "credits": "100", "trial": True},
]


def plan(**terms):
    quote = {"platform": "acme", "name": "P", "price": "30", "credits": "1000", "packs": PACKS}
    return read_quote(quote | terms)


def test_a_pilot_names_its_credits_and_the_cheapest_way_to_buy_them():
    """22 briefs x 6 attempts x 10 credits = 1,320: three packs, or a month of two plans for 60."""
    known = Evidence(briefs(0, 10, cost="3") * 12, weeks=48)
    report = judge(known, demand(10, credits_=100, attempts=10))
    got = pilot(report, known, demand(10), [plan()], plan().packs)
    assert (got.briefs, got.weeks, got.credits) == (22, 44, Decimal("1320.00"))
    assert (got.purchase.title, got.purchase.cost) == ("3 packs of 500 credits", Decimal(60))
    quick = Evidence(known.briefs, weeks=4)
    short = pilot(judge(quick, demand(10)), quick, demand(10), [plan(price="25")], plan().packs)
    assert (short.purchase.title, short.purchase.cost) == ("2 × acme P for 1 month", Decimal(50))


def test_a_trial_serves_where_one_is_enough_and_never_a_year():
    known = Evidence(briefs(4) * 19, weeks=19)
    report = judge(known, demand(10))
    assert report.more.likely == 1
    yearly = plan(billing="year", price="1")
    got = pilot(report, known, demand(10), [yearly], yearly.packs)
    assert got.purchase.title == "1 × trial"


def test_not_yet_says_what_is_missing_and_recommends_nothing():
    known = Evidence(briefs(0, 10, cost="3") * 12, weeks=12)
    got = size(demand(6), [plan()], evidence=known, paths=200)
    answer = got.recommendation
    assert (answer.answer, answer.outcome) == ("not yet", None)
    assert answer.sentence == (
        "Not yet: 6 complete weeks of at least 8 and waste per usable asset is 5.0, but may be "
        "anything from 3.5 to 7.4 (±36 %, wanted ±25 %)."
    )
    assert answer.because[0] == (
        "7 to 73 more settled briefs, most likely 22, would settle the waste per usable asset to "
        "±25 %; $21.00 to $219 at what a brief costs now; 11 to 37 weeks at your pace."
    )
    assert answer.because[1].startswith(
        "A pilot takes about 1,320 credits: 3 packs of 500 credits, $60.00."
    )
    assert got.plans  # the table is there all the same


def test_four_weeks_are_told_the_weeks_the_briefs_and_the_money_that_are_missing():
    """4 briefs a week at 3 each: 4 more weeks are 16 briefs, 48 and 16 x 5 x 10 credits."""
    known = Evidence(briefs(4, cost="3") * 16, weeks=4)
    answer = size(demand(4), [plan()], evidence=known, paths=200).recommendation
    assert answer.sentence == (
        "Not yet: 4 complete weeks of at least 8 and 16 settled briefs of at least 20."
    )
    assert answer.because[0] == (
        "4 more settled briefs would do: the waste varies little so far; $48.00 at what a brief "
        "costs now; 4 weeks at your pace."
    )


def test_without_evidence_the_answer_is_not_yet():
    got = size(demand(20), [plan()], paths=200)
    assert got.recommendation.answer == "not yet"
    assert got.recommendation.because[0].startswith(
        "27 to 118 more settled briefs, most likely 44, would settle"
    )
    assert got.recommendation.because[0].endswith("; pace unknown.")
    assert got.plans[0].outcome.cost_per_usable_asset is None


# --- the range keeps its word ---------------------------------------------------------------------


def uneven(kind, rng, n):
    """Waste and usable assets of so many briefs of one kind of team."""
    if kind == "even":
        return rng.poisson(5, n), np.ones(n, int)
    if kind == "several assets":
        usable = 1 + rng.poisson(0.5, n)
        return rng.poisson(usable * 5 * rng.gamma(4, 0.25, n)), usable
    if kind == "skewed":
        return rng.poisson(5 * np.exp(0.9 * rng.standard_normal(n) - 0.4)), np.ones(n, int)
    if kind == "easy and hard":
        return rng.poisson(np.where(rng.random(n) < 0.2, 16, 2)), np.ones(n, int)
    return rng.poisson(5 * rng.gamma(2, 0.5, n)), (rng.random(n) < 0.7).astype(int)


@pytest.mark.parametrize("known", [0, 8, 20])
@pytest.mark.parametrize("kind", ["even", "several assets", "skewed", "easy and hard", "given up"])
def test_after_the_upper_number_nine_in_ten_teams_are_settled(kind, known):
    """200 teams a kind; two standard deviations of such a share are four percent."""
    rng = np.random.default_rng(11)
    settled = []
    for _ in range(200):
        sums = [BriefSums(w + u, u, w, u, w) for w, u in zip(*uneven(kind, rng, 900), strict=True)]
        now = judge(Evidence(tuple(sums[:known]), weeks=10), demand(10))
        if not now.enough:
            then = Evidence(tuple(sums[: known + now.more.most]), weeks=10)
            settled.append(judge(then, demand(10)).enough)
    assert not settled or np.mean(settled) >= 0.86


def test_numbers_that_cannot_be_meant_are_refused():
    for wrong, sentence in (
        ({"precision": 0.0}, "precision 0: give 1 to 100"),
        ({"confidence": 1.0}, "confidence 100: give 50 to 99.9"),
        ({"least_weeks": 0}, "weeks 0: give 1 to 520"),
        ({"least_briefs": 1}, "briefs 1: give 2 to 100000"),
        ({"precision": math.nan}, "precision nan"),
    ):
        with pytest.raises(QuestionError, match=sentence):
            EvidenceRule(**wrong)
