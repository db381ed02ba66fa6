"""When a file was delivered: the day in its folder's name, else when it was last changed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_DAY = re.compile(
    r"(?<![0-9])(20[0-9]{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?![0-9])"
)


def dated_at(path: str, folder: str, modified_ns: int, zone: tzinfo, now: datetime) -> datetime:
    """UTC: the end of the local day that the innermost dated folder names, never after now.

    Folders above the scanned one, and the file's own name, do not count.
    """
    inside = PurePath(path).parent.relative_to(folder).parts
    days = [found for part in reversed(inside) if (found := day_in(part))]
    if days:
        end = datetime.combine(days[0] + timedelta(days=1), time(), zone) - timedelta(seconds=1)
        return min(end.astimezone(UTC), now)
    return modified_at(modified_ns)


def modified_at(modified_ns: int) -> datetime:
    """UTC, to the microsecond."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=modified_ns // 1000)


def day_in(name: str) -> date | None:
    """The day that a folder's name tells, if it does."""
    found = _DAY.search(name)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
