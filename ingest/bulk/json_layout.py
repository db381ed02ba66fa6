"""JSON lines through a map: one object a line."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.bulk.boundaries import pieces
from ingest.bulk.json_lists import NOT_CLOSED_LINE
from ingest.bulk.json_sql import by_value_reader, lenient_reader, strict_reader
from ingest.bulk.layout import BOM, Pass, read_columns
from ingest.bulk.pieces import in_braces, without_long
from ingest.formats.broken_documents import NOT_CLOSED
from ingest.maps.columns import parse_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from ingest.bulk.json_sql import PieceReader
    from ingest.bulk.pieces import LongRecord, Offsets, Piece
    from ingest.maps.map import Map


@dataclass(frozen=True)
class JsonLines:
    """One JSON object a line."""

    con: DuckDBPyConnection
    path: Path
    map: Map
    of_list: bool = False
    """Whether the lines are the items of a list, as `json_lists` writes them."""

    @property
    def views(self) -> tuple[JsonLines, ...]:
        """None: no line is read more than once."""
        return ()

    @property
    def columns(self) -> list[tuple[str, ...]]:
        """What is read of each line."""
        return read_columns(self.map)

    def check(self) -> None:
        """Any line may have any keys."""

    def pieces(self, scratch: Path) -> Iterator[Piece]:
        """Runs of physical lines."""
        return pieces(self.path, scratch)

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """Strictly, with stand-ins for broken lines; leniently; by value; without long lines."""
        short, long = without_long(piece, scratch / "short")
        columns, every = self.columns, partial(_these, np.arange(len(short)))
        try:
            yield from self._strictly(short, long)
            lenient = lenient_reader(short.path, columns)
            yield from [Pass(short, long, lenient, every)] if lenient else []
            by_value = by_value_reader(short.path, columns)
            yield Pass(short, long, by_value, every)
        finally:  # right away: a copy as large as the log is a burden on everything that follows
            if short.path != piece.path:
                short.path.unlink()

    def _strictly(self, piece: Piece, long: list[LongRecord]) -> Iterator[Pass]:
        whole, rows = in_braces(piece), np.arange(len(piece))
        with _without_broken(self.con, piece, whole) as file:
            for reader in filter(None, self.strict_readers(file)):
                unseen = np.flatnonzero(~whole)
                yield Pass(piece, long, reader, partial(_these, rows), unseen)

    def strict_readers(self, file: Path | str) -> Iterator[PieceReader | None]:
        """The strict ways, the fastest first."""
        yield strict_reader(file, self.columns)

    def row(self, raw: bytes) -> Any:
        """A JSON object; a byte order mark alone on its line is an empty one."""
        if self.of_list and raw.strip() == NOT_CLOSED_LINE.encode():
            raise ValueError(NOT_CLOSED)
        return {} if raw.strip() == BOM else parse_object(raw)

    def kept(self, raw: bytes) -> bytes:
        """The line itself."""
        return raw.rstrip(b"\r\n")


def _these(rows: Offsets, _con: DuckDBPyConnection) -> Offsets:
    return rows


@contextmanager
def _without_broken(
    con: DuckDBPyConnection, piece: Piece, whole: NDArray[np.bool_]
) -> Iterator[Path | str]:
    """What DuckDB reads without stumbling over broken lines."""
    if whole.all():
        yield piece.path
        return
    from ingest.bulk.stand_ins import shown_whole  # fsspec takes its time, and most logs are whole

    with shown_whole(con, piece, whole) as file:
        yield file
