"""A piece of a big text file: some consecutive records, as bytes and as a file DuckDB can read.

DuckDB reads a piece, and a record that looks odd is read again here from its raw bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.formats.documents import RAW_BYTES_KEPT

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

    Offsets = NDArray[np.int64]

BLOCK_BYTES = 2**20
LONGEST_LINE = 16 * 2**20
"""DuckDB's own limit on a JSON object; a longer record never reaches it."""
SPACE = ord(" ")
BRACES = b"{}"


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
    braced: NDArray[np.bool_]
    """Which records begin and end in braces, at first sight: there may be white space around."""
    span: tuple[int, int]
    """From where to where the piece reaches in `origin`, blank lines and all."""
    first_line: int = 1
    """The physical line the piece begins on."""
    perhaps_broken: bool = False
    """Whether some quote of a CSV opens elsewhere than a cell."""

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


def without_blanks(piece: Piece) -> Piece:
    """The piece without lines that hold nothing but white space: they are no records."""
    with piece.origin.open("rb") as stream:
        return _kept(piece, ~_blank(stream, piece.starts, piece.ends))


def _kept(piece: Piece, kept: NDArray[np.bool_]) -> Piece:
    return replace(
        piece,
        starts=piece.starts[kept],
        ends=piece.ends[kept],
        numbers=piece.numbers[kept],
        braced=piece.braced[kept],
    )


def cut_out(piece: Piece, target: Path) -> Piece:
    """The piece with a file of its own, in which nothing stands between the records."""
    apart = np.flatnonzero(piece.starts[1:] != piece.ends[:-1]) + 1
    edges = sorted({0, *apart.tolist(), len(piece)})
    with piece.origin.open("rb") as source, target.open("wb") as copy:
        for first, beyond in pairwise(edges):
            begin, stop = int(piece.starts[first]), int(piece.ends[beyond - 1])
            source.seek(begin)
            for done in range(begin, stop, BLOCK_BYTES):
                copy.write(source.read(min(BLOCK_BYTES, stop - done)))
    return replace(piece, path=target)


def in_braces(piece: Piece) -> NDArray[np.bool_]:
    """Which records begin and end in braces, white space aside. The others are no JSON objects."""
    braced = piece.braced.copy()
    with piece.origin.open("rb") as stream:
        for index in np.flatnonzero(~braced).tolist():
            raw = piece.raw(stream, index).strip()
            braced[index] = raw.startswith(BRACES[:1]) and raw.endswith(BRACES[1:])
    return braced


def without_long(piece: Piece, target: Path) -> tuple[Piece, list[LongRecord]]:
    """The piece without the records that are too long for DuckDB, and those."""
    is_long = piece.ends - piece.starts > LONGEST_LINE
    if not is_long.any():
        return piece, []
    with piece.origin.open("rb") as stream:
        long = [_long_record(piece, stream, int(index)) for index in np.flatnonzero(is_long)]
    return cut_out(_kept(piece, ~is_long), target), long


def _long_record(piece: Piece, stream: BinaryIO, index: int) -> LongRecord:
    start, end = int(piece.starts[index]), int(piece.ends[index])
    stream.seek(start)
    return LongRecord(int(piece.numbers[index]), stream.read(RAW_BYTES_KEPT), end - start)


def _blank(stream: BinaryIO, starts: Offsets, ends: Offsets) -> NDArray[np.bool_]:
    """Which lines hold nothing but white space. Only those that begin with some are looked at."""
    first = _bytes_at(stream, starts)
    blank: NDArray[np.bool_] = (first <= SPACE) & (ends - starts == 1)
    for index in np.flatnonzero((first <= SPACE) & ~blank):
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
