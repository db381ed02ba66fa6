"""Targets and budgets of the settings: whether each is hit, may be missed, or is missed.

*Hit* and *missed* are said only of what is sure: the whole band keeps to the limit, or lies beyond
it. The band is the projected end of a sum while its period runs (`period_end`), and what pending
outputs can still make of a figure of verdicts once it is over (`extremes`). Without a band nothing
is sure before the period is over and nothing is pending.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from data.asking.measure import named
from data.asking.selection import Selection, local_day
from data.errors import OffcutError, SettingsError
from data.metrics.catalogue import metric
from data.metrics.days import Days, first_of_week
from data.metrics.dimensions import dimension
from data.metrics.metric import Total
from data.review.base_figures import sums_of
from data.review.extremes import EXTREMES
from data.review.parts import Column, Part
from data.review.period_end import WEEKS, project
from data.review.persons import NARROWED_BY

if TYPE_CHECKING:
    from data.asking.figures import Figures
    from data.metrics.metric import Metric
    from data.review.parts import Row
    from data.settings import Settings
    from data.target import Target, TargetPeriod

Status = Literal["hit", "may miss", "missed", "not known"]
UNPRICED = "unpriced_attempts"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """Where a target stands: its figure so far, the band it will end in, and the status.

    `low` and `high` are None where there is no such end, or no band.
    """

    target: Target
    days: Days
    value: Any
    n: int | None
    expected: Any
    low: Any
    high: Any
    status: Status
    note: str


def checked_targets(settings: Settings) -> tuple[Target, ...]:
    """The targets of the settings, all of which can be asked. Raises SettingsError."""
    for number, target in enumerate(settings.targets, start=1):
        try:
            asked = Selection(filters=target.where)
            asked.where(settings)
            named([target.metric], [target.period], asked)
        except OffcutError as error:
            raise SettingsError(f"targets, number {number}: {error}") from error
    return settings.targets


def targets_part(figures: Figures, reviewed: Selection) -> Part:
    """A row per target of the settings, for the week or month of the last day reviewed."""
    rows = [
        _row(standing(target, figures, reviewed)) for target in checked_targets(figures.settings)
    ]
    return Part(
        name="targets",
        title="Are the targets met?",
        sentences=() if rows else ("No target is set: [[targets]] in offcut.toml sets one.",),
        columns=(
            Column("target", "Target"),
            Column("first_day", "From", "day"),
            Column("value", "So far", unit_in="unit"),
            Column("limit", "Limit", unit_in="unit"),
            Column("expected", "Projected", unit_in="unit"),
            Column("low", "Low", unit_in="unit"),
            Column("high", "High", unit_in="unit"),
            Column("status", "Status"),
            Column("n", "n", "count"),
            Column("note", "Note"),
        ),
        rows=tuple(rows),
    )


def days_of(period: TargetPeriod, day: date, settings: Settings) -> Days:
    """The team's week, or the month, that a day lies in."""
    if period == "week":
        first = first_of_week(day, settings)
        return Days(first, first + 6 * DAY)
    after = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Days(day.replace(day=1), after - DAY)


def standing(target: Target, figures: Figures, reviewed: Selection) -> Standing:
    """Where one target stands, in its period of the last day reviewed."""
    settings = figures.settings
    today = local_day(figures.as_of(reviewed).replace(tzinfo=UTC), settings)
    days = days_of(target.period, min(reviewed.last_day or today, today), settings)
    asked = Selection(days.first, days.last, target.where, reviewed.as_of)
    gaps = [name for name in (UNPRICED,) if name in metric(target.metric).gaps]
    table = figures.measure([target.metric, *gaps], selection=asked)
    found, value = table.evidence(0, target.metric), table.rows[0][target.metric]
    if today <= days.last:
        expected, low, high, note = _while_it_runs(target, figures, asked, today, value)
    else:
        expected, low, high, note = _once_over(target, figures, asked, value)
    status = status_of(target, value, low, high)
    if unheard := _unheard(target, figures, asked):
        status, note = "not known", f"no record has {unheard}"
    if missing := table.rows[0].get(UNPRICED):
        note = "; ".join(filter(None, (note, f"unpriced attempts left out: {missing:,}")))
    note = found.unknown_because or note
    return Standing(target, days, value, found.n, expected, low, high, status, note)


