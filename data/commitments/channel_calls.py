"""A channel's work paid for call by call: at its own list prices, or at another channel's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.commitments.demand.from_log import demand_of, demands_there, list_money_of
from data.commitments.demand.price_rates import priced_channel, priced_channels
from data.commitments.offers.as_you_go import AsYouGo
from data.pricing.currencies import rates_in_force
from data.pricing.entry import CREDITS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from data.commitments.asking import Asking
    from data.commitments.demand.price_rates import PricedChannel
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.terms.platform import Platform
    from data.pricing.currencies import RateInForce


def calls_here(
    asking: Asking,
    channel: str,
    own: WeeklyDemand,
    home: Platform | None,
    models: AbstractSet[str | None] | None = None,
) -> AsYouGo | None:
    """The price book's money for the same weeks of work; None where no call is logged.

    `models` (None: all) narrows it to what `own` is narrowed to.
    """
    weeks = [week.starts_on for week in own.weeks]
    priced_in, at = _price_currency(asking, channel)
    demand = list_money_of(
        asking.cursor,
        channel,
        asking.settings,
        weeks,
        at=at,
        rates=asking.rates,
        models=models,
        name=None if models is None else own.platform,
    )
    if not weeks or not demand.logged_attempts:
        return None
    return AsYouGo(home.title if home else channel, demand, priced_in, at)


def priced(asking: Asking, name: str) -> PricedChannel | None:
    """What another channel of the price book asks, in the reporting currency."""
    settings, on = asking.settings, asking.at.date()
    known = asking.book.platforms.get(name)
    title = known.title if known else name
    rates = rates_in_force(asking.rates, settings.currency, on)
    return priced_channel(asking.prices, name, title, on, settings.currency, rates)


def calls_there(asking: Asking, channel: str, there: PricedChannel) -> AsYouGo:
    """The same work, each call paid for by itself on another channel."""
    demand = demand_of(
        asking.cursor,
        channel,
        asking.settings,
        platform=there.platform,
        elsewhere=True,
        instead=asking.instead,
    )
    return _paid(there, demand)


def calls_of_part(
    asking: Asking, channel: str, there: PricedChannel, models: AbstractSet[str | None], of: str
) -> AsYouGo:
    """The work of some models, each call paid for by itself on another channel."""
    demand = demand_of(
        asking.cursor,
        channel,
        asking.settings,
        platform=there.platform,
        elsewhere=True,
        instead=asking.instead,
        models=models,
        name=f"{there.platform.name} for {of}",
    )
    return _paid(there, demand)


def calls_unasked(asking: Asking, channel: str, named: Iterable[str]) -> list[AsYouGo]:
    """The same work on every channel of the price book that does it and was not named."""
    names = sorted(priced_channels(asking.prices) - {channel, *named})
    known = [there for name in names if (there := priced(asking, name)) is not None]
    by_name = {each.platform.name: each for each in known}
    platforms = [each.platform for each in known]
    demands = demands_there(asking.cursor, channel, asking.settings, platforms, asking.instead)
    calls = [_paid(by_name[demand.platform], demand) for demand in demands]
    return [replace(each, asked=False) for each in calls if not each.unknown]


def _paid(there: PricedChannel, demand: WeeklyDemand) -> AsYouGo:
    platform = there.platform
    charges = platform.charges_failed, platform.charges_blocked
    return AsYouGo(platform.title, demand, there.priced_in, there.converted_at, charges)


def _price_currency(asking: Asking, channel: str) -> tuple[str | None, RateInForce | None]:
    """The one currency of the channel's prices, and its rate where it is not the reporting one."""
    prices = {each.currency for each in asking.prices.entries if each.channel == channel}
    known = rates_in_force(asking.rates, asking.settings.currency, asking.at.date())
    currencies = [each for each in prices if each != CREDITS]
    if len(currencies) != 1:
        return None, None
    return currencies[0], known.get(currencies[0])
