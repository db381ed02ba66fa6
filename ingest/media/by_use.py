"""Verdicts that files give by where they lie: what is delivered, placed or sorted is decided on.

They are records like any other, one for each output, under the sources `finals` and `uses` (what
was used was wanted) and `folders` (people sorted it). Each is dated by its file. Where a file is
gone, or is no longer that output, a later version says that nothing is known; where it is back, or
lies in another folder, one more says what is known now.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

FOLDERS = "folders"
VERDICT_ID = "where its file lies"
MICROSECOND = timedelta(microseconds=1)
USED = """
    WITH placed AS (
        SELECT
            u.source, u.source_id, u.output_index, u.used_at,
            CASE WHEN f.role = 'final' THEN 'finals' ELSE 'uses' END AS by_source,
            CASE WHEN f.role = 'final' THEN 'in finals' ELSE 'in a ' || u.container_kind END AS how
        FROM media_uses AS u
        JOIN media AS f ON f.path = u.container AND f.gone_at IS NULL
        WHERE u.source IS NOT NULL AND u.enabled AND u.is_newest
        UNION ALL
        SELECT m.source, m.source_id, m.output_index, f.dated_at, 'finals', 'in finals'
        FROM media_matches AS m
        JOIN media AS f ON f.sha256 = m.media_sha256 AND f.role = 'final' AND f.gone_at IS NULL
        WHERE m.confidence = 'certain'
    )

    SELECT by_source, source, source_id, output_index, min(used_at), arg_min(how, used_at)
    FROM placed
    GROUP BY by_source, source, source_id, output_index
    ORDER BY ALL
"""
SORTED = """
    SELECT f.path, f.folder, m.source, m.source_id, m.output_index, f.dated_at
    FROM media AS f
    JOIN media_matches AS m ON m.media_sha256 = f.sha256 AND m.confidence = 'certain'
    WHERE f.gone_at IS NULL AND f.role <> 'final'
    ORDER BY f.dated_at, f.path
"""
SAID = """
    SELECT source, asset_ref, output_index, decision, stage, decided_at
    FROM verdicts
    WHERE source IN ('finals', 'uses', 'folders')
"""
Key = tuple[str, str, int]


class Word(NamedTuple):
    """What is known of an output: a decision, the stage if the file tells it, and since when."""

    decision: str
    stage: str | None
    at: datetime
    reason: str | None = None

    def says_the_same(self, other: Word) -> bool:
        """Whether both decide the same, whenever."""
        return self[:2] == other[:2]


def changed_verdicts(
    con: DuckDBPyConnection, folders_mean: Mapping[str, str], now: datetime
) -> Iterator[dict[str, Any]]:
    """The verdicts to load so that all of them say what files tell now. `now` is naive UTC."""
    said = {
        (source, ref, index): Word(decision, stage, at)
        for source, ref, index, decision, stage, at in con.execute(SAID).fetchall()
    }
    for key, word in {**_used(con), **_sorted(con, folders_mean)}.items():
        before = said.pop(key, None)
        if before is None:
            yield _verdict(key, word)
        elif not word.says_the_same(before):
            yield _verdict(key, word._replace(at=max(word.at, now, before.at + MICROSECOND)))
    for key, before in said.items():
        if before.decision != "pending":
            later = max(now, before.at + MICROSECOND)
            yield _verdict(key, Word("pending", before.stage, later))


def _used(con: DuckDBPyConnection) -> dict[Key, Word]:
    return {
        (by_source, f"{source}:{source_id}", index): Word("approved", None, at, f"by use: {how}")
        for by_source, source, source_id, index, at, how in con.execute(USED).fetchall()
    }


def _sorted(con: DuckDBPyConnection, folders_mean: Mapping[str, str]) -> dict[Key, Word]:
    """Of several files of one output, the latest counts."""
    found: dict[Key, Word] = {}
    meant = {name.casefold(): meaning for name, meaning in folders_mean.items()}
    for path, folder, source, source_id, index, at in con.execute(SORTED).fetchall():
        inside = PurePath(path).parent.relative_to(folder).parts
        name = next((each for each in reversed(inside) if each.casefold() in meant), None)
        if name is not None:
            stage, decision = meant[name.casefold()].split(" ")
            key = (FOLDERS, f"{source}:{source_id}", index)
            found[key] = Word(decision, stage, at, f"in the folder {name}")
    return found


def _verdict(key: Key, word: Word) -> dict[str, Any]:
    source, ref, index = key
    return {
        "source": source,
        "asset_ref": ref,
        "output_index": index,
        "decision": word.decision,
        "stage": word.stage,
        "decided_at": word.at.replace(tzinfo=UTC).isoformat(),
        "verdict_id": VERDICT_ID,
        "reason": word.reason,
    }


def write_verdicts(verdicts: Iterable[dict[str, Any]], path: Path) -> int:
    """Write them down, one a line; how many."""
    n = 0
    with path.open("w", encoding="utf-8") as file:
        for each in verdicts:
            file.write(json.dumps(each) + "\n")
            n += 1
    return n
