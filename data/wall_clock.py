"""What clocks of a time zone show: a moment of the wall clock may come once, twice or never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import tzinfo

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def offsets_of(wall: datetime, zone: tzinfo) -> list[timedelta]:
    """The offsets from UTC at which clocks of the zone show this naive moment, the earlier first.

    Two where clocks were put back over it, none where they were put forward over it.
    """
    shown = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    offsets = (
        each.utcoffset() or timedelta()
        for each in shown
        if each.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
    )
    return [*dict.fromkeys(offsets)]


def offsets_of_hour(wall: datetime, zone: tzinfo) -> list[timedelta]:
    """The same for the whole hour in which the naive moment lies."""
    first = wall.replace(minute=0, second=0, microsecond=0)
    last = first + timedelta(hours=1, microseconds=-1)
    return [*dict.fromkeys(offsets_of(first, zone) + offsets_of(last, zone))]
