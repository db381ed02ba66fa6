"""The moment that figures stand at where nobody names one: the same for some minutes.

Answers asked within a step agree with each other, and can be kept until it ends.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from data.resolving.resolve import stored_resolution

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.warehouse.file import Generation

STEPS = (
    (2.0, timedelta(minutes=5)),
    (30.0, timedelta(hours=1)),
    (float("inf"), timedelta(hours=6)),
)
"""Figures stand at the last full five minutes, or at the last load if that was later. Where it
takes longer to find out what time has settled, steps are longer: (up to so many seconds, step)."""


def step_of(cursor: DuckDBPyConnection) -> timedelta:
    """How long figures of this warehouse stand still, by how long it took to resolve."""
    stored = stored_resolution(cursor)
    took_s = stored.resolved_in_s if stored else 0.0
    return next(step for up_to_s, step in STEPS if took_s <= up_to_s)


def standing_moment(now: datetime, step: timedelta, published: Generation) -> datetime:
    """The moment for now (UTC): never before the file was published.

    So what a load has just resolved counts at once.
    """
    loaded_at = datetime.fromtimestamp(published[1] / 1e9, UTC)
    return max(_floored(now, step), min(loaded_at, now))


def _floored(moment: datetime, step: timedelta) -> datetime:
    return moment - (moment - datetime(2000, 1, 1, tzinfo=UTC)) % step
