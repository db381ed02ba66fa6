"""Everything that gets written, in the order of its time, with bounded memory.

Briefs overlap: what one leaves behind next week waits here until every brief that could precede it
has been played. Nothing later than the end of the demo is ever written, as nobody knows it yet.
"""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Sink(Protocol):
    """Where items of one kind end up, oldest first."""

    def take(self, at: datetime, item: Any) -> None:
        """Write one item."""

    def close(self) -> None:
        """Nothing more comes."""


class Lines:
    """A text file of lines, UTF-8, each ended by a line feed."""

    def __init__(self, path: Path, *first: str) -> None:
        """Open the file and write its first lines (a CSV header)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("w", encoding="utf-8", newline="\n")
        for line in first:
            self._stream.write(f"{line}\n")

    def take(self, at: datetime, item: str) -> None:  # noqa: ARG002 (a line carries its own time)
        """Write one line."""
        self._stream.write(f"{item}\n")

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


class Schedule:
    """Holds items until their time has come."""

    def __init__(self, until: datetime) -> None:
        """Items after `until` are dropped."""
        self._until = until
        self._waiting: list[tuple[datetime, int, Sink, Any]] = []
        self._serial = count()

    def put(self, at: datetime, sink: Sink, item: Any) -> None:
        """Have the item written in its turn."""
        if at <= self._until:
            heapq.heappush(self._waiting, (at, next(self._serial), sink, item))

    def run(self, before: datetime) -> None:
        """Write all that is older than this; nothing older may be put afterwards."""
        while self._waiting and self._waiting[0][0] < before:
            at, _, sink, item = heapq.heappop(self._waiting)
            sink.take(at, item)

    def run_out(self) -> None:
        """Write the rest."""
        while self._waiting:
            at, _, sink, item = heapq.heappop(self._waiting)
            sink.take(at, item)
