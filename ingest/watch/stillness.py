"""Which files are written: those whose size and time stand still. Times are seconds of one clock.

A file that never stands still is taken as far as it goes every so often, if it is one of lines; any
other would be read as broken, and waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

LINES = {".jsonl", ".ndjson", ".csv", ".tsv", ".log", ".txt"}
"""What grows by whole lines."""

RETRY_S = 900
"""How long a file that was refused is left alone while it stays as it is."""


class Stamp(NamedTuple):
    """What makes a file the same as at the last look."""

    n_bytes: int
    modified_ns: int
    changed_ns: int
    """Also when its rights changed."""
    map_ns: int | None = None
    """When the map beside it was written."""


@dataclass(frozen=True)
class Patience:
    """How long files have to stand still, and how often those that never do are loaded."""

    still_s: float
    growing_every_s: float


class Ready(NamedTuple):
    """A file to load."""

    path: str
    stamp: Stamp
    is_growing: bool
    """Whether it is still written, and is to be taken up to its last whole line."""


@dataclass
class _Seen:
    stamp: Stamp
    still_since: float
    waits_since: float
    """Since when it has been seen to hold more than was loaded of it."""
    loaded: Stamp | None = None
    again_at: float | None = None
    """When to try it again, though nothing changed."""
    is_told: bool = False

    @property
    def waits(self) -> bool:
        return self.stamp != self.loaded


@dataclass
class Stillness:
    """The files of one folder as they were seen."""

    patience: Patience
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def see(self, stamps: Mapping[str, Stamp], now: float) -> None:
        """One look at all files; what is not among them is gone."""
        before, self._seen = self._seen, {}
        for path, stamp in stamps.items():
            seen = before.get(path) or _Seen(stamp, now, now)
            if seen.stamp != stamp:
                seen.waits_since = seen.waits_since if seen.waits else now
                seen.stamp, seen.still_since = stamp, now
            if seen.again_at is not None and now >= seen.again_at:
                seen.loaded = seen.again_at = None
            self._seen[path] = seen

    def ready(self, now: float) -> list[Ready]:
        """What may be loaded now."""
        return [
            Ready(path, seen.stamp, self._is_growing(path, seen, now))
            for path, seen in self._seen.items()
            if seen.waits and (self._is_still(seen, now) or self._is_growing(path, seen, now))
        ]

    def writing(self, now: float) -> list[str]:
        """What is still written and waits for that."""
        return [
            path
            for path, seen in self._seen.items()
            if seen.waits and not (self._is_still(seen, now) or self._is_growing(path, seen, now))
        ]

    def never_still(self, now: float) -> list[str]:
        """What has been written for so long that it may never end; each is told of once."""
        found = []
        for path, seen in self._seen.items():
            if seen.waits and not seen.is_told and self._is_overdue(seen, now):
                seen.is_told = True
                found.append(path)
        return found

    def loaded(
        self, files: Iterable[Ready], now: float, *, refused: Container[str] = frozenset()
    ) -> None:
        """These were loaded as they were when they were ready, those refused aside.

        One that was still written waits on: once it stands still it is loaded to its very end. One
        that was refused is tried again, for it may have been the disk that was full.
        """
        for each in files:
            if seen := self._seen.get(each.path):
                seen.loaded = None if each.is_growing else each.stamp
                seen.waits_since = now
                seen.again_at = now + RETRY_S if each.path in refused else None
                seen.is_told = seen.is_told and each.is_growing

    def forget_loaded(self) -> None:
        """Take all for not loaded: what reads them may have changed."""
        for seen in self._seen.values():
            seen.loaded = None

    def next_at(self) -> float | None:
        """When the next file that waits may be ready, if nothing changes; None where none waits."""
        still = (
            seen.still_since + self.patience.still_s for seen in self._seen.values() if seen.waits
        )
        return min(still, default=None)

    def _is_still(self, seen: _Seen, now: float) -> bool:
        return now - seen.still_since >= self.patience.still_s

    def _is_growing(self, path: str, seen: _Seen, now: float) -> bool:
        lines = PurePath(path).suffix.lower() in LINES
        return lines and self._is_overdue(seen, now)

    def _is_overdue(self, seen: _Seen, now: float) -> bool:
        waited = now - seen.waits_since
        return waited >= self.patience.growing_every_s and not self._is_still(seen, now)
