"""When the targets of the settings would have fired: each week or month of the past half year.

By the figures of today, what was decided since counts: a period that was over its limit when it was
young, and is not now, did not fire. By the figures of then, each period with a record is asked as
it stood at the end of the day after it, which resolves the warehouse once for each.
"""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from data.asking.selection import Selection, local_day, moment
from data.metrics.catalogue import metric
from data.metrics.days import Days
from data.review.parts import Column, Part
from data.review.persons import NARROWED_BY
from data.review.targets import as_cell, checked_targets, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from data.asking.figures import Figures
    from data.asking.table import Measures
    from data.review.parts import Row
    from data.target import Target

    Place = tuple[Target, Days]

SPAN, DAY = timedelta(weeks=26), timedelta(days=1)
AsKnown = Literal["now", "then"]
Known = tuple[Any, int | None]
"""A figure and its n."""
NOTHING: Known = (None, None)


def simulate(figures: Figures, reviewed: Selection, *, as_known: AsKnown = "now") -> Part:
    """A row per target and period that ended in the 26 weeks up to the last day reviewed."""
    settings = figures.settings
    today = local_day(figures.as_of(reviewed).replace(tzinfo=UTC), settings)
    last = min(reviewed.last_day or today, today - DAY)
    periods = {each: _periods(each, last, figures) for each in checked_targets(settings)}
    known = _as_now(periods, figures, reviewed)
    if as_known == "then":
        known |= _as_then(known, figures)
    rows = {
        target: [_row(target, days, known.get((target, days), NOTHING)) for days in spans]
        for target, spans in periods.items()
    }
    sentences = tuple(_sentence(target, found) for target, found in rows.items())
    return Part(
        name="simulation",
        title="When would the targets have fired?",
        sentences=sentences or ("No target is set: [[targets]] in offcut.toml sets one.",),
        columns=(
            Column("target", "Target"),
            Column("first_day", "From", "day"),
            Column("value", "Value", unit_in="unit"),
            Column("limit", "Limit", unit_in="unit"),
            Column("fired", "Fired"),
            Column("n", "n", "count"),
        ),
        rows=tuple(row for found in rows.values() for row in found),
    )


def _periods(target: Target, last: date, figures: Figures) -> list[Days]:
    """The whole periods of the span, the oldest first."""
    day, found = last - SPAN + DAY, []
    while (days := days_of(target.period, day, figures.settings)).last <= last:
        found.append(days)
        day = days.last + DAY
    return [days for days in found if days.first > last - SPAN]


def _as_now(
    periods: Mapping[Target, Sequence[Days]], figures: Figures, reviewed: Selection
) -> dict[Place, Known]:
    """The figures as they stand now, of the periods that have a record."""
    known: dict[Place, Known] = {}
    for target, spans in periods.items():
        if spans:
            days = Days(spans[0].first, spans[-1].last)
            table = _measured(target, days, figures, reviewed.as_of)
            place = {row[target.period]: n for n, row in enumerate(table.rows)}
            found = {each: place[each.first] for each in spans if each.first in place}
            known |= {(target, each): _known(table, n, target) for each, n in found.items()}
    return known


def _as_then(now: Iterable[Place], figures: Figures) -> dict[Place, Known]:
    """The figures as they stood at the end of the day after each period."""
    known: dict[Place, Known] = {}
    for target, days in sorted(now, key=lambda place: place[1]):
        at = moment((days.last + DAY).isoformat(), figures.settings)
        table = _measured(target, days, figures, at)
        known[target, days] = _known(table, 0, target) if table.rows else NOTHING
    return known


def _measured(target: Target, days: Days, figures: Figures, at: datetime | None) -> Measures:
    asked = Selection(days.first, days.last, target.where, at)
    return figures.measure([target.metric], by=[target.period], selection=asked)


def _known(table: Measures, n: int, target: Target) -> Known:
    return table.rows[n][target.metric], table.evidence(n, target.metric).n


def _row(target: Target, days: Days, known: Known) -> Row:
    value, cases = known
    unit = metric(target.metric).unit
    fired = "not known" if value is None else "no" if target.is_met(value) else "yes"
    return {
        "target": target.title,
        "unit": unit,
        "first_day": days.first,
        "value": as_cell(value, unit),
        "limit": as_cell(target.limit, unit),
        "fired": fired,
        "n": cases,
        NARROWED_BY: tuple(dict(target.where)),
    }


def _sentence(target: Target, rows: Sequence[Row]) -> str:
    known = [row["fired"] for row in rows if row["fired"] != "not known"]
    return (
        f"{target.title}: would have fired in {known.count('yes')} of the {len(known)} "
        f"{target.period}s with a figure, of {len(rows)}."
    )
