"""What a figure does not know, a sentence each: terms that nobody states, work without a rate."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.forecast_check import SETTLED_WEEKS
from data.commitments.futures.horizon import months_later
from data.commitments.terms.amounts import MONTHS_PER
from data.commitments.wording import counted, day, listed, money, percent, unit_price
from data.estimates.course import least_trend

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from data.commitments.demand.weekly import Guess, WeeklyDemand
    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.offer import Offer
    from data.commitments.terms.plan import PlanTerms


def cautions(
    offer: Offer, demands: Mapping[str, WeeklyDemand], horizon: Horizon
) -> tuple[str, ...]:
    """Everything to know before relying on an offer's figures, those elsewhere included."""
    demand = demands[offer.seller.platform]
    others = [each for each in (offer.elsewhere, offer.beside) if each is not None]
    terms: tuple[str, ...] = ()
    if offer.plan is not None:
        bound = _of_contract(offer.plan, offer.units, horizon.buys_on)
        terms = (*_of_plan(offer.plan, demand, horizon), *bound)
    there = [words for each in others for words in cautions(each, demands, horizon)]
    found = (
        *_of_failures(offer, demand),
        *_of_trend(offer, demand),
        *terms,
        *_of_top_up(offer),
        *_of_demand(demand),
        *there,
    )
    return tuple(dict.fromkeys(found))


def _of_failures(offer: Offer, demand: WeeklyDemand) -> Iterator[str]:
    seller = offer.seller
    kinds = [
        kind
        for kind, charged, used in (
            ("failed", seller.charges_failed, any(week.failed for week in demand.weeks)),
            ("blocked", seller.charges_blocked, any(week.blocked for week in demand.weeks)),
        )
        if charged == "unknown" and used
    ]
    if kinds:
        yield (
            f"Whether {listed(kinds)} generations take credits at {seller.title} is not known; "
            f"they are counted as if they did."
        )


def _of_trend(offer: Offer, demand: WeeklyDemand) -> Iterator[str]:
    """What a short log cannot show, where a year is signed on it."""
    weeks = len(demand.weeks)
    if offer.plan is None or offer.plan.billing != "year" or weeks >= SETTLED_WEEKS:
        return
    least = least_trend(np.array([float(week.charged("yes", "yes")) for week in demand.weeks]))
    if least:
        yield (
            f"{counted(weeks, 'week')} cannot tell a steady rise or fall of less than about "
            f"{percent(least)} a week from chance; under one the year leaves its range."
        )


def _of_plan(plan: PlanTerms, demand: WeeklyDemand, horizon: Horizon) -> Iterator[str]:
    if plan.certainty == "low":
        read = f", read on {plan.checked_on}" if plan.checked_on else ""
        yield f"The terms of {plan.title} are uncertain ({plan.source}{read}): check them first."
    if horizon.months % MONTHS_PER[plan.billing]:
        yield (
            f"{plan.title} is paid for 12 months at a time. Of the last payment only the months "
            f"within the horizon of {horizon.months} count; you owe the rest too."
        )
    peak = demand.peak_concurrency
    if plan.concurrency is not None and peak is not None and peak > plan.concurrency:
        yield (
            f"{plan.title} runs {plan.concurrency} generations at once; up to {peak} did in the "
            f"log, so people would wait longer."
        )


def _of_contract(plan: PlanTerms, units: float, starts_on: date) -> Iterator[str]:
    """What the plan asks of whoever signs it, and what it gives that is not counted."""
    if plan.unlimited:
        yield (
            f"With {plan.title}, {plan.unlimited} take no credits. How much of your work could go "
            f"that way is not known: all of it is counted as taking credits."
        )
    if plan.auto_renews:
        yield _renewal(plan, starts_on)
    if plan.true_up and plan.overage_price is not None:
        price = unit_price(plan.overage_price, plan.currency)
        yield (
            f"What goes beyond {plan.title} is billed at the end of each {plan.true_up} (true-up), "
            f"at {price} a {plan.credit}: that money has to be set aside."
        )
    if plan.seats > 1 and plan.seat_price is None:
        yield f"What {plan.seats:,} seats of {plan.title} cost is not stated; they are not counted."
    elif plan.seat_cost(units):
        cost = money(plan.seat_cost(units), plan.currency)
        yield f"{cost} a {plan.billing} of it is for seats that {plan.title} does not include."
    if plan.most_units is not None and units >= plan.most_units:
        most = "one" if plan.most_units == 1 else f"{plan.most_units:,}"
        yield f"One team can hold {most} of {plan.title} at most; more was not considered."


def _renewal(plan: PlanTerms, starts_on: date) -> str:
    renewed_on = months_later(starts_on, MONTHS_PER[plan.billing])
    notice = "before that"
    if plan.notice_days:
        last = day(renewed_on - timedelta(days=plan.notice_days))
        notice = f"{counted(plan.notice_days, 'day')} before {day(renewed_on)}, by {last}"
    return (
        f"Bought on {day(starts_on)}, {plan.title} renews by itself for another {plan.billing} on "
        f"{day(renewed_on)} unless cancelled {notice}."
    )


def _guessed(demand: WeeklyDemand) -> str:
    """Which rates are uncertain, and how much of the work rests on them."""
    rates = [f"{each.rate} ({_read(each)})" for each in demand.guesses]
    attempts = sum(each.attempts for each in demand.guesses)
    at = "an uncertain rate" if len(rates) == 1 else "uncertain rates"
    return (
        f"{attempts:,} of {counted(demand.logged_attempts, 'attempt')} are counted at {at} of "
        f"{demand.platform}, to be checked first: {listed(rates)}."
    )


def _read(guess: Guess) -> str:
    return guess.source + (f", read on {guess.read_on}" if guess.read_on else "")


def _of_top_up(offer: Offer) -> Iterator[str]:
    if offer.top_up is not None and not offer.top_up.expiry_known:
        yield f"Whether {offer.top_up.name} lapse is not stated; they are taken to last."
    if offer.top_up is None and offer.elsewhere is None and offer.plan is not None:
        yield f"No way to top up {offer.plan.title} is known: what it does not cover stays undone."


def _of_demand(demand: WeeklyDemand) -> Iterator[str]:
    if demand.unrated_attempts and demand.basis == "price book":
        yield (
            f"{counted(demand.unrated_attempts, 'attempt')} had no price in the price book; that "
            f"work is not counted."
        )
    elif demand.unrated_attempts:
        yield (
            f"{counted(demand.unrated_attempts, 'attempt')} used models that have no rate in the "
            f"credits of {demand.platform}; that work is not counted."
        )
    if demand.assumed_attempts:
        yield (
            f"{counted(demand.assumed_attempts, 'failed or blocked attempt')} had no credits in "
            f"the log and were valued like the others."
        )
    if demand.guesses:
        yield _guessed(demand)
    if demand.basis == "re-rated":
        yield "The work is re-rated: whether models there waste as much as yours is not known."
    if demand.partly_covered_weeks:
        weeks = counted(demand.partly_covered_weeks, "week")
        yield f"Left out: {weeks} that the log covers only in part."
