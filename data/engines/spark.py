"""Makes relations in Spark, by the same verbs as in DuckDB.

Beside it runs the plan, the same pipeline over tables without rows, which says what columns
everything has. What is kept lies as Parquet in a scratch folder that this machine and the workers
find under one path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from data.engines.cluster.plan import columns_of, columns_of_query, defaults_of, stored_columns
from data.engines.cluster.prices import ON_THIS_MACHINE, query_here
from data.engines.spark_sql import spark_sql
from data.engines.translation.types import parsed, spark_columns, spark_type
from data.relations.builder import STORED, VALUE, RelationBuilder
from data.relations.relation import RECORDS
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyRelation
    from pyspark.sql import DataFrame, SparkSession

    from data.engines.cluster.scratch import Scratch
    from data.engines.translation.types import Columns


FEW = 100_000
"""Up to so many rows go over the connection; more are written where Spark reads them."""
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(kw_only=True)
class SparkBuilder(RelationBuilder):
    """A session, where it keeps rows, and the plan (`con`) that knows the columns of everything."""

    spark: SparkSession
    scratch: Scratch
    _files: dict[str, list[str]] = field(default_factory=dict)
    """Where the rows of each relation lie that are kept."""
    _number: count[int] = field(default_factory=count)

    # --- making -------------------------------------------------------------------------------

    def table(self, name: str, query: str | None = None) -> None:
        """Keep the rows of a query; what prices depend on is worked out on this machine."""
        if name in ON_THIS_MACHINE:
            super().table(name, query_here(self.con, self.spark, name))
            self._hand_over(name)
            return
        super().table(name, query)
        self._files[name] = []
        self._write(name, query or relation_sql(name), columns_of(self.con, name))

    def table_of_wide(self, name: str) -> None:
        """Keep the rows of its query."""
        self.table(name)

    def empty(self, name: str, columns: str = "") -> None:
        """Make it empty."""
        super().empty(name, columns)
        self._files[name] = []
        self._show_files(name, columns_of(self.con, name))

    def view(self, name: str, query: str | None = None) -> None:
        """Name a query that runs where it is used."""
        super().view(name, query)
        self._name(name, query or relation_sql(name), columns_of(self.con, name))

    def wide(self, name: str) -> None:
        """Keep it: what builds on it reads few of its columns."""
        self.table(name)

    def numbered(self, name: str, relation: str) -> None:
        """Keep the rows with a number that means nothing."""
        super().table(name, f"SELECT CAST(0 AS BIGINT) AS ref_no, * FROM {relation}")
        self._files[name] = []
        self._write_rows(
            name,
            self.spark.sql(f"SELECT monotonically_increasing_id() AS ref_no, * FROM `{relation}`"),
            columns_of(self.con, name),
        )

    def grown(self, name: str, first: str, further: str) -> None:
        """Keep the rows of one query and, round by round, those that another finds from them."""
        self.table(name, relation_sql(first))
        before, size = -1, self.count(name)
        while before < size:
            self.append(name, f"SELECT * FROM ({relation_sql(further)}\n) EXCEPT FROM {name}")
            before, size = size, self.count(name)

    def append(self, name: str, query: str) -> None:
        """Add the rows of a query, by the names of its columns."""
        super().append(name, query)
        self._write(name, *self._by_name(query, columns_of(self.con, name)))

    def keep(self, name: str, columns: Mapping[str, Any]) -> None:
        """Keep rows that are given as an array a column."""
        self.con.register("given_columns", dict(columns))
        super().table(name, f"SELECT {', '.join(columns)} FROM given_columns")
        self.con.unregister("given_columns")
        self._hand_over(name)

    def rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep rows that Python made."""
        super().rows(name, rows)
        self._hand_over(name)

    def made_by(self, name: str, rows: DataFrame, columns: Columns) -> None:
        """Keep rows that workers made, of columns as declared."""
        super().empty(name, ", ".join(f"{column} {kind}" for column, kind in columns.items()))
        self._files[name] = []
        self._write_rows(name, rows, columns)

    def _hand_over(self, name: str) -> None:
        """Give Spark the rows that the plan has: where they are few, every worker gets them all."""
        rows = self.con.sql(f"FROM {name}").to_arrow_table()
        self._hand_over_rows(name, rows, columns_of(self.con, name))

    def _hand_over_rows(self, name: str, rows: pa.Table, columns: Columns) -> None:
        self._files[name] = []
        if not rows.num_rows:
            self._show_files(name, columns)
            return
        if rows.num_rows > FEW:
            self._files[name] = [self.scratch.put(name, next(self._number), rows)]
            self._show_files(name, columns)
            return
        given = self.spark.createDataFrame(rows).selectExpr(*_cast(columns))
        given.hint("broadcast").createOrReplaceTempView(name)

    # --- storing ------------------------------------------------------------------------------

    def read(self, name: str, files: list[str], columns: Columns | None = None) -> None:
        """Show rows that lie in these files: of a table that stays, or of columns as declared."""
        if columns is not None:
            super().empty(name, ", ".join(f'"{each}" {kind}' for each, kind in columns.items()))
        self._files[name] = files
        self._show_files(name, columns or stored_columns(self.con, name))

    def give(self, name: str, rows: DuckDBPyRelation) -> None:
        """Show rows that are kept on this machine."""
        columns = dict(zip(rows.columns, map(str, rows.types), strict=True))
        if name not in RECORDS:
            super().empty(name, ", ".join(f'"{each}" {kind}' for each, kind in columns.items()))
        self._files[name] = []
        self._hand_over_rows(name, rows.to_arrow_table(), columns)

    def store(self, relation: str, table: str, ending: str = "") -> None:
        """Append the rows of a relation to a stored one, by the names of the columns."""
        super().store(relation, table, ending)
        columns, defaults = stored_columns(self.con, table), defaults_of(self.con, table)
        self._write(table, *self._by_name(relation_sql(relation), columns, defaults))

    def store_wide(self, relation: str, table: str) -> None:
        """Store wide rows."""
        self.store(relation, table)

    def is_scattered(self) -> bool:
        """Facts are put in order where they are published."""
        return False

    def show(self, name: str, prefix: str = "") -> None:
        """Make a view over stored relations."""
        super().show(name, prefix)
        self._name(name, relation_sql(name), stored_columns(self.con, name))

    def files_of(self, table: str) -> list[str]:
        """The folders in which the rows of a stored relation lie."""
        return [*self._files.get(table, ())]

    # --- asking -------------------------------------------------------------------------------

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return [tuple(row) for row in self._asked(query).collect()]

    def arrays(self, query: str) -> dict[str, Any]:
        """All rows of a query, as an array a column."""
        rows = self._asked(query).toArrow()
        return {name: rows.column(name).to_numpy() for name in rows.column_names}

    def count(self, relation: str) -> int:
        """How many rows a relation has."""
        return int(self.spark.table(relation).count())

    def _asked(self, query: str) -> DataFrame:
        return self.spark.sql(self._said(query, self._columns(query)))

    # --- letting go ---------------------------------------------------------------------------

    def drop(self, *names: str) -> None:
        """Let go of those of these relations that there are, and of their files."""
        for name in names:
            if name in self._made:
                self.spark.catalog.dropTempView(name)
                self.scratch.remove(*self._files.pop(name, ()))
        super().drop(*names)

    # --- saying -------------------------------------------------------------------------------

    def _said(self, query: str, result: Columns) -> str:
        return spark_sql(
            query,
            columns_of=lambda name: columns_of(self.con, name),
            values=self.values,
            result=result,
        )

    def _columns(self, query: str) -> Columns:
        placed = query.replace("{target}", self.target).replace("{stored}", STORED)
        return columns_of_query(self.con, VALUE.sub(r"getvariable('\1')", placed))

    def _by_name(
        self, query: str, into: Columns, defaults: Mapping[str, str] = NONE
    ) -> tuple[str, Columns]:
        """A query with the columns of a table: what it does not give is the default, or NULL."""
        given = self._columns(query)
        columns = (
            f'"{name}"' if name in given else f'{defaults.get(name, "NULL")} AS "{name}"'
            for name in into
        )
        return f"SELECT {', '.join(columns)} FROM ({query.strip()}\n) AS given_rows", into

    def _name(self, name: str, query: str, result: Columns) -> None:
        self.spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW `{name}` AS {self._said(query, result)}")

    def _write(self, name: str, query: str, result: Columns) -> None:
        self._write_rows(name, self.spark.sql(self._said(query, result)), result)

    def _write_rows(self, name: str, rows: DataFrame, columns: Columns) -> None:
        """Keep rows as further files of a relation."""
        place = self.scratch.place(name, next(self._number))
        rows.selectExpr(*_cast(columns)).write.parquet(place)
        self._files.setdefault(name, []).append(place)
        self._show_files(name, columns)

    def _show_files(self, name: str, columns: Columns) -> None:
        files = self._files[name]
        if files:
            rows = self.spark.read.schema(spark_columns(columns)).parquet(*files)
        else:
            nothing = ", ".join(
                f"CAST(NULL AS {_kind(kind)}) AS `{c}`" for c, kind in columns.items()
            )
            rows = self.spark.sql(f"SELECT {nothing} WHERE FALSE")
        rows.createOrReplaceTempView(name)


def _cast(columns: Columns) -> list[str]:
    return [f"CAST(`{name}` AS {_kind(kind)}) AS `{name}`" for name, kind in columns.items()]


def _kind(kind: str) -> str:
    return spark_type(parsed(kind)).sql("spark")
