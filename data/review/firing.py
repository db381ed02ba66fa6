"""When the targets of the settings would have fired: each week or month of the past half year.

The figures are those of today: what was decided since counts, so a period that was over its limit
when it was young, and is not now, did not fire.
"""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from data.asking.selection import Selection, local_day
from data.metrics.catalogue import metric
from data.review.parts import Column, Part
from data.review.targets import as_cell, checked_targets, days_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.figures import Figures
    from data.metrics.days import Days
    from data.review.parts import Row
    from data.target import Target

SPAN = timedelta(weeks=26)


def simulate(figures: Figures, reviewed: Selection) -> Part:
    """A row per target and period that ended in the 26 weeks up to the last day reviewed."""
    settings = figures.settings
    today = local_day(figures.as_of(reviewed).replace(tzinfo=UTC), settings)
    last = min(reviewed.last_day or today, today - timedelta(days=1))
    sentences, rows = [], []
    for target in checked_targets(settings):
        periods = _periods(target, last, figures)
        found = _rows(target, periods, figures, reviewed)
        sentences.append(_sentence(target, found))
        rows += found
    return Part(
        name="simulation",
        title="When would the targets have fired?",
        sentences=tuple(sentences) or ("No target is set: [[targets]] in offcut.toml sets one.",),
        columns=(
            Column("target", "Target"),
            Column("first_day", "From", "day"),
            Column("value", "Value", unit_in="unit"),
            Column("limit", "Limit", unit_in="unit"),
            Column("fired", "Fired"),
            Column("n", "n", "count"),
        ),
        rows=tuple(rows),
    )


def _periods(target: Target, last: date, figures: Figures) -> list[Days]:
    """The whole periods of the span, the oldest first."""
    day, found = last - SPAN + timedelta(days=1), []
    while (days := days_of(target.period, day, figures.settings)).last <= last:
        found.append(days)
        day = days.last + timedelta(days=1)
    return [days for days in found if days.first > last - SPAN]


def _rows(
    target: Target, periods: Sequence[Days], figures: Figures, reviewed: Selection
) -> list[Row]:
    if not periods:
        return []
    asked = Selection(periods[0].first, periods[-1].last, target.where, reviewed.as_of)
    table = figures.measure([target.metric], by=[target.period], selection=asked)
    place = {row[target.period]: n for n, row in enumerate(table.rows)}
    rows = []
    for days in periods:
        n = place.get(days.first)
        value = None if n is None else table.rows[n][target.metric]
        cases = None if n is None else table.evidence(n, target.metric).n
        rows.append(_row(target, days, value, cases))
    return rows


def _row(target: Target, days: Days, value: object, cases: int | None) -> Row:
    unit = metric(target.metric).unit
    fired = "not known" if value is None else "no" if target.is_met(value) else "yes"  # type: ignore[arg-type]
    return {
        "target": target.title,
        "unit": unit,
        "first_day": days.first,
        "value": as_cell(value, unit),
        "limit": as_cell(target.limit, unit),
        "fired": fired,
        "n": cases,
    }


def _sentence(target: Target, rows: Sequence[Row]) -> str:
    known = [row["fired"] for row in rows if row["fired"] != "not known"]
    return (
        f"{target.title}: would have fired in {known.count('yes')} of the {len(known)} "
        f"{target.period}s with a figure, of {len(rows)}."
    )
