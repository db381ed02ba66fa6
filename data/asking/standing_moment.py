"""The moment that figures stand at where nobody names one: the same for some minutes.

Answers asked within a step agree with each other, and can be kept until it ends. A lake is worked
out whole by whoever resolves it, not by each reader as time goes on: its figures stand at the
moment it was resolved as of.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from data.errors import WarehouseError
from data.lake.manifest import published
from data.lake.whereabouts import is_manifest, lake_of
from data.resolving.resolve import stored_resolution
from data.warehouse.file import generation

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.settings import Settings
    from data.warehouse.file import Generation

STEPS = (
    (2.0, timedelta(minutes=5)),
    (30.0, timedelta(hours=1)),
    (float("inf"), timedelta(hours=6)),
)
"""Figures stand at the last full five minutes, or at the last load if that was later. Where it
takes longer to find out what time has settled, steps are longer: (up to so many seconds, step)."""

STANDS = (
    "This lake was resolved as of {at:%Y-%m-%dT%H:%MZ}: figures stand at that moment unless another"
    " is asked for."
)


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


def as_published(settings: Settings) -> Settings:
    """The settings; of a lake with the moment of its publication, where they name none.

    That they stand at it is said with the figures: it may be long ago. A publication that cannot be
    read is told by whoever opens it.
    """
    path = settings.warehouse
    if settings.as_of is not None or not is_manifest(path):
        return settings
    with suppress(WarehouseError):
        at = _resolved_at(path, generation(path))
        notice = f"{settings.notice} {STANDS.format(at=at)}".strip()
        return settings.model_copy(update={"as_of": at, "notice": notice})
    return settings


@lru_cache(maxsize=8)
def _resolved_at(path: Path, _published: Generation) -> datetime:
    return published(lake_of(path)).resolved_at.replace(tzinfo=UTC)
