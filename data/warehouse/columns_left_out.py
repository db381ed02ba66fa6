"""Columns of a large table that none of its records fills: they take neither room nor time.

Writing a column of which nothing is known costs a load as much as writing one of numbers. Such
columns stand in their place in the table like all others, generated as NULL. Who wants to fill one
has the table written anew before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

AS_NULL = "'CAST(CAST(NULL AS '"
"""How the text of a column begins that is generated as NULL."""


def columns_left_out(con: DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table of the attached warehouse that are left out."""
    columns = f"pragma_table_info('warehouse.main.{table}')"
    found = con.execute(f"SELECT name FROM {columns} WHERE starts_with(dflt_value, {AS_NULL})")
    return [name for (name,) in found.fetchall()]


def write_anew(con: DuckDBPyConnection, table: str, left_out: Collection[str]) -> None:
    """Write a table of the attached warehouse anew, with these columns left out and no others."""
    described = con.execute(f"DESCRIBE warehouse.main.{table}").fetchall()
    columns = ", ".join(
        f'"{name}" {sql_type}'
        + (f" AS (NULL::{sql_type})" if name in left_out else "")
        + (" NOT NULL" if null == "NO" else "")
        for name, sql_type, null, *_ in described
    )
    kept = ", ".join(f'"{name}"' for name, *_ in described if name not in left_out)
    con.execute(f"CREATE TABLE warehouse.main.written_anew ({columns})")
    rows = f"SELECT {kept} FROM warehouse.main.{table}"
    con.execute(f"INSERT INTO warehouse.main.written_anew ({kept}) {rows}")
    con.execute(f"DROP TABLE warehouse.main.{table}")
    con.execute(f"ALTER TABLE warehouse.main.written_anew RENAME TO {table}")


def make_whole(con: DuckDBPyConnection) -> None:
    """Have all columns in all tables, as a schema step expects them."""
    found = con.execute(f"""
        SELECT DISTINCT table_name FROM duckdb_columns()
        WHERE database_name = 'warehouse' AND starts_with(column_default, {AS_NULL})
    """)
    for (table,) in found.fetchall():
        write_anew(con, table, ())
