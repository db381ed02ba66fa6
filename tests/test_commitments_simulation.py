"""The rules of a plan, step by step: worked accounts, the ledger as an oracle, what always holds.

February and March 2027 have nine steps: four whole weeks, then four and the last three days.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commitments.futures.horizon import Horizon, months_later
from data.commitments.futures.simulation import simulate
from data.commitments.terms.offer import Offer, Seller, TopUp, top_ups
from data.commitments.terms.plan import read_quote
from data.credits.entries import Entry
from data.credits.ledger import value_entries
from data.errors import QuestionError

MONDAY = date(2027, 2, 1)
TWO_MONTHS = Horizon(MONDAY, 2)
WORK = [20, 20, 20, 20, 30, 30, 30, 30, 0]
PACK = {"name": "50 credits", "price": "8", "credits": "50"}


def plan(**terms):
    return read_quote({"platform": "acme", "name": "P", "price": "10", "credits": "100"} | terms)


def run(terms, demand=WORK, horizon=TWO_MONTHS, units=1):
    offers = [Offer(Seller.of_plan(terms), terms, units, way) for way in (*top_ups(terms), None)]
    return simulate(offers[0], np.array([demand], float), horizon)


def one(values):
    assert len(values) == 1
    return float(values[0])


# --- the calendar ---------------------------------------------------------------------------------


def test_steps_begin_with_every_week_and_every_month():
    assert TWO_MONTHS.step_days.tolist() == [0, 7, 14, 21, 28, 35, 42, 49, 56]
    assert TWO_MONTHS.step_lengths.tolist() == [7, 7, 7, 7, 7, 7, 7, 7, 3]
    assert TWO_MONTHS.step_months.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1]
    from_wednesday = Horizon(date(2026, 11, 25), 1)
    assert from_wednesday.step_days.tolist() == [0, 7, 14, 21, 28]
    assert from_wednesday.ends_on == date(2026, 12, 24)


def test_a_week_that_a_month_ends_in_is_split_by_days():
    horizon = Horizon(date(2027, 3, 1), 2)  # March has 31 days: its fifth week has 3 of them
    steps = horizon.per_step(np.full((1, horizon.weeks), 70.0))
    assert steps[0, :6].tolist() == [70, 70, 70, 70, pytest.approx(30), pytest.approx(40)]
    assert horizon.grant_steps(1) == (0, 5)
    assert steps[0, 5:].sum() == pytest.approx(300)


def test_a_month_later_is_the_same_day_or_the_last():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 11, 30), 15) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("weeks", "months"), [(1, 1), (4, 1), (13, 3), (26, 6), (52, 12), (104, 24)]
)
def test_a_horizon_is_whole_months(weeks, months):
    assert Horizon.of_weeks(weeks, MONDAY).months == months


@pytest.mark.parametrize("weeks", [0, -4, 400])
def test_a_horizon_of_no_or_endless_time_is_refused(weeks):
    with pytest.raises(QuestionError, match="a horizon of"):
        Horizon.of_weeks(weeks, MONDAY)


# --- worked accounts ------------------------------------------------------------------------------


def test_credits_left_over_lapse_with_the_month_and_packs_cover_what_is_short():
    """80 of 100 used in February; in March 120 needed: a pack of 50 for the last 20."""
    got = run(plan(packs=[PACK]))
    assert one(got.fees) == 20
    assert one(got.top_ups) == 8
    assert one(got.used_of_plan) == 180
    assert one(got.lapsed_of_plan) == 20
    assert one(got.left_of_packs) == 30
    assert one(got.ran_out_step) == 7


def test_rolled_over_credits_save_the_pack():
    got = run(plan(packs=[PACK], rollover_months=1))
    assert (one(got.top_ups), one(got.lapsed_of_plan), one(got.left_of_plan)) == (0, 0, 0)


def test_a_cap_lets_only_so_many_be_carried():
    """20 left, 15 carried: 115 for the 120 of March."""
    got = run(plan(packs=[PACK], rollover_months=1, rollover_cap="15"))
    assert one(got.lapsed_of_plan) == 5
    assert one(got.top_ups) == 8
    assert one(got.left_of_packs) == 45


def test_the_cap_counts_for_each_subscription():
    got = run(plan(rollover_months=2, rollover_cap="15"), [0] * 9, units=2)
    assert one(got.lapsed_of_plan) == 200 - 30


def test_credits_rolled_over_once_lapse_after_that():
    got = run(plan(rollover_months=1), [0] * 13, Horizon(MONDAY, 3))
    assert one(got.granted) == 300
    assert one(got.lapsed_of_plan) == 200  # February's with March, March's with April
    assert one(got.left_of_plan) == 100


def test_credits_that_never_lapse_stay():
    got = run(plan(never_lapses=True), [0] * 9)
    assert (one(got.lapsed_of_plan), one(got.left_of_plan)) == (0, 200)


def test_newest_first_lets_rolled_over_credits_lapse():
    """February leaves 60. March needs 100: its own go first, so the 60 lapse with March."""
    work = [40, 0, 0, 0, 100, 0, 0, 0, 0]
    own_first = run(plan(rollover_months=1, burn_order="newest_first"), work)
    soonest_first = run(plan(rollover_months=1), work)
    assert (one(own_first.lapsed_of_plan), one(own_first.left_of_plan)) == (60, 0)
    assert (one(soonest_first.lapsed_of_plan), one(soonest_first.left_of_plan)) == (0, 60)


def test_packs_lapse_with_the_step_after_their_time():
    """30 left of the pack of the first week, 14 days on; then 10 are short again: a second pack."""
    pack = PACK | {"expires_after_days": 14}
    got = run(plan(credits="1", packs=[pack]), [21, 0, 10, 0, 0, 0, 0, 0, 0])
    assert one(got.top_ups) == 16
    assert one(got.lapsed_of_packs) == 30 + 40
    short_lived = run(plan(credits="1", packs=[pack]), [21, 10, 0, 0, 0, 0, 0, 0, 0])
    assert (one(short_lived.top_ups), one(short_lived.lapsed_of_packs)) == (8, 20)


def test_a_pack_that_ends_with_the_horizon_lapses_in_it():
    pack = PACK | {"expires_after_days": TWO_MONTHS.days}
    got = run(plan(credits="1", packs=[pack]), [21, 0, 0, 0, 0, 0, 0, 0, 0])
    assert (one(got.lapsed_of_packs), one(got.left_of_packs)) == (30, 0)


def test_what_lapses_first_goes_first_when_the_platform_says_so():
    """The pack of week 4 (30 left) ends in week 8, the plan's March credits at the end of March."""
    pack = PACK | {"expires_after_days": 28}
    work = [100, 0, 0, 20, 30, 0, 0, 0, 0]
    plan_first = run(plan(packs=[pack]), work)
    soonest = run(plan(packs=[pack], burn_order="earliest_expiry"), work)
    packs_first = run(plan(packs=[pack], burn_order="packs_first"), work)
    assert [one(each.lapsed_of_packs) for each in (plan_first, soonest, packs_first)] == [30, 0, 0]
    assert [one(each.used_of_plan) for each in (plan_first, soonest, packs_first)] == [
        130,
        100,
        100,
    ]


