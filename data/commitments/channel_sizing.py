"""One channel's answer out of a warehouse: its work, what could pay for it, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from importlib.resources import files
from typing import TYPE_CHECKING

from data.commitments.demand.from_log import (
    demand_of,
    evidence_of,
    list_money_of,
    models_rated,
)
from data.commitments.demand.price_rates import priced_channel
from data.commitments.holdings import in_hand
from data.commitments.offers.as_you_go import AsYouGo
from data.commitments.offers.left_out import not_compared, nothing_sold
from data.commitments.offers.split import Share, Split
from data.commitments.sizing import size
from data.commitments.terms.book import PlanBook
from data.commitments.wording import listed
from data.pricing.currencies import rates_in_force
from data.pricing.entry import CREDITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from duckdb import DuckDBPyConnection

    from data.commitments.demand.price_rates import PricedChannel
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.in_hand import InHand
    from data.commitments.progress import Progress
    from data.commitments.question import SizingQuestion
    from data.commitments.sizing import Sizing
    from data.commitments.terms.amounts import Charged
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform
    from data.pricing.book import PriceBook
    from data.pricing.currencies import CurrencyRate, RateInForce
    from data.settings import Settings

UNKNOWN: tuple[Charged, Charged] = ("unknown", "unknown")


@dataclass(frozen=True)
class Asking:
    """What is asked, and what it is answered from."""

    cursor: DuckDBPyConnection
    settings: Settings
    at: datetime
    book: PlanBook
    asked: SizingQuestion
    prices: PriceBook

    @property
    def rates(self) -> tuple[CurrencyRate, ...]:
        """The exchange rates of all days."""
        return self.prices.rates

    @property
    def today(self) -> date:
        """The local day of the moment: what is bought is bought then, however old the log is."""
        return self.at.replace(tzinfo=UTC).astimezone(self.settings.zone).date()


def channels_known(cursor: DuckDBPyConnection) -> dict[str, bool]:
    """Channels of the log and accounts of the ledgers: whether credits of theirs were consumed."""
    sql = (files("data.commitments.demand") / "credit_channels.sql").read_text("utf-8")
    return dict(cursor.execute(sql).fetchall())


def elsewhere(asking: Asking, channels: Iterable[str]) -> list[str]:
    """Other platforms to compare: those named, and those of quotes that are no channel."""
    given = PlanBook.load(asking.asked.plan_files, asking.asked.quotes).platforms
    own = {*channels, *channels_known(asking.cursor)}
    return list(dict.fromkeys([*asking.asked.platforms, *(set(given) - own)]))


def size_channel(asking: Asking, channel: str, progress: Progress | None) -> Sizing:
    """Size everything that could pay for a channel's work."""
    cursor, settings, asked, book = asking.cursor, asking.settings, asking.asked, asking.book
    home = book.platforms.get(channel)
    own = demand_of(cursor, channel, settings, platform=home, rates=asking.rates)
    names = [name for name in elsewhere(asking, [channel]) if name != channel]
    priced = {name: there for name in names if (there := _priced(asking, name)) is not None}
    others = [book.platform(name) for name in names if name in book.platforms or name not in priced]
    demands = {own.platform: own} | {each.name: _rerated(asking, channel, each) for each in others}
    platforms = [each for each in (home, *others) if each is not None]
    plans = _plans(asking, platforms)
    sizing = size(
        demands,
        plans,
        horizon_weeks=asked.horizon_weeks,
        growth=asked.growth,
        seasonality=asked.seasonality,
        campaigns=asked.campaigns,
        evidence=evidence_of(cursor, channel, settings),
        paths=asked.paths,
        seed=asked.seed,
        rule=asked.rule,
        progress=progress,
        platforms=platforms,
        splits=[split for each in others if (split := _split(asking, channel, home, each))],
        starts_on=max(asking.today, own.next_day or asking.today),
        currency=settings.currency,
        as_you_go=_as_you_go(asking, channel, own, home),
        as_you_go_there=[_calls_there(asking, channel, each) for each in priced.values()],
        in_hand=_in_hand(asking, channel, own.platform, home),
        held_there={
            each.name: held.credits
            for each in others
            if (held := _in_hand(asking, each.name, each.name, each)) is not None
        },
    )
    not_sold = [each for platform in platforms for each in not_compared(platform, asking.today)]
    unsold = (each for each in others if each.name not in priced)
    not_sold += [each for platform in unsold for each in nothing_sold(platform)]
    return replace(sizing, left_out=(*sizing.left_out, *not_sold))


