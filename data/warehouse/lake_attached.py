"""The publication of a lake in the place of a warehouse: every table is there under its name.

Small tables are read at once; large ones are views of their Parquet files, of which a question
reads what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from data.errors import LakeError
from data.lake.manifest import published
from data.lake.whereabouts import lake_of
from data.relations import rollups
from data.warehouse.schema_steps import ALIAS, migrate, newest_version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.lake.manifest import FactsFile, Manifest
    from data.lake.place import Lake

DECLARED = "declared"
"""The schema that has the declarations of the tables that are shown as views."""
KEPT_ROWS = 100_000
"""Up to so many rows of a table are read at once."""


def attach_lake(con: DuckDBPyConnection, path: Path) -> None:
    """Attach what a lake's manifest says as `warehouse`. Raises LakeError."""
    lake = lake_of(path)
    manifest = published(lake)
    _check_version(lake, manifest)
    reach(con, lake)
    con.execute(f"ATTACH ':memory:' AS {ALIAS}")
    migrate(con, path)
    for table, files in manifest.tables.items():
        if manifest.rows(table):
            try:
                show(con, lake, table, files)
            except duckdb.Error as error:
                raise LakeError(_not_whole(lake, table, files, error)) from error


def not_written(path: Path) -> LakeError:
    """Why a lake is not opened for writing, and what to do instead."""
    lake = lake_of(path).address
    return LakeError(
        f"{lake}: a lake is not written like a warehouse. Land logs with `offcut ingest "
        f"--lake {lake} PATH…`, then `offcut resolve --lake {lake}`. What people say of "
        "records is counted by the next resolve."
    )


def reach(con: DuckDBPyConnection, lake: Lake) -> None:
    """Let a connection read the files of a lake that lies elsewhere."""
    if lake.folder is None:
        con.register_filesystem(lake.files)


def parquet(lake: Lake, names: Sequence[str], *, by_name: bool = False) -> str:
    """SQL: the rows of Parquet files of a lake; `by_name`: not all of them have all columns."""
    more = ", union_by_name = true" if by_name else ""
    places = ", ".join("'" + lake.place(name).replace("'", "''") + "'" for name in names)
    return f"read_parquet([{places}], hive_partitioning = false{more})"


def show(con: DuckDBPyConnection, lake: Lake, table: str, files: Sequence[FactsFile]) -> None:
    """Show what lies in files of a lake as an empty table of the warehouse, or as a roll-up."""
    is_small = sum(each.rows for each in files) <= KEPT_ROWS
    rows = parquet(lake, [each.name for each in files if each.rows])
    if table in rollups.names():
        kind = "TABLE" if is_small else "VIEW"
        con.execute(f"CREATE {kind} {ALIAS}.main.{table} AS FROM {rows}")
        return
    if is_small:
        con.execute(f"DELETE FROM {ALIAS}.main.{table}")
        con.execute(f"INSERT INTO {ALIAS}.main.{table} BY NAME FROM {rows}")
        return
    _keep_declaration(con, table)
    con.execute(f"DROP TABLE {ALIAS}.main.{table}")
    con.execute(f"CREATE VIEW {ALIAS}.main.{table} AS FROM {rows}")


def _keep_declaration(con: DuckDBPyConnection, table: str) -> None:
    """Keep the empty table: relations as of other moments are made like it."""
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {ALIAS}.{DECLARED}")
    asked = "SELECT sql FROM duckdb_tables() WHERE database_name = ? AND table_name = ?"
    [(declared,)] = con.execute(asked, [ALIAS, table]).fetchall()
    columns = declared.split("(", 1)[1]
    con.execute(f"CREATE TABLE {ALIAS}.{DECLARED}.{table} ({columns}")


def _check_version(lake: Lake, manifest: Manifest) -> None:
    here, newest = manifest.schema_version, newest_version()
    if here < newest:
        raise LakeError(
            f"{lake.address}: resolved by an older Offcut. Run `offcut resolve --lake "
            f"{lake.address}` with this one."
        )
    if here > newest:
        raise LakeError(
            f"{lake.address}: resolved by a newer Offcut (schema {here}, not {newest}). Update "
            "Offcut."
        )


def _not_whole(lake: Lake, table: str, files: Sequence[FactsFile], error: duckdb.Error) -> str:
    """Which of the files is missing or broken, in a sentence."""
    wrong = next((each.name for each in files if lake.stands(each.name) is None), None)
    what = f"{wrong} is not there" if wrong else f"a file of {table} cannot be read ({error})"
    return (
        f"{lake.address}: the manifest names files that are not whole: {what}. Nothing that was "
        f"landed is lost: run `offcut resolve --lake {lake.address}` to publish it anew."
    )
