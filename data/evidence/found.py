"""What scans found that people should look at: dark finals, unapproved uses, unreadable files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings


@dataclass(frozen=True)
class DarkFinal:
    """A final that a model made and no logged output explains. Time in UTC."""

    path: str
    sha256: str
    generator: str | None
    provenance: str | None
    dated_at: datetime


@dataclass(frozen=True)
class UnapprovedUse:
    """An output that is used though turned down (`is_conflict`), or without any decision."""

    source_id: str
    output_index: int
    sha256: str | None
    """Of its own file, else of a final that shows it."""
    path: str | None
    """The container it is placed in, else a final that shows it."""
    brief: str | None
    client: str | None
    project: str | None
    decision: str | None
    stage: str | None
    reason: str | None
    reviewer: str | None
    is_conflict: bool


@dataclass(frozen=True)
class UnreadableFile:
    """A file that could not be read, and why."""

    path: str
    role: str
    problem: str


def dark_finals(cursor: DuckDBPyConnection, *, limit: int) -> list[DarkFinal]:
    """The latest first, at most `limit`."""
    rows = cursor.execute(relation_sql("dark_finals"), [limit]).fetchall()
    return [DarkFinal(*row) for row in rows]


def unapproved_uses(
    cursor: DuckDBPyConnection, *, selection: Selection, settings: Settings, limit: int
) -> list[UnapprovedUse]:
    """Those of the selection: conflicts first, then by brief; at most `limit`."""
    where, parameters = selection.where(settings)
    rows = cursor.execute(
        f"SELECT * EXCLUDE (attempt_no) FROM ({relation_sql('unapproved_uses')}) AS u "
        f"WHERE attempt_no IN (SELECT attempt_no FROM attempt_facts WHERE {where}) "
        "ORDER BY NOT is_conflict, brief NULLS LAST, source_id, output_index LIMIT ?",
        [*parameters, limit],
    ).fetchall()
    return [UnapprovedUse(*row) for row in rows]


def unreadable_files(cursor: DuckDBPyConnection, *, limit: int) -> list[UnreadableFile]:
    """By their paths, at most `limit`."""
    rows = cursor.execute(relation_sql("unreadable_files"), [limit]).fetchall()
    return [UnreadableFile(*row) for row in rows]
