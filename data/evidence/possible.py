"""Files that may be an output, and wait for a person to say yes or no."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import QuestionError
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

KEY_LETTERS = 8


@dataclass(frozen=True)
class PossibleMatch:
    """One file and one output that it may be. Times in UTC."""

    media_sha256: str
    source: str
    source_id: str
    output_index: int
    found_by: str
    distance: int | None
    margin: int | None
    path: str
    role: str
    dated_at: datetime
    output_sha256: str | None
    """Of a file that is this output for certain, where one lies in a folder of outputs."""
    output_path: str | None
    brief: str | None
    client: str | None
    project: str | None
    model: str | None

    @property
    def pair(self) -> tuple[str, str, str, int]:
        """The content and the output."""
        return self.media_sha256, self.source, self.source_id, self.output_index

    @property
    def key(self) -> str:
        """What people call it by: it stays the same whatever else waits."""
        return hashlib.sha256(repr(self.pair).encode()).hexdigest()[:KEY_LETTERS]


def possible_matches(cursor: DuckDBPyConnection, *, limit: int) -> list[PossibleMatch]:
    """Those that wait, a file's together, the nearest first; at most `limit`."""
    rows = cursor.execute(
        f"SELECT * FROM ({relation_sql('possible_matches')}) AS p"
        " ORDER BY p.path, p.distance NULLS LAST, p.source, p.source_id, p.output_index LIMIT ?",
        [limit],
    ).fetchall()
    return [PossibleMatch(*row) for row in rows]


def of_key(cursor: DuckDBPyConnection, key: str, *, limit: int) -> PossibleMatch:
    """The one called by this key, or by the beginning of it. Raises QuestionError."""
    waiting = possible_matches(cursor, limit=limit)
    found = [each for each in waiting if key and each.key.startswith(key.lower())]
    if len(found) == 1:
        return found[0]
    what = f"fits {len(found)} matches; write more of it" if found else "is no match that waits"
    raise QuestionError(f"{key!r} {what}. `offcut match list` tells all with their keys.")
