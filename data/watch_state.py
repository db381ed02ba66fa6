"""How the watching fares: a small file beside the warehouse, and a lock for as long as it goes on.

`studio.duckdb.watch.json` is written whole at each look, so that pages and commands can say it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import WarehouseError
from data.warehouse.file import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Kind = Literal["folders", "desk"]
"""What is watched: folders and the Desk's journal, or the journal alone."""
PATIENCE_S = 2
"""Whoever asks whether somebody watches holds the lock for a moment."""
TURN_S = 5
"""Two web apps over one warehouse have one loader; the other takes its turn when it ends."""
Kept = TypeVar("Kept", bound=BaseModel)


class FolderState(BaseModel):
    """A watched folder, and whether it is there."""

    model_config = ConfigDict(frozen=True)

    path: str
    is_there: bool = True


class WatchState(BaseModel):
    """What a watcher last wrote of itself. Times are UTC, with their offset."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    pid: int
    began_at: datetime
    looked_at: datetime
    ended_at: datetime | None = None
    """When it was stopped; None where it goes on, or could not say that it ended."""
    loaded_at: datetime | None = None
    """When it last published something."""
    folders: tuple[FolderState, ...] = ()
    writing: tuple[str, ...] = ()
    """The first few files that are still being written."""
    n_writing: int = 0
    n_ready: int = 0
    """Files that the next load takes."""
    trouble: str | None = None
    """What stands in the way now."""
    last_trouble: str | None = None
    last_trouble_at: datetime | None = None
    scanned_at: datetime | None = None
    reviewed_at: datetime | None = None


class ReviewsMade(BaseModel):
    """Which weekly reviews were made by themselves, each known by the day it was due."""

    model_config = ConfigDict(frozen=True)

    since: date
    """The first day on which one could be due."""
    last: date | None = None


class Watch(NamedTuple):
    """A state, and whether the watcher that wrote it is alive."""

    state: WatchState
    is_alive: bool


def watch_of(warehouse: Path) -> Watch | None:
    """Who watches for a warehouse, or last did; None where nobody ever has."""
    state = _read(_beside(warehouse, ".watch.json"), WatchState)
    return None if state is None else Watch(state, is_watched(warehouse, state.kind))


def write_state(warehouse: Path, state: WatchState) -> None:
    """Put a state in the place of the last. A disk that takes nothing more is told elsewhere.

    The loader of the web app leaves that of a watcher that died: it has to be seen.
    """
    known = _read(_beside(warehouse, ".watch.json"), WatchState) if state.kind == "desk" else None
    if known is not None and known.kind == "folders" and known.ended_at is None:
        return
    with suppress(OSError):
        _write(_beside(warehouse, ".watch.json"), state)


def reviews_made(warehouse: Path) -> ReviewsMade | None:
    """The reviews made so far; None before the first watcher that was to make any."""
    return _read(_beside(warehouse, ".watch-reviews.json"), ReviewsMade)


def remember_reviews(warehouse: Path, made: ReviewsMade) -> None:
    """Keep it. Raises OSError where the disk takes nothing more."""
    _write(_beside(warehouse, ".watch-reviews.json"), made)


@contextmanager
def watching(warehouse: Path, kind: Kind) -> Iterator[None]:
    """Alone among the watchers of this kind; of the Desk alone, once no other is there any more.

    Raises WarehouseError where folders are watched already.
    """
    lock = _lock_of(warehouse, kind)
    try:
        if kind == "desk":
            lock.acquire(timeout=-1, poll_interval=TURN_S)
        else:
            lock.acquire(timeout=PATIENCE_S)
    except Timeout:
        known = _read(_beside(warehouse, ".watch.json"), WatchState)
        who = f" (process {known.pid})" if known is not None and known.kind == kind else ""
        raise WarehouseError(
            f"{warehouse}: somebody watches for it already{who}. Stop that one, or give it these "
            "folders too."
        ) from None
    with lock:
        yield


def is_watched(warehouse: Path, kind: Kind) -> bool:
    """Whether a watcher of this kind is alive."""
    lock = _lock_of(warehouse, kind)
    if not os.path.exists(lock.lock_file):  # noqa: PTH110 (a name, not a path)
        return False
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # not ours to lock, so nobody can tell
        return False


def _lock_of(warehouse: Path, kind: Kind) -> FileLock:
    suffix = {"folders": ".watch.lock", "desk": ".watch-desk.lock"}[kind]
    return FileLock(_beside(warehouse, suffix), is_singleton=False)


def _beside(warehouse: Path, suffix: str) -> Path:
    place = place_of(warehouse)
    return place.with_name(f"{place.name}{suffix}")


def _read(path: Path, kind: type[Kept]) -> Kept | None:
    """None too where it is no such file: another version's, say."""
    with suppress(OSError, ValidationError):
        return kind.model_validate_json(path.read_bytes())
    return None


def _write(path: Path, kept: BaseModel) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(kept.model_dump_json(exclude_none=True), "utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
