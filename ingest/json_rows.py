"""JSON lines through a map: one object a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.columns import parse_object
from ingest.json_sql import Reader, by_value_reader, lenient_reader, strict_reader
from ingest.lines import pieces
from ingest.pieces import Piece, with_placeholders, without_long
from ingest.rows import BOM, Pass, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from ingest.maps import Map
    from ingest.pieces import Offsets


@dataclass(frozen=True)
class JsonLines:
    """One JSON object a line."""

    path: Path
    map: Map

    def check(self) -> None:
        """Any line may have any keys."""

    def pieces(self, scratch: Path) -> Iterator[Piece]:
        """Runs of physical lines."""
        return pieces(self.path, scratch)

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """Strictly, with placeholders for broken lines; leniently; by value. A line gives a row."""
        short, long = without_long(piece, scratch / "short")
        mended = with_placeholders(short, scratch / "mended")
        columns, every = columns_of(self.map), partial(_these, np.arange(len(short)))
        readers: list[Reader | None] = [by_value_reader(short.path, columns)]
        if not self.map.makes_ids:
            readers = [
                strict_reader(mended.path, columns),
                lenient_reader(short.path, columns),
                *readers,
            ]
        try:
            for reader in readers:
                if reader is not None:
                    yield Pass(short, long, reader, every)
        finally:  # right away: a copy as large as the log is a burden on everything that follows
            for copy in {short.path, mended.path} - {piece.path}:
                copy.unlink()

    def row(self, raw: bytes) -> Any:
        """A JSON object."""
        return parse_object(raw)

    def content(self, raw: bytes) -> bytes:
        """The line itself."""
        return raw.removeprefix(BOM).strip()

    def kept(self, raw: bytes) -> bytes:
        """The line itself."""
        return raw.rstrip(b"\r\n")


def _these(rows: Offsets, _con: DuckDBPyConnection) -> Offsets:
    return rows