def _unheard(target: Target, figures: Figures, asked: Selection) -> str:
    """A value that the target names and no record has, whatever the days: a slip, mostly."""
    for name, values in target.where:
        for value in values:
            alone = Selection(filters=((name, (value,)),), as_of=asked.as_of)
            if not dimension(name).is_time and not figures.values(name, alone, limit=1):
                return f"{name} {value}"
    return ""


def status_of(target: Target, value: Any, low: Any, high: Any) -> Status:
    """Hit or missed where that is sure of every value between `low` and `high`."""
    best, worst = (low, high) if target.at_most is not None else (high, low)
    if worst is not None and target.is_met(worst):
        return "hit"
    if best is not None and not target.is_met(best):
        return "missed"
    return "not known" if value is None else "may miss"


Band = tuple[Any, Any, Any, str]


def _while_it_runs(
    target: Target, figures: Figures, asked: Selection, today: date, value: Any
) -> Band:
    """Expected, low and high at the end of a period that runs; a sum will not fall."""
    if not _is_plain_sum(metric(target.metric)):
        return None, None, None, "so far; the period is not over"
    assert asked.first_day is not None
    assert asked.last_day is not None
    begin = min(asked.first_day, today - timedelta(weeks=WEEKS))
    table = figures.measure(
        [target.metric], by=["day"], selection=replace(asked, first_day=begin, last_day=today)
    )
    by_day = {row["day"]: row[target.metric] for row in table.rows}
    if None in by_day.values():
        return None, value, None, "so far; on some days it is not known"
    found = project(by_day, asked.first_day, asked.last_day, today)
    if found is None:
        return None, value, None, "so far; fewer than four whole weeks before to project from"
    return found.expected, found.low, found.high, f"projected from {found.weeks} weeks before"


def _is_plain_sum(found: Metric) -> bool:
    """Whether it adds up over days and no verdict changes it later."""
    is_sum = isinstance(found, Total) and found.grain in ("asset", "attempt")
    return is_sum and "pending_share" not in found.gaps


def _once_over(target: Target, figures: Figures, asked: Selection, value: Any) -> Band:
    """The band of a period that is over: the figure itself unless outputs are pending."""
    if not _rests_on_verdicts(target.metric):
        return None, value, value, ""
    sums, _ = sums_of(figures, asked)
    if not sums.pending:
        return None, value, value, ""
    note = f"{sums.pending:,} of {sums.outputs:,} outputs still wait for a decision"
    if target.metric not in EXTREMES:
        return None, None, None, note
    return None, *EXTREMES[target.metric](sums), note


def _rests_on_verdicts(name: str) -> bool:
    found = metric(name)
    return found.grain == "brief" or "pending_share" in found.gaps


def _row(found: Standing) -> Row:
    unit = metric(found.target.metric).unit
    numbers = {"value": found.value, "limit": found.target.limit, "expected": found.expected}
    numbers |= {"low": found.low, "high": found.high}
    return {
        "target": found.target.title,
        "unit": unit,
        "first_day": found.days.first,
        **{name: as_cell(value, unit) for name, value in numbers.items()},
        "status": found.status,
        "n": found.n,
        "note": found.note or None,
        NARROWED_BY: tuple(dict(found.target.where)),
    }


def as_cell(value: Any, unit: str) -> Any:
    """A number as cells of its unit have it: money Decimal, a whole count int, else float."""
    if value is None or unit in ("money", "money_per"):
        return value
    return round(value) if unit == "count" else float(value)
