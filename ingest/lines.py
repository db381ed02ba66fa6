"""Where the records of a big text file begin and end: pieces of about a million, memory bounded.

A record of JSON lines is a physical line; of CSV, a row, which a quoted cell may carry over several
lines. DuckDB reads a piece, and a record that looks odd is read again here from its raw bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.documents import RAW_BYTES_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

    Offsets = NDArray[np.int64]

BLOCK_BYTES = 4 * 2**20
LINES_PER_PIECE = 1_250_000
BYTES_PER_PIECE = 2**30
LONGEST_LINE = 16 * 2**20
"""DuckDB's own limit on a JSON object; a longer record never reaches it."""
NEWLINE, RETURN, QUOTE, SPACE = b'\n\r" '
BRACES = b"{}"
PLACEHOLDER = b"{}\n"


@dataclass(frozen=True)
class Piece:
    """Some consecutive records of a file, for DuckDB as `path`, and as raw bytes of `origin`."""

    path: Path
    origin: Path
    starts: Offsets
    """Where each record begins in `origin`; blank lines are no records."""
    ends: Offsets
    numbers: Offsets
    """The physical line each record ends on, from 1."""
    span: tuple[int, int]
    """From where to where the piece reaches in `origin`, blank lines and all."""
    first_line: int = 1
    """The physical line the piece begins on."""
    perhaps_broken: bool = False
    """Whether some line does not begin and end in braces."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def starts_in_path(self) -> Offsets:
        """Where each record begins in `path`, which holds nothing but the records if it was cut."""
        if self.path == self.origin:
            return self.starts
        return np.concatenate([[0], np.cumsum(self.ends - self.starts)[:-1]])

    def raw(self, stream: BinaryIO, index: int) -> bytes:
        """The bytes of one record, with its line break; `stream` is `origin` opened."""
        stream.seek(int(self.starts[index]))
        return stream.read(int(self.ends[index] - self.starts[index]))


class LongRecord(NamedTuple):
    """A record too long to read: its line, its beginning, its length in bytes."""

    line: int
    head: bytes
    length: int


@dataclass
class Scan:
    """Finds record ends block by block. `quoted` makes line breaks inside quotes part of a row."""

    quoted: bool
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
    """Whether some line does not begin and end in braces; only then is it surely no JSON object."""
    _quotes: int = 0
    _last_byte: int = NEWLINE
    _ends: list[Offsets] = field(default_factory=list)
    _numbers: list[Offsets] = field(default_factory=list)

    def feed(self, block: NDArray[np.uint8]) -> None:
        """Note the records that end in the next block of the file."""
        breaks = np.flatnonzero(block == NEWLINE)
        self._look_at_edges(block, breaks)
        numbers = np.arange(self.lines + 1, self.lines + len(breaks) + 1)
        self.lines += len(breaks)
        if self.quoted:
            outside = self._outside(block, breaks)
            breaks, numbers = breaks[outside], numbers[outside]
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
        self.perhaps_broken |= bool(
            (firsts != BRACES[0]).any() or ((lasts != BRACES[1]) & (lasts != RETURN)).any()
        )
        self._last_byte = int(block[-1])

    def _next_line(self) -> int:
        ends = next((ends for ends in reversed(self._ends) if len(ends)), None)
        return self.begun if ends is None else int(ends[-1])

    def _outside(self, block: NDArray[np.uint8], breaks: Offsets) -> NDArray[np.bool_]:
        quotes = np.flatnonzero(block == QUOTE)
        before = np.searchsorted(quotes, breaks) + self._quotes
        self._quotes += len(quotes)
        outside: NDArray[np.bool_] = before % 2 == 0
        return outside

    def take(self, *, at_end: bool) -> tuple[Offsets, Offsets, Offsets]:
        """Starts, ends and lines of the records found; at the end also of one without a break."""
        ends, numbers = _joined(self._ends), _joined(self._numbers)
        if at_end and self.offset > self._next_line():
            last = self.lines + (self._last_byte != NEWLINE)
            self.perhaps_broken |= self._last_byte not in {NEWLINE, BRACES[1]}
            ends, numbers = np.append(ends, self.offset), np.append(numbers, last)
        starts = np.concatenate([[self.begun], ends[:-1]]) if len(ends) else ends
        self.begun = int(ends[-1]) if len(ends) else self.begun
        self.begun_line = int(numbers[-1]) + 1 if len(numbers) else self.begun_line
        self._ends, self._numbers, self.found = [], [], 0
        return starts, ends, numbers


def _joined(parts: list[Offsets]) -> Offsets:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def pieces(path: Path, scratch: Path, *, quoted: bool = False, skip: int = 0) -> Iterator[Piece]:
    """The records of a file in pieces; `skip` bytes at the start (a header) are left out.

    A file that fits into one piece is read where it is; a piece of a larger one, or one with
    records that are too long for DuckDB, is cut out into the scratch folder.
    """
    scan = Scan(quoted, offset=skip, begun=skip)
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
                    piece = _without_blanks(piece) if scan.perhaps_blank else piece
                    yield piece if is_whole else _cut_out(piece, scratch / f"piece{part}")
                    part += 1


def _is_full(scan: Scan) -> bool:
    return scan.found >= LINES_PER_PIECE or scan.offset - scan.begun >= BYTES_PER_PIECE


def _without_blanks(piece: Piece) -> Piece:
    with piece.origin.open("rb") as stream:
        return _kept(piece, ~_blank(stream, piece.starts, piece.ends))


def _kept(piece: Piece, kept: NDArray[np.bool_]) -> Piece:
    starts, ends, numbers = piece.starts[kept], piece.ends[kept], piece.numbers[kept]
    return replace(piece, starts=starts, ends=ends, numbers=numbers)


def _cut_out(piece: Piece, target: Path) -> Piece:
    """The piece with a file of its own."""
    _copy(piece, target, np.ones(len(piece), np.bool_))
    return replace(piece, path=target)


def with_placeholders(piece: Piece, target: Path) -> Piece:
    """The piece in a file where `{}` stands for each line that is surely no JSON object.

    Rows and lines then run in step all the same; itself where there is no such line.
    """
    if not piece.perhaps_broken:
        return piece
    with piece.origin.open("rb") as stream:
        whole = _in_braces(stream, piece.starts, piece.ends)
    if whole.all():
        return piece
    _copy(piece, target, whole)
    return replace(piece, path=target)


def _in_braces(stream: BinaryIO, starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Which records begin and end in braces, white space aside."""
    lasts = np.maximum(ends - 2, starts)
    edges = _bytes_at(stream, np.stack([starts, lasts], axis=1).ravel()).reshape(-1, 2)
    whole: NDArray[np.bool_] = (edges[:, 0] == BRACES[0]) & (edges[:, 1] == BRACES[1])
    for index in np.flatnonzero(~whole):
        stream.seek(int(starts[index]))
        raw = stream.read(int(ends[index] - starts[index])).strip()
        whole[index] = raw.startswith(b"{") and raw.endswith(b"}")
    return whole


