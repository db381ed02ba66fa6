"""Which containers are the newest of their name: what is placed in older versions counts no more.

Versions are files of one name, and sequences of one name in them, below one folder of the scanned
one; folders that are named after a day, or that hold what is old, are none of their own. The
version in the file's name decides, then that in the sequence's, then when the file was changed.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ingest.media.containers.versions import version_of
from ingest.media.dates import day_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OLD = {"old", "_old", "archive", "archiv", "backup", "versions", "previous"}
UNNUMBERED = -1
SEQUENCES = """
    SELECT DISTINCT u.container, u.container_name, u.container_kind, f.folder, f.modified_ns
    FROM warehouse.main.media_uses AS u
    JOIN warehouse.main.media AS f ON f.path = u.container AND f.gone_at IS NULL
"""


class Sequence(NamedTuple):
    """What is placed together under one name."""

    container: str
    name: str
    kind: str
    folder: str
    modified_ns: int

    @property
    def title(self) -> tuple[str, ...]:
        """What its versions share."""
        file, own = version_of(PurePath(self.container).name)[0], version_of(self.name)[0]
        if self.name == self.container:  # a picture, which has no versions
            return (self.container,)
        return self._project, file.casefold(), own.casefold(), self.kind

    @property
    def _project(self) -> str:
        """The first folder below the scanned one that is one of its own."""
        inside = PurePath(self.container).parent.relative_to(self.folder).parts
        own = (each for each in inside if each.casefold() not in OLD and day_in(each) is None)
        return next(own, "")

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """Later ones are newer."""
        numbers = (version_of(each)[1] for each in (PurePath(self.container).name, self.name))
        file, own = (UNNUMBERED if each is None else each for each in numbers)
        return file, own, self.modified_ns, self.container


def tell_newest(con: DuckDBPyConnection) -> None:
    """Say of each place in a container whether no later version of it is known."""
    newest: dict[tuple[str, ...], Sequence] = {}
    for row in con.execute(SEQUENCES).fetchall():
        each = Sequence(*row)
        newest[each.title] = max(newest.get(each.title, each), each, key=lambda one: one.rank)
    con.execute("CREATE OR REPLACE TEMP TABLE newest (container VARCHAR, container_name VARCHAR)")
    if newest:
        kept = [[each.container, each.name] for each in newest.values()]
        con.executemany("INSERT INTO newest VALUES (?, ?)", kept)
    con.execute(
        "UPDATE warehouse.main.media_uses SET is_newest = (container, container_name) IN"
        " (SELECT (container, container_name) FROM newest)"
    )
