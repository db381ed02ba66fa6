"""Makes relations in DuckDB, by the verbs that `resolving` runs the pipeline with.

A query may use values (`$as_of`), the schema of the relations that are being resolved (`{target}`)
and that of the stored ones (`{stored}`). Other names are found among the TEMP tables first, then in
the warehouse.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from data.relations.shapes import SHAPES
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from duckdb import DuckDBPyConnection

STORED = "warehouse.main"
FEW = 20_000
SCATTERED = 4
"""Logs loaded one after the other may each span all of the time; beyond this, facts are sorted."""
SPREAD = """
    SELECT
        sum(epoch_us(latest) - epoch_us(earliest))
            / nullif(epoch_us(max(latest)) - epoch_us(min(earliest)), 0) AS spread
    FROM (
        SELECT min(submitted_at) AS earliest, max(submitted_at) AS latest
        FROM attempts
        GROUP BY rowid // 61440
    )
"""
"""Over how many times the whole span of time the row groups of attempts spread: 1 where they lie in
submit-time order, forwards or backwards; their number where they lie anyhow."""
OF_A_LAKE = "database_name = 'warehouse' AND view_name = 'attempts'"
VALUE = re.compile(r"\$([a-z_]+)")


class Making(Protocol):
    """What is at work when Python makes a relation."""

    @property
    def build(self) -> RelationBuilder: ...  # noqa: D102


@dataclass
class RelationBuilder:
    """One connection, the values its queries may use, and the schema the results go to."""

    con: DuckDBPyConnection
    target: str
    values: Mapping[str, Any]
    _made: dict[str, str] = field(default_factory=dict)
    """Name of each TEMP relation there is now, with its kind."""

    def __post_init__(self) -> None:
        """Bind the values as variables of the connection, so that views can use them too."""
        for name, value in self.values.items():
            self.con.execute(f"SET VARIABLE {name} = ?", [value])

    # --- making -------------------------------------------------------------------------------

    def expression(self, name: str, arguments: Iterable[str]) -> None:
        """Name an expression of some arguments."""
        self.execute(
            f"CREATE OR REPLACE TEMP MACRO {name}({', '.join(arguments)}) AS {relation_sql(name)}"
        )

    def table(self, name: str, query: str | None = None) -> None:
        """Keep the rows of a query in a TEMP table."""
        self.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query or relation_sql(name)}")
        self._made[name] = "TABLE"

    def table_of_wide(self, name: str) -> None:
        """The same, read off wide rows of all calls."""
        with self._looking_up():
            self.table(name)

    def empty(self, name: str, columns: str = "") -> None:
        """Make an empty TEMP table, of columns as declared or as the relation's query has them."""
        declared = columns or SHAPES.get(name)
        shape = f"({declared})" if declared else f"AS {relation_sql(name)} WITH NO DATA"
        self.execute(f"CREATE OR REPLACE TEMP TABLE {name} {shape}")
        self._made[name] = "TABLE"

    def view(self, name: str, query: str | None = None) -> None:
        """Name a query that runs where it is used."""
        self.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query or relation_sql(name)}")
        self._made[name] = "VIEW"

    def wide(self, name: str) -> None:
        """Name a relation of all calls with all their columns.

        Few calls are kept, so that what builds on them is planned once; many are not copied.
        """
        if self._are_few:
            self.table(name)
        else:
            self.view(name)

    @cached_property
    def _are_few(self) -> bool:
        return self.count("attempts_in_scope") <= FEW

    def numbered(self, name: str, relation: str) -> None:
        """Keep the rows of a relation with a number that means nothing, `ref_no`."""
        self.table(name, f"SELECT row_number() OVER () AS ref_no, * FROM {relation}")

    def grown(self, name: str, first: str, further: str) -> None:
        """Keep the rows of one query and, round by round, those that another finds from them."""
        self.table(name, relation_sql(first))
        before, size = -1, self.count(name)
        while before < size:
            self.execute(f"INSERT INTO {name} ({relation_sql(further)}) EXCEPT FROM {name}")
            before, size = size, self.count(name)

    def rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep rows that Python made; the relation's query reads them as JSON, from `$rows`."""
        sql = relation_sql(name).replace("$rows", "?")
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", [json.dumps(list(rows))])
        self._made[name] = "TABLE"

    def append(self, name: str, query: str) -> None:
        """Add the rows of a query to a TEMP table, by the names of its columns."""
        self.execute(f"INSERT INTO {name} BY NAME {query}")

    def keep(self, name: str, columns: Mapping[str, Any]) -> None:
        """Keep rows that are given as an array a column."""
        self.con.register("given_columns", dict(columns))
        self.table(name, f"SELECT {', '.join(columns)} FROM given_columns")
        self.con.unregister("given_columns")

    # --- storing ------------------------------------------------------------------------------

    def store(self, relation: str, table: str, ending: str = "") -> None:
        """Append the rows of a relation to a table of the target, by the names of the columns."""
        self.execute(f"INSERT INTO {self.target}.{table} BY NAME {relation_sql(relation)}{ending}")

    def store_wide(self, relation: str, table: str) -> None:
        """Store wide rows."""
        with self._looking_up():
            self.store(relation, table)

    @contextmanager
    def _looking_up(self) -> Iterator[None]:
        """For rows of the left of a join, what they need is looked up: never the other way round.

        DuckDB at times keeps all wide rows in a hash table instead, taking them for few.
        """
        self.execute("SET disabled_optimizers = 'build_side_probe_side'")
        try:
            yield
        finally:
            self.execute("RESET disabled_optimizers")

    def store_sorted(self, relation: str, table: str, by: str) -> None:
        """Store rows in the order of a column, so that a filter by it can skip most of them."""
        self.execute("SET preserve_insertion_order = true")
        self.store(relation, table, ending=f" ORDER BY {by}")
        self.execute("SET preserve_insertion_order = false")

    def is_scattered(self) -> bool:
        """Whether each stretch of the attempts, as they lie on disk, spans much of their time.

        The many files of a lake lie in no order.
        """
        return self.any("duckdb_views()", OF_A_LAKE) or self.any(
            f"({SPREAD})", f"spread > {SCATTERED}"
        )

    def function(self, name: str, arguments: Iterable[str]) -> None:
        """Keep a function where views of the target find it."""
        head = f"MACRO {self.target}.{name}({', '.join(arguments)})"
        self.execute(f"CREATE OR REPLACE {head} AS {relation_sql(name)}")

    def show(self, name: str, prefix: str = "") -> None:
        """Make a view that stays, over relations of the target with this prefix."""
        sql = relation_sql(name).replace("{facts}", f"{self.target}.{prefix}")
        self.execute(f"CREATE OR REPLACE VIEW {self.target}.{prefix}{name} AS {sql}")

    # --- asking -------------------------------------------------------------------------------

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.execute(query).fetchall()

    def arrays(self, query: str) -> dict[str, Any]:
        """All rows of a query, as an array a column."""
        return self.execute(query).fetchnumpy()

    def count(self, relation: str) -> int:
        """How many rows a relation has."""
        return int(self.fetch(f"SELECT count(*) FROM {relation}")[0][0])

    def any(self, relation: str, condition: str = "TRUE") -> bool:
        """Whether a relation has a row like that."""
        return bool(self.fetch(f"SELECT 1 FROM {relation} WHERE {condition} LIMIT 1"))

    def execute(self, sql: str) -> DuckDBPyConnection:
        """Run one statement that may use the values."""
        placed = sql.replace("{target}", self.target).replace("{stored}", STORED)
        return self.con.execute(VALUE.sub(r"getvariable('\1')", placed))

    # --- letting go ---------------------------------------------------------------------------

    def drop(self, *names: str) -> None:
        """Let go of those of these TEMP relations that there are."""
        drops = (
            f"DROP {self._made.pop(name)} IF EXISTS temp.main.{name}"
            for name in names
            if name in self._made
        )
        if statements := "; ".join(drops):
            self.con.execute(statements)

    def drop_all(self) -> None:
        """Let go of everything that was kept."""
        self.drop(*reversed([*self._made]))
