"""What each way to buy costs if a usable asset takes so many attempts, and what to pilot.

asked = BeforeLogQuestion(300, Decimal(3), Decimal(12), ("Nano Banana Pro",))
sizing = size_before_log(asked, figures.book, today)

The work is stated and the same every month, so costs are exact: one future, run as any other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.commitments.before_log.mixes import mixed
from data.commitments.before_log.named_model import NamedModel, is_rated, named_model
from data.commitments.before_log.pilots import StatedPilot, pilots
from data.commitments.before_log.places import market_of
from data.commitments.before_log.ways import MIDDLE, Curves, Pays, SizedWay, Stretch, Way, Work
from data.commitments.demand.evidence import MoreBriefs, briefs_to_know
from data.commitments.futures.horizon import Horizon
from data.commitments.offers.pilot import WEEKS_A_MONTH
from data.commitments.terms.book import SHIPPED, PlanBook
from data.commitments.wording import listed
from data.errors import QuestionError
from data.pricing.currencies import rates_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from data.commitments.before_log.places import Market
    from data.commitments.before_log.question import BeforeLogQuestion
    from data.commitments.offers.left_out import LeftOut
    from data.commitments.terms.platform import Platform
    from data.pricing.book import PriceBook


@dataclass(frozen=True)
class BeforeLogSizing:
    """The answer; money in one currency, over the horizon unless said otherwise."""

    asked: BeforeLogQuestion
    models: tuple[NamedModel, ...]
    work: Work
    currency: str
    ways: tuple[SizedWay, ...]
    """The cheapest at the middle first."""
    cheapest: tuple[Stretch, ...]
    """In order of the attempts."""
    without_a_year: tuple[Stretch, ...]
    """The same among what binds nobody for a year."""
    briefs: MoreBriefs
    weeks: int
    """What the likely number of briefs takes at the stated pace."""
    pilots: tuple[StatedPilot, ...]
    left_out: tuple[LeftOut, ...]


def size_before_log(
    asked: BeforeLogQuestion, prices: PriceBook, on: date, currency: str = "USD"
) -> BeforeLogSizing:
    """Size stated work on a day. Raises QuestionError or SettingsError naming what is wrong."""
    rates = rates_in_force(prices.rates, currency, on)
    book = PlanBook.load((SHIPPED, *asked.plan_files), asked.quotes, rates)
    models = _models(asked, prices, book)
    platforms = _platforms(asked, book, models, prices, on)
    market = market_of(models, platforms, book, prices, on, currency, rates, asked.seats)
    _refuse_unrated(asked, market)
    work = Work(asked.assets, Horizon.of_weeks(asked.horizon_weeks, on))
    ways = [Way(place, offers, work) for place in market.places for offers in place.offers()]
    if not ways:
        raise QuestionError(f"nothing that is sold can be sized: {_reasons(market)}.")
    alone = sorted((SizedWay.of(each, asked.levels) for each in ways), key=SizedWay.rank)
    sized = sorted([*alone, *mixed(alone, asked.levels)], key=SizedWay.rank)
    curves = Curves([each.way for each in sized], asked.levels)
    unbound = [n for n, each in enumerate(sized) if not each.way.binds_a_year]
    briefs = briefs_to_know(None, asked.rule)
    weeks = math.ceil(briefs.likely * WEEKS_A_MONTH / asked.assets)
    return BeforeLogSizing(
        asked=asked,
        models=models,
        work=work,
        currency=market.currency,
        ways=tuple(
            replace(each, pays=_pays(n, sized, curves, asked.levels[MIDDLE]))
            for n, each in enumerate(sized)
        ),
        cheapest=curves.stretches(range(len(sized))),
        without_a_year=curves.stretches(unbound) if unbound else (),
        briefs=briefs,
        weeks=weeks,
        pilots=pilots(market.places, (briefs.likely, briefs.most), (asked.low, asked.high), weeks),
        left_out=market.left_out,
    )


def _models(asked: BeforeLogQuestion, prices: PriceBook, book: PlanBook) -> tuple[NamedModel, ...]:
    """The models that were named. Raises QuestionError where they do not make the same."""
    texts = dict.fromkeys(asked.models)
    models = [named_model(text, asked.seconds, prices, book.platforms) for text in texts]
    if len({each.media for each in models if each.media}) > 1:
        make = listed([f"{each.name} makes {each.media}s" for each in models if each.media])
        raise QuestionError(f"models: {make}. They do not do the same work: ask for each alone.")
    return tuple(models)


def _platforms(
    asked: BeforeLogQuestion,
    book: PlanBook,
    models: Sequence[NamedModel],
    prices: PriceBook,
    on: date,
) -> list[Platform]:
    """Those that were named, and quotes that do the work; without names, all that do it."""
    given = PlanBook.load(asked.plan_files).platforms if asked.plan_files else {}
    typed = [quote.platform for quote in asked.quotes]
    names = dict.fromkeys([*asked.platforms, *given])
    doing = [
        each.name
        for each in book.platforms.values()
        if (not names or each.name in typed)
        and any(is_rated(model, each, prices, on) for model in models)
    ]
    return [book.platform(name) for name in dict.fromkeys([*names, *doing])]


def _refuse_unrated(asked: BeforeLogQuestion, market: Market) -> None:
    """Where a platform was named and none of those has a rate, say which models have one."""
    if asked.platforms and all(place.bills_each_call for place in market.places):
        raise QuestionError(f"{_reasons(market)}. Name another platform, or give a quote's rate.")
    by_second = any(place.takes.per == "second" for place in market.places)
    if asked.seconds is not None and market.places and not by_second:
        raise QuestionError(
            f"seconds {asked.seconds}: nothing here is charged by the second; leave them out."
        )


def _reasons(market: Market) -> str:
    if not market.left_out:
        return "no platform has a rate for it, and no channel of the price book a price"
    return "; ".join(f"{each.title}: {each.reason}" for each in market.left_out)


def _pays(n: int, sized: Sequence[SizedWay], curves: Curves, middle: Decimal) -> Pays | None:
    """Against the cheapest without a plan, else without a year; that one against the next."""
    against = next((m for m in _binding_least(sized) if m != n), None)
    return None if against is None else curves.pays(n, against, middle)


def _binding_least(sized: Sequence[SizedWay]) -> list[int]:
    """Their places: what needs no plan, then what needs no year, each the cheapest first."""
    return sorted(
        range(len(sized)),
        key=lambda n: (sized[n].way.is_committed, sized[n].way.binds_a_year, sized[n].rank()),
    )
