"""A sizing before there is a log as flat rows, the same for the command line and the page."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.words.formats import NOTHING, money
from data.commitments.before_log.sentences import attempts_words, takes_words, way_title
from data.commitments.before_log.ways import BEYOND
from data.commitments.wording import decimal_words, listed

if TYPE_CHECKING:
    from data.commitments.before_log.sizing import BeforeLogSizing
    from data.commitments.before_log.ways import End, Pays, SizedWay

Row = dict[str, Any]
ENDS = ("low", "middle", "high")
CENT = Decimal("0.01")
MONEY = ("cost", "cost_a_month", "cost_per_usable_asset")
"""What each row has at each end of the attempts."""


def rows_of(found: BeforeLogSizing) -> list[Row]:
    """A row for every way to buy, the cheapest at the middle first."""
    return [_row(found, each) for each in found.ways]


def pilot_rows(found: BeforeLogSizing) -> list[Row]:
    """A row for the pilot at each place, the cheapest first: what it costs at both ends."""
    briefs = found.briefs
    return [
        {
            "kind": "pilot",
            "model": pilot.place.model.title,
            "platform": pilot.place.seller.title,
            "briefs": briefs.likely,
            "offer_low": pilot.low.title,
            "cost_low": pilot.low.cost,
            "offer_high": pilot.high.title,
            "cost_high": pilot.high.cost,
            "most_briefs": briefs.most,
            "cost_at_most": pilot.at_most.cost,
        }
        for pilot in found.pilots
    ]


def left_out_rows(found: BeforeLogSizing) -> list[Row]:
    """What was not sized, with the reason."""
    return [
        {"kind": "left out", "offer": each.title, "note": each.reason} for each in found.left_out
    ]


def all_rows(found: BeforeLogSizing) -> list[Row]:
    """All of these with the same names, None where a kind has none of it."""
    rows = [*rows_of(found), *pilot_rows(found), *left_out_rows(found)]
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def titles_of(found: BeforeLogSizing) -> dict[str, str]:
    """The columns that people read, in order; one for each end of the attempts."""
    months = found.work.horizon.months
    over = {"cost_a_month": "A month", "cost": "1 month" if months == 1 else f"{months} months"}
    over["cost_per_usable_asset"] = "Asset"
    model = {"model": "Model"} if len(found.models) > 1 else {}
    return {
        "offer": "Plan",
        **model,
        "pays": "Pays",
        **{
            f"{name}_{ENDS[place]}": f"{over[name]} at {decimal_words(level)}"
            for name in MONEY
            for place, level in found.asked.places
        },
        "takes": "An attempt takes",
    }


def pilot_titles(found: BeforeLogSizing) -> dict[str, str]:
    """The columns of a pilot that people read, in order."""
    low, high = (decimal_words(each) for each in (found.asked.low, found.asked.high))
    model = {"model": "Model"} if len(found.models) > 1 else {}
    return {
        "platform": "Where",
        **model,
        "offer_low": f"To buy at {low}",
        "cost_low": f"Cost at {low}",
        "offer_high": f"To buy at {high}",
        "cost_high": f"Cost at {high}",
        "cost_at_most": f"{found.briefs.most:,} briefs at {high}",
    }


def undone_notes(found: BeforeLogSizing) -> list[str]:
    """A sentence for all ways to buy that leave some work undone at the same attempts."""
    titles: dict[str, list[str]] = {}
    for each in found.ways:
        if words := _undone(each):
            titles.setdefault(words, []).append(way_title(found, each))
    return [f"{'; '.join(some)}: {words}." for words, some in titles.items()]


def pays_note(found: BeforeLogSizing) -> str:
    """What stands behind `Pays`; empty where there is nothing to hold against."""
    counts = Counter(each.pays.against for each in found.ways if each.pays)
    titles = [way_title(found, found.ways[way]) for way, _ in counts.most_common()]
    if not titles:
        return ""
    least, *others = titles
    itself = f" (that one: than {others[0]})" if others else ""
    return (
        f"Pays: at how many attempts per usable asset it costs no more than {least}{itself}, "
        f"looked for from 1 to {decimal_words(found.asked.high * BEYOND)}. All attempts but one "
        f"are waste."
    )


def _row(found: BeforeLogSizing, sized: SizedWay) -> Row:
    way, pays = sized.way, sized.pays
    plan = way.offers[0].plan
    least, most = (pays.least, pays.most) if pays else (None, None)
    row = {
        "kind": way.kind,
        "model": way.place.model.title,
        "platform": way.place.seller.title,
        "offer": sized.title,
        "billing": plan.billing if plan else None,
        "credit": way.place.seller.credit,
        "credits_per_attempt": way.place.takes.each,
        "variant": way.place.takes.variant or None,
        "takes": takes_words(way.place),
    }
    for name, end in zip(ENDS, sized.ends, strict=True):
        row |= {f"{key}_{name}": value for key, value in _end(found, end).items()}
    return row | {
        "pays": pays_words(pays),
        "pays_from_attempts": None if least is None else round(least, 3),
        "pays_to_attempts": None if most is None else round(most, 3),
        "pays_against": None if pays is None else found.ways[pays.against].title,
        "note": _undone(sized),
    }


def _undone(sized: SizedWay) -> str | None:
    """At how many attempts some work stays undone, where it does."""
    undone = [decimal_words(each.attempts) for each in sized.ends if each.cost is None]
    if not undone:
        return None
    return f"cannot get all of the work done at {listed(list(dict.fromkeys(undone)))} attempts"


def _end(found: BeforeLogSizing, end: End) -> Row:
    months, assets = found.work.horizon.months, found.work.in_all
    cost = end.cost
    return {
        "attempts": end.attempts,
        "offer": end.offer.title,
        "units": end.offer.units if end.offer.plan else None,
        "cost": cost,
        "cost_a_month": None if cost is None else (cost / months).quantize(CENT),
        "cost_per_usable_asset": None if cost is None else (cost / assets).quantize(CENT / 100),
        "cash_at_risk": end.offer.cash_at_risk,
    }


def pays_words(pays: Pays | None) -> str:
    """`from 4.1`, `up to 5.4`, `4.1 to 9.9`, `always`, `never`."""
    if pays is None:
        return NOTHING
    if pays.never:
        return "never"
    least, most = (
        None if each is None else attempts_words(each) for each in (pays.least, pays.most)
    )
    if least is None:
        return "always" if most is None else f"up to {most}"
    return f"from {least}" if most is None else f"{least} to {most}"


def cell(name: str, value: Any, currency: str) -> str:
    """A figure of a row as text."""
    if value is None:
        return NOTHING
    return money(value, currency) if is_money(name) else str(value)


def is_money(name: str) -> bool:
    """Whether a figure of a row is an amount."""
    return name.startswith(("cost", "cash"))
