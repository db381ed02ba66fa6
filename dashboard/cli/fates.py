"""What became of what was read: each record of a file, each file of a folder, has one fate."""

from __future__ import annotations

from typing import Protocol

NAMES = ("read", "new", "updated", "unchanged", "rejected", "ignored")
"""How many were read, and the fates, in the order in which they are shown."""


class Fates(Protocol):
    """How many were read, and of how many each became what."""

    @property
    def read(self) -> int: ...  # noqa: D102

    @property
    def new(self) -> int: ...  # noqa: D102

    @property
    def updated(self) -> int: ...  # noqa: D102

    @property
    def unchanged(self) -> int: ...  # noqa: D102

    @property
    def rejected(self) -> int: ...  # noqa: D102

    @property
    def ignored(self) -> int: ...  # noqa: D102
