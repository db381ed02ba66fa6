"""What was landed, as a cluster sees it: Parquet where it lies, and few rows kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.engines.cluster.plan import stored_columns
from data.engines.cluster.scratch import as_spark_says
from data.engines.landed_rows import check_whole, numbered_rows
from data.relations.merging import KINDS, LANDED
from data.relations.relation import RECORDS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.engines.spark import SparkBuilder
    from data.lake.landed import Landed
    from data.lake.place import Lake

LISTED = frozenset({"quarantine", "resolutions"})
"""Tables that nothing reads which is resolved."""
OF_A_FILE = {"landed_in": "VARCHAR", "row_no": "BIGINT"}
"""The columns of a landed file that a warehouse's table has not."""


def show_landed(build: SparkBuilder, con: DuckDBPyConnection, lake: Lake, landed: Landed) -> None:
    """Show all that counts as `landed_<table>`, and the tables of `con` that are read as they are.

    Raises LakeError where a landed file is not whole.
    """
    build.give("accounts", con.sql("FROM accounts"))
    merged = {*KINDS, *(each for each in KINDS.values() if each)}
    for table in RECORDS:
        if table in merged:
            build.read(table, [])
        elif table not in LISTED:
            build.give(table, con.sql(f"FROM warehouse.main.{table}"))
    for table in KINDS:
        check_whole(con, lake, landed, table)
        _show(build, con, lake, landed, table)


def _show(
    build: SparkBuilder, con: DuckDBPyConnection, lake: Lake, landed: Landed, table: str
) -> None:
    _, *columns = stored_columns(con, table).items()
    logged = OF_A_FILE | {name: kind for name, kind in columns if name != "file_no"}
    places = [as_spark_says(lake, name) for name in landed.parts(table)]
    build.read(f"rows_of_{table}", places, logged)
    build.view(f"{LANDED}{table}", numbered_rows(con, table, f"rows_of_{table}"))
