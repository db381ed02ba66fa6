"""Which prices are in force for which way of logging: few rows, worked out on this machine.

Spark finds the distinct ways of logging; the price book is held against them here, by the same
relations; and what comes of it goes to every worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession

ON_THIS_MACHINE = frozenset(
    {"logged_keys", "price_keys", "key_prices", "price_menus", "key_policies"}
)
LOGGED = (
    *("billing_channel", "model", "operation", "variant", "unit"),
    *("requested_width", "requested_height", "size_class", "seconds_each"),
)
"""What of a call a price depends on: all that `logged_keys` reads of it."""
BROUGHT = "brought_keys"


def query_here(con: DuckDBPyConnection, spark: SparkSession, name: str) -> str:
    """The query of one of these relations, over what has been brought here for it."""
    if name != "logged_keys":
        return relation_sql(name)
    _bring_keys(con, spark)
    return relation_sql(name).replace("FROM priceable_attempts", f"FROM {BROUGHT}")


def _bring_keys(con: DuckDBPyConnection, spark: SparkSession) -> None:
    columns = ", ".join(LOGGED)
    keys = spark.sql(
        f"SELECT DISTINCT {columns} FROM priceable_attempts WHERE billing_channel IS NOT NULL"
    ).toArrow()
    con.register("given_keys", keys)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {BROUGHT} AS SELECT {columns} FROM given_keys")
    con.unregister("given_keys")
