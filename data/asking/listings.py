"""Single records that the figures leave out, for people to look at and mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class QuarantinedRecord:
    """A rejected record that waits for a fix and a replay."""

    quarantine_no: int
    file: str
    line: int
    source: str
    reason: str


@dataclass(frozen=True)
class UnmatchedReference:
    """A verdict that fits no asset (`unmatched`) or several (`ambiguous`), so counts for none."""

    ref: str
    state: str
    decision: str
    stage: str
    decided_at: datetime
    reviewer: str | None
    source: str


def quarantined(cursor: DuckDBPyConnection, *, limit: int) -> list[QuarantinedRecord]:
    """Rejected records that were not replayed, the latest first, at most `limit`."""
    rows = cursor.execute(relation_sql("quarantined_records"), [limit]).fetchall()
    return [QuarantinedRecord(*row) for row in rows]


def unmatched(cursor: DuckDBPyConnection, *, limit: int) -> list[UnmatchedReference]:
    """Verdicts that were matched to no asset, the latest first, at most `limit`. Times in UTC."""
    rows = cursor.execute(relation_sql("unmatched_references"), [limit]).fetchall()
    return [UnmatchedReference(*row) for row in rows]
