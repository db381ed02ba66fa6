"""A CSV that breaks the rules, told apart line by line: stray quotes, quotes that never close.

A row goes on over line breaks only where that gives the header's number of cells within a few
lines; otherwise its first line stands alone, and only it is lost.
"""

from __future__ import annotations

import csv
import re
from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.bulk.pieces import LONGEST_LINE, LongRecord
from ingest.formats.documents import RAW_BYTES_KEPT

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from ingest.bulk.pieces import Offsets, Piece

LINES_PER_ROW = 1_000
SPECIAL = re.compile('["\r\\n\\0]')
BYTES_PER_ROW = 2**20


def _numbers() -> array[int]:
    return array("q")


@dataclass
class Mending:
    """The rows of part of a file, split anew. The good ones are written out by the book."""

    n_cells: int
    delimiter: str
    starts: array[int] = field(default_factory=_numbers)
    ends: array[int] = field(default_factory=_numbers)
    numbers: array[int] = field(default_factory=_numbers)
    good: array[int] = field(default_factory=_numbers)
    long: list[LongRecord] = field(default_factory=list)

    def mend(self, piece: Piece, clean: Path) -> tuple[Piece, Offsets]:
        """The piece split anew, and which of its records are in `clean`, in order.

        Lines too long to read are in `long`.
        """
        (begin, end), number = piece.span, piece.first_line - 1
        with (
            piece.origin.open("rb") as stream,
            clean.open("w", encoding="utf-8", newline="") as text,
        ):
            stream.seek(begin)
            while begin < end:
                raw, row = self._row(stream)
                number += raw.count(b"\n") + (not raw.endswith(b"\n"))
                length = len(raw)
                if length >= LONGEST_LINE:
                    length += _skip_line(stream)
                    self.long.append(LongRecord(number, raw[:RAW_BYTES_KEPT], length))
                elif raw.strip():
                    if row is not None:
                        self.good.append(len(self.starts))
                        text.write(row)
                    self._note(begin, begin + length, number)
                begin += length
        starts, ends, numbers = (
            np.array(each, np.int64) for each in (self.starts, self.ends, self.numbers)
        )
        mended = replace(piece, path=clean, starts=starts, ends=ends, numbers=numbers)
        return mended, np.array(self.good, np.int64)

    def _note(self, start: int, end: int, number: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.numbers.append(number)

    def _row(self, stream: BinaryIO) -> tuple[bytes, str | None]:
        """The next row's bytes, and it by the book; None for a line that is no row."""
        line = stream.readline(LONGEST_LINE)
        row = self._by_the_book(line) if len(line) < LONGEST_LINE else None
        if row is not None or len(line) >= BYTES_PER_ROW or line.count(b'"') % 2 == 0:
            return line, row
        after = stream.tell()
        longer = self._longer(stream, line)
        row = self._by_the_book(longer)
        if row is None:
            stream.seek(after)
            return line, None
        return longer, row

    def _longer(self, stream: BinaryIO, line: bytes) -> bytes:
        """The line and those after it, up to the one that closes its quotes."""
        lines, size = [line], len(line)
        while len(lines) < LINES_PER_ROW and size < BYTES_PER_ROW:
            more = stream.readline(BYTES_PER_ROW)
            lines.append(more)
            size += len(more)
            if not more or more.count(b'"') % 2:
                break
        return b"".join(lines)

    def _by_the_book(self, raw: bytes) -> str | None:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return None
        return self._plain(text) or self._quoted(text)

    def _plain(self, text: str) -> str | None:
        """The row of a line in which nothing is quoted, as it is: most lines are so."""
        row = text.rstrip("\r\n")
        is_plain = row.count(self.delimiter) == self.n_cells - 1 and not SPECIAL.search(row)
        return f"{row}\n" if is_plain else None

    def _quoted(self, text: str) -> str | None:
        try:
            rows = list(csv.reader([text], delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != 1 or len(rows[0]) != self.n_cells:
            return None
        cells = (cell.replace('"', '""') for cell in rows[0])
        return self.delimiter.join(f'"{cell}"' for cell in cells) + "\n"


def _skip_line(stream: BinaryIO) -> int:
    """Leave the rest of an over-long line behind; how many bytes that were."""
    skipped = 0
    while line := stream.readline(BYTES_PER_ROW):
        skipped += len(line)
        if line.endswith(b"\n"):
            break
    return skipped
