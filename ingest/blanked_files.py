"""A log in which DuckDB does not see what is broken, without a copy of it.

DuckDB reads the file through Python; on the way `{}` and spaces take the place of each line that is
surely no JSON object. So rows and lines run in step, and the strict way need not fail.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO, FileIO
from typing import TYPE_CHECKING

import numpy as np
from fsspec import AbstractFileSystem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from ingest.pieces import Offsets, Piece

PROTOCOL = "blanked"
EMPTY_OBJECT = b"{}"
ROOM = len(EMPTY_OBJECT) + 1
"""A shorter line becomes blank, and so no row."""


@contextmanager
def blanked(
    con: DuckDBPyConnection, piece: Piece, whole: NDArray[np.bool_]
) -> Iterator[tuple[str, Offsets]]:
    """Where DuckDB reads the piece with its other records blanked; which records become rows."""
    starts = piece.starts_in_path
    ends = starts + (piece.ends - piece.starts)
    with ExitStack() as opened:
        files = _Files(_Blanked(piece.path, starts[~whole], ends[~whole]), opened)
        con.register_filesystem(files)
        opened.callback(con.unregister_filesystem, PROTOCOL)
        yield f"{PROTOCOL}://piece", np.flatnonzero(whole | (ends - starts >= ROOM))


@dataclass(frozen=True)
class _Blanked:
    """A file, and where the records begin and end that are not shown."""

    path: Path
    starts: Offsets
    ends: Offsets

    def blank(self, view: memoryview, position: int) -> None:
        """Blank what must not be seen of the bytes that stand at a position of the file."""
        first = int(np.searchsorted(self.ends, position, side="right"))
        beyond = int(np.searchsorted(self.starts, position + len(view)))
        hidden = self.starts[first:beyond] - position, self.ends[first:beyond] - position
        for start, end in zip(*(each.tolist() for each in hidden), strict=True):
            begin, stop = max(start, 0), min(end, len(view))
            view[begin:stop] = _blank(end - start)[begin - start : stop - start]


def _blank(length: int) -> bytes:
    content = EMPTY_OBJECT if length >= ROOM else b""
    return content.ljust(length - 1) + b"\n"


@dataclass
class _Stream:
    """One open handle; DuckDB has one for each thread.

    It asks for 16 MiB at a time and copies anything but bytes once more. New memory for each of
    them would cost more than reading, so one BytesIO is filled again and again: it hands out its
    bytes without a copy, and fills them anew in place once nobody else has them.
    """

    file: _Blanked
    stream: FileIO
    shown: BytesIO = field(default_factory=BytesIO)

    def seek(self, position: int) -> int:
        return self.stream.seek(position)

    def tell(self) -> int:
        return self.stream.tell()

    def read(self, n_bytes: int) -> bytes:
        position = self.stream.tell()
        if len(self.shown.getbuffer()) != n_bytes:
            self.shown = BytesIO(bytes(n_bytes))
        with self.shown.getbuffer() as view:
            n_read = self.stream.readinto(view)
            self.file.blank(view[:n_read], position)
        self.shown.truncate(n_read)
        return self.shown.getvalue()

    def close(self) -> None:
        self.stream.close()


class _Files(AbstractFileSystem):  # type: ignore[misc]
    """A file system with a single file, as DuckDB takes one; who opens does not close here."""

    protocol = PROTOCOL
    cachable = False

    def __init__(self, file: _Blanked, opened: ExitStack) -> None:
        super().__init__()
        self.file, self.opened = file, opened

    def _open(self, path: str, mode: str = "rb", **_options: Any) -> _Stream:
        del path, mode
        return _Stream(self.file, self.opened.enter_context(FileIO(self.file.path)))

    def info(self, path: str, **_options: Any) -> dict[str, Any]:
        return {"name": path, "size": self.file.path.stat().st_size, "type": "file"}

    def exists(self, path: str, **_options: Any) -> bool:
        del path
        return True

    def glob(self, path: str, **_options: Any) -> list[str]:
        return [path]

    def modified(self, path: str) -> float:
        del path
        return self.file.path.stat().st_mtime
