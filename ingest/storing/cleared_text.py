"""The text of rejected records goes: when somebody says so, or when it is old enough.

What stays is that there was a record, where, and why it was rejected, so that every load still adds
up. It cannot be read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.private_copy import leave_nothing_behind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HAS_TEXT = "replayed_at IS NULL AND octet_length(raw) > 0"


def clear_text(con: DuckDBPyConnection, source: str | None) -> int:
    """Clear the text of the rejected records, of one source or of all; of how many."""
    return _clear(con, "$1 IS NULL OR source = $1", source)


def clear_old_text(con: DuckDBPyConnection, days: float) -> int:
    """The same for the records of files that were loaded longer ago than so many days."""
    return _clear(con, "loaded_at < now()::TIMESTAMP - to_seconds($1 * 86400)", days)


def _clear(con: DuckDBPyConnection, files: str, value: object) -> int:
    where = f"{HAS_TEXT} AND file_no IN (SELECT file_no FROM warehouse.main.files WHERE {files})"
    query = f"SELECT count(*) FROM warehouse.main.quarantine WHERE {where}"
    (found,) = con.execute(query, [value]).fetchall()[0]
    if found:
        con.execute(f"UPDATE warehouse.main.quarantine SET raw = ''::BLOB WHERE {where}", [value])
        leave_nothing_behind(con)
    return int(found)
