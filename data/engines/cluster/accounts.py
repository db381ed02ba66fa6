"""The credit ledger, account by account on the workers: the same Python as on one machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from data.credits.entries import Entry
from data.credits.ledger import value_entries
from data.credits.tables import LAPSES, PARTS, lapse_rows, part_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from data.engines.spark import SparkBuilder
    from data.resolving.run import Maker, Run

PROBLEMS = {"n": "BIGINT"}
VALUED = {"part_of": "VARCHAR", **PARTS, **LAPSES, **PROBLEMS}
"""Rows of all three relations, told apart by `part_of`."""


def ledger_makers(as_of: datetime) -> dict[str, Maker]:
    """What makes each of the relations that hold parts of the valued ledger."""
    return {
        "ledger_problems": lambda run: _problems(run, as_of),
        "credit_parts": lambda run: _take(run, "credit_parts", PARTS),
        "credit_lapses": lambda run: _take(run, "credit_lapses", LAPSES),
    }


def _problems(run: Run, as_of: datetime) -> None:
    """Value the ledger, once for the three."""
    build: SparkBuilder = run.build  # type: ignore[assignment]
    build.made_by("valued_ledger", _valued(build, as_of), VALUED)
    build.table(
        "ledger_problems",
        "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM valued_ledger"
        " WHERE part_of = 'ledger_problems'",
    )


def _take(run: Run, name: str, columns: dict[str, str]) -> None:
    names = ", ".join(columns)
    run.build.table(name, f"SELECT {names} FROM valued_ledger WHERE part_of = '{name}'")
    if name == "credit_lapses":
        run.build.drop("valued_ledger")


def _valued(build: SparkBuilder, as_of: datetime) -> DataFrame:
    from pyspark import cloudpickle

    import data.credits

    for module in (data.credits, sys.modules[__name__]):
        cloudpickle.register_pickle_by_value(module)  # workers have none of it installed
    entries = build.spark.table("ledger_entries").selectExpr(*(f"`{n}`" for n in Entry._fields))
    from data.engines.translation.types import spark_columns

    return entries.groupBy("account").applyInArrow(_valuer(as_of), spark_columns(VALUED))


def _valuer(as_of: datetime) -> Callable[[pa.Table], pa.Table]:
    """Values the entries of one account: runs on a worker, where nothing of ours is installed."""

    def valued(entries: pa.Table) -> pa.Table:
        import pyarrow as pa

        ledger = [Entry(**row) for row in entries.to_pylist()]
        paid_at = {entry.entry_no: entry.at for entry in ledger}
        valuation = value_entries(ledger, as_of)
        n = len({problem.entry_no for problem in valuation.problems})
        rows = [
            *({"part_of": "credit_parts", **row} for row in part_rows(valuation)),
            *({"part_of": "credit_lapses", **row} for row in lapse_rows(valuation, paid_at)),
            {"part_of": "ledger_problems", "n": n},
        ]
        return pa.Table.from_pylist(rows, schema=_schema())

    return valued


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(), "BIGINT": pa.int64(), "TIMESTAMP": pa.timestamp("us"),
        "DECIMAL(38, 12)": pa.decimal128(38, 12),
    }  # fmt: skip
    return pa.schema([(name, kinds[kind]) for name, kind in VALUED.items()])
