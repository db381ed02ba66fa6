"""What to do before there is a log, and why, in sentences that a finance person accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.offers.rates_used import rate_sentence, rates_of
from data.commitments.wording import (
    counted,
    decimal_words,
    listed,
    money,
    number,
    percent,
    unit_price,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.commitments.before_log.pilots import StatedPilot
    from data.commitments.before_log.places import Place
    from data.commitments.before_log.sizing import BeforeLogSizing
    from data.commitments.before_log.ways import SizedWay

MOST_TOLD = 4
"""Stretches of attempts, each with what costs least there, that are told one by one."""


def before_log_sentence(found: BeforeLogSizing) -> str:
    """What to do: never a year, as nothing is known of the waste."""
    briefs = counted(found.briefs.likely, "brief")
    each = " with each model" if len(found.models) > 1 else ""
    costs = [
        f"{_between(found, pilot)}{_with(found, pilot)} at {pilot.place.seller.title}"
        for pilot in _cheapest_pilots(found)
    ]
    bill = f", for about {listed(costs)}" if costs else ""
    return (
        f"Nothing is known of your waste yet: pilot {briefs}{each} first{bill}, and sign no year "
        f"before their waste is known."
    )


def before_log_reasons(found: BeforeLogSizing) -> tuple[str, ...]:
    """What it costs and where that turns, what the pilot takes and settles, what was assumed."""
    rates = rates_of(end.offer for each in found.ways for end in each.ends)
    return (
        *_costs(found),
        *_pilots(found),
        _settles(found),
        _assumed(found),
        *_uncertain(found),
        *(rate_sentence(rate) for rate in rates),
    )


def attempts_words(value: float) -> str:
    """Attempts per usable asset: `3`, `5.4`."""
    return number(round(value, 1))


def way_title(found: BeforeLogSizing, sized: SizedWay) -> str:
    """A way to buy in a few words; with its model where several are asked about."""
    model = f" with {sized.way.place.model.title}" if len(found.models) > 1 else ""
    return f"{sized.title}{model}"


def takes_words(place: Place) -> str:
    """What an attempt takes somewhere, and for which variant: `24 credits (4K)`, `$0.134`."""
    each, seller = place.takes.each, place.seller
    taken = unit_price(each, seller.currency)
    if not place.bills_each_call:
        unit, *of_what = seller.credit.split(" of ", 1)
        units = unit if each == 1 else f"{unit}s"
        taken = f"{decimal_words(each)} {' of '.join([units, *of_what])}"
    return f"{taken} ({place.takes.variant})" if place.takes.variant else taken


def _costs(found: BeforeLogSizing) -> Iterator[str]:
    """The cheapest at each end, where it turns, and the same without a year."""
    assets, months = found.asked.assets, counted(found.work.horizon.months, "month")
    work = f"{counted(assets, 'usable asset')} a month cost least over {months}"
    yield f"{work} {_at_ends(found, found.ways)}."
    yield from _turns(found)
    if any(found.ways[each.way].way.binds_a_year for each in found.cheapest):
        free = [each for each in found.ways if not each.way.binds_a_year]
        if free:
            yield f"Bound to no year they cost least {_at_ends(found, free)}."


def _at_ends(found: BeforeLogSizing, ways: Sequence[SizedWay]) -> str:
    """`with X: $2,646 at 3 attempts each and $10,584 at 12; with Y: $6,615 at 7.5`."""
    bills: dict[str, list[str]] = {}
    for place, level in found.asked.places:
        best = min(ways, key=lambda each: each.rank(place))
        cost = best.ends[place].cost
        bill = "some work undone" if cost is None else money(cost, found.currency)
        each = "" if bills else " attempt each" if level == 1 else " attempts each"
        told = bills.setdefault(way_title(found, best), [])
        told.append(f"{bill} at {decimal_words(level)}{each}")
    return "; ".join(f"with {title}: {listed(told)}" for title, told in bills.items())


def _turns(found: BeforeLogSizing) -> Iterator[str]:
    titles = [way_title(found, found.ways[each.way]) for each in found.cheapest]
    low, high = decimal_words(found.asked.low), decimal_words(found.asked.high)
    if len(titles) > MOST_TOLD:
        *some, last = dict.fromkeys(titles)
        either = f"{'; '.join(some)}; or {last}"
        yield (
            f"Which is cheapest changes {len(titles) - 1} times between {low} and {high} attempts, "
            f"as plans come whole: {either}."
        )
    elif len(titles) > 1:
        (first, *rest), ends = titles, [each.most for each in found.cheapest]
        turn = attempts_words(ends[0])
        wasted = attempts_words(ends[0] - 1)
        parts = [f"{first} is cheapest up to {turn} attempts a usable asset ({wasted} wasted)"]
        parts += [
            f"{title} up to {attempts_words(end)}"
            for title, end in zip(rest[:-1], ends[1:-1], strict=True)
        ]
        yield f"{', '.join(parts)}, {rest[-1]} from there on."


def _cheapest_pilots(found: BeforeLogSizing) -> list[StatedPilot]:
    """One for each model."""
    first: dict[str, StatedPilot] = {}
    for pilot in found.pilots:
        first.setdefault(pilot.place.model.title, pilot)
    return list(first.values())


def _with(found: BeforeLogSizing, pilot: StatedPilot) -> str:
    return f" with {pilot.place.model.title}" if len(found.models) > 1 else ""


def _between(found: BeforeLogSizing, pilot: StatedPilot) -> str:
    low, high = (money(each.cost, found.currency) for each in (pilot.low, pilot.high))
    return low if low == high else f"{low} to {high}"


def _pilots(found: BeforeLogSizing) -> Iterator[str]:
    briefs, weeks = found.briefs, counted(found.weeks, "week")
    low, high = (briefs.likely * each for each in (found.asked.low, found.asked.high))
    attempts = number(high) if low == high else f"{number(low)} to {number(high)}"
    yield (
        f"A brief here is one usable asset: {briefs.likely:,} of them take {attempts} attempts, "
        f"{weeks} at your pace."
    )
    for pilot in _cheapest_pilots(found):
        most = money(pilot.at_most.cost, found.currency)
        yield (
            f"The pilot{_with(found, pilot)} buys {_bought(found, pilot)}; if briefs differ widely "
            f"it takes up to {briefs.most:,}, {most} at most."
        )
    if not found.pilots:
        yield "Nothing here is sold for a pilot without a year: ask for a trial."


def _bought(found: BeforeLogSizing, pilot: StatedPilot) -> str:
    low, high = pilot.ends
    if low.title == high.title:
        return f"{low.title}: {_between(found, pilot)}"
    parts = [f"{each.title} ({money(each.cost, found.currency)})" for each in pilot.ends]
    return " to ".join(parts)


def _settles(found: BeforeLogSizing) -> str:
    rule = found.asked.rule
    return (
        f"It is settled when the waste per usable asset is known to ±{percent(rule.precision)} "
        f"with {percent(rule.confidence)} confidence, or before, once the interval of its "
        f"attempts lies on one side of a break-even. A commitment asks for {rule.least_weeks} "
        f"complete weeks too."
    )


def _uncertain(found: BeforeLogSizing) -> Iterator[str]:
    """What is counted at a rate that has to be checked first."""
    for place in dict.fromkeys(each.way.place for each in found.ways):
        if place.takes.uncertain:
            yield (
                f"What {place.model.title} takes at {place.seller.title} is uncertain "
                f"({place.takes.uncertain}): check it first."
            )


def _assumed(found: BeforeLogSizing) -> str:
    makes = listed(list(dict.fromkeys(each.makes for each in found.models)))
    return (
        f"Each attempt makes {makes} and counts as charged, failed ones too; every month is alike, "
        f"and prices stay as they are."
    )
