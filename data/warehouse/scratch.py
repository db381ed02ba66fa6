"""Scratch space beside the warehouse: where a load works, and nothing of it is left afterwards.

Whoever works in a folder holds the lock beside it, so that what a killed load left behind is told
from what another one uses.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from glob import escape
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOADING, IN_USE = ".loading-", ".in-use-"
LOOKED_AT_S = 60
"""Whoever removes what is left behind may look at a lock that was just made, and lets go of it."""
_mine: set[Path] = set()


@contextmanager
def scratch_beside(warehouse: Path) -> Iterator[Path]:
    """A folder of one's own beside a warehouse, for as long as the block runs."""
    is_new = not warehouse.parent.exists()
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    folder = warehouse.parent / f".{warehouse.name}{LOADING}{uuid4().hex[:12]}"
    lock = FileLock(_lock_of(folder), timeout=LOOKED_AT_S)
    _mine.add(folder)
    try:
        with lock:
            folder.mkdir(mode=0o700)
            yield folder
    finally:
        _remove(folder)
        if is_new:
            with suppress(OSError):  # the warehouse lies there now
                warehouse.parent.rmdir()


def remove_mine() -> None:
    """Remove all scratch space of this process: it is about to end."""
    for folder in list(_mine):
        _remove(folder)


def remove_left_behind(warehouse: Path) -> None:
    """Remove what killed loads left beside a warehouse."""
    for folder in left_behind(warehouse):
        with suppress(OSError, Timeout), FileLock(_lock_of(folder), timeout=0):
            _remove(folder)


def left_behind(warehouse: Path) -> list[Path]:
    """The scratch space beside a warehouse, of whoever it is."""
    name, beside = escape(warehouse.name), warehouse.parent
    found = set(beside.glob(f".{name}{LOADING}*"))
    locks = beside.glob(f".{name}{IN_USE}*")
    return sorted(found | {lock.with_name(lock.name.replace(IN_USE, LOADING)) for lock in locks})


def is_scratch(path: Path, folder: Path) -> bool:
    """Whether it is this scratch space, or the lock beside it."""
    return path.name in {folder.name, _lock_of(folder).name}


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)
    _mine.discard(folder)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name.replace(LOADING, IN_USE))
