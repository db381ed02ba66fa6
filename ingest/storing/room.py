"""Which columns of a table of records are left out, and from when on they are not.

The first records of a warehouse, where they are many, leave out what none of them fills. The first
record that fills one of these columns makes the table whole, for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.columns_left_out import columns_left_out, write_anew
from ingest.storing.sql_text import identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ingest.storing.kinds import RecordKind

MANY = 61_440
"""A row group. With fewer rows nothing is to be won."""
FIRST = 2048
"""Most columns that are ever filled are so among the first rows."""


def make_room(con: DuckDBPyConnection, kind: RecordKind, rows: str) -> list[str]:
    """Let the table of a kind have all columns that a relation of its records fills.

    Returns the columns that stay left out.
    """
    left_out = columns_left_out(con, kind.table)
    if left_out and set(_unfilled(con, left_out, rows)) != set(left_out):
        left_out = []
        write_anew(con, kind.table, left_out)
    elif not left_out and _are_many(con, rows) and _is_empty(con, kind):
        left_out = _unfilled(con, _optional(con, kind), rows)
        write_anew(con, kind.table, left_out)
    return left_out


def _optional(con: DuckDBPyConnection, kind: RecordKind) -> list[str]:
    described = con.execute(f"DESCRIBE warehouse.main.{kind.table}").fetchall()
    return [name for name, _, null, *_ in described if null == "YES"]


def _are_many(con: DuckDBPyConnection, rows: str) -> bool:
    return bool(con.execute(f"SELECT 1 FROM {rows} LIMIT 1 OFFSET {MANY - 1}").fetchall())


def _is_empty(con: DuckDBPyConnection, kind: RecordKind) -> bool:
    return not con.execute(f"SELECT 1 FROM warehouse.main.{kind.table} LIMIT 1").fetchall()


def _unfilled(con: DuckDBPyConnection, columns: Sequence[str], rows: str) -> list[str]:
    """Those of the columns that no row fills; most are told by the first rows."""
    rare = _empty_in(con, columns, f"(FROM {rows} LIMIT {FIRST})")
    return _empty_in(con, rare, rows)


def _empty_in(con: DuckDBPyConnection, columns: Sequence[str], rows: str) -> list[str]:
    counts = ", ".join(f"count({identifier(name)})" for name in columns)
    if not counts:
        return []
    (found,) = con.execute(f"SELECT {counts} FROM {rows}").fetchall()
    return [name for name, n in zip(columns, found, strict=True) if not n]
