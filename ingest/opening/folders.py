"""All that lies in a folder, each entry once: to load, no log, or in the way."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OF_DATABASES = ("-wal", "-shm", "-journal")
LEFT_BY_SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"}
ABOUT_A_FOLDER = {"readme", "license", "licence", "changelog"}
TEXT_SUFFIXES = {"", ".md", ".txt", ".rst"}


class Entry(NamedTuple):
    """Something in a folder, at any depth."""

    path: str
    is_folder: bool = False
    problem: str | None = None
    """What keeps it from being loaded, as a sentence."""
    no_log: str | None = None
    """Why nobody would load it."""


def entries(folder: Path) -> Iterator[Entry]:
    """Everything below a folder in order of the names, folders that are gone through aside.

    Links to folders are not followed. However deep folders lie, and whatever is wrong with one of
    them, the others are read.
    """
    waiting = [Entry(str(folder), is_folder=True)]
    while waiting:
        here = waiting.pop()
        if not here.is_folder:
            yield here
            continue
        try:
            with os.scandir(here.path) as found:
                inside = sorted(found, key=lambda each: each.name, reverse=True)
        except OSError as error:
            yield Entry(here.path, problem=_unread(f"{here.path}: this folder", error))
        else:
            waiting += map(_entry, inside)


def _entry(found: os.DirEntry[str]) -> Entry:
    path = found.path
    try:
        if found.name.startswith("."):
            return Entry(path, no_log="hidden")
        if found.is_file():
            return Entry(path, no_log=_known_as(found.name))
        if found.is_dir(follow_symlinks=False):
            return Entry(path, is_folder=True)
        if found.is_dir():
            return Entry(path, no_log="a link to a folder, which is not followed; pass the folder")
        if found.is_symlink():
            return Entry(path, problem=f"{path}: a link that leads nowhere. Mend or remove it.")
    except OSError as error:
        return Entry(path, problem=_unread(f"{path}:", error))
    return Entry(path, no_log="neither a file nor a folder")


def _known_as(name: str) -> str | None:
    plain = PurePath(name.casefold())
    if plain.name in LEFT_BY_SYSTEMS:
        return "a file that the system keeps for itself"
    if plain.name.endswith(OF_DATABASES):
        return "it belongs to the database beside it, and is read with that"
    is_about = plain.stem in ABOUT_A_FOLDER and plain.suffix in TEXT_SUFFIXES
    return "it tells about the folder" if is_about else None


def _unread(what: str, error: OSError) -> str:
    return f"{what} cannot be read: {error.strerror or error}. Check that you may read it."
