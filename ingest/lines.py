"""Where the records of a big text file begin and end: pieces of about a million, memory bounded.

A record of JSON lines is a physical line; of CSV, a row, which a quoted cell may carry over several
lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ingest.pieces import BLOCK_BYTES, BRACES, SPACE, Piece, cut_out, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.pieces import Offsets

LINES_PER_PIECE = 1_250_000
BYTES_PER_PIECE = 2**30
NEWLINE, RETURN, QUOTE = b'\n\r"'


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
    """Whether some line of JSON does not begin and end in braces, so that it is surely no object,
    or some quote of a CSV opens elsewhere than a cell, so that readers differ on where rows end."""
    _quotes: int = 0
    _last_byte: int = NEWLINE
    _ends: list[Offsets] = field(default_factory=list)
    _numbers: list[Offsets] = field(default_factory=list)

    def feed(self, block: NDArray[np.uint8]) -> None:
        """Note the records that end in the next block of the file."""
        breaks = np.flatnonzero(block == NEWLINE)
        numbers = np.arange(self.lines + 1, self.lines + len(breaks) + 1)
        self.lines += len(breaks)
        self._look_at_edges(block, breaks)
        if self.delimiter:
            outside = self._outside(block, breaks)
            breaks, numbers = breaks[outside], numbers[outside]
        self._last_byte = int(block[-1])
        self._ends.append(breaks + (self.offset + 1))
        self._numbers.append(numbers)
        self.found += len(breaks)
        self.offset += len(block)

    def _look_at_edges(self, block: NDArray[np.uint8], breaks: Offsets) -> None:
        """At the bytes beside line breaks, the last one of the block before among them."""
        firsts = block[breaks[breaks < len(block) - 1] + 1]
        lasts = block[breaks[breaks > 0] - 1]
        if self._last_byte == NEWLINE:
            firsts = np.append(firsts, block[0])
        if len(breaks) and breaks[0] == 0:
            lasts = np.append(lasts, np.uint8(self._last_byte))
        self.perhaps_blank |= bool((firsts <= SPACE).any())
        if not self.delimiter:
            whole = (firsts == BRACES[0]).all(), ((lasts == BRACES[1]) | (lasts == RETURN)).all()
            self.perhaps_broken |= not all(whole)

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

    def take(self, *, at_end: bool) -> tuple[Offsets, Offsets, Offsets]:
        """Starts, ends and lines of the records found; at the end also of one without a break."""
        ends, numbers = _joined(self._ends), _joined(self._numbers)
        if at_end and self.offset > self._next_line():
            last = self.lines + (self._last_byte != NEWLINE)
            if not self.delimiter:
                self.perhaps_broken |= self._last_byte not in {NEWLINE, BRACES[1]}
            ends, numbers = np.append(ends, self.offset), np.append(numbers, last)
        starts = np.concatenate([[self.begun], ends[:-1]]) if len(ends) else ends
        self.begun = int(ends[-1]) if len(ends) else self.begun
        self.begun_line = int(numbers[-1]) + 1 if len(numbers) else self.begun_line
        self._ends, self._numbers, self.found = [], [], 0
        return starts, ends, numbers


def _joined(parts: list[Offsets]) -> Offsets:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


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
                starts, ends, numbers = scan.take(at_end=at_end)
                if len(ends):
                    span = int(starts[0]), int(ends[-1])
                    broken = scan.perhaps_broken
                    piece = Piece(path, path, starts, ends, numbers, span, first_line, broken)
                    piece = without_blanks(piece) if scan.perhaps_blank else piece
                    yield piece if is_whole else cut_out(piece, scratch / f"piece{part}")
                    part += 1


def _is_full(scan: Scan) -> bool:
    return scan.found >= LINES_PER_PIECE or scan.offset - scan.begun >= BYTES_PER_PIECE