def _plans(asking: Asking, platforms: Sequence[Platform]) -> tuple[PlanTerms, ...]:
    """What can be bought today, for as many people as are asked about."""
    names, seats = [each.name for each in platforms], asking.asked.seats
    plans = asking.book.plans(asking.today, names) if names else ()
    if seats is None:
        return plans
    return tuple(plan.model_copy(update={"seats": seats}) for plan in plans)


def _in_hand(
    asking: Asking, channel: str, platform: str, sold_by: Platform | None
) -> InHand | None:
    """What is held of a platform's credits, in the accounts of its channel."""
    charges = (sold_by.charges_failed, sold_by.charges_blocked) if sold_by else UNKNOWN
    return in_hand(asking.cursor, channel, platform, charges, asking.at, asking.settings)


def _as_you_go(
    asking: Asking, channel: str, own: WeeklyDemand, home: Platform | None
) -> AsYouGo | None:
    """The price book's money for the same weeks of work; None where no call is logged."""
    weeks = [week.starts_on for week in own.weeks]
    priced_in, at = _price_currency(asking, channel)
    settings, rates = asking.settings, asking.rates
    demand = list_money_of(asking.cursor, channel, settings, weeks, at=at, rates=rates)
    if not weeks or not demand.logged_attempts:
        return None
    return AsYouGo(home.title if home else channel, demand, priced_in, at)


def _priced(asking: Asking, name: str) -> PricedChannel | None:
    """What another channel of the price book asks, in the reporting currency."""
    settings, on = asking.settings, asking.at.date()
    known = asking.book.platforms.get(name)
    title = known.title if known else name
    rates = rates_in_force(asking.rates, settings.currency, on)
    return priced_channel(asking.prices, name, title, on, settings.currency, rates)


def _calls_there(asking: Asking, channel: str, there: PricedChannel) -> AsYouGo:
    """The same work, each call paid for by itself on another channel."""
    platform = there.platform
    return AsYouGo(
        platform.title,
        _rerated(asking, channel, platform),
        there.priced_in,
        there.converted_at,
        (platform.charges_failed, platform.charges_blocked),
    )


def _price_currency(asking: Asking, channel: str) -> tuple[str | None, RateInForce | None]:
    """The one currency of the channel's prices, and its rate where it is not the reporting one."""
    prices = {each.currency for each in asking.prices.entries if each.channel == channel}
    known = rates_in_force(asking.rates, asking.settings.currency, asking.at.date())
    currencies = [each for each in prices if each != CREDITS]
    if len(currencies) != 1:
        return None, None
    return currencies[0], known.get(currencies[0])


def _split(asking: Asking, channel: str, home: Platform | None, there: Platform) -> Split | None:
    """The work by model: what has a rate there goes there. None where that is all or nothing."""
    cursor, settings, instead = asking.cursor, asking.settings, dict(asking.asked.instead)
    goes, stays = models_rated(cursor, channel, settings, there, instead)
    if not goes or not stays:
        return None
    moved = listed(sorted(name for name in goes if name is not None))
    kept = f"{home.name if home else channel} without {moved}"
    here = demand_of(
        cursor,
        channel,
        settings,
        platform=home,
        models=stays,
        name=kept,
        rates=asking.rates,
    )
    away = demand_of(
        cursor,
        channel,
        settings,
        platform=there,
        elsewhere=True,
        instead=instead,
        models=goes,
        name=f"{there.name} for {moved}",
    )
    return Split(Share(channel, "the rest", here), Share(there.name, moved, away))


def _rerated(asking: Asking, channel: str, platform: Platform) -> WeeklyDemand:
    return demand_of(
        asking.cursor,
        channel,
        asking.settings,
        platform=platform,
        elsewhere=True,
        instead=dict(asking.asked.instead),
    )
