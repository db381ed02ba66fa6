"""A team's weekly demand and evidence out of its warehouse.

Own credits: what the account was charged where its ledger has consumption; else what the log says
each call took, else its list price in credits, else the platform's rate; never two of these for one
call. Elsewhere: the rates of the models that would do the work there. Reads the relations as of the
moment they were resolved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.log_rows import LogRows
from data.commitments.demand.week_tally import WeekTally
from data.commitments.demand.weekly import MOST_UNRATED, WEEK, Guess, WeeklyDemand
from data.commitments.demand.work_rating import Rates
from data.pricing.currencies import Conversion, conversions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from duckdb import DuckDBPyConnection

    from data.commitments.demand.weekly import Basis
    from data.commitments.terms.platform import Platform
    from data.pricing.currencies import CurrencyRate, RateInForce
    from data.settings import Settings

EARLIEST = date(1900, 1, 1)


def demand_of(
    cursor: DuckDBPyConnection,
    channel: str | Sequence[str],
    settings: Settings,
    *,
    platform: Platform | None = None,
    elsewhere: bool = False,
    instead: Mapping[str, str] | None = None,
    media: str | None = None,
    models: AbstractSet[str | None] | None = None,
    name: str | None = None,
    rates: Iterable[CurrencyRate] = (),
) -> WeeklyDemand:
    """The complete local weeks of one or several channels' work, in credits.

    `platform` is whose credits count: the channel's own (else credits as logged), or `elsewhere`
    another's, where `instead` names the model that does the work of each of ours (`*`: any other).
    `media` narrows the log; a ledger cannot be narrowed by it and is then not used. `models` (None:
    all) narrows both, `name` is what such a part of the work is called instead of its platform.
    `rates` of all days turn list money into credits that are listed in another currency.
    """
    listed_at = _list_rates(platform, settings, rates)
    asking = LogRows(cursor, channel, settings, media, tuple(listed_at))
    work = [each for each in asking.work() if models is None or each.model in models]
    booked = [] if elsewhere or media else asking.consumption()
    consumed = [each for each in booked if models is None or each.model in models]
    rating = Rates(platform.rates if platform else (), instead)
    basis: Basis = "re-rated" if elsewhere else "ledger" if booked else "log"
    tally = WeekTally(work)
    if basis == "re-rated":
        tally.rate(rating)
    elif basis == "ledger":
        tally.book(consumed)
    else:
        tally.value(rating, platform.credit_list_price if platform else None)
    covered = asking.covered_weeks("ledger" if booked else "log")
    return WeeklyDemand(
        platform=name or (platform.name if platform else asking.channels[0]),
        weeks=tuple(tally.week(day) for day in covered),
        basis=basis,
        credit=platform.credit if platform else "credit",
        partly_covered_weeks=len(tally.days - set(covered)),
        logged_attempts=sum(each.n_attempts for each in work),
        unrated_attempts=tally.unrated_attempts,
        assumed_attempts=tally.assumed_attempts,
        guesses=tuple(
            Guess(rate.title, rate.source, rate.checked_on, attempts)
            for rate, attempts in tally.guesses.items()
        ),
        peak_concurrency=asking.peak(),
    )


def list_money_of(
    cursor: DuckDBPyConnection,
    channel: str,
    settings: Settings,
    weeks: Sequence[date],
    *,
    at: RateInForce | None = None,
    rates: Iterable[CurrencyRate] = (),
    models: AbstractSet[str | None] | None = None,
    name: str | None = None,
) -> WeeklyDemand:
    """What the price book asks for a channel's calls, in money: of these weeks, if covered.

    No week at all where the log of calls does not cover each of them from end to end. `at` is what
    the currency of the prices is worth now: money converted by the `rates` of then is told by it.
    `models` (None: all) narrows it, `name` is what that part is called instead of the channel.
    """
    then = [] if at is None else _conversions(at.currency, settings, rates)
    asking = LogRows(cursor, channel, settings, None, tuple(then))
    work = [each for each in asking.work() if models is None or each.model in models]
    tally = WeekTally(work)
    tally.price(None if at is None else at.rate)
    covered = set(weeks) <= set(asking.covered_weeks("log"))
    return WeeklyDemand(
        platform=f"{name or channel}, pay as you go",
        weeks=tuple(tally.week(day) for day in weeks) if covered else (),
        basis="price book",
        credit=settings.currency,
        logged_attempts=sum(each.n_attempts for each in work),
        unrated_attempts=tally.unrated_attempts,
        unconverted_attempts=tally.unconverted_attempts,
        peak_concurrency=asking.peak(),
    )


def demands_there(
    cursor: DuckDBPyConnection,
    channel: str | Sequence[str],
    settings: Settings,
    platforms: Iterable[Platform],
    instead: Mapping[str, str] | None = None,
) -> tuple[WeeklyDemand, ...]:
    """The same work at the rates of each platform that does it all but for `MOST_UNRATED`."""
    asking = LogRows(cursor, channel, settings)
    work, covered = asking.work(), asking.covered_weeks("log")
    found = []
    for platform in platforms:
        tally = WeekTally(work)
        tally.rate(Rates(platform.rates, instead))
        demand = WeeklyDemand(
            platform=platform.name,
            weeks=tuple(tally.week(day) for day in covered),
            basis="re-rated",
            credit=platform.credit,
            logged_attempts=sum(each.n_attempts for each in work),
            unrated_attempts=tally.unrated_attempts,
        )
        found += [demand] if demand.unrated_share <= MOST_UNRATED else []
    return tuple(found)


def models_rated(
    cursor: DuckDBPyConnection,
    channel: str,
    settings: Settings,
    platform: Platform,
    instead: Mapping[str, str],
) -> tuple[set[str | None], set[str | None]]:
    """The models of the channel's log whose work has a rate on another platform, and the others."""
    rates = Rates(platform.rates, instead)
    calls: defaultdict[str | None, Counter[bool]] = defaultdict(Counter)
    for work in LogRows(cursor, channel, settings).work():
        calls[work.model][rates.credits(work) is not None] += work.n_attempts
    rated: set[str | None] = {
        model
        for model, found in calls.items()
        if found[False] <= MOST_UNRATED * (found[True] + found[False]) and model is not None
    }
    return rated, set(calls) - rated


def _list_rates(
    platform: Platform | None, settings: Settings, rates: Iterable[CurrencyRate]
) -> list[Conversion]:
    """What the currency of a credit's list price was in the reporting one, and when."""
    currency = platform.currency if platform else settings.currency
    if currency == settings.currency:
        return [Conversion(currency, Decimal(1), EARLIEST, date.max)]
    return _conversions(currency, settings, rates)


def _conversions(
    currency: str, settings: Settings, rates: Iterable[CurrencyRate]
) -> list[Conversion]:
    found = conversions(rates, settings.currency)
    return [each for each in found if each.currency == currency]


def evidence_of(
    cursor: DuckDBPyConnection,
    channel: str | Sequence[str],
    settings: Settings,
    *,
    media: str | None = None,
) -> Evidence:
    """The settled briefs with work on the channels, and over how many weeks they began."""
    rows = LogRows(cursor, channel, settings, media).rows("settled_briefs", "media")
    if not rows:
        return Evidence()
    days = [row[1] for row in rows]
    weeks = max(1.0, ((max(days) - min(days)).days + 1) / WEEK.days)
    return Evidence(tuple(BriefSums(*row[2:]) for row in rows), weeks)
