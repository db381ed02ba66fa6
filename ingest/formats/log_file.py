"""A file to split: plain bytes on disk, under the name its user gave it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from io import BufferedReader
    from pathlib import Path

    from data.settings import Settings


@dataclass(frozen=True)
class LogFile:
    """A file to identify or read: plain bytes on disk, already decompressed."""

    path: Path
    """Where the bytes are now (a spooled copy for compressed files and standard input)."""
    name: str
    """What the user called it; used in messages and for suffixes."""
    settings: Settings
    submitted_at: datetime | None = None
    """`--submitted-at`: the time of records that carry none."""
    place: str | None = None
    """Where the user's file lies, from the root on; None for what was piped in."""

    assumed: str | None = None
    """What was assumed of the file to read it at all; said with its account."""

    def open(self) -> BufferedReader:
        """The bytes, from the start."""
        return self.path.open("rb")

    @property
    def suffix(self) -> str:
        """The last suffix of the name, lower case, with its dot, `.gz` and `.zst` left off."""
        name = self.name.lower().removesuffix(".gz").removesuffix(".zst")
        return "." + name.rsplit(".", 1)[1] if "." in name.rsplit("/", 1)[-1] else ""

    @cached_property
    def first_bytes(self) -> bytes:
        """The first 64 KiB."""
        with self.open() as stream:
            return stream.read(65_536)
