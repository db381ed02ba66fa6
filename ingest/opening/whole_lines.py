"""A file that is being written, as far as its last whole line, as a copy that stands still."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from typing import BinaryIO

BLOCK_BYTES = 2**16


def whole_lines(path: Path, name: str, scratch: Path) -> Path:
    """The copy. Raises RefusedFileError where there is no whole line yet."""
    descriptor, made = mkstemp(dir=scratch)
    os.close(descriptor)
    copy = Path(made)
    with copy.open("rb+") as written, path.open("rb") as source:
        shutil.copyfileobj(source, written)
        n_bytes = _end_of_lines(written)
        written.truncate(n_bytes)
    if not n_bytes:
        copy.unlink()
        raise RefusedFileError(f"{name}: has no whole line yet. It is read once it has one.")
    return copy


def _end_of_lines(stream: BinaryIO) -> int:
    """Where the last whole line ends, looking from the end of the file on."""
    position = stream.seek(0, 2)
    while position:
        begin = max(0, position - BLOCK_BYTES)
        stream.seek(begin)
        found = stream.read(position - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        position = begin
    return 0
