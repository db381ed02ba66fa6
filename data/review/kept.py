"""Where a team's reviews keep what has to be remembered: the folder `reviews` beside the warehouse.

Nothing in it is ever rewritten: journals grow at their end, files are written once.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock

from data.errors import WarehouseError
from data.warehouse.file import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.settings import Settings

FOLDER = "reviews"
LOCK = ".lock"
PATIENCE_S = 30


def reviews_folder(settings: Settings) -> Path:
    """The folder beside the warehouse that the settings name; a link to it stays one."""
    return place_of(settings.warehouse).parent / FOLDER


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Alone among all writers of the folder, which is made where it is not there.

    Raises WarehouseError where another writer does not end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=PATIENCE_S)
    try:
        lock.acquire()
    except TimeoutError as error:
        raise WarehouseError(
            f"{folder}: somebody else has been writing there for {PATIENCE_S} s. Try again."
        ) from error
    with lock:
        yield


def write_once(path: Path, content: bytes) -> None:
    """Write a new file whole or not at all; what bears the name already is left as it is.

    To be called inside `writing_in` of its folder. Raises FileExistsError.
    """
    if path.exists():
        raise FileExistsError(f"{path}: is there already, and is never overwritten")
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
