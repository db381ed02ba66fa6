"""Young weeks: what stands, what they will come to, and how sure that is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.estimates.projection import CONFIDENCE
from data.metrics.catalogue import metric
from data.review.parts import Column, Part
from data.review.settling import YOUNG_WEEKS

if TYPE_CHECKING:
    from datetime import date

    from data.estimates.projection import Projection
    from data.review.facts import Facts
    from data.review.parts import Row

WEEK = timedelta(days=7)
MICRO = Decimal("0.000001")
PROJECTED = ("cost_per_usable_asset", "discard_rate", "yield")
ASKED = ("spend", "pending_share", *PROJECTED)


def young_weeks(facts: Facts) -> Part:
    """The latest weeks that are not closed: three figures each, as they stand and will end."""
    last = facts.asked.days.last
    selection = facts.asked.until(last, last - YOUNG_WEEKS * WEEK + timedelta(days=1))
    table = facts.figures.measure(ASKED, by=["week"], selection=selection)
    rows = tuple(
        each
        for n, row in enumerate(table.rows)
        if not facts.settling.is_closed(row["week"])
        for each in _rows(facts, row, table.evidence(n, "yield").denominator)
    )
    columns = (
        Column("week", "Week", "day"),
        Column("age_days", "Days since its end", "count"),
        Column("pending", "Undecided", "rate"),
        Column("title", "Figure"),
        Column("stands", "Stands at", unit_in="unit"),
        Column("ends", "Will be", unit_in="unit"),
        Column("low", "from", unit_in="unit"),
        Column("high", "to", unit_in="unit"),
    )
    title = "What the young weeks will come to"
    return Part("young_weeks", title, _said(rows), columns, rows)


def _rows(facts: Facts, row: Row, requested: Any) -> list[Row]:
    week: date = row["week"]
    found = facts.settling.projection(week)
    shared = {
        "week": week,
        "age_days": max(0, int(facts.settling.age_h(week) // 24) - 7),
        "pending": row["pending_share"],
    }
    projected = _projected(found, row["spend"], int(requested or 0))
    return [
        shared
        | {"metric": name, "title": metric(name).title, "unit": metric(name).unit}
        | {"stands": row[name], "ends": ends, "low": low, "high": high}
        for name, (ends, low, high) in projected.items()
    ]


def _projected(
    found: Projection | None, spend: Decimal | None, requested: int
) -> dict[str, tuple[Any, Any, Any]]:
    """Each figure at the end with its band, (end, low, high); None where it is not known."""
    if found is None:
        return dict.fromkeys(PROJECTED, (None, None, None))
    low, high = found.usable or (None, None)
    return {
        "cost_per_usable_asset": (
            _cost(spend, found.ends.usable),
            _cost(spend, high),
            _cost(spend, low),
        ),
        "discard_rate": (found.ends.discard_rate, *(found.discard_rate or (None, None))),
        "yield": (
            _share(found.ends.usable, requested),
            _share(low, requested),
            _share(high, requested),
        ),
    }


def _cost(spend: Decimal | None, usable: float | None) -> Decimal | None:
    if spend is None or not usable:
        return None
    return (spend / Decimal(repr(usable))).quantize(MICRO)


def _share(usable: float | None, requested: int) -> float | None:
    return usable / requested if usable is not None and requested else None


def _said(rows: tuple[Row, ...]) -> tuple[str, ...]:
    if not rows:
        return ("Every week looked at is decided: figures stand.",)
    if all(row["ends"] is None for row in rows):
        return ("Too few weeks are closed to say what young ones will come to.",)
    band = f"{CONFIDENCE:.0%}".replace("%", " %")
    said = (
        "Outputs still wait for a decision. What they will come to is told by how those of the "
        f"weeks before were settled at the same age; {band} of weeks end within from and to."
    )
    return (said,)
