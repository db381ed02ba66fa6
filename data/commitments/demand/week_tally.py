"""Work and bookings added up to weeks of credits."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.demand.weekly import NOTHING, Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from data.commitments.demand.work_rating import Rates, Work
    from data.commitments.terms.packs import CreditRate

CHARGED = "charged"


class Consumption(NamedTuple):
    """Credits of one week, end and model that an account was charged and given back."""

    week: date
    ending: str
    consumed: Decimal
    refunded: Decimal
    n_calls: int
    """Charges that name a call."""
    model: str | None = None
    """The model of the calls named; None also where none is."""


class WeekTally:
    """Credits by week and end, filled in one of three ways: `value`, `rate` or `book`."""

    def __init__(self, work: Sequence[Work]) -> None:
        """Take the work of all weeks; nothing is valued yet."""
        self._work = work
        self._credits: defaultdict[tuple[date, str], Decimal] = defaultdict(Decimal)
        self._attempts: defaultdict[date, int] = defaultdict(int)
        self.days: set[date] = {each.week for each in work}
        self.unrated_attempts = 0
        self.unconverted_attempts = 0
        self.assumed_attempts = 0
        self.guesses: Counter[CreditRate] = Counter()
        """Attempts by the uncertain rate that they were valued by."""
        for each in work:
            self._attempts[each.week] += each.n_attempts

    def week(self, day: date) -> Week:
        """The week that begins on a day; without any work all of it is 0."""
        charged, failed, blocked = (
            self._credits[day, ending] for ending in (CHARGED, "failed", "blocked")
        )
        return Week(day, charged, failed, blocked, self._attempts[day])

    def value(self, rates: Rates, credit_list_price: Decimal | None) -> None:
        """Value each call as logged, else by its list cost, else by a rate.

        A failed or blocked call without any of them takes what the model's other calls take.
        """
        valued = [(each, self._own(each, rates, credit_list_price)) for each in self._work]
        means = _means(valued)
        for work, credits_ in valued:
            if credits_ is not None:
                self._credits[work.week, work.ending] += credits_
            elif work.ending != CHARGED and (mean := means.get(work.model, means.get(None))):
                self._credits[work.week, work.ending] += mean * work.n_attempts
                self.assumed_attempts += work.n_attempts
            else:
                self.unrated_attempts += work.n_attempts

    def rate(self, rates: Rates) -> None:
        """Value each call by another platform's rates alone."""
        for work in self._work:
            credits_ = self._rated(work, rates)
            if credits_ is None:
                self.unrated_attempts += work.n_attempts
            else:
                self._credits[work.week, work.ending] += credits_

    def _own(self, work: Work, rates: Rates, credit_list_price: Decimal | None) -> Decimal | None:
        """What calls took on their own channel; None where nothing says so."""
        if work.has_credits:
            return work.credits
        listed = work.has_list_cost and work.ending == CHARGED and work.list_cost is not None
        if listed and credit_list_price and work.list_rate and work.list_cost is not None:
            return work.list_cost / (credit_list_price * work.list_rate)
        return self._rated(work, rates)

    def _rated(self, work: Work, rates: Rates) -> Decimal | None:
        """By a rate; one that is uncertain is remembered."""
        credits_, guess = rates.credits(work), rates.guess(work)
        if credits_ is not None and guess is not None:
            self.guesses[guess] += work.n_attempts
        return credits_

    def price(self, rate: Decimal | None = None) -> None:
        """Value each call in money, as the price book asked for it; who bills a failure counted.

        `rate`: what 1 of the currency of the prices is now, where that is another.
        """
        for work in self._work:
            if work.list_cost is None:
                self.unrated_attempts += work.n_attempts
                self.unconverted_attempts += work.n_attempts if work.lacks_rate else 0
            else:
                now = rate / work.list_rate if rate and work.list_rate else 1
                self._credits[work.week, CHARGED] += work.list_cost * now

    def book(self, consumed: Iterable[Consumption]) -> None:
        """Take what was charged: net for calls that ended well, gross for those that failed.

        Failed and blocked calls that were never charged take the mean of the charged ones.
        """
        booked = list(consumed)
        self.days |= {each.week for each in booked}
        uncharged = self._failed_calls()
        net: defaultdict[tuple[date, str], Decimal] = defaultdict(Decimal)
        for each in booked:
            key = (each.week, each.ending)
            net[key] += each.consumed - (each.refunded if each.ending == CHARGED else NOTHING)
            uncharged[key] -= each.n_calls
        for key, credits_ in net.items():
            self._credits[key] += max(NOTHING, credits_)
        mean = self._mean_charged(booked)
        for (day, ending), calls in uncharged.items():
            if ending != CHARGED and calls > 0:
                self._credits[day, ending] += mean * calls
                self.assumed_attempts += calls

    def _failed_calls(self) -> defaultdict[tuple[date, str], int]:
        calls: defaultdict[tuple[date, str], int] = defaultdict(int)
        for work in self._work:
            if work.ending != CHARGED:
                calls[work.week, work.ending] += work.n_attempts
        return calls

    def _mean_charged(self, booked: Sequence[Consumption]) -> Decimal:
        charged = [each for each in booked if each.ending == CHARGED]
        calls = sum(each.n_calls for each in charged)
        calls = calls or sum(work.n_attempts for work in self._work if work.ending == CHARGED)
        total = sum((each.consumed - each.refunded for each in charged), NOTHING)
        return max(NOTHING, total / calls) if calls else NOTHING


def _means(valued: Iterable[tuple[Work, Decimal | None]]) -> dict[str | None, Decimal]:
    """Credits per charged call by model, and under None over all."""
    credits_: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    calls: defaultdict[str | None, int] = defaultdict(int)
    for work, value in valued:
        if value is not None and work.ending == CHARGED:
            for name in {work.model, None}:
                credits_[name] += value
                calls[name] += work.n_attempts
    return {name: credits_[name] / n for name, n in calls.items() if n}