def test_of_what_ends_on_one_day_the_plans_credits_go_first():
    """The pack of 22 February (30 left) ends on 1 April, as the plan's March credits do."""
    pack = PACK | {"expires_after_days": 38}
    work = [100, 0, 0, 20, 30, 0, 0, 0, 0]
    got = run(plan(packs=[pack], burn_order="earliest_expiry"), work)
    assert (one(got.used_of_plan), one(got.lapsed_of_packs)) == (130, 30)


def test_a_pack_that_ends_after_the_horizon_goes_before_credits_that_never_lapse():
    """40 left of February's pack, which ends in April: March's 30 come from it, not of the plan."""
    pack = PACK | {"expires_after_days": 60}
    terms = plan(never_lapses=True, burn_order="earliest_expiry", packs=[pack])
    got = run(terms, [110, 0, 0, 0, 30, 0, 0, 0, 0])
    assert (one(got.used_of_plan), one(got.left_of_packs)) == (100, 10)


def test_an_annual_pool_is_paid_and_granted_once_a_year():
    pool = plan(billing="year", grants="year", price="100", credits="1200")
    horizon = Horizon(MONDAY, 24)
    got = run(pool, [10] * len(horizon.step_days), horizon)
    assert (one(got.fees), one(got.granted)) == (200, 2400)
    assert one(got.used_of_plan) + one(got.lapsed_of_plan) == 2400


def test_overage_bills_exactly_what_is_short():
    got = run(plan(overage_price="0.5"))
    assert one(got.top_ups) == 10
    assert one(got.left_of_packs) == 0


