"""Ids of attempts that have none: all that was read of one, and which one of its like it is.

What the map's constants say counts as much as what its columns do. Not the time that was given for
records without one, and not a prompt, of which the hash counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.storing.kinds import ATTEMPT
from ingest.storing.sql_text import identifier, literal
from ingest.storing.staging import staged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

LEFT_OUT = {"source", "source_id", "prompt", "seen_at"}


def with_made_ids(rows: str) -> str:
    """SQL: these rows, each with the id made of its columns and its place among its like."""
    nth = "row_number() OVER (PARTITION BY made ORDER BY line)"
    return (
        f"SELECT * EXCLUDE (made) REPLACE (made || '-' || {nth} AS source_id) "
        f"FROM (SELECT *, {_made()} AS made FROM ({rows}))"
    )


def make_ids_after(con: DuckDBPyConnection, source: str, file_no: int) -> None:
    """Give the staged attempts their ids, counting on after the stored ones of their file."""
    rows = staged(ATTEMPT)
    con.execute(
        f"""
        UPDATE {rows} AS staged SET source_id = numbered.id
        FROM (
            SELECT
                rid,
                made || '-' || (
                    coalesce(known.n, 0) + row_number() OVER (PARTITION BY made ORDER BY line, rid)
                ) AS id
            FROM (SELECT rid, line, {_made()} AS made FROM {rows})
            LEFT JOIN (
                SELECT left(source_id, 32) AS made, count(*) AS n
                FROM warehouse.main.attempts WHERE source = $source AND file_no = $file_no
                GROUP BY 1
            ) AS known USING (made)
        ) AS numbered
        WHERE staged.rid = numbered.rid
        """,
        {"source": source, "file_no": file_no},
    )


def _made() -> str:
    said = ", ".join(_said())
    return f"md5(concat_ws(chr(31), {said}))"


def _said() -> Iterator[str]:
    """`name=value` of each column, NULL where nothing was said."""
    for name, sql_type in ATTEMPT.columns.items():
        if name not in LEFT_OUT:
            column = identifier(name)
            known = f"nullif({column}, seen_at)" if sql_type == "TIMESTAMP" else column
            text = f"to_json({known})" if sql_type.endswith("[]") else known
            yield f"{literal(name + '=')} || {text}::VARCHAR"
