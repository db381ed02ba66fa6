"""The pieces of one file, and the records judged one by one, as one relation of staged rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.maps.fields import fields_of
from ingest.storing.made_ids import with_made_ids
from ingest.storing.sql_text import identifier, literal, typed
from ingest.storing.staging import Spool, drop, staged

if TYPE_CHECKING:
    from ingest.bulk.pieces import Offsets
    from ingest.maps.map import Map
    from ingest.storing.kinds import RecordKind
    from ingest.storing.tally import Tally

NUMBERS = "line_numbers"
KEPT_AS = {"prompt": "prompt_sha256"}
"""Fields of which something else is kept."""
FIRST = 2048
"""Most fields that are ever filled are so among the first rows."""


@dataclass
class StagedPieces:
    """What a map accepted of one file."""

    tally: Tally
    map: Map
    kind: RecordKind
    n_views: int = 1
    """How often each row is read: of a wide sheet once for each column of cells."""
    view: int = 0
    _selects: list[str] = field(default_factory=list)
    _tables: list[str] = field(default_factory=list)

    def add(self, table: str, lines: Offsets) -> None:
        """Add a piece's table; `lines` are the physical lines of its rows, in their order."""
        runs_on = len(lines) == 0 or int(lines[-1] - lines[0]) == len(lines) - 1
        first = int(lines[0]) if len(lines) else 0
        line = f"rowid + {first}" if runs_on else "line"
        if not runs_on:
            self._number(table, lines)
        self._tables.append(table)
        self._selects.append(
            f"SELECT {self._item(line)} AS rid, {self.tally.file_no} AS file_no, "
            f"{self._item(line)} AS item, "
            f"{line} AS line, TRUE AS is_first, {self._columns(table)} FROM {table} "
            "WHERE NOT suspect AND ignored IS NULL"
        )

    def item(self, line: int) -> int:
        """The number of a line's record in this view: no two records of the file share one."""
        return line * self.n_views + self.view

    def _item(self, line: str) -> str:
        return line if self.n_views == 1 else f"({line}) * {self.n_views} + {self.view}"

    def _number(self, table: str, lines: Offsets) -> None:
        con = self.tally.con
        con.register(NUMBERS, {"line": lines})
        con.execute(
            f"CREATE TABLE {table}_numbered AS FROM {table} POSITIONAL JOIN (FROM {NUMBERS})"
        )
        con.unregister(NUMBERS)
        drop(con, table)
        plain = identifier(table.rsplit(".", maxsplit=1)[-1])
        con.execute(f"ALTER TABLE {table}_numbered RENAME TO {plain}")

    def _columns(self, table: str) -> str:
        """All logged columns of the kind from a piece's table: missing ones NULL or the default."""
        described = self.tally.con.execute(f"DESCRIBE {table}").fetchall()
        there = {name for name, *_ in described}
        named = (
            f"{self._column(name, is_there=name in there)} AS {identifier(name)}"
            for name in fields_of(self.kind.name)
        )
        return f"{literal(self.map.name)} AS source, {', '.join(named)}"

    def _column(self, name: str, *, is_there: bool) -> str:
        shape, default = fields_of(self.kind.name)[name].shape, self.kind.default_of(name)
        if not is_there:
            return typed(default, shape)
        column = identifier(name)
        return column if default is None else f"coalesce({column}, {typed(default, shape)})"

    def agree(self, spool: Spool, table: str) -> bool:
        """Whether the spooled records (`item` is a rowid of the table) equal the table's rows."""
        con = self.tally.con
        spool.stage(con, "witness")
        witness = staged(self.kind, "witness")
        different = f"""
            SELECT count(*)
            FROM {witness} AS witness
            JOIN (SELECT rowid AS row, {self._columns(table)} FROM {table}) AS piece
                ON piece.row = witness.item
            WHERE {self.kind.hash_of("witness")} <> {self.kind.hash_of("piece")}
        """
        found = con.execute(different).fetchone()
        drop(con, witness)
        return found == (0,)

    def define(self) -> None:
        """Make the staged relation of the kind."""
        con, judged = self.tally.con, staged(self.kind, "judged")
        if self.tally.spool.stage(con, "judged"):
            columns = ", ".join(identifier(name) for name in self.kind.columns)
            self._tables.append(judged)
            self._selects.append(
                f"SELECT item AS rid, file_no, item, line, is_first, {columns} FROM {judged}"
            )
        if not self._selects:
            self._selects.append(self._nothing())
        rows = " UNION ALL ".join(self._selects)
        con.execute(f"CREATE VIEW {staged(self.kind)} AS {self._with_ids(rows)}")

    def unfilled(self) -> list[str]:
        """The map's fields of which no accepted record has a value, if any record was accepted."""
        names = [name for name in self.map.columns if name in self.kind.columns]
        rows = staged(self.kind)
        rare = self._empty(names, f"(FROM {rows} LIMIT {FIRST})")
        return self._empty(rare, rows) if rare else []

    def _empty(self, names: list[str], rows: str) -> list[str]:
        """Those of the fields that no row has; none of them where there are no rows."""
        counts = ", ".join(f"count({identifier(KEPT_AS.get(name, name))})" for name in names)
        question = f"SELECT count(*), {counts} FROM {rows}"
        (n_rows, *filled) = self.tally.con.execute(question).fetchall()[0]
        return [name for name, n in zip(names, filled, strict=True) if n_rows and not n]

    def _nothing(self) -> str:
        columns = self.kind.columns.items()
        nulls = ", ".join(f"NULL::{sql_type} AS {identifier(name)}" for name, sql_type in columns)
        places = "0 AS rid, 0 AS file_no, 0 AS item, 0 AS line, TRUE AS is_first"
        return f"SELECT {places}, {nulls} LIMIT 0"

    def _with_ids(self, rows: str) -> str:
        return with_made_ids(rows) if self.map.makes_ids else rows

    def drop(self) -> None:
        """Forget the pieces and the relation over them."""
        self.tally.con.execute(f"DROP VIEW IF EXISTS {staged(self.kind)}")
        for table in self._tables:
            drop(self.tally.con, table)
