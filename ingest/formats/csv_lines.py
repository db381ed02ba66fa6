"""The lines of a CSV, and which of them make up a row.

A row goes on over line breaks only where that gives the header's number of cells; otherwise its
first line stands alone, and only it is lost.
"""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ingest.formats.documents import pass_empty, physical_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

LINES_PER_ROW = 10_000
LINES_IN_VAIN = 100_000
"""So many lines are read again behind quotes that never close; then hardly any are looked at."""
FEW_LINES = 10


class Line(NamedTuple):
    """A physical line: its number from 1, its bytes or the first of them, its length."""

    number: int
    raw: bytes
    length: int

    @property
    def is_cut(self) -> bool:
        """Whether the line is too long to be read."""
        return self.length > len(self.raw)

    @property
    def text(self) -> str:
        """The line without a byte order mark; bytes that are no UTF-8 are kept as surrogates."""
        return self.raw.decode("utf-8-sig" if self.number == 1 else "utf-8", "surrogateescape")


@dataclass
class CsvLines:
    """The lines of a CSV, of which those behind a quote that never closes are told once more."""

    stream: BufferedReader
    longest: int
    """Of a line that is longer, only the beginning is held."""
    _again: deque[Line] = field(default_factory=deque)
    _in_vain: int = 0
    _passed: int = 0

    @cached_property
    def _lines(self) -> Iterator[tuple[int, bytes, int]]:
        return physical_lines(self.stream, self.longest)

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        if self._again:
            return self._again.popleft()
        number, raw, length = next(self._lines)
        return Line(number + self._passed, raw, length)

    def pass_empty(self) -> None:
        """Between two rows, go past the empty lines that are next."""
        if not self._again:
            self._passed += pass_empty(self.stream)

    def row(self, first: Line, delimiter: str, n_cells: int) -> tuple[list[str], int]:
        """The cells of the row that begins with a line, and the number of its last line.

        Raises csv.Error for a line that is no row.
        """
        reader = csv.reader([first.text, "\n"], delimiter=delimiter)
        cells = next(reader)
        if reader.line_num == 1:
            return cells, first.number
        more: list[Line] = []
        cells = self._longer(first, more, delimiter)
        if len(cells) == n_cells:
            return cells, more[-1].number
        self._again.extendleft(reversed(more))
        self._in_vain += len(more)
        raise csv.Error("unexpected end of data")

    def _longer(self, first: Line, more: list[Line], delimiter: str) -> list[str]:
        """The cells of a row of several lines, strictly; none where it is no row.

        The lines after the first are added to `more`.
        """
        texts = self._texts(first, more)
        try:
            return next(csv.reader(texts, delimiter=delimiter, strict=True))
        except csv.Error:
            return []

    def _texts(self, first: Line, more: list[Line]) -> Iterator[str]:
        yield first.text
        n_bytes = len(first.raw)
        n_lines = LINES_PER_ROW if self._in_vain < LINES_IN_VAIN else FEW_LINES
        while len(more) < n_lines and n_bytes < self.longest:
            line = next(self, None)
            if line is None:
                return
            more.append(line)
            n_bytes += len(line.raw)
            if line.is_cut:
                return
            yield line.text
