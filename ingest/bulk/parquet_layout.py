"""Parquet files through a map: their columns as text, checked by the same SQL as any other log."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from data.errors import RefusedFileError
from ingest.bulk.json_sql import first_of, head_of, inside, not_blank, read_at
from ingest.bulk.layout import check_columns, read_columns
from ingest.bulk.projection import Projection
from ingest.bulk.staged_file import StagedPieces
from ingest.formats.item import Ignored, Refused
from ingest.maps.columns import parse_object, ways
from ingest.maps.records import MapReader
from ingest.storing.kinds import KINDS
from ingest.storing.sql_text import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.maps.columns import Steps
    from ingest.maps.map import Map
    from ingest.storing.kinds import RecordKind
    from ingest.storing.tally import Tally

TABLE = "memory.main.piece0"
NESTED = ("STRUCT", "MAP", "JSON", "UNION")


@dataclass
class ParquetFile:
    """One Parquet file on its way through a map into staged rows."""

    tally: Tally
    map: Map

    @property
    def kind(self) -> RecordKind:
        """The record kind the map yields."""
        return KINDS[self.map.record]

    @cached_property
    def relation(self) -> str:
        """The file as a FROM clause."""
        return f"read_parquet({literal(str(self.tally.file.path))})"

    @cached_property
    def columns(self) -> dict[str, str]:
        """Its columns as SQL text. Raises RefusedFileError where it is not readable."""
        try:
            found = self.tally.con.execute(f"DESCRIBE FROM {self.relation}").fetchall()
        except duckdb.Error as error:
            raise RefusedFileError(_unreadable(self.tally.file.name, error)) from error
        return {name: _as_text(name, sql_type) for name, sql_type, *_ in found}

    @cached_property
    def staged(self) -> StagedPieces:
        """What was accepted."""
        return StagedPieces(self.tally, self.map, self.kind)

    def stage(self) -> None:
        """Read the whole file; the kind's staged relation then holds all that was accepted."""
        con, file = self.tally.con, self.tally.file
        check_columns(file.name, list(self.columns), self.map)
        texts = {tried: first_of(self._texts(tried)) for tried in read_columns(self.map)}
        projection = Projection(
            self.map,
            texts,
            is_json=True,
            submitted_at=file.submitted_at,
            store_prompts=file.settings.store_prompts,
            given=self.map.parts_of(file.name),
        )
        try:
            con.execute(f"CREATE TABLE {TABLE} AS {projection.select(self.relation)}")
        except duckdb.InvalidInputException as error:
            raise RefusedFileError(_unreadable(file.name, error)) from error
        self._account()

    def _texts(self, tried: Iterable[str]) -> Iterator[str]:
        for column in tried:
            for steps in ways(column):
                if head_of(steps)[0] in self.columns:
                    yield not_blank(read_at(steps, self._member))

    def _member(self, steps: Steps) -> str:
        return inside(self.columns[steps[0]], steps[1:])

    def _account(self) -> None:
        con = self.tally.con
        (rows,) = con.execute(f"SELECT count(*) FROM {TABLE}").fetchone() or (0,)
        self.tally.read += rows
        self._judge()
        reasons = f"SELECT ignored, count(*) FROM {TABLE} WHERE ignored IS NOT NULL GROUP BY ALL"
        self.tally.ignored.update(dict(con.execute(reasons).fetchall()))
        self.staged.add(TABLE, np.arange(1, rows + 1))
        self.staged.define()
        self.tally.progress(self.tally.file.path.stat().st_size)

    def _judge(self) -> None:
        """Read the suspect rows one by one, as JSON."""
        tally, file = self.tally, self.tally.file
        reader = MapReader(self.map, file.submitted_at, self.map.parts_of(file.name))
        for line, raw in self._suspects():
            try:
                record = reader.record(parse_object(raw))
                tally.accept(record, line, line)
            except Ignored as reason:
                tally.ignored[str(reason)] += 1
            except (Refused, ValueError) as reason:
                tally.reject(line, str(reason), raw)

    def _suspects(self) -> Iterator[tuple[int, bytes]]:
        """(row from 1, the row as JSON) of the rows SQL could not vouch for."""
        columns = ", ".join(f"{identifier(name)} := {identifier(name)}" for name in self.columns)
        cursor = self.tally.con.cursor()
        cursor.execute(f"""
            SELECT file_row_number + 1, to_json(struct_pack({columns}))::VARCHAR
            FROM read_parquet({literal(str(self.tally.file.path))}, file_row_number = true)
            WHERE file_row_number IN (
                SELECT rowid FROM {TABLE} WHERE suspect AND ignored IS NULL
            )
            ORDER BY 1
        """)
        while found := cursor.fetchmany(1000):
            for line, raw in found:
                yield line, raw.encode()


def _as_text(name: str, sql_type: str) -> str:
    is_nested = sql_type.startswith(NESTED) or sql_type.endswith("]")
    return f"to_json({identifier(name)})::VARCHAR" if is_nested else f"{identifier(name)}::VARCHAR"


def _unreadable(name: str, error: Any) -> str:
    return f"{name}: not a readable Parquet file: {str(error).splitlines()[0]}"
