"""One channel's answer out of a warehouse: its work, what could pay for it, and what that costs."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

from data.commitments.channel_calls import (
    calls_here,
    calls_of_part,
    calls_there,
    calls_unasked,
    priced,
)
from data.commitments.demand.from_log import demand_of, evidence_of, models_rated
from data.commitments.holdings import in_hand, used_a_day
from data.commitments.offers.left_out import not_compared, nothing_sold
from data.commitments.offers.split import Share, Split
from data.commitments.sizing import size
from data.commitments.terms.book import PlanBook
from data.commitments.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from duckdb import DuckDBPyConnection

    from data.commitments.asking import Asking
    from data.commitments.demand.price_rates import PricedChannel
    from data.commitments.demand.weekly import WeeklyDemand
    from data.commitments.futures.in_hand import InHand
    from data.commitments.progress import Progress
    from data.commitments.sizing import Sizing
    from data.commitments.terms.amounts import Charged
    from data.commitments.terms.plan import PlanTerms
    from data.commitments.terms.platform import Platform

UNKNOWN: tuple[Charged, Charged] = ("unknown", "unknown")


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
    by_call = {name: there for name in names if (there := priced(asking, name)) is not None}
    others = [
        book.platform(name) for name in names if name in book.platforms or name not in by_call
    ]
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
        splits=[*_splits(asking, channel, home, others, by_call.values())],
        starts_on=max(asking.today, own.next_day or asking.today),
        currency=settings.currency,
        as_you_go=calls_here(asking, channel, own, home),
        as_you_go_there=[
            *(calls_there(asking, channel, each) for each in by_call.values()),
            *calls_unasked(asking, channel, names),
        ],
        in_hand=_in_hand(asking, channel, own.platform, home),
        held_there=[held for each in others if (held := _held_there(asking, each)) is not None],
    )
    not_sold = [each for platform in platforms for each in not_compared(platform, asking.today)]
    unsold = (each for each in others if each.name not in by_call)
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


def _held_there(asking: Asking, there: Platform) -> InHand | None:
    """What is held of another platform's credits, beside the work that is done there already."""
    held = _in_hand(asking, there.name, there.name, there)
    used = used_a_day(asking.cursor, there.name, asking.at)
    return None if held is None else replace(held, other_a_day=used)


def _splits(
    asking: Asking,
    channel: str,
    home: Platform | None,
    others: Iterable[Platform],
    by_call: Iterable[PricedChannel],
) -> Iterator[Split]:
    """The work by model: what can be done there goes there. None where that is all or nothing."""
    ways = [*((each, None) for each in others), *((each.platform, each) for each in by_call)]
    for there, calls in ways:
        goes, stays = models_rated(asking.cursor, channel, asking.settings, there, asking.instead)
        if goes and stays:
            moved = listed(sorted(name for name in goes if name is not None))
            away = (
                _goes(asking, channel, there, goes, moved)
                if calls is None
                else _goes_by_call(asking, channel, calls, goes, moved)
            )
            yield Split(_stays(asking, channel, home, stays, moved), away)


def _stays(
    asking: Asking, channel: str, home: Platform | None, models: AbstractSet[str | None], moved: str
) -> Share:
    """What is done here as before, in credits or call by call."""
    here = demand_of(
        asking.cursor,
        channel,
        asking.settings,
        platform=home,
        models=models,
        name=f"{home.name if home else channel} without {moved}",
        rates=asking.rates,
    )
    return Share(channel, "the rest", here, calls_here(asking, channel, here, home, models))


def _goes(
    asking: Asking, channel: str, there: Platform, models: AbstractSet[str | None], moved: str
) -> Share:
    """What is done there, in the credits of that platform."""
    away = demand_of(
        asking.cursor,
        channel,
        asking.settings,
        platform=there,
        elsewhere=True,
        instead=asking.instead,
        models=models,
        name=f"{there.name} for {moved}",
    )
    return Share(there.name, moved, away)


def _goes_by_call(
    asking: Asking,
    channel: str,
    there: PricedChannel,
    models: AbstractSet[str | None],
    moved: str,
) -> Share:
    """What is done there, at what its calls cost."""
    calls = calls_of_part(asking, channel, there, models, moved)
    return Share(there.platform.name, moved, calls.demand, calls)


def _rerated(asking: Asking, channel: str, platform: Platform) -> WeeklyDemand:
    return demand_of(
        asking.cursor,
        channel,
        asking.settings,
        platform=platform,
        elsewhere=True,
        instead=asking.instead,
    )
