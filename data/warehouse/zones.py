"""One clock: the rules of time zones as DuckDB has them, for everything that Python tells, too.

Days and hours of facts are told in SQL; filters, maps, people and texts in Python. Two tables of
zones are never of the same age (the system's, a package's, the database's), so Python reads its
rules off the database, once a zone and process.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import available_timezones

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIRST, LAST = datetime(1970, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 (UTC, as DuckDB's are)
OURS = frozenset({"localtime", "posixrules", "Factory"})
"""Names that mean what this machine happens to be set to, not a place."""
NOTHING = timedelta(0)
_AHEAD = "timezone($zone, moment AT TIME ZONE 'UTC') - moment"
_AT_CHANGES = """
    WINDOW in_time AS (ORDER BY moment)
    QUALIFY
        row_number() OVER in_time = 1
        OR ahead <> lag(ahead) OVER in_time OR ahead <> lead(ahead) OVER in_time
    ORDER BY moment
"""
"""Of moments the first, and those on both sides of a change."""
_BY_DAY = f"""
    SELECT moment, {_AHEAD} AS ahead
    FROM (SELECT unnest(range(TIMESTAMP '{FIRST}', TIMESTAMP '{LAST}', INTERVAL 1 DAY)) AS moment)
    {_AT_CHANGES}
"""
_FINER = f"""
    SELECT moment, {_AHEAD} AS ahead
    FROM (
        SELECT unnest(range(start, start + to_minutes($span + $step), to_minutes($step))) AS moment
        FROM (SELECT unnest($starts::TIMESTAMP[]) AS start)
    )
    {_AT_CHANGES}
"""


@cache
def zone_names() -> frozenset[str]:
    """The names a setting or a map may give. To look for them takes some milliseconds."""
    return frozenset(available_timezones() - OURS)


@cache
def zone_of(name: str) -> tzinfo:
    """The rules of a zone. Raises ValueError for one that the database does not know."""
    return UTC if name == "UTC" else Zone(name)


class Change(NamedTuple):
    """From this moment (naive UTC) on, local time is so much ahead of UTC."""

    at: datetime
    ahead: timedelta


class Zone(tzinfo):
    """A zone with the database's rules. Before 1970 and from 2100 on, the nearest rule holds."""

    def __init__(self, name: str) -> None:
        """Read the rules of a zone."""
        self.key = name
        changes = _changes(name)
        self._offsets = [changes[0].ahead, *(change.ahead for change in changes)]
        self._moments = [change.at for change in changes]
        before = self._offsets[:-1]
        both = [*zip(self._moments, before, self._offsets[1:], strict=True)]
        self._walls = tuple(
            [at + choose(first, then) for at, first, then in both] for choose in (max, min)
        )

    def __str__(self) -> str:
        """The zone's name."""
        return self.key

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """How far ahead of UTC a local time is; `fold` chooses where there are two."""
        if moment is None:
            return None
        walls = self._walls[moment.fold]
        return self._offsets[bisect_right(walls, moment.replace(tzinfo=None, fold=0))]

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a moment that is given in UTC under this zone's name."""
        naive = moment.replace(tzinfo=None)
        place = bisect_right(self._moments, naive)
        local = naive + self._offsets[place]
        is_second = place > 0 and local < self._moments[place - 1] + self._offsets[place - 1]
        return local.replace(tzinfo=self, fold=int(is_second))

    def tzname(self, moment: datetime | None) -> str:
        """The zone's name."""
        del moment
        return self.key

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Not told: the rules are those of the clock."""
        del moment
        return None

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled by its name."""
        return zone_of, (self.key,)


def _changes(name: str) -> list[Change]:
    """Every change of the clock from 1970 to 2100, to the minute; the first is the start."""
    import duckdb

    from data.warehouse.file import in_memory

    con = in_memory()
    try:
        days = [Change(*row) for row in con.execute(_BY_DAY, {"zone": name}).fetchall()]
        hours = _finer(con, name, days, span=24 * 60, step=60)
        minutes = _finer(con, name, hours, span=60, step=1)
    except duckdb.Error as error:
        raise ValueError(f"{name}: the database does not know this time zone") from error
    finally:
        con.close()
    changes = [days[0]]
    for at, ahead in minutes:
        if ahead != changes[-1].ahead:
            changes.append(Change(at, ahead))
    return changes


def _finer(
    con: DuckDBPyConnection, name: str, known: list[Change], *, span: int, step: int
) -> list[Change]:
    """What lies between known moments, `span` minutes apart, where the clock changes."""
    starts = [first for (first, ahead), (_, then) in pairwise(known) if ahead != then]
    given = {"zone": name, "starts": starts, "span": span, "step": step}
    return [Change(*row) for row in con.execute(_FINER, given).fetchall()]
