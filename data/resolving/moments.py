"""Which relations answer for a moment: the stored ones while they stand, else resolved anew.

Stored relations stand from the moment they were resolved at until the next event dated after it,
under the same settings, price book and rules. For any other moment they are resolved once in the
reader's own memory and kept there for the next question.
"""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import TYPE_CHECKING

from data.resolving.resolve import resolve, stored_resolution

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.pricing.book import PriceBook
    from data.settings import Settings

STORED = "warehouse.main"
KEPT = 4
"""How many moments are kept in memory at once; the oldest goes first."""
_lock = Lock()


def relations_for(
    cursor: DuckDBPyConnection, *, as_of: datetime, settings: Settings, book: PriceBook
) -> str:
    """Point the cursor's search path at relations as of a moment (naive UTC); its schema."""
    schema = STORED
    if not _stands(cursor, as_of, settings, book):
        schema = _in_memory(cursor, as_of, settings, book)
    cursor.execute(f"SET search_path = '{schema},warehouse.main'")
    return schema


def _stands(
    cursor: DuckDBPyConnection, as_of: datetime, settings: Settings, book: PriceBook
) -> bool:
    stamp = stored_resolution(cursor)
    if stamp is None:
        return False
    ends = stamp.next_event_at
    is_then = stamp.resolved_at <= as_of and (ends is None or as_of < ends)
    return is_then and stamp.was_made_by(settings, book)


def _in_memory(
    cursor: DuckDBPyConnection, as_of: datetime, settings: Settings, book: PriceBook
) -> str:
    """Resolve into a schema of the reader's memory unless it is there, and name it."""
    identity = f"{as_of.isoformat()} {settings.resolution_hash} {book.hash}"
    schema = f"as_of_{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
    with _lock:
        kept = _kept(cursor)
        if schema not in kept:
            for oldest in kept[: len(kept) - KEPT + 1]:
                cursor.execute(f"DROP SCHEMA memory.{oldest} CASCADE")
            cursor.execute(f"CREATE SCHEMA memory.{schema}")
            try:
                resolve(
                    cursor, as_of=as_of, settings=settings, book=book, target=f"memory.{schema}"
                )
            except BaseException:
                cursor.execute(f"DROP SCHEMA memory.{schema} CASCADE")
                raise
    return f"memory.{schema}"


def _kept(cursor: DuckDBPyConnection) -> list[str]:
    rows = cursor.execute(
        "SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'memory' "
        "AND schema_name LIKE 'as\\_of\\_%' ESCAPE '\\' ORDER BY oid"
    ).fetchall()
    return [row[0] for row in rows]
