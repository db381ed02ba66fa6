"""A team's weekly demand and evidence out of its warehouse.

Own credits: what the account was charged where its ledger has consumption; else what the log says
each call took, else its list price in credits, else the platform's rate; never two of these for one
call. Elsewhere: the rates of the models that would do the work there. Reads the relations as of the
moment they were resolved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.commitments.demand.evidence import BriefSums, Evidence
from data.commitments.demand.week_tally import Consumption, WeekTally
from data.commitments.demand.weekly import MOST_UNRATED, WEEK, Guess, WeeklyDemand
from data.commitments.demand.work_rating import Rates, Work
from data.metrics.days import days_into_week
from data.pricing.currencies import Conversion, conversions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from duckdb import DuckDBPyConnection

    from data.commitments.demand.weekly import Basis
    from data.commitments.terms.platform import Platform
    from data.pricing.currencies import CurrencyRate, RateInForce
    from data.settings import Settings

DAY = timedelta(days=1)
SEEN_OFTEN = 3 * WEEK
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
    asking = _Asking(cursor, channel, settings, media, tuple(listed_at))
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
) -> WeeklyDemand:
    """What the price book asks for a channel's calls, in money: of these weeks, if covered.

    No week at all where the log of calls does not cover each of them from end to end. `at` is what
    the currency of the prices is worth now: money converted by the `rates` of then is told by it.
    """
    then = [] if at is None else _conversions(at.currency, settings, rates)
    asking = _Asking(cursor, channel, settings, None, tuple(then))
    work = asking.work()
    tally = WeekTally(work)
    tally.price(None if at is None else at.rate)
    covered = set(weeks) <= set(asking.covered_weeks("log"))
    return WeeklyDemand(
        platform=f"{channel}, pay as you go",
        weeks=tuple(tally.week(day) for day in weeks) if covered else (),
        basis="price book",
        credit=settings.currency,
        logged_attempts=sum(each.n_attempts for each in work),
        unrated_attempts=tally.unrated_attempts,
        unconverted_attempts=tally.unconverted_attempts,
        peak_concurrency=asking.peak(),
    )


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
    for work in _Asking(cursor, channel, settings, None).work():
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
    rows = _Asking(cursor, channel, settings, media).rows("settled_briefs", "media")
    if not rows:
        return Evidence()
    days = [row[1] for row in rows]
    weeks = max(1.0, ((max(days) - min(days)).days + 1) / WEEK.days)
    return Evidence(tuple(BriefSums(*row[2:]) for row in rows), weeks)


def _with_quiet_days(
    first: date, last: date, weekdays: Sequence[int], today: date
) -> tuple[date, date]:
    """A span stretched over days of the week that never have a record, such as weekends.

    Only where each of them passed three times, and only over days that are over.
    """
    if last - first < SEEN_OFTEN:
        return first, last
    while (first - DAY).isoweekday() not in weekdays:
        first -= DAY
    while (last + DAY).isoweekday() not in weekdays and last + DAY < today:
        last += DAY
    return first, last


@dataclass
class _Asking:
    """The questions to the warehouse about some channels."""

    cursor: DuckDBPyConnection
    channel: str | Sequence[str]
    settings: Settings
    media: str | None
    list_rates: tuple[Conversion, ...] = ()

    @property
    def channels(self) -> list[str]:
        return [self.channel] if isinstance(self.channel, str) else list(self.channel)

    def rows(self, relation: str, *named: str) -> list[tuple[Any, ...]]:
        """All rows of a relation of this folder; `named` says which values it asks for."""
        values = {
            "shift": days_into_week(self.settings),
            "timezone": self.settings.timezone,
            "media": self.media,
            "rates": [each.rate for each in self.list_rates],
            "rates_from": [each.starts for each in self.list_rates],
            "rates_to": [each.ends for each in self.list_rates],
        }
        sql = (files("data.commitments.demand") / f"{relation}.sql").read_text("utf-8")
        asked = {"channels": self.channels} | {name: values[name] for name in named}
        return self.cursor.execute(sql, asked).fetchall()

    def work(self) -> list[Work]:
        """The calls of all weeks."""
        named = ("shift", "media", "rates", "rates_from", "rates_to")
        return [Work(*row) for row in self.rows("weekly_work", *named)]

    def consumption(self) -> list[Consumption]:
        """What the accounts were charged; nothing where no ledger has consumption."""
        return [Consumption(*row) for row in self.rows("weekly_consumption", "shift", "timezone")]

    def peak(self) -> int | None:
        """The most calls that ran at once; None where no call's end is known."""
        peak = self.rows("running_calls")[0][0]
        return None if peak is None else int(peak)

    def covered_weeks(self, what: str) -> list[date]:
        """The first days of the weeks that the records of every channel cover from end to end."""
        rows = self.rows("covered_spans", "timezone")
        spans = [_with_quiet_days(*row[2:]) for row in rows if row[0] == what]
        if not spans:
            return []
        first, last = max(span[0] for span in spans), min(span[1] for span in spans)
        into_week = (first.weekday() + days_into_week(self.settings)) % WEEK.days
        start = first + timedelta(days=-into_week % WEEK.days)
        n = max(0, ((last - start).days + 1) // WEEK.days)
        return [start + number * WEEK for number in range(n)]
