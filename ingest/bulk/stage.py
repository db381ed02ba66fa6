"""Logs that come in millions of lines, read through a map by DuckDB and checked in SQL.

A piece of some million records is staged in one pass. Records that SQL cannot vouch for are read
again from their raw bytes, one by one, through the same map: accepted, ignored, or rejected with a
reason. A piece that did not give exactly one row per record is read one by one as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from ingest.bulk.layout import OutOfStep, columns_of
from ingest.bulk.projection import Projection
from ingest.bulk.staged_file import StagedPieces
from ingest.formats.item import Ignored, Refused
from ingest.maps.columns import found_in
from ingest.maps.records import EMPTY_CELL, MapReader
from ingest.storing.kinds import KINDS, RecordKind
from ingest.storing.staging import Spool, drop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.bulk.json_sql import PieceReader
    from ingest.bulk.layout import Pass, Rows
    from ingest.bulk.pieces import Offsets, Piece
    from ingest.maps.map import Map
    from ingest.storing.tally import Tally

UNSEEN = "unseen_rows"
WITNESSES = 32
"""How many rows beside suspects are read again, to prove that rows and records run in step."""


@dataclass
class Bulk:
    """One text file on its way through a map into staged rows."""

    tally: Tally
    map: Map
    rows: Rows

    @property
    def kind(self) -> RecordKind:
        """The record kind the map yields."""
        return KINDS[self.map.record]

    @cached_property
    def reader(self) -> Any:
        """The slow way: `record` makes one record of a row, or raises Refused or Ignored."""
        file = self.tally.file
        return MapReader(self.map, file.submitted_at, self.map.parts_of(file.name))

    @property
    def values(self) -> Mapping[str, Any]:
        """What is bound in the query of a piece, by name."""
        return {}

    @property
    def shape(self) -> str | None:
        """The column of a piece that tells the keys of what is nested in a record, if any does."""
        return None

    @cached_property
    def staged(self) -> StagedPieces:
        """What was accepted so far."""
        return StagedPieces(self.tally, self.map, self.kind)

    def stage(self) -> None:
        """Read the whole file; the kind's staged relation then holds all that was accepted."""
        self.rows.check()
        views = self.rows.views or (self.rows,)
        self.staged.n_views = len(views)
        for number, piece in enumerate(self.rows.pieces(self.tally.folder)):
            for view, self.rows in enumerate(views):
                self.staged.view = view
                if len(piece):
                    self._stage_piece(piece, f"memory.main.piece{number}_{view}")
            self.tally.progress(piece.span[1])
        self.tally.read -= self.tally.ignored.pop(EMPTY_CELL, 0)
        self.staged.define()
        self.tally.notes += self.missed()

    def missed(self) -> list[str]:
        """What the map reads and no record has, a sentence each; a CSV's header was checked."""
        unfilled = self.staged.unfilled() if self.map.format != "csv" else ()
        return [
            f"{self.tally.file.name}: no record has a value at "
            f"{' or '.join(map(repr, self.map.columns[name]))}, which the map reads as "
            f"{name}. Check the spelling in the map, if there should be some."
            for name in unfilled
        ]

    def _stage_piece(self, whole: Piece, table: str) -> None:
        for each in self.rows.passes(whole, self.tally.folder):
            tried = each
            try:
                rows = self._read(tried, table)
            except (duckdb.InvalidInputException, OutOfStep):
                drop(self.tally.con, table)
            else:
                self._judge(tried.piece, self._suspects(tried.piece, table, rows))
                self.tally.ignored.update(self._ignored(table))
                self.staged.add(table, tried.piece.numbers[rows])
                break
        else:
            self._judge(tried.piece, np.arange(len(tried.piece)))
        self.tally.read += len(tried.piece)
        if self.staged.view:  # what is no row was told of in the first view
            return
        for line, head, length in tried.long:
            self.tally.read += 1
            self.tally.reject(
                line, f"one record of {length:,} bytes, too long to read", head, length
            )

    # --- the fast way -------------------------------------------------------------------------

    def _read(self, tried: Pass, table: str) -> Offsets:
        """Stage a piece; which of its records became rows, in the order of the rows.

        Raises OutOfStep where that cannot be told.
        """
        con, reader = self.tally.con, tried.reader
        con.execute(f"CREATE TABLE {table} AS {self.select(reader)}", dict(self.values) or None)
        rows = tried.rows(con)
        if self._count(f"SELECT count(*) FROM {table}") != len(rows):
            raise OutOfStep
        if len(tried.unseen):
            self._suspect_unseen(table, tried.unseen)
        if reader.keys:
            self._suspect_repeated_keys(tried.piece, table, reader.keys)
        if self.shape:
            self._suspect_alike(tried.piece, table, table, self.shape)
        self._call_witnesses(tried.piece, table, rows)
        return rows

    def select(self, reader: PieceReader) -> str:
        """SQL: one row per record, as `Projection.select` has it."""
        file = self.tally.file
        projection = Projection(
            self.map,
            reader.texts,
            is_json=reader.is_json,
            submitted_at=file.submitted_at,
            store_prompts=file.settings.store_prompts,
            given=self.reader.given,
        )
        return projection.select(reader.relation)

    def _suspect_unseen(self, table: str, unseen: Offsets) -> None:
        con = self.tally.con
        con.register(UNSEEN, {"row": unseen})
        con.execute(
            f"UPDATE {table} SET suspect = TRUE, ignored = NULL "
            f"WHERE rowid IN (SELECT row FROM {UNSEEN})"
        )
        con.unregister(UNSEEN)

    def _suspect_repeated_keys(self, piece: Piece, table: str, query: str) -> None:
        con, keys = self.tally.con, "memory.main.keys"
        con.execute(f"CREATE TABLE {keys} AS {query}")
        self._suspect_alike(piece, table, keys, "keys")
        drop(con, keys)

    def _suspect_alike(self, piece: Piece, table: str, told: str, keys: str) -> None:
        """Look at one record for each set of keys, for a key on the map's way given twice."""
        con = self.tally.con
        kinds = con.execute(f"SELECT {keys}, min(rowid) FROM {told} GROUP BY {keys}").fetchall()
        with piece.origin.open("rb") as stream:
            twice = [each for each, row in kinds if self._repeats(piece.raw(stream, row))]
        if twice:
            rows = f"SELECT rowid FROM {told} WHERE {keys} IN (SELECT unnest(?))"
            con.execute(f"UPDATE {table} SET suspect = TRUE WHERE rowid IN ({rows})", [twice])

    def _repeats(self, raw: bytes) -> bool:
        try:
            row = self.rows.row(raw)
        except ValueError:
            return False
        try:
            for tried in columns_of(self.map):
                for column in tried:
                    found_in(row, (column,))
        except ValueError:
            return True
        return False

    def _call_witnesses(self, piece: Piece, table: str, rows: Offsets) -> None:
        """Read some rows beside suspects the slow way too: they must come out the same."""
        chosen = self._witnesses(table)
        if not chosen:
            return
        with Spool(self.tally.folder, "witness") as spool, piece.origin.open("rb") as stream:
            apart = replace(self.tally, spool=spool)
            try:
                for row in chosen:
                    raw = piece.raw(stream, int(rows[row]))
                    record = self.reader.record(self.rows.row(raw))
                    apart.accept(record, row, row)
            except (ValueError, Refused, Ignored):
                raise OutOfStep from None
            if not self.staged.agree(spool, table):
                raise OutOfStep

    def _witnesses(self, table: str) -> list[int]:
        """Accepted rows right after suspect ones, and others spread over the piece."""
        accepted = f"(SELECT rowid AS row FROM {table} WHERE NOT suspect AND ignored IS NULL)"
        suspects = f"(SELECT rowid AS row FROM {table} WHERE suspect)"
        beside = f"SELECT a.row FROM {accepted} AS a JOIN {suspects} AS s ON a.row = s.row + 1"
        step = f"(SELECT greatest(1, count(*) // {WITNESSES}) FROM {table})"
        spread = f"SELECT row FROM {accepted} WHERE row % {step} = 0"
        return sorted({*self._some(beside), *self._some(spread)})

    def _some(self, rows: str) -> list[int]:
        found = [int(row) for (row,) in self.tally.con.execute(rows).fetchall()]
        return found[:: max(1, -(-len(found) // WITNESSES))]

    # --- the slow way -------------------------------------------------------------------------

    def _suspects(self, piece: Piece, table: str, rows: Offsets) -> Offsets:
        """The records that became no row, or a suspect one."""
        suspect = f"SELECT rowid AS row FROM {table} WHERE suspect AND ignored IS NULL"
        is_odd = np.ones(len(piece), np.bool_)
        is_odd[rows] = False
        is_odd[rows[self.tally.con.execute(suspect).fetchnumpy()["row"]]] = True
        return np.flatnonzero(is_odd)

    def _judge(self, piece: Piece, records: Offsets) -> None:
        """Accept, ignore or reject these records one by one."""
        tally = self.tally
        with piece.origin.open("rb", buffering=0) as stream:  # single records, far apart
            for index in records.tolist():
                raw, line = piece.raw(stream, index), int(piece.numbers[index])
                try:
                    record = self.reader.record(self._row(raw))
                    tally.accept(record, self.staged.item(line), line)
                except Ignored as reason:
                    tally.ignored[str(reason)] += 1
                except (Refused, ValueError) as reason:
                    tally.reject(line, str(reason), self.rows.kept(raw))

    def _row(self, raw: bytes) -> Any:
        """One record. What is no row is told of in the first view of a wide sheet alone."""
        try:
            return self.rows.row(raw)
        except ValueError:
            if self.staged.view:
                raise Ignored(EMPTY_CELL) from None
            raise

    def _ignored(self, table: str) -> dict[str, int]:
        reasons = f"SELECT ignored, count(*) FROM {table} WHERE ignored IS NOT NULL GROUP BY ALL"
        return dict(self.tally.con.execute(reasons).fetchall())

    def _count(self, question: str) -> int:
        return int(self.tally.con.execute(question).fetchall()[0][0])