def test_without_a_top_up_work_stays_undone():
    got = run(plan())
    assert (one(got.unmet), one(got.top_ups)) == (20, 0)


def test_volume_steps_make_several_subscriptions_cheaper():
    got = run(plan(volume_steps=[{"from_units": 3, "price": "9"}]), units=3)
    assert one(got.fees) == 2 * 27


def test_credits_may_end_before_the_next_ones_come():
    got = run(plan(expires_after_days=7), [20] * 9)
    assert one(got.used_of_plan) == 40
    assert one(got.lapsed_of_plan) == 160


def test_the_rest_goes_elsewhere_in_the_other_platforms_credits():
    """20 short here are 40 there: one pack of 50 at 3."""
    here, there = plan(), plan(platform="other")
    other = Offer(Seller.of_plan(there), top_up=TopUp("packs", Decimal(3), Decimal(50)))
    offer = Offer(Seller.of_plan(here), here, 1, elsewhere=other)
    rate = np.full((1, 9), 2.0)
    got = simulate(offer, np.array([WORK], float), TWO_MONTHS, elsewhere_per_credit=rate)
    assert (one(got.fees), one(got.top_ups), one(got.unmet)) == (20, 3, 0)


def test_what_is_left_undone_elsewhere_is_undone_in_the_credits_of_here():
    """20 short here are 40 there, where 30 came for March: a quarter of the 20 stays undone."""
    here, there = plan(), plan(platform="other", credits="30")
    offer = Offer(Seller.of_plan(here), here, 1, elsewhere=Offer(Seller.of_plan(there), there, 1))
    rate = np.full((1, 9), 2.0)
    got = simulate(offer, np.array([WORK], float), TWO_MONTHS, elsewhere_per_credit=rate)
    assert (one(got.fees), one(got.unmet)) == (40, 5)


def test_of_two_offers_for_different_work_the_undone_shares_add_up():
    """Here 20 of 200 credits stay undone; beside it 20 of 40, or a half: as much as 100 here."""
    here = run(plan())
    beside = run(plan(credits="10", price="3"), [25, 0, 0, 0, 15, 0, 0, 0, 0])
    assert (one(here.unmet), one(beside.unmet), one(beside.demand)) == (20, 20, 40)
    both = here.beside(beside)
    assert (one(both.unmet), one(both.demand), one(both.fees)) == (120, 200, 26)


# --- what is carried over -------------------------------------------------------------------------

A_CREDIT_A_DAY = [7, 7, 7, 7, 7, 7, 7, 7, 3]


def on_demand(pack):
    terms = plan(packs=[pack])
    offer = Offer(Seller.of_plan(terms), top_up=top_ups(terms)[0])
    return simulate(offer, np.array([A_CREDIT_A_DAY], float), TWO_MONTHS)


def test_credits_bought_and_used_later_are_no_cost_of_today():
    """59 used of two packs; the 41 left will be, at 0.16 each."""
    got = on_demand(PACK)
    assert (one(got.paid), one(got.carried)) == (16, pytest.approx(41 * 0.16))
    assert one(got.cost) == pytest.approx(16 - 41 * 0.16)


def test_only_what_will_be_used_before_it_ends_is_carried():
    """The second pack, of day 49, lasts 50 days: 40 of its 41, at a credit a day."""
    assert one(on_demand(PACK | {"expires_after_days": 50}).carried) == pytest.approx(40 * 0.16)


def test_of_a_year_paid_ahead_the_months_to_come_count():
    """120 for 12 months of 100, of which two have passed: the other ten's 100, used or not."""
    by_year = run(plan(billing="year", price="120"), [20] * 9)
    assert one(by_year.paid) == 120
    assert one(by_year.carried) == pytest.approx(100)


def test_the_price_of_a_pool_is_spread_over_what_the_work_will_have_used_of_it():
    """118 used in 59 days of 1,200 for 120, in the 306 days left another 612: 612 / 730 of 120."""
    pool = plan(billing="year", grants="year", price="120", credits="1200")
    got = run(pool, [2 * n for n in A_CREDIT_A_DAY])
    assert one(got.carried) == pytest.approx(120 * 612 / 730)


def test_a_pool_that_will_be_used_up_is_spread_over_all_of_it():
    """590 used in 59 days of 1,200 for 120: the other 610 are used before it ends."""
    pool = plan(billing="year", grants="year", price="120", credits="1200")
    assert one(run(pool, [10 * n for n in A_CREDIT_A_DAY]).carried) == pytest.approx(61)


