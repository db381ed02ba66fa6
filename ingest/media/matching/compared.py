"""What came of comparing a final's picture: kept, for comparing takes long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ingest.media.fingerprints.nearest import Match
    from ingest.media.matching.gallery import Final, Gallery


class Compared(NamedTuple):
    """What one final shows, by its picture."""

    among: str
    found_by: str
    certainty: str
    contents: tuple[str, ...]
    """Of the outputs that it shows or may show, the nearest first."""
    distance: int | None
    margin: int | None

    @classmethod
    def of(cls, match: Match, gallery: Gallery) -> Compared:
        """What a match says."""
        places = match.one_of or (() if match.output is None else (match.output,))
        contents = tuple(gallery.files[place].sha256 for place in places)
        runner_up, distance = match.runner_up, match.distance
        margin = None if runner_up is None or distance is None else runner_up - distance
        found = contents if match.certainty != "none" else ()
        return cls(gallery.digest, match.by, match.certainty, found, distance, margin)


@dataclass
class Comparisons:
    """Those that were made before, by the final's content."""

    con: DuckDBPyConnection
    known: dict[str, Compared]

    @classmethod
    def before(cls, con: DuckDBPyConnection) -> Comparisons:
        """As the warehouse has them."""
        rows = con.execute("SELECT * FROM media_compared").fetchall()
        return cls(
            con,
            {
                sha256: Compared(among, found_by, certainty, tuple(contents), distance, margin)
                for sha256, among, found_by, certainty, contents, distance, margin in rows
            },
        )

    def stands(self, final: Final, gallery: Gallery) -> Compared | None:
        """What is known, where comparing again would tell the same; certain ones stay certain."""
        found = self.known.get(final.sha256)
        if found is None or not all(each in gallery.place_of for each in found.contents):
            return None
        is_same = found.among == gallery.digest
        return found if is_same or found.certainty == "certain" else None

    def keep(self, final: Final, found: Compared) -> None:
        """Note it for later."""
        self.known[final.sha256] = found
        self.con.execute("DELETE FROM media_compared WHERE media_sha256 = ?", [final.sha256])
        self.con.execute(
            "INSERT INTO media_compared VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(final.sha256, found.among, found.found_by, found.certainty),
                *(list(found.contents), found.distance, found.margin),
            ],
        )
