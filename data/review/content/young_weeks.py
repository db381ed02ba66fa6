"""Young weeks: what stands, what they will come to, and how sure that is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.estimates.projection import CONFIDENCE
from data.review.parts import Column, Part

if TYPE_CHECKING:
    from datetime import date

    from data.estimates.projection import Projection
    from data.review.facts import Facts
    from data.review.parts import Row

MOST = 4
WEEK = timedelta(days=7)
MICRO = Decimal("0.000001")
ASKED = (
    "spend",
    "usable_assets",
    "cost_per_usable_asset",
    "discard_rate",
    "yield",
    "pending_share",
)


def young_weeks(facts: Facts) -> Part:
    """The latest weeks that are not closed, each with its projection where there is one."""
    last = facts.asked.days.last
    selection = facts.asked.until(last, last - MOST * WEEK + timedelta(days=1))
    table = facts.figures.measure(ASKED, by=["week"], selection=selection)
    rows = tuple(
        _row(facts, row, table.evidence(n, "yield").denominator)
        for n, row in enumerate(table.rows)
        if not facts.settling.is_closed(row["week"])
    )
    return Part("young_weeks", "What the young weeks will come to", _said(rows), _columns(), rows)


def _columns() -> tuple[Column, ...]:
    return (
        Column("week", "Week", "day"),
        Column("age_days", "Days since its end", "count"),
        Column("pending", "Pending", "rate"),
        Column("cost", "Cost per usable asset", "money_per"),
        Column("cost_ends", "will be", "money_per"),
        Column("cost_low", "from", "money_per"),
        Column("cost_high", "to", "money_per"),
        Column("discard_rate", "Discard rate", "rate"),
        Column("discard_ends", "will be", "rate"),
        Column("discard_low", "from", "rate"),
        Column("discard_high", "to", "rate"),
        Column("yield", "Yield", "rate"),
        Column("yield_ends", "will be", "rate"),
        Column("yield_low", "from", "rate"),
        Column("yield_high", "to", "rate"),
    )


def _row(facts: Facts, row: Row, requested: Any) -> Row:
    week: date = row["week"]
    found = facts.settling.projection(week)
    stands: Row = {
        "week": week,
        "age_days": max(0, int(facts.settling.age_h(week) // 24) - 7),
        "pending": row["pending_share"],
        "cost": row["cost_per_usable_asset"],
        "discard_rate": row["discard_rate"],
        "yield": row["yield"],
    }
    return _projected(found, row["spend"], int(requested or 0)) | stands


def _projected(found: Projection | None, spend: Decimal | None, requested: int) -> Row:
    """Cost, discard rate and yield at the end, each with its band; None where it is not known."""
    if found is None:
        return dict.fromkeys(column.name for column in _columns()[-12:])
    low, high = found.usable or (None, None)
    discard_low, discard_high = found.discard_rate or (None, None)
    return {
        "cost_ends": _cost(spend, found.ends.usable),
        "cost_low": _cost(spend, high),
        "cost_high": _cost(spend, low),
        "discard_ends": found.ends.discard_rate,
        "discard_low": discard_low,
        "discard_high": discard_high,
        "yield_ends": _share(found.ends.usable, requested),
        "yield_low": _share(low, requested),
        "yield_high": _share(high, requested),
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
    if all(row.get("cost_ends") is None for row in rows):
        return ("Too few weeks are closed to say what young ones will come to.",)
    band = f"{CONFIDENCE:.0%}".replace("%", " %")
    said = (
        "Outputs still wait for a decision. What they will come to is told by how those of the "
        f"weeks before were settled at the same age; {band} of weeks end within from and to."
    )
    return (said,)
