"""The simulation of thousands of futures against one account kept lot by lot, in plain Python."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commitments.futures.horizon import months_later
from data.commitments.futures.in_hand import HeldLot, InHand, beyond_hand, postponed
from data.commitments.futures.simulation import simulate
from data.commitments.terms.offer import Offer, Seller, top_ups
from tests.test_commitments_simulation import LONG, TWO_MONTHS, YEAR, any_terms

MONTHS = {"month": 1, "year": 12}
NEVER = math.inf
A_YEAR = 365


@dataclass(kw_only=True)
class Lot:
    """Credits that came together."""

    of_plan: bool
    came: int
    end: float
    size: float
    left: float


class Account:
    """One account under one plan: lots come, are used in their order, and lapse.

    What is held at the start is used before all else; until the day of the purchase nothing is
    bought, and work that it does not cover waits for that day.
    """

    def __init__(self, terms, units, top_up, horizon, held=()):
        self.terms, self.units, self.top_up, self.horizon = terms, units, top_up, horizon
        self.lots: list[Lot] = []
        self.held = [list(each) for each in held]
        self.waiting = 0.0
        self.top_ups = self.used = self.lapsed = 0.0

    def days_of(self, months):
        start = self.horizon.starts_on
        return (months_later(start + timedelta(self.horizon.lead_days), months) - start).days

    def live(self, day, need):
        need = self.waiting + self.beyond_held(day, need)
        self.waiting = need if day < self.horizon.lead_days else 0.0
        if not self.waiting:
            self.buy_and_use(day, need)

    def beyond_held(self, day, need):
        """Soonest to end first, while they last."""
        for lot in sorted(self.held, key=lambda each: each[1]):
            if lot[1] > day:
                taken = min(lot[0], need)
                lot[0] -= taken
                need -= taken
        return need

    def buy_and_use(self, day, need):
        self.lapse(day)
        for month in range(0, self.horizon.months, MONTHS[self.terms.grants]):
            if self.days_of(month) == day:
                self.renew(day, month)
        for lot in sorted((each for each in self.lots if each.left > 0), key=self.order):
            taken = min(lot.left, need)
            lot.left -= taken
            need -= taken
            self.used += taken if lot.of_plan else 0.0
        if self.top_up.by_the_credit:
            self.top_ups += need * float(self.top_up.price_per_credit)
        elif need > 1e-6:
            self.buy(day, need)

    def lapse(self, day):
        gone = [each for each in self.lots if each.end <= day]
        self.lapsed += sum(each.left for each in gone if each.of_plan)
        self.lots = [each for each in self.lots if each.end > day]

    def renew(self, day, month):
        terms = self.terms
        if terms.rollover_cap is not None:
            held = [each for each in self.lots if each.of_plan]
            above = sum(each.left for each in held) - float(terms.rollover_cap) * self.units
            for lot in sorted(held, key=lambda each: each.end):
                let_go = min(lot.left, max(0.0, above))
                lot.left -= let_go
                above -= let_go
                self.lapsed += let_go
        size = float(terms.credits) * self.units
        self.lots.append(
            Lot(of_plan=True, came=day, end=self.end_of(day, month), size=size, left=size)
        )

    def end_of(self, day, month):
        terms = self.terms
        if terms.never_lapses:
            return NEVER
        if terms.expires_after_days is not None:
            return day + terms.expires_after_days
        return self.days_of(month + MONTHS[terms.grants] + terms.rollover_months)

    def order(self, lot):
        plans_first, soonest = (not lot.of_plan, lot.end, lot.came), (lot.end, not lot.of_plan)
        return {
            "plan_first": plans_first,
            "newest_first": (not lot.of_plan, -lot.end if lot.of_plan else lot.end, lot.came),
            "earliest_expiry": soonest,
            "packs_first": (lot.of_plan, lot.end, lot.came),
        }[self.terms.burn_order]

    def buy(self, day, need):
        size, life = float(self.top_up.credits), self.top_up.expires_after_days
        packs = math.ceil((need - 1e-6) / size)
        self.top_ups += packs * float(self.top_up.price)
        end = NEVER if life is None else day + life
        self.lots.append(Lot(of_plan=False, came=day, end=end, size=size, left=packs * size - need))

    def fees(self):
        every = MONTHS[self.terms.billing]
        return math.ceil(self.horizon.months / every) * float(self.terms.price) * self.units

    def carried(self):
        """Of each pack, pool and payment that goes on, the share that comes after the horizon."""
        packs = [each for each in self.lots if not each.of_plan and each.left > 0]
        money = sum(float(self.top_up.price) * self.after(each) for each in packs)
        if self.terms.grants == "year":
            pools = [each for each in self.lots if each.of_plan]
            return money + sum(
                float(self.terms.price) * self.units * self.after(each) for each in pools
            )
        every = MONTHS[self.terms.billing]
        paid = math.ceil(self.horizon.months / every) * every
        return money + self.fees() * (paid - self.horizon.months) / paid

    def after(self, lot):
        """What is used after the horizon / what will have been used in the end, at its pace."""
        if lot.size == 0:
            return 0.0
        days = min(lot.end - self.horizon.days, A_YEAR)
        used, so_far = lot.size - lot.left, self.horizon.days - lot.came
        if used <= 0:
            return min(1.0, days / (so_far + days))
        ahead = min(lot.left, used / so_far * days)
        return ahead / (used + ahead)


@settings(max_examples=150, deadline=None)
@given(any_terms(), st.integers(0, 3), st.sampled_from([TWO_MONTHS, YEAR, LONG]), st.data())
def test_every_path_is_what_an_account_kept_lot_by_lot_comes_to(terms, units, horizon, data):
    steps = len(horizon.step_days)
    most = data.draw(st.sampled_from([3, 60, 900]))
    work = data.draw(st.lists(st.integers(0, most), min_size=steps, max_size=steps))
    (way, *_) = top_ups(terms)
    got = simulate(
        Offer(Seller.of_plan(terms), terms, units, way), np.array([work], float), horizon
    )
    account = Account(terms, units, way, horizon)
    for day, need in zip(horizon.step_days.tolist(), work, strict=True):
        account.live(day, float(need))
    is_what_it_comes_to(got, account)


held_lots = st.lists(
    st.tuples(st.integers(1, 400), st.none() | st.integers(1, 500)), min_size=1, max_size=4
)


@settings(max_examples=150, deadline=None)
@given(any_terms(), st.integers(0, 3), held_lots, st.integers(0, 80), st.data())
def test_credits_in_hand_are_used_before_anything_that_is_bought(terms, units, lots, lead, data):
    """And nothing is bought before its day; the month of the purchase begins on it."""
    horizon = replace(YEAR, lead_days=lead)
    steps = len(horizon.step_days)
    most = data.draw(st.sampled_from([3, 60, 900]))
    work = data.draw(st.lists(st.integers(0, most), min_size=steps, max_size=steps))
    (way, *_) = top_ups(terms)
    in_hand = InHand("acme", tuple(HeldLot(Decimal(n), ends(day)) for n, day in lots))
    demand = postponed(beyond_hand(in_hand, np.array([work], float), horizon), horizon)
    got = simulate(Offer(Seller.of_plan(terms), terms, units, way), demand, horizon)
    held = [(n, NEVER if day is None else day) for n, day in lots]
    account = Account(terms, units, way, horizon, held)
    for day, need in zip(horizon.step_days.tolist(), work, strict=True):
        account.live(day, float(need))
    is_what_it_comes_to(got, account)


def ends(day):
    return None if day is None else YEAR.starts_on + timedelta(days=day)


def is_what_it_comes_to(got, account):
    terms, horizon = account.terms, account.horizon
    account.lapse(horizon.days)
    assert float(got.fees[0]) == pytest.approx(account.fees())
    assert float(got.top_ups[0]) == pytest.approx(account.top_ups)
    assert float(got.used_of_plan[0]) == pytest.approx(account.used)
    assert float(got.lapsed_of_plan[0]) == pytest.approx(account.lapsed)
    # pools that never lapse are one: which year's credits are left makes no difference to anyone
    if not (terms.grants == "year" and terms.never_lapses and horizon is LONG):
        assert float(got.carried[0]) == pytest.approx(account.carried(), abs=1e-6)
