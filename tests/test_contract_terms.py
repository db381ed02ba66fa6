"""Seats, notice, renewal, true-up, what is unlimited: what they cost and what is told of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commitments.advice.cautions import cautions
from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.futures.horizon import Horizon
from data.commitments.futures.simulation import simulate
from data.commitments.offers.closed_form import closed_form
from data.commitments.offers.search import cheapest
from data.commitments.question import SizingQuestion
from data.commitments.sizing import size
from data.commitments.terms.book import PlanBook
from data.commitments.terms.offer import Offer, Seller, top_ups
from data.commitments.terms.plan import read_quote
from data.errors import QuestionError, SettingsError

MONDAY = date(2026, 11, 16)
YEAR, QUARTER = Horizon(MONDAY, 12), Horizon(MONDAY, 3)
PACKS = [{"name": "10 credits", "price": "10", "credits": "10"}]


def plan(**terms):
    quote = {"platform": "acme", "name": "P", "price": "80", "credits": "100"}
    return read_quote(quote | {"packs": PACKS} | terms)


def offer(terms, units=1):
    return Offer(Seller.of_plan(terms), terms, units, top_ups(terms)[0])


def told(terms, units=1):
    demand = {"acme": WeeklyDemand.of("acme", [20] * 8, first_week=date(2026, 9, 21))}
    return cautions(offer(terms, units), demand, YEAR)


# --- seats ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("units", "money"), [(0, 0), (1, 80 + 3 * 15), (2, 160 + 15), (3, 240)])
def test_seats_that_are_not_included_are_paid_each_period(units, money):
    """Five people, two seats with each plan, 15 for one more."""
    seated = plan(seat_price="15", included_seats=2, seats=5)
    assert seated.price_of(units) == money
    run = simulate(offer(seated, units), np.zeros((1, len(QUARTER.step_days))), QUARTER)
    assert run.fees.tolist() == [3 * money]


def test_by_the_year_twelve_months_of_seats_are_paid_less_the_discount():
    _, yearly = plan(seat_price="15", seats=3, annual_discount="0.2").ways_to_pay()
    assert yearly.price_of(1) == 12 * Decimal("0.8") * (80 + 2 * 15)


def test_a_further_plan_is_bought_where_that_is_cheaper_than_its_seats():
    """Seats at 100 for three: two more plans at 80 bring two each, and nobody needs the credits."""
    demand = np.full((50, len(YEAR.step_days)), 20.0)
    dear = plan(seat_price="100", seats=3)
    assert cheapest(offer(dear), demand, YEAR).best_bought.units == 3
    cheap = plan(seat_price="1", seats=3)
    assert cheapest(offer(cheap), demand, YEAR).best_bought.units == 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 120), st.integers(1, 9), st.integers(1, 3), st.integers(0, 40))
def test_the_search_finds_the_number_that_trying_all_finds(price, seats, included, most):
    terms = plan(seat_price=str(price), seats=seats, included_seats=included)
    rng = np.random.default_rng(most)
    demand = rng.integers(0, most + 1, (20, len(QUARTER.step_days))).astype(float)
    costs = [simulate(offer(terms, n), demand, QUARTER).cost.mean() for n in range(12)]
    found = cheapest(offer(terms), demand, QUARTER)
    assert min(each.cost_mean for each in found.curve) == pytest.approx(min(costs))


def test_paid_seats_leave_no_closed_form():
    seated = plan(seat_price="15", seats=2)
    form = closed_form(seated, offer(seated), np.ones((100, len(YEAR.step_days))), YEAR)
    assert form.credits is None
    assert form.why_not.startswith("seats are paid on top")


def test_a_plan_without_a_price_for_seats_says_that_they_are_not_counted():
    assert (
        told(plan(seats=4))[-1]
        == "What 4 seats of acme P cost is not stated; they are not counted."
    )
    assert told(plan(seat_price="15", seats=4))[-1] == (
        "$45.00 a month of it is for seats that acme P does not include."
    )
    assert not any("seat" in words for words in told(plan()))


def test_seats_that_nobody_has_are_refused():
    with pytest.raises(QuestionError, match="0 seats: give 1 to 100,000"):
        SizingQuestion(seats=0)


# --- what binds -----------------------------------------------------------------------------------


def test_a_plan_that_renews_by_itself_says_until_when_it_can_be_cancelled():
    """A year from 16 November 2026 ends on the same day of 2027; 30 days before is 17 October."""
    yearly = plan(billing="year", auto_renews=True, notice_days=30)
    assert told(yearly)[-1] == (
        "Bought on 16 November 2026, acme P, paid by the year renews by itself for another year on "
        "16 November 2027 unless cancelled 30 days before 16 November 2027, by 17 October 2027."
    )
    assert told(plan(auto_renews=True))[-1].endswith(
        "for another month on 16 December 2026 unless cancelled before that."
    )
    assert not any("renews" in words for words in told(plan(auto_renews=False)))


def test_a_true_up_says_when_the_money_is_due():
    terms = plan(packs=[], overage_price="0.05", true_up="year")
    assert told(terms)[-1] == (
        "What goes beyond acme P is billed at the end of each year (true-up), at $0.0500 a credit: "
        "that money has to be set aside."
    )


def test_what_is_unlimited_is_told_and_not_counted():
    assert told(plan(unlimited="slow (relaxed) jobs"))[-1] == (
        "With acme P, slow (relaxed) jobs take no credits. How much of your work could go that way "
        "is not known: all of it is counted as taking credits."
    )


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"notice_days": 30}, "say auto_renews = true|auto_renews = true"),
        ({"notice_days": -1, "auto_renews": True}, "notice_days: is below zero"),
        ({"true_up": "year"}, "true_up needs overage_price"),
        ({"true_up": "week", "overage_price": "1"}, "true_up"),
        ({"included_seats": 3}, "included_seats needs seat_price"),
        ({"seats": 0}, "seats"),
        ({"seat_price": "-1"}, "seat_price: is below zero"),
        ({"auto_renews": "maybe"}, "auto_renews"),
    ],
)
def test_terms_that_cannot_be_meant_are_named(terms, sentence):
    with pytest.raises(SettingsError, match=sentence):
        plan(**terms)


# --- personal plans -------------------------------------------------------------------------------


def test_of_a_personal_plan_no_dozen_is_bought():
    """8,000 credits a week: the Kling app's Standard has 660 a month."""
    book = PlanBook.load()
    demand = WeeklyDemand.of("kling-app", [8000] * 8, first_week=date(2026, 9, 21))
    got = size(demand, book.plans(MONDAY, ["kling-app"]), paths=200, horizon_weeks=26)
    assert {each.outcome.offer.units for each in got.plans} == {1}
    (standard, *_) = [each for each in got.plans if each.plan.name == "Standard"]
    assert standard.outcome.title.startswith("Kling app Standard")
    one = f"One team can hold one of {standard.plan.title} at most; more was not considered."
    assert one in cautions(standard.outcome.offer, got.demands, YEAR)
