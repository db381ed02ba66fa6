"""CSV through a map: rows of text cells below a header."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import RefusedFileError
from ingest.bulk.boundaries import pieces
from ingest.bulk.csv_mending import Mending
from ingest.bulk.json_sql import PieceReader, first_of, head_of, inside, not_blank, read_at
from ingest.bulk.layout import BOM, OutOfStep, Pass, check_columns, columns_of, read_columns
from ingest.bulk.pieces import LONGEST_LINE, Piece
from ingest.formats.csv_documents import delimiter_of, fault_of, header_cells
from ingest.maps.checks import CELL, NAME
from ingest.maps.columns import ways
from ingest.maps.patterns import Pattern
from ingest.storing.sql_text import literal, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from ingest.bulk.pieces import Offsets
    from ingest.formats.opened import Opened
    from ingest.maps.columns import Steps
    from ingest.maps.map import Map


SEPARATOR = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\"?sep=([,;\t|])\"?[ \t]*(?:\r?\n|\r?$)", re.IGNORECASE
)
"""A first line that Excel writes and reads: which character parts the cells."""


@dataclass(frozen=True)
class CsvRows:
    """Rows of text cells below a header."""

    file: Opened
    map: Map
    wide: str | None = None
    """Of a wide sheet: the column whose cells are read."""

    @cached_property
    def views(self) -> tuple[CsvRows, ...]:
        """A wide sheet once for each of the columns whose cells are records; else none."""
        if self.map.unpivot is None:
            return ()
        wide = self._wide_names
        if not wide:
            raise RefusedFileError(
                f"{self.file.name}: the map {self.map.name!r} makes records of the columns "
                f"{self.map.unpivot.columns!r}, and none is called so. There are: "
                f"{', '.join(self.names)}. Mend the map, or pass the file it was written for."
            )
        return tuple(replace(self, wide=name) for name in wide)

    @property
    def _wide_names(self) -> list[str]:
        """The columns whose cells are records: those like the pattern that no field reads."""
        assert self.map.unpivot is not None
        pattern = Pattern(self.map.unpivot.columns)
        read = {
            steps[0] for tried in columns_of(self.map) for each in tried for steps in ways(each)
        }
        return [name for name in self.names if name not in read and pattern.parts(name) is not None]

    @property
    def said_name(self) -> str:
        """What the wide column's name says: the part in braces, or all of it."""
        assert self.map.unpivot is not None
        assert self.wide is not None
        parts = Pattern(self.map.unpivot.columns).parts(self.wide) or {}
        return next(iter(parts.values()), self.wide)

    @cached_property
    def _header(self) -> tuple[bytes, int, int]:
        """The header line, and how many bytes and lines to skip to get below it."""
        read = lines = 0
        with self.file.open() as stream:
            while line := stream.readline(LONGEST_LINE):
                read, lines = read + len(line), lines + 1
                if line.removeprefix(BOM).strip() and not SEPARATOR.match(line):
                    return line, read, lines
        return b"", read, lines

    @property
    def header_line(self) -> bytes:
        """The header as it stands."""
        return self._header[0]

    @cached_property
    def delimiter(self) -> str:
        """What stands between the cells: as a first line `sep=;` says, or as the header has it."""
        stated = SEPARATOR.match(self.file.first_bytes)
        if stated:
            return stated[1].decode()
        return delimiter_of(self._header[0].decode("utf-8", "replace"))

    def check(self) -> None:
        """The header must have the map's columns."""
        _ = self.names

    @cached_property
    def names(self) -> list[str]:
        """The header's cells. Raises RefusedFileError where the map does not fit them."""
        raw = self._header[0]
        if not raw.removeprefix(BOM).strip():
            raise RefusedFileError(
                f"{self.file.name}: an empty file; a CSV begins with its header."
            )
        try:
            names = header_cells(raw, self.delimiter)
        except ValueError as error:
            raise RefusedFileError(f"{self.file.name}: {error}") from None
        of_cells = [NAME, CELL] if self.map.unpivot is not None else []
        check_columns(self.file.name, [*names, *of_cells], self.map)
        written = Counter(names)
        twice = next((name for name in names if name and written[name] > 1), None)
        if twice is not None:
            raise RefusedFileError(
                f"{self.file.name}: the column {twice!r} stands twice in the header. Rename one."
            )
        return names

    def pieces(self, scratch: Path) -> Iterator[Piece]:
        """Runs of rows, which end where a line ends outside quotes."""
        return pieces(self.file.path, scratch, delimiter=self.delimiter, skip=self._header[1])

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """As it is, if no quote is astray; then split anew and written by the book."""
        is_long = (piece.ends - piece.starts > LONGEST_LINE).any()
        if not (is_long or piece.perhaps_broken):
            skip = self._header[2] if piece.path == piece.origin else 0
            yield Pass(piece, [], self._reader(piece.path, skip), partial(_not_rejected, piece))
        mending = Mending(len(self.names), self.delimiter)
        mended, good = mending.mend(piece, scratch / "mended")
        reader = self._reader(mended.path, 0)
        yield Pass(mended, mending.long, reader, partial(_all_of, good))

    def _reader(self, path: Path, skip: int) -> PieceReader:
        cells = [f"c{place}" for place in range(len(self.names))]
        declared = ", ".join(f"{name}: 'VARCHAR'" for name in cells)
        relation = (
            f"read_csv({literal(str(path))}, header = false, auto_detect = false, "
            f"columns = {{{declared}}}, delim = {literal(self.delimiter)}, quote = '\"', "
            f"escape = '\"', skip = {skip}, strict_mode = true, null_padding = false, "
            f"compression = 'none', max_line_size = {LONGEST_LINE + 1024}, "
            "ignore_errors = true, store_rejects = true, rejects_limit = 0)"
        )
        texts = {tried: first_of(self._texts(tried)) for tried in read_columns(self.map)}
        return PieceReader(relation, texts, is_json=False)

    def _texts(self, tried: Iterable[str]) -> Iterator[str]:
        for column in tried:
            for steps in ways(column):
                if len(steps) == 1 and steps[0] in self._cells_of:
                    yield f"nullif({self._cells_of[steps[0]]}, '')"
                elif head_of(steps)[0] in self._cells_of:
                    yield not_blank(read_at(steps, self._member))

    def _member(self, steps: Steps) -> str:
        return inside(self._cells_of[steps[0]], steps[1:])

    @cached_property
    def _cells_of(self) -> dict[str, str]:
        """The text of each column; of a wide sheet also what its column and its cell say."""
        cells = {name: trimmed(f"c{place}") for place, name in enumerate(self.names)}
        if self.wide is None:
            return cells
        return cells | {NAME: literal(self.said_name), CELL: cells[self.wide]}

    def row(self, raw: bytes) -> Any:
        """The row's cells by the header's names."""
        cells = self._cells(raw)
        if len(cells) != len(self.names):
            raise ValueError(f"{len(cells)} cells where the header has {len(self.names)}")
        row = dict(zip(self.names, cells, strict=True))
        if self.wide is None:
            return row
        cell = row[self.wide]
        others = {name: row[name] for name in row if name not in self._wide_names}
        return others | {NAME: self.said_name, CELL: cell}

    def _cells(self, raw: bytes) -> list[str]:
        try:
            rows = list(csv.reader([raw.decode()], delimiter=self.delimiter, strict=True))
        except UnicodeDecodeError as error:
            byte = raw[error.start]
            raise ValueError(f"not UTF-8: byte {error.start + 1} is 0x{byte:02x}") from None
        except csv.Error as error:
            raise ValueError(fault_of(error)) from None
        if len(rows) != 1:
            raise ValueError(f"{len(rows)} rows where one is expected")
        return [cell.strip() for cell in rows[0]]

    def kept(self, raw: bytes) -> bytes:
        """The row below the header: a small CSV of its own; of a wide sheet, what one cell says."""
        if self.wide is not None:
            with suppress(ValueError):
                return json.dumps(self.row(raw), ensure_ascii=False).encode()
        return self._header[0].removeprefix(BOM).rstrip(b"\r\n") + b"\n" + raw.rstrip(b"\r\n")


def _not_rejected(piece: Piece, con: DuckDBPyConnection) -> Offsets:
    """All but the records in DuckDB's reject store, which knows where each began.

    Raises OutOfStep where one of those reaches over several lines.
    """
    found = con.execute("SELECT line_byte_position - 1 AS start FROM reject_errors").fetchnumpy()
    _forget_rejects(con)
    rejected = np.searchsorted(piece.starts_in_path[:-1], found["start"])
    n_lines = np.diff(piece.numbers, prepend=piece.first_line - 1)
    if (n_lines[rejected] > 1).any():  # a stray quote may have swallowed good rows
        raise OutOfStep
    is_row = np.ones(len(piece), np.bool_)
    is_row[rejected] = False
    return np.flatnonzero(is_row)


def _all_of(good: Offsets, con: DuckDBPyConnection) -> Offsets:
    _forget_rejects(con)
    return good


def _forget_rejects(con: DuckDBPyConnection) -> None:
    con.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