def test_monthly_credits_left_over_are_worth_nothing_as_new_ones_come():
    assert one(run(plan(rollover_months=3), [0] * 9).carried) == 0
    assert one(run(plan(never_lapses=True), [10] * 9).carried) == 0


def test_less_work_does_not_cost_more_because_less_of_the_last_pack_is_used():
    """Packs of 5,000 for 700 that end after 180 days: two a year, and the third is of the next.

    A few units a week or twenty, either way the third pack has its whole life before it.
    """
    pack = {"name": "big", "price": "700", "credits": "5000", "expires_after_days": 180}
    terms = plan(packs=[pack])
    offer = Offer(Seller.of_plan(terms), top_up=top_ups(terms)[0])
    cost = [
        one(simulate(offer, np.full((1, len(YEAR.step_days)), a_step), YEAR).cost)
        for a_step in (2.0, 5.0, 20.0)
    ]
    # bought on days 0, 182 and 364; of the last 1 day of 180 is of this year
    assert cost == [pytest.approx(1400 + 700 / 180)] * 3


def test_units_may_differ_by_path():
    terms = plan(overage_price="1")
    offer = Offer(Seller.of_plan(terms), terms, 1, top_ups(terms)[0])
    got = simulate(offer, np.array([WORK, WORK], float), TWO_MONTHS, units=np.array([0.0, 2.0]))
    assert got.cost.tolist() == [200, 40]


# --- what always holds ----------------------------------------------------------------------------

orders = st.sampled_from(["plan_first", "newest_first", "earliest_expiry", "packs_first"])
YEAR = Horizon(MONDAY, 12)
LONG = Horizon(MONDAY, 15)
spans = st.one_of(st.none(), st.integers(5, 500))
amounts = st.sampled_from(["0.5", "7", "40", "300", "2500"])


@st.composite
def any_terms(draw):
    """Terms of every kind the book knows."""
    rule = draw(st.sampled_from(["lapses", "rollover", "days", "never"]))
    yearly = draw(st.booleans())
    terms = {
        "price": draw(amounts),
        "credits": draw(amounts),
        "billing": "year" if yearly else "month",
        "grants": draw(st.sampled_from(["month", "year"])) if yearly else "month",
        "burn_order": draw(orders),
    }
    if rule == "rollover":
        terms |= {"rollover_months": draw(st.integers(1, 3))}
        terms |= {"rollover_cap": draw(amounts)} if draw(st.booleans()) else {}
    terms |= {"expires_after_days": draw(st.integers(5, 500))} if rule == "days" else {}
    terms |= {"never_lapses": True} if rule == "never" else {}
    if draw(st.booleans()):
        pack = {"name": "pack", "price": draw(amounts), "credits": draw(amounts)}
        terms |= {"packs": [pack | {"expires_after_days": draw(spans)}]}
    else:
        terms |= {"overage_price": draw(amounts)}
    return plan(**terms)


volumes = st.lists(st.floats(0.02, 50), min_size=2, max_size=6).map(sorted)


@settings(max_examples=150, deadline=None)
@given(
    any_terms(), st.integers(0, 3), st.sampled_from([YEAR, LONG, TWO_MONTHS]), volumes, st.data()
)
def test_more_of_the_same_work_never_costs_less(terms, units, horizon, volumes, data):
    steps = len(horizon.step_days)
    shape = data.draw(st.lists(st.integers(0, 60), min_size=steps, max_size=steps))
    demand = np.array(volumes)[:, None] * np.array(shape, float)
    offer = Offer(Seller.of_plan(terms), terms, units, top_ups(terms)[0])
    cost = simulate(offer, demand, horizon).cost
    assert (np.diff(cost) >= -1e-6 * np.maximum(1.0, cost[1:])).all(), cost


works = st.lists(st.integers(0, 120), min_size=9, max_size=9)
lives = st.one_of(st.none(), st.integers(1, 80))


