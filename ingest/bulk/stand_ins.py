"""A log in which DuckDB does not see what is broken, without a copy of it.

DuckDB reads the file through Python; on the way a record that is whole stands in for each line that
is surely no JSON object. So rows and lines run in step, the strict way need not fail, and no column
has a NULL there, with which every step that follows would take longer.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO, FileIO
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from fsspec import AbstractFileSystem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from ingest.bulk.pieces import Piece

PROTOCOL = "whole"
EMPTY_OBJECT = b"{}"


@contextmanager
def shown_whole(con: DuckDBPyConnection, piece: Piece, whole: NDArray[np.bool_]) -> Iterator[str]:
    """Where DuckDB reads the piece with a stand-in for each record that is not whole."""
    starts = piece.starts_in_path
    ends = starts + (piece.ends - piece.starts)
    shown = Shown(
        piece.path,
        [0, *ends[~whole].tolist()],
        [*starts[~whole].tolist(), piece.path.stat().st_size],
        _stand_in(piece, whole) + b"\n",
    )
    with ExitStack() as opened:
        con.register_filesystem(_Files(shown, opened))
        opened.callback(con.unregister_filesystem, PROTOCOL)
        yield f"{PROTOCOL}://piece"


def _stand_in(piece: Piece, whole: NDArray[np.bool_]) -> bytes:
    """A whole record from the middle, likely one like most.

    Where there is none, or it would more than double what is read, an empty object.
    """
    known = np.flatnonzero(whole)
    if not len(known):
        return EMPTY_OBJECT
    with piece.origin.open("rb") as stream:
        record = piece.raw(stream, int(known[len(known) // 2])).rstrip(b"\r\n")
    n_broken, n_bytes = len(piece) - len(known), piece.path.stat().st_size
    return record if n_broken * len(record) <= n_bytes else EMPTY_OBJECT


@dataclass
class Shown:
    """A file of which some spans are shown, with a stand-in between each two of them."""

    path: Path
    begins: list[int]
    stops: list[int]
    stand_in: bytes
    places: list[int] = field(init=False)
    """Where each span begins in what is shown, and where all of it ends."""

    def __post_init__(self) -> None:
        """Put the spans in their places."""
        lengths = (stop - begin for begin, stop in zip(self.begins, self.stops, strict=True))
        room = len(self.stand_in)
        self.places = [*accumulate((length + room for length in lengths), initial=0)]
        self.places[-1] -= room

    @property
    def size(self) -> int:
        """Bytes shown."""
        return self.places[-1]

    def fill(self, view: memoryview, position: int, stream: FileIO) -> None:
        """Fill the view with what is shown from a position on; there must be enough of it."""
        span, done = bisect_right(self.places, position, hi=len(self.begins)) - 1, 0
        while done < len(view):
            begin = self.begins[span] + position + done - self.places[span]
            n_bytes = max(self.stops[span] - begin, 0)
            stream.seek(begin)
            part = view[done : done + n_bytes]
            if stream.readinto(part) < len(part):
                raise OSError(f"{self.path} became shorter while it was read")
            done += len(part)
            said = max(begin - self.stops[span], 0)
            part = view[done : done + len(self.stand_in) - said]
            part[:] = self.stand_in[said : said + len(part)]
            done += len(part)
            span += 1


@dataclass
class _Stream:
    """One open handle; DuckDB has one for each thread.

    It asks for 16 MiB at a time and copies anything but bytes once more. New memory for each of
    them would cost more than reading, so one BytesIO is filled again and again: it hands out its
    bytes without a copy, and fills them anew in place once nobody else has them.
    """

    file: Shown
    stream: FileIO
    position: int = 0
    buffer: BytesIO = field(default_factory=BytesIO)

    def seek(self, position: int) -> int:
        self.position = position
        return position

    def tell(self) -> int:
        return self.position

    def read(self, n_bytes: int) -> bytes:
        n_bytes = max(min(n_bytes, self.file.size - self.position), 0)
        if len(self.buffer.getbuffer()) != n_bytes:
            self.buffer = BytesIO(bytes(n_bytes))
        with self.buffer.getbuffer() as view:
            self.file.fill(view, self.position, self.stream)
        self.position += n_bytes
        return self.buffer.getvalue()

    def close(self) -> None:
        self.stream.close()


class _Files(AbstractFileSystem):  # type: ignore[misc]
    """A file system with a single file, as DuckDB takes one; who opens does not close here."""

    protocol = PROTOCOL
    cachable = False

    def __init__(self, file: Shown, opened: ExitStack) -> None:
        super().__init__()
        self.file, self.opened = file, opened

    def _open(self, path: str, mode: str = "rb", **_options: Any) -> _Stream:
        del path, mode
        return _Stream(self.file, self.opened.enter_context(FileIO(self.file.path)))

    def info(self, path: str, **_options: Any) -> dict[str, Any]:
        return {"name": path, "size": self.file.size, "type": "file"}

    def exists(self, path: str, **_options: Any) -> bool:
        del path
        return True

    def glob(self, path: str, **_options: Any) -> list[str]:
        return [path]

    def modified(self, path: str) -> float:
        del path
        return self.file.path.stat().st_mtime
