"""Which weeks of a selection are closed; `data/metrics/closed_weeks.py` says what that means."""

from __future__ import annotations

from datetime import UTC, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from data.asking.rolled_up import rollup_for
from data.metrics.days import first_of_week
from data.metrics.dimensions import dimension
from data.relations.named_columns import over_named_columns

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.relations.rollups import Rollup
    from data.settings import Settings

WEEK = timedelta(days=7)


def closed_weeks(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> tuple[date, ...]:
    """The first days of the closed weeks that the selection touches, in their order.

    Whatever is told of single outputs narrows nothing: what waits may yet be decided like that.
    """
    selection = selection.of_whole_attempts
    rollup = rollup_for(cursor, dict(selection.filters))
    where, parameters = selection.where(settings)
    week = dimension("week").expression(settings)
    relation = rollup.name if rollup else "attempt_facts"
    day = "date_trunc('day', local_submitted_at) AS local_submitted_at"
    days = f"SELECT DISTINCT {day} FROM {relation} WHERE {where} AND NOT is_breakage"
    sql = f"SELECT DISTINCT {week} FROM ({days})"
    touched = cursor.execute(over_named_columns(cursor, sql), parameters).fetchall()
    named = _query(rollup).format(
        week=week,
        where=where,
        verdict_window_s=settings.verdict_window.total_seconds(),
        unsettled_days=rollup and rollup.unsettled,
    )
    waiting = cursor.execute(over_named_columns(cursor, named), parameters).fetchall()
    still_open = {found for (found,) in waiting}
    this_week = first_of_week(_asked_day(cursor, settings), settings)
    return tuple(
        sorted(
            found for (found,) in touched if found not in still_open and found + WEEK <= this_week
        )
    )


def _query(rollup: Rollup | None) -> str:
    name = "open_weeks" if rollup is None else "open_weeks_by_day"
    return (files("data.asking") / f"{name}.sql").read_text("utf-8")


def in_closed_week(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> str:
    """The condition over a fact relation that a row lies in one of them.

    By the stretches of time that they make up: to compare a row's week with each takes longer.
    """
    closed = closed_weeks(cursor, selection, settings)
    begins = [day for day in closed if day - WEEK not in closed]
    ends = [day + WEEK for day in closed if day + WEEK not in closed]
    within = (
        f"(local_submitted_at >= TIMESTAMP '{first} 00:00:00'"
        f" AND local_submitted_at < TIMESTAMP '{after} 00:00:00')"
        for first, after in zip(begins, ends, strict=True)
    )
    return f"({' OR '.join(within)})" if closed else "FALSE"


def _asked_day(cursor: DuckDBPyConnection, settings: Settings) -> date:
    """The local day of the moment the relations are asked at."""
    (asked_at,) = cursor.execute("SELECT CAST(getvariable('asked_at') AS TIMESTAMP)").fetchall()[0]
    return asked_at.replace(tzinfo=UTC).astimezone(settings.zone).date()  # type: ignore[no-any-return]
