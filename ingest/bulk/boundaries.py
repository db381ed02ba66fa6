"""Where the records of a big text file begin and end: pieces of some millions, memory bounded.

A record of JSON lines is a physical line; of CSV, a row, which a quoted cell may carry over several
lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ingest.bulk.pieces import BLOCK_BYTES, BRACES, SPACE, Piece, cut_out, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.bulk.pieces import Offsets

LINES_PER_PIECE = 5_000_000
BYTES_PER_PIECE = 4 * 2**30
NEWLINE, RETURN, QUOTE = b'\n\r"'


class Boundaries(NamedTuple):
    """Records by where they begin and end, the line they end on, and whether braces hold them."""

    starts: Offsets
    ends: Offsets
    numbers: Offsets
    braced: NDArray[np.bool_]


@dataclass
class Scan:
    """Finds record ends block by block."""

    delimiter: bytes
    """Of a CSV, whose rows go on over line breaks inside quotes; empty for lines of JSON."""
    offset: int
    """Where in the file the next block begins."""
    begun: int
    """Where the first record not yet taken begins."""
    begun_line: int = 1
    lines: int = 0
    found: int = 0
    perhaps_blank: bool = False
    """Whether some line begins with white space; only then may it be blank."""
    perhaps_broken: bool = False
    """Whether some quote of a CSV opens elsewhere than a cell: readers differ on where rows end."""
    _quotes: int = 0
    _first_byte: int = NEWLINE
    """Of the record that is not yet at its end."""
    _last_byte: int = NEWLINE
    _ends: list[Offsets] = field(default_factory=list)
    _numbers: list[Offsets] = field(default_factory=list)
    _braced: list[NDArray[np.bool_]] = field(default_factory=list)

    def feed(self, block: NDArray[np.uint8]) -> None:
        """Note the records that end in the next block of the file."""
        breaks = np.flatnonzero(block == NEWLINE)
        numbers = np.arange(self.lines + 1, self.lines + len(breaks) + 1)
        self.lines += len(breaks)
        firsts, lasts = self._edges(block, breaks)
        self.perhaps_blank |= bool((firsts <= SPACE).any())
        if self.delimiter:
            outside = self._outside(block, breaks)
            breaks, numbers = breaks[outside], numbers[outside]
            firsts, lasts = firsts[outside], lasts[outside]
        self._braced.append((firsts == BRACES[0]) & (lasts == BRACES[1]))
        self._last_byte = int(block[-1])
        self._ends.append(breaks + (self.offset + 1))
        self._numbers.append(numbers)
        self.found += len(breaks)
        self.offset += len(block)

    def _edges(
        self, block: NDArray[np.uint8], breaks: Offsets
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """The first and the last byte of each line that ends in the block, its break aside.

        Where a block begins between a line's last bytes and its break, the last byte may be wrong.
        """
        if self._last_byte == NEWLINE:
            self._first_byte = int(block[0])
        if not len(breaks):
            return np.empty(0, np.uint8), np.empty(0, np.uint8)
        firsts = np.append(np.uint8(self._first_byte), block[breaks[:-1] + 1])
        lasts = block[breaks - 1]
        if breaks[0] == 0:
            lasts[0] = self._last_byte
        lasts = np.where(lasts == RETURN, block[np.maximum(breaks - 2, 0)], lasts)
        if breaks[-1] + 1 < len(block):
            self._first_byte = int(block[breaks[-1] + 1])
        return firsts, lasts

    def _next_line(self) -> int:
        ends = next((ends for ends in reversed(self._ends) if len(ends)), None)
        return self.begun if ends is None else int(ends[-1])

    def _outside(self, block: NDArray[np.uint8], breaks: Offsets) -> NDArray[np.bool_]:
        quotes = np.flatnonzero(block == QUOTE)
        self._look_at_openings(block, quotes[self._quotes % 2 :: 2])
        before = np.searchsorted(quotes, breaks) + self._quotes
        self._quotes += len(quotes)
        outside: NDArray[np.bool_] = before % 2 == 0
        return outside

    def _look_at_openings(self, block: NDArray[np.uint8], opening: Offsets) -> None:
        """A quote opens after a delimiter, a line break, or, doubled inside a cell, a quote."""
        before = np.where(opening > 0, block[opening - 1], np.uint8(self._last_byte))
        usual = np.frombuffer(self.delimiter + bytes([NEWLINE, RETURN, QUOTE]), np.uint8)
        self.perhaps_broken |= not np.isin(before, usual).all()

    def take(self, *, at_end: bool) -> Boundaries:
        """The records found; at the end also one without a break."""
        ends, numbers = _joined(self._ends, np.int64), _joined(self._numbers, np.int64)
        braced = _joined(self._braced, np.bool_)
        if at_end and self.offset > self._next_line():
            last = self.lines + (self._last_byte != NEWLINE)
            ends, numbers = np.append(ends, self.offset), np.append(numbers, last)
            braced = np.append(braced, (self._first_byte, self._last_byte) == tuple(BRACES))
            self.perhaps_blank |= self._first_byte <= SPACE
        starts = np.concatenate([[self.begun], ends[:-1]]) if len(ends) else ends
        self.begun = int(ends[-1]) if len(ends) else self.begun
        self.begun_line = int(numbers[-1]) + 1 if len(numbers) else self.begun_line
        self._ends, self._numbers, self._braced, self.found = [], [], [], 0
        return Boundaries(starts, ends, numbers, braced)


def _joined(parts: list[Any], dtype: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def pieces(path: Path, scratch: Path, *, delimiter: str = "", skip: int = 0) -> Iterator[Piece]:
    """The records of a file in pieces, rows where a CSV's `delimiter` is given.

    `skip` bytes at the start (a header) are left out.

    A file that fits into one piece is read where it is; a piece of a larger one, or one with
    records that are too long for DuckDB, is cut out into the scratch folder.
    """
    scan = Scan(delimiter.encode(), offset=skip, begun=skip)
    buffer = np.empty(BLOCK_BYTES, np.uint8)
    with path.open("rb", buffering=0) as stream:
        scan.lines = stream.read(skip).count(b"\n")
        scan.begun_line = scan.lines + 1
        at_end, part = False, 0
        while not at_end:
            n_bytes = stream.readinto(buffer.data)
            at_end = not n_bytes
            if n_bytes:
                scan.feed(buffer[:n_bytes])
            if at_end or (scan.found and _is_full(scan)):
                is_whole, first_line = at_end and scan.begun == skip, scan.begun_line
                found = scan.take(at_end=at_end)
                if len(found.ends):
                    span = int(found.starts[0]), int(found.ends[-1])
                    broken = scan.perhaps_broken
                    piece = Piece(path, path, *found, span, first_line, broken)
                    piece = without_blanks(piece) if scan.perhaps_blank else piece
                    yield piece if is_whole else cut_out(piece, scratch / f"piece{part}")
                    part += 1


def _is_full(scan: Scan) -> bool:
    return scan.found >= LINES_PER_PIECE or scan.offset - scan.begun >= BYTES_PER_PIECE
