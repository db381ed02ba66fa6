"""Runs the .sql files of data/relations/<stage>, each named after what one row of it is.

A file may use values (`$as_of`), the schema of the relations that are being resolved (`{target}`)
and that of the stored ones (`{stored}`). Other names are found among the TEMP tables first, then in
the warehouse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.relations.empty_shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from duckdb import DuckDBPyConnection

STORED = "warehouse.main"
FEW = 20_000
VALUE = re.compile(r"\$([a-z_]+)")
RELATIONS = files("data") / "relations"


@cache
def _files() -> dict[str, Traversable]:
    """The file of each relation, by its name."""
    stages = (entry for entry in RELATIONS.iterdir() if entry.is_dir())
    found = (file for stage in stages for file in stage.iterdir() if file.name.endswith(".sql"))
    return {file.name.removesuffix(".sql"): file for file in found}


@cache
def relation_sql(name: str) -> str:
    """The query whose rows are the relation."""
    return _files()[name].read_text("utf-8")


@dataclass
class RelationBuilder:
    """One connection, the values its queries may use, and the schema the results go to."""

    con: DuckDBPyConnection
    target: str
    values: Mapping[str, Any]
    prefix: str = ""
    """Before the names of the tables in the target that new rows of facts go to."""
    _made: dict[str, str] = field(default_factory=dict)
    """Name of each TEMP relation there is now, with its kind."""

    def __post_init__(self) -> None:
        """Bind the values as variables of the connection, so that views can use them too."""
        for name, value in self.values.items():
            self.con.execute(f"SET VARIABLE {name} = ?", [value])

    def tables(self, *names: str, given: bool = True) -> None:
        """Keep relations as TEMP tables, in this order; empty ones where nothing can be in them."""
        ending = "" if given else " WITH NO DATA"
        for name in names:
            if name in SHAPES and not given:
                self.empty(name, SHAPES[name])
                continue
            self.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {relation_sql(name)}{ending}")
            self._made[name] = "TABLE"

    def view(self, name: str, query: str | None = None) -> None:
        """Name a query that runs where it is used."""
        self.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query or relation_sql(name)}")
        self._made[name] = "VIEW"

    def wide(self, name: str) -> None:
        """Name a relation of all calls with all their columns.

        Few calls are kept, so that what builds on them is planned once; many are not copied.
        """
        if self.count("attempts_in_scope") <= FEW:
            self.tables(name)
        else:
            self.view(name)

    def macro(self, name: str, *arguments: str) -> None:
        """Name an expression of some arguments."""
        self.execute(
            f"CREATE OR REPLACE TEMP MACRO {name}({', '.join(arguments)}) AS {relation_sql(name)}"
        )

    def empty(self, name: str, columns: str) -> None:
        """Make an empty TEMP table."""
        self.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        self._made[name] = "TABLE"

    def insert(self, relation: str, query: str | None = None) -> None:
        """Append new rows of facts."""
        self.append(self.prefix + relation, query or relation_sql(relation))

    def append(self, table: str, query: str) -> None:
        """Append to a table of the target, by the names of the columns."""
        self.execute(f"INSERT INTO {self.target}.{table} BY NAME {query}")

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.execute(query).fetchall()

    def count(self, relation: str) -> int:
        """How many rows a relation has."""
        return int(self.fetch(f"SELECT count(*) FROM {relation}")[0][0])

    def any(self, relation: str, condition: str = "TRUE") -> bool:
        """Whether a relation has a row like that."""
        return bool(self.fetch(f"SELECT 1 FROM {relation} WHERE {condition} LIMIT 1"))

    def execute(self, sql: str) -> DuckDBPyConnection:
        """Run one statement that may use the values."""
        statement = VALUE.sub(r"getvariable('\1')", _placed(sql, self.target))
        return self.con.execute(statement)

    def drop(self, *names: str) -> None:
        """Let go of TEMP relations."""
        for name in names:
            self.con.execute(f"DROP {self._made.pop(name)} IF EXISTS temp.main.{name}")

    def drop_all(self) -> None:
        """Let go of everything that was kept."""
        self.drop(*reversed(self._made))


def _placed(sql: str, target: str) -> str:
    return sql.replace("{target}", target).replace("{stored}", STORED)


def replace_tables(build: RelationBuilder, names: Iterable[str]) -> None:
    """Make the named relations empty in the target, as the warehouse declares them."""
    declared = dict(
        build.fetch(
            "SELECT table_name, sql FROM duckdb_tables()"
            " WHERE database_name = 'warehouse' AND schema_name = 'main'"
        )
    )
    for name in names:
        columns = declared[name].split("(", 1)[1]
        build.execute(f"CREATE OR REPLACE TABLE {build.target}.{build.prefix}{name} ({columns}")
