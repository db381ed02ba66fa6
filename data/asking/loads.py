"""What a warehouse has been given: how many files and records, and which files came since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.warehouse.scan_log import SHOWN_FILE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Given(NamedTuple):
    """Files loaded so far, the number of the last of them, and their records by fate."""

    files: int
    last_file_no: int
    records_new: int
    records_updated: int
    records_rejected: int


def given_so_far(cursor: DuckDBPyConnection) -> Given:
    """All loads together."""
    row = cursor.execute("""
        SELECT
            count(*), coalesce(max(file_no), 0), coalesce(sum(records_new), 0)::BIGINT,
            coalesce(sum(records_updated), 0)::BIGINT, coalesce(sum(records_rejected), 0)::BIGINT
        FROM files
    """).fetchall()[0]
    return Given(*row)


def files_since(cursor: DuckDBPyConnection, last_file_no: int) -> tuple[str, ...]:
    """The files loaded after the one of that number, in their order."""
    rows = cursor.execute(
        f"SELECT {SHOWN_FILE} FROM files WHERE file_no > ? ORDER BY file_no", [last_file_no]
    ).fetchall()
    return tuple(row[0] for row in rows)
