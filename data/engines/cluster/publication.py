"""What a cluster resolved, written as a lake's facts: by month of submit, in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.engines.cluster.scratch import as_spark_says
from data.engines.publication import BY_MONTH
from data.lake.manifest import FactsFile
from data.warehouse.lake_attached import show

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.engines.spark import SparkBuilder
    from data.lake.place import Lake

ROLLED_UP = {"resolved_attempts", "output_outcomes"}
"""What roll-ups are made of, here, of the published files."""
COUNTED = "SELECT file_name, num_rows FROM parquet_file_metadata(?::VARCHAR[])"


def write_stored(
    build: SparkBuilder, con: DuckDBPyConnection, lake: Lake, table: str, folder: str
) -> tuple[FactsFile, ...]:
    """Write a stored relation into a folder of a lake; the files it is in then, by their names."""
    place = as_spark_says(lake, f"{folder}/{table}")
    rows = build.spark.table(table)
    if moment := BY_MONTH.get(table):
        month = f"date_format({moment}, 'yyyy-MM') AS month"
        rows = rows.selectExpr("*", month).repartitionByRange(moment).sortWithinPartitions(moment)
        rows.write.partitionBy("month").parquet(place, compression="zstd")
    else:
        rows.write.parquet(place, compression="zstd")
    names = [each for each in lake.names(f"{folder}/{table}") if each.endswith(".parquet")]
    name_of = {lake.place(name): name for name in names}
    counted = con.execute(COUNTED, [[*name_of]]).fetchall() if names else []
    found = (FactsFile(name=name_of[file], rows=rows) for file, rows in counted if rows)
    files = tuple(sorted(found, key=lambda each: each.name))
    if table in ROLLED_UP and files:
        show(con, lake, table, files)
    return files
