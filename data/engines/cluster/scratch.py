"""Where rows are kept while a lake is resolved: a folder of its own, which is gone afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import fsspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fsspec import AbstractFileSystem


class Scratch:
    """A folder of a file system that this machine and every worker can write to."""

    def __init__(self, files: AbstractFileSystem, folder: str) -> None:
        """Nothing is made yet: writers make their own folders."""
        self._files, self.folder = files, folder

    def place(self, name: str, number: int) -> str:
        """Where to write some rows of a relation."""
        return f"{self.folder}/{name}/{number}"

    def remove(self, *places: str) -> None:
        """Remove rows that nothing reads any more."""
        for place in places:
            if place.startswith(self.folder) and self._files.exists(place):
                self._files.rm(place, recursive=True)


@contextmanager
def scratch_in(lake: str) -> Iterator[Scratch]:
    """A folder in a lake, for as long as the block runs."""
    files, path = fsspec.url_to_fs(lake)
    folder = f"{files.unstrip_protocol(path)}/.resolving-{uuid4().hex[:12]}"
    scratch = Scratch(files, folder)
    try:
        yield scratch
    finally:
        scratch.remove(folder)
