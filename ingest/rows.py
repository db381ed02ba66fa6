"""The three shapes of log a map reads in bulk: how DuckDB reads them, and how one record is read.

JSON lines and CSV come in pieces of text; a Parquet file is read as a whole.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from data.errors import RefusedFileError, unknown_name
from ingest.columns import parse_object, ways
from ingest.csv_mending import Mending
from ingest.documents import delimiter_of
from ingest.json_sql import (
    Reader,
    by_value_reader,
    first_of,
    inside,
    lenient_reader,
    not_blank,
    strict_reader,
)
from ingest.lines import LONGEST_LINE, Piece, pieces, with_placeholders, without_long
from ingest.sql_text import UNICODE_SPACES, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from ingest.lines import LongRecord, Offsets
    from ingest.maps import Map
    from ingest.source import Opened

BOM = b"\xef\xbb\xbf"
UNIT_SEPARATOR = "\x1f"
"""Between the cells of a row that is known by its content."""


def columns_of(map_: Map) -> list[tuple[str, ...]]:
    """The columns a map reads, as its fields and ignore rules name them."""
    return [*dict.fromkeys([*map_.columns.values(), *((column,) for column in map_.ignore)])]


class OutOfStep(Exception):
    """DuckDB's rows are not the file's records one to one."""


@dataclass(frozen=True)
class Pass:
    """One way to read a piece with DuckDB."""

    piece: Piece
    long: list[LongRecord]
    """Records that are too long to read at all; they are not in `piece`."""
    reader: Reader
    rows: Callable[[DuckDBPyConnection], Offsets]
    """After reading: which records of the piece became rows, in the order of the rows."""


class Rows(Protocol):
    """One shape of log."""

    def check(self) -> None:
        """Raise RefusedFileError where the map cannot be for this file."""

    def pieces(self, scratch: Path) -> Iterator[Piece]:
        """The records in pieces of about a million."""

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """How DuckDB may read a piece, the best way first. There is at least one."""

    def row(self, raw: bytes) -> Any:
        """One record for the slow way. Raises ValueError with a sentence."""

    def content(self, raw: bytes) -> bytes:
        """What identifies a record that has no id."""

    def kept(self, raw: bytes) -> bytes:
        """What the quarantine keeps of a record, so that it can be read again alone."""


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
        for reader in readers:
            if reader is not None:
                yield Pass(short, long, reader, every)

    def row(self, raw: bytes) -> Any:
        """A JSON object."""
        return parse_object(raw)

    def content(self, raw: bytes) -> bytes:
        """The line itself."""
        return raw.removeprefix(BOM).strip()

    def kept(self, raw: bytes) -> bytes:
        """The line itself."""
        return raw.rstrip(b"\r\n")


@dataclass(frozen=True)
class CsvRows:
    """Rows of text cells below a header."""

    file: Opened
    map: Map

    @cached_property
    def _header(self) -> tuple[bytes, int, int]:
        """The header line, and how many bytes and lines to skip to get below it."""
        read = lines = 0
        with self.file.open() as stream:
            while line := stream.readline(LONGEST_LINE):
                read, lines = read + len(line), lines + 1
                if line.removeprefix(BOM).strip():
                    return line, read, lines
        return b"", read, lines

    @cached_property
    def delimiter(self) -> str:
        """What stands between the cells."""
        return delimiter_of(self._header[0].decode("utf-8", "replace"))

    def check(self) -> None:
        """The header must have the map's columns."""
        _ = self.names

    @cached_property
    def names(self) -> list[str]:
        """The header's cells. Raises RefusedFileError where the map does not fit them."""
        text = self._header[0].decode("utf-8-sig", "replace")
        if not text.strip():
            raise RefusedFileError(
                f"{self.file.name}: an empty file; a CSV begins with its header."
            )
        names = [cell.strip() for cell in next(csv.reader([text], delimiter=self.delimiter))]
        check_columns(self.file.name, names, self.map)
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise RefusedFileError(
                f"{self.file.name}: the column {twice!r} stands twice in the header. Rename one."
            )
        return names

    def pieces(self, scratch: Path) -> Iterator[Piece]:
        """Runs of rows, which end where a line ends outside quotes."""
        return pieces(self.file.path, scratch, quoted=True, skip=self._header[1])

    def passes(self, piece: Piece, scratch: Path) -> Iterator[Pass]:
        """As it is, if no quote seems astray; then split anew and written by the book."""
        if not (piece.ends - piece.starts > LONGEST_LINE).any():
            skip = self._header[2] if piece.path == piece.origin else 0
            yield Pass(piece, [], self._reader(piece.path, skip), partial(_not_rejected, piece))
        mending = Mending(len(self.names), self.delimiter)
        mended, good = mending.mend(piece, scratch / "mended")
        reader = self._reader(mended.path, 0)
        yield Pass(mended, mending.long, reader, partial(_all_of, good))

    def _reader(self, path: Path, skip: int) -> Reader:
        cells = [f"c{place}" for place in range(len(self.names))]
        declared = ", ".join(f"{name}: 'VARCHAR'" for name in cells)
        delimiter = self.delimiter if skip or path == self.file.path else ","
        relation = (
            f"read_csv({literal(str(path))}, header = false, auto_detect = false, "
            f"columns = {{{declared}}}, delim = {literal(delimiter)}, quote = '\"', "
            f"escape = '\"', skip = {skip}, strict_mode = true, null_padding = false, "
            f"compression = 'none', max_line_size = {LONGEST_LINE + 1024}, "
            "ignore_errors = true, store_rejects = true, rejects_limit = 0)"
        )
        texts = {tried: first_of(self._texts(tried)) for tried in columns_of(self.map)}
        stripped = (f"coalesce(trim({name}, {UNICODE_SPACES}), '')" for name in cells)
        content = f"concat_ws({literal(UNIT_SEPARATOR)}, {', '.join(stripped)})"
        return Reader(relation, texts, content, is_json=False)

    def _texts(self, tried: Iterable[str]) -> Iterator[str]:
        for column in tried:
            for first, *rest in ways(column):
                if first in self.names:
                    cell = f"trim(c{self.names.index(first)}, {UNICODE_SPACES})"
                    yield f"nullif({cell}, '')" if not rest else not_blank(inside(cell, rest))

    def row(self, raw: bytes) -> Any:
        """The row's cells by the header's names."""
        cells = self._cells(raw)
        if len(cells) != len(self.names):
            raise ValueError(f"{len(cells)} cells where the header has {len(self.names)}")
        return dict(zip(self.names, cells, strict=True))

    def content(self, raw: bytes) -> bytes:
        """The cells, however they were quoted."""
        return UNIT_SEPARATOR.join(self._cells(raw)).encode()

    def _cells(self, raw: bytes) -> list[str]:
        try:
            csv.field_size_limit(LONGEST_LINE)
            rows = list(csv.reader([raw.decode()], delimiter=self.delimiter, strict=True))
        except UnicodeDecodeError as error:
            byte = raw[error.start]
            raise ValueError(f"not UTF-8: byte {error.start + 1} is 0x{byte:02x}") from None
        except csv.Error as error:
            raise ValueError(f"not a CSV row: {error}") from None
        if len(rows) != 1:
            raise ValueError(f"{len(rows)} rows where one is expected")
        return [cell.strip() for cell in rows[0]]

    def kept(self, raw: bytes) -> bytes:
        """The row below the header: a small CSV of its own."""
        return self._header[0].removeprefix(BOM).rstrip(b"\r\n") + b"\n" + raw.rstrip(b"\r\n")


def _these(rows: Offsets, _con: DuckDBPyConnection) -> Offsets:
    return rows


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


def check_columns(file: str, names: list[str], map_: Map) -> None:
    """Raise RefusedFileError where the file lacks a column that the map names."""
    known = set(names)
    for tried in columns_of(map_):
        if not any(steps[0] in known for column in tried for steps in ways(column)):
            wanted = " or ".join(tried)
            raise RefusedFileError(
                f"{file}: the map {map_.name!r} reads the column {wanted!r}, which this file does "
                f"not have. {unknown_name('column', tried[0], known)} Mend the map, or pass the "
                "file it was written for."
            )