def without_long(piece: Piece, target: Path) -> tuple[Piece, list[LongRecord]]:
    """The piece without the records that are too long for DuckDB, and those."""
    is_long = piece.ends - piece.starts > LONGEST_LINE
    if not is_long.any():
        return piece, []
    with piece.origin.open("rb") as stream:
        long = [_long_record(piece, stream, int(index)) for index in np.flatnonzero(is_long)]
    return _cut_out(_kept(piece, ~is_long), target), long


def _long_record(piece: Piece, stream: BinaryIO, index: int) -> LongRecord:
    start, end = int(piece.starts[index]), int(piece.ends[index])
    stream.seek(start)
    return LongRecord(int(piece.numbers[index]), stream.read(RAW_BYTES_KEPT), end - start)


def _blank(stream: BinaryIO, starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Which lines hold nothing but white space. Only those that begin with some are looked at."""
    first = _bytes_at(stream, starts)
    blank = np.zeros(len(starts), np.bool_)
    for index in np.flatnonzero(first <= SPACE):
        stream.seek(int(starts[index]))
        length = min(int(ends[index] - starts[index]), LONGEST_LINE)
        blank[index] = not stream.read(length).strip()
    return blank


def _bytes_at(stream: BinaryIO, offsets: Offsets) -> NDArray[np.uint8]:
    """The byte at each (ascending) offset, read block by block."""
    found = np.empty(len(offsets), np.uint8)
    done = 0
    while done < len(offsets):
        base = int(offsets[done])
        stream.seek(base)
        block = np.frombuffer(stream.read(BLOCK_BYTES), np.uint8)
        upto = int(np.searchsorted(offsets, base + len(block)))
        found[done:upto] = block[offsets[done:upto] - base]
        done = upto
    return found


def _copy(piece: Piece, target: Path, kept: NDArray[np.bool_]) -> None:
    """Copy the records that are kept to a file of their own, with placeholders for the others."""
    apart = (piece.starts[1:] != piece.ends[:-1]) | (kept[1:] != kept[:-1])
    edges = sorted({0, *(np.flatnonzero(apart) + 1).tolist(), len(piece)})
    with piece.origin.open("rb") as source, target.open("wb") as copy:
        for first, beyond in pairwise(edges):
            if not kept[first]:
                copy.write(PLACEHOLDER * (beyond - first))
                continue
            begin, stop = int(piece.starts[first]), int(piece.ends[beyond - 1])
            source.seek(begin)
            for done in range(begin, stop, BLOCK_BYTES):
                copy.write(source.read(min(BLOCK_BYTES, stop - done)))