@settings(max_examples=60, deadline=None)
@given(works, orders, st.integers(0, 2), lives, st.integers(0, 3), st.booleans())
def test_no_credit_and_no_work_gets_lost(work, order, rollover, life, units, with_pack):
    packs = [PACK | {"expires_after_days": life}] if with_pack else []
    got = run(plan(burn_order=order, rollover_months=rollover, packs=packs), work, units=units)
    of_plan = got.used_of_plan + got.lapsed_of_plan + got.left_of_plan
    assert one(of_plan) == pytest.approx(one(got.granted)) == 200 * units
    bought = one(got.top_ups) / 8 * 50
    of_packs = bought - one(got.lapsed_of_packs) - one(got.left_of_packs)
    assert one(got.used_of_plan) + of_packs + one(got.unmet) == pytest.approx(sum(work))


@settings(max_examples=60, deadline=None)
@given(works, st.integers(0, 2), lives)
def test_the_ledger_that_values_real_accounts_lets_the_same_credits_lapse(work, rollover, life):
    """First expired, first out: the same purchases and the same use, booked and valued exactly."""
    pack = PACK | {"expires_after_days": life}
    terms = plan(rollover_months=rollover, packs=[pack], burn_order="earliest_expiry")
    got = run(terms, work)
    end = at(TWO_MONTHS.days)
    valuation = value_entries(booked(work, got.short[0], rollover, life), end)
    lapsed = sum(float(lapse.credits) for lapse in valuation.breakage)
    assert one(got.lapsed_of_plan + got.lapsed_of_packs) == pytest.approx(lapsed)
    assert not valuation.problems


def at(days, hour=0):
    start = datetime(2027, 2, 1)
    return start + timedelta(days=int(days), hours=hour)


def booked(work, short, rollover, life):
    """The account as its platform would have written it. A pack ends at the step that sees it."""
    days = TWO_MONTHS.step_days
    entries = []
    for month, day in enumerate((0, 28)):
        ends = (months_later(MONDAY, month + 1 + rollover) - MONDAY).days
        entries.append(entry("purchase", at(day), 100, at(ends)))
    for step, credits_ in enumerate(work):
        lacking = int(short[step])
        if credits_ > lacking:
            entries.append(entry("consume", at(days[step], 1), credits_ - lacking, None))
        if lacking:
            seen = [d for d in (*days, TWO_MONTHS.days) if life and d >= days[step] + life]
            ends = at(seen[0]) if seen else None
            entries.append(entry("purchase", at(days[step], 2), -(-lacking // 50) * 50, ends))
            entries.append(entry("consume", at(days[step], 3), lacking, None))
    return [each._replace(entry_no=number) for number, each in enumerate(entries)]


def entry(kind, moment, credits_, ends):
    return Entry(
        account="acme",
        kind=kind,
        at=moment,
        credits=Decimal(credits_),
        money=Decimal(1) if kind == "purchase" else None,
        currency="USD",
        expires_at=ends,
        promotional=False,
        attempt_ref=None,
        entry_id=None,
        source="test",
        entry_no=0,
    )


def test_a_rollover_with_a_cap_by_hand_in_the_ledger_and_in_the_simulation():
    """100 credits for 9.99 a month, 15 carried at most; 80 used in February, 120 in March.

    Of the 20 left over, 5 lapse (0.4995) and 15 go on. March takes those (1.4985), its own hundred
    (9.99) and 5 of a pack of 50 for 8 (0.80). 45 of the pack are left.
    """
    months = (at(0), at(28), at(59))
    ledger = [
        entry("purchase", months[0], 100, months[2])._replace(money=Decimal("9.99")),
        entry("consume", at(7), 80, None),
        entry("expire", months[1], 5, None),
        entry("purchase", months[1], 100, at(89))._replace(money=Decimal("9.99")),
        entry("consume", at(35), 115, None),
        entry("purchase", at(36), 50, None)._replace(money=Decimal(8)),
        entry("consume", at(37), 5, None),
    ]
    numbered = [each._replace(entry_no=number) for number, each in enumerate(ledger)]
    valuation = value_entries(numbered, at(59))
    consumed = [each.money for each in valuation.valued if each.entry.kind == "consume"]
    assert consumed == [Decimal("7.992"), Decimal("11.4885"), Decimal("0.8")]
    assert [(each.credits, each.money) for each in valuation.breakage] == [(5, Decimal("0.4995"))]
    assert not valuation.problems
    got = run(plan(price="9.99", packs=[PACK], rollover_months=1, rollover_cap="15"))
    assert one(got.breakage) == pytest.approx(0.4995)
    assert (one(got.fees), one(got.top_ups), one(got.left_of_packs)) == (2 * 9.99, 8, 45)
