"""What columns every relation has, and of which types: asked of DuckDB, over tables without rows.

The pipeline is run beside itself here. What is made elsewhere takes its shape from it, so that no
type is left to another engine; and the few rows that are worked out on this machine (price menus)
are worked out in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.relations.builder import STORED
from data.warehouse.file import in_memory
from data.warehouse.schema_steps import ALIAS, migrate

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.engines.translation.types import Columns


def empty_warehouse() -> DuckDBPyConnection:
    """A connection with a warehouse in memory that holds nothing, in use."""
    con = in_memory()
    con.execute(f"ATTACH ':memory:' AS {ALIAS}")
    migrate(con, Path(":memory:"))
    return con


def columns_of(con: DuckDBPyConnection, relation: str) -> Columns:
    """The columns of a relation or record table, with their types."""
    return {row[0]: row[1] for row in con.execute(f'DESCRIBE FROM "{relation}"').fetchall()}


def columns_of_query(con: DuckDBPyConnection, query: str) -> Columns:
    """The columns that a query gives."""
    return {row[0]: row[1] for row in con.execute(f"DESCRIBE {query}").fetchall()}


def stored_columns(con: DuckDBPyConnection, table: str) -> Columns:
    """The columns of a table that stays."""
    return {row[0]: row[1] for row in con.execute(f"DESCRIBE {STORED}.{table}").fetchall()}


def defaults_of(con: DuckDBPyConnection, table: str) -> dict[str, str]:
    """What the columns of a table that stays are where nothing is given, as DuckDB writes it."""
    asked = (
        "SELECT column_name, column_default FROM duckdb_columns()"
        " WHERE database_name = ? AND table_name = ? AND column_default IS NOT NULL"
    )
    return dict(con.execute(asked, [ALIAS, table]).fetchall())
