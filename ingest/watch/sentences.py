"""What the person who watches is told: of files that do not end, of a system that tells nothing."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest.watch.stillness import LINES

if TYPE_CHECKING:
    from data.watch import WatchSettings


def never_still(path: str, watch: WatchSettings) -> str:
    """Of a file that is written and written."""
    every = _time(watch.growing_every_s)
    if PurePath(path).suffix.lower() in LINES:
        return (
            f"{path}: is written without an end. Until it stands still it is loaded every {every}, "
            "as far as its last whole line."
        )
    return (
        f"{path}: has been written for {every}. It is loaded once it stands still for "
        f"{_time(watch.still_s)}; of a file like this a part cannot be read."
    )


def cannot_tell(problem: str, every_s: float) -> str:
    """Of a system that does not tell what changes."""
    return (
        f"The system does not tell of changes ({problem}). Folders are looked through every "
        f"{_time(every_s)} instead."
    )


def _time(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 120 else f"{seconds:g} s"
