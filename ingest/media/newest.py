"""Which containers are the newest of their name: what is placed in older versions counts no more.

Versions are files of one name, and sequences of one name in them, below one folder of the scanned
one; folders that are named after a day, or that hold what is old, are none of their own. The
version in the file's name decides, then that in the sequence's, then when the file was changed;
what lies in a folder of backups is older than what does not. Where the newest cannot be read, the
newest of those that can counts in its place.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ingest.media.containers.versions import version_of
from ingest.media.dates import day_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OLD = {"old", "_old", "archive", "archiv", "backup", "backups", "versions", "previous"}
BACKUPS = {"backup", "backups"}
UNNUMBERED = -1
SEQUENCES = """
    SELECT DISTINCT u.container, f.folder, f.modified_ns, u.container_name, u.container_kind
    FROM warehouse.main.media_uses AS u
    JOIN warehouse.main.media AS f ON f.path = u.container AND f.gone_at IS NULL
"""
UNREADABLE = """
    SELECT path, folder, modified_ns
    FROM warehouse.main.media
    WHERE problem IS NOT NULL AND gone_at IS NULL
    ORDER BY path
"""


class File(NamedTuple):
    """A file that has versions."""

    path: str
    folder: str
    modified_ns: int

    @property
    def title(self) -> tuple[str, str]:
        """What its versions share: their project, and their name."""
        own = (each for each in self._inside if each not in OLD and day_in(each) is None)
        return next(own, ""), version_of(PurePath(self.path).name)[0].casefold()

    @property
    def rank(self) -> tuple[bool, int]:
        """Later ones are newer, as far as names tell."""
        return BACKUPS.isdisjoint(self._inside), _number(PurePath(self.path).name)

    @property
    def _inside(self) -> tuple[str, ...]:
        inside = PurePath(self.path).parent.relative_to(self.folder).parts
        return tuple(each.casefold() for each in inside)


class Sequence(NamedTuple):
    """What is placed together under one name."""

    file: File
    name: str
    kind: str

    @property
    def title(self) -> tuple[str, ...]:
        """What its versions share."""
        if self.name == self.file.path:  # a picture, which has no versions
            return (self.file.path,)
        return *self.file.title, version_of(self.name)[0].casefold(), self.kind

    @property
    def rank(self) -> tuple[bool, int, int, int, str]:
        """Later ones are newer."""
        return *self.file.rank, _number(self.name), self.file.modified_ns, self.file.path


class StandIn(NamedTuple):
    """A version that cannot be read, and the older one that counts in its place."""

    unreadable: str
    speaks: str


def _number(name: str) -> int:
    number = version_of(name)[1]
    return UNNUMBERED if number is None else number


def _sequences(con: DuckDBPyConnection) -> list[Sequence]:
    rows = con.execute(SEQUENCES).fetchall()
    return [Sequence(File(*row[:3]), *row[3:]) for row in rows]


def tell_newest(con: DuckDBPyConnection) -> None:
    """Say of each place in a container whether no later version of it is known."""
    newest: dict[tuple[str, ...], Sequence] = {}
    for each in _sequences(con):
        newest[each.title] = max(newest.get(each.title, each), each, key=lambda one: one.rank)
    con.execute("CREATE OR REPLACE TEMP TABLE newest (container VARCHAR, container_name VARCHAR)")
    if newest:
        kept = [[each.file.path, each.name] for each in newest.values()]
        con.executemany("INSERT INTO newest VALUES (?, ?)", kept)
    con.execute(
        "UPDATE warehouse.main.media_uses SET is_newest = (container, container_name) IN"
        " (SELECT (container, container_name) FROM newest)"
    )


def stand_ins(con: DuckDBPyConnection) -> tuple[StandIn, ...]:
    """The versions that cannot be read and are newer than any of their name that can."""
    newest: dict[tuple[str, str], File] = {}
    for file in {each.file for each in _sequences(con)}:
        newest[file.title] = max(newest.get(file.title, file), file, key=_age)
    unreadable = [File(*row) for row in con.execute(UNREADABLE).fetchall()]
    return tuple(
        StandIn(each.path, newest[each.title].path)
        for each in unreadable
        if each.title in newest and _age(each) > _age(newest[each.title])
    )


def _age(file: File) -> tuple[bool, int, int, str]:
    return *file.rank, file.modified_ns, file.path
