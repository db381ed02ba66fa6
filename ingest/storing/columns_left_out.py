"""Columns of a large table that none of its records fills: they take neither room nor time.

Writing a column of which nothing is known costs a load as much as writing one of numbers. So the
first records of a warehouse, where they are many, leave out what none of them fills: those columns
stand in their place in the table, generated as NULL. The first record that fills one of them makes
the table whole, for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.storing.sql_text import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from ingest.storing.kinds import RecordKind

MANY = 61_440
"""A row group. With fewer rows nothing is to be won."""
GENERATED = "column_default IS NOT NULL"
"""No other column of a record has a default."""
FIRST = 2048
"""Most columns that are ever filled are so among the first rows."""


def make_room(con: DuckDBPyConnection, kind: RecordKind, rows: str) -> list[str]:
    """Let the table of a kind have all columns that a relation of its records fills.

    Returns the columns that stay left out.
    """
    left_out = _columns(con, kind, GENERATED)
    if left_out and set(_unfilled(con, left_out, rows)) != set(left_out):
        left_out = []
        _declare_anew(con, kind, left_out)
    elif not left_out and _are_many(con, rows) and _is_empty(con, kind):
        left_out = _unfilled(con, _columns(con, kind, "is_nullable"), rows)
        _declare_anew(con, kind, left_out)
    return left_out


def _columns(con: DuckDBPyConnection, kind: RecordKind, condition: str) -> list[str]:
    found = con.execute(
        "SELECT column_name FROM duckdb_columns() "
        f"WHERE database_name = 'warehouse' AND table_name = ? AND {condition}",
        [kind.table],
    )
    return [name for (name,) in found.fetchall()]


def _are_many(con: DuckDBPyConnection, rows: str) -> bool:
    return bool(con.execute(f"SELECT 1 FROM {rows} LIMIT 1 OFFSET {MANY - 1}").fetchall())


def _is_empty(con: DuckDBPyConnection, kind: RecordKind) -> bool:
    return not con.execute(f"SELECT 1 FROM warehouse.main.{kind.table} LIMIT 1").fetchall()


def _unfilled(con: DuckDBPyConnection, columns: Iterable[str], rows: str) -> list[str]:
    """Those of the columns that no row fills; most are told by the first rows."""
    rare = _empty_in(con, columns, f"(FROM {rows} LIMIT {FIRST})")
    return _empty_in(con, rare, rows)


def _empty_in(con: DuckDBPyConnection, columns: Iterable[str], rows: str) -> list[str]:
    names = [*columns]
    counts = ", ".join(f"count({identifier(name)})" for name in names)
    (found,) = con.execute(f"SELECT {counts or 1} FROM {rows}").fetchall()
    return [name for name, n in zip(names, found, strict=False) if not n]


def _declare_anew(con: DuckDBPyConnection, kind: RecordKind, left_out: Iterable[str]) -> None:
    """Write the table anew, with these columns and no others generated."""
    described = con.execute(f"DESCRIBE warehouse.main.{kind.table}").fetchall()
    columns = ", ".join(
        f"{identifier(name)} {sql_type}"
        + (f" AS (NULL::{sql_type})" if name in left_out else "")
        + (" NOT NULL" if null == "NO" else "")
        for name, sql_type, null, *_ in described
    )
    con.execute(f"CREATE TABLE warehouse.main.written_anew ({columns})")
    kept = ", ".join(identifier(name) for name, *_ in described if name not in left_out)
    con.execute(
        f"INSERT INTO warehouse.main.written_anew ({kept}) "
        f"SELECT {kept} FROM warehouse.main.{kind.table}"
    )
    con.execute(f"DROP TABLE warehouse.main.{kind.table}")
    con.execute(f"ALTER TABLE warehouse.main.written_anew RENAME TO {kind.table}")
