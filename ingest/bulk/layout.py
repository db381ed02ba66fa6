"""What a shape of log must offer to be read in bulk through a map."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from data.errors import RefusedFileError, unknown_name
from ingest.maps.checks import CELL, NAME
from ingest.maps.columns import FILE_PART, MEMBERS, ways

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from ingest.bulk.json_sql import PieceReader
    from ingest.bulk.pieces import LongRecord, Offsets, Piece
    from ingest.maps.map import Map

BOM = b"\xef\xbb\xbf"


def columns_of(map_: Map) -> list[tuple[str, ...]]:
    """The columns a map reads, as its fields, tags and rules name them."""
    tried = [*map_.columns.values(), *map_.tags.values(), *((column,) for column in map_.ignore)]
    return [*dict.fromkeys(filter(None, map(in_record, tried)))]


def in_record(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Of columns to try in turn, those before what the file's name says."""
    return tuple(takewhile(lambda column: not column.startswith(FILE_PART), columns))


def read_columns(map_: Map) -> list[tuple[str, ...]]:
    """The same, with each column apart of which it matters which one had the value."""
    money = map_.columns.get(str(map_.money), ()) if map_.currency_of else ()
    apart = [(column,) for column in in_record(money)]
    cell = [(CELL,)] if map_.unpivot is not None else []
    return [*dict.fromkeys([*columns_of(map_), *apart, *cell])]


class OutOfStep(Exception):
    """DuckDB's rows are not the file's records one to one."""


@dataclass(frozen=True)
class Pass:
    """One way to read a piece with DuckDB."""

    piece: Piece
    long: list[LongRecord]
    """Records that are too long to read at all; they are not in `piece`."""
    reader: PieceReader
    rows: Callable[[DuckDBPyConnection], Offsets]
    """After reading: which records of the piece became rows, in the order of the rows."""
    unseen: Offsets = field(default_factory=lambda: np.empty(0, np.int64))
    """Rows that are not what their records say: another record stood in for them."""


class Rows(Protocol):
    """One shape of log."""

    @property
    def views(self) -> Sequence[Rows]:
        """Of a wide sheet one for each column whose cells are records; else none."""

    def check(self) -> None:
        """Raise RefusedFileError where the map cannot be for this file."""

    def pieces(self, scratch: Path) -> Iterator[Piece]:
        """The records in pieces of some millions."""

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """How DuckDB may read a piece, the best way first. There is at least one."""

    def row(self, raw: bytes) -> Any:
        """One record for the slow way. Raises ValueError with a sentence."""

    def kept(self, raw: bytes) -> bytes:
        """What the quarantine keeps of a record, so that it can be read again alone."""


def has_columns(names: Collection[str], map_: Map) -> bool:
    """Whether a header has all columns that a map reads."""
    known = {*names, NAME, CELL} if map_.unpivot is not None else set(names)
    return all(is_among(tried, known) for tried in columns_of(map_))


def is_among(tried: tuple[str, ...], known: Collection[str]) -> bool:
    """Whether one of the columns to try in turn is there, or what its path begins with."""
    return any(
        steps[0].removesuffix(MEMBERS) in known for column in tried for steps in ways(column)
    )


def check_columns(file: str, names: list[str], map_: Map) -> None:
    """Raise RefusedFileError where the file lacks a column that the map names."""
    known = set(names)
    for tried in columns_of(map_):
        if not is_among(tried, known):
            wanted = " or ".join(tried)
            raise RefusedFileError(
                f"{file}: the map {map_.name!r} reads the column {wanted!r}, which this file does "
                f"not have. {unknown_name('column', tried[0], known)} Mend the map, or pass the "
                "file it was written for."
            )
