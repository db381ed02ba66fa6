"""From what a person typed to files that can be read: folders, globs, standard input, compression.

Compressed files and standard input are written out in a scratch folder, block by block. What is no
log at all (an archive, a PDF) is refused here with a sentence; one bad file never stops the others.
"""

from __future__ import annotations

import glob
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from ingest.formats.opened import Opened
from ingest.opening.unpack import as_utf8, check_kind, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import BinaryIO

    from data.settings import Settings

STANDARD_INPUT = "-"
MAP_SUFFIX = ".map.toml"


def map_beside(log: Path) -> Path | None:
    """The map that lies beside a log: `jobs.map.toml` for `jobs.csv`, if it is there."""
    beside = log.with_suffix(MAP_SUFFIX)
    return beside if beside.is_file() else None


BLOCK_BYTES = 4 * 2**20


@dataclass(frozen=True)
class FoundFile:
    """One file to open, by the name the user gave it; or what is wrong with that name."""

    name: str
    path: Path | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Opening:
    """How files are opened: where temporary copies go, and what every file is told."""

    scratch: Path
    settings: Settings
    submitted_at: datetime | None = None

    def open(self, found: FoundFile) -> Opened:
        """Make one file readable.

        Raises RefusedFileError with a sentence.
        """
        if found.problem is not None:
            raise RefusedFileError(found.problem)
        try:
            path = self._spooled() if found.path is None else found.path
            plain = unpacked(path, found.name, self.scratch)
            check_kind(plain, found.name)
            plain, assumed = as_utf8(plain, found.name, self.scratch)
        except OSError as error:
            raise RefusedFileError(
                f"{found.name}: cannot be read: {error.strerror or error}. Check that it is there "
                "and that you may read it."
            ) from error
        place = None if found.path is None else str(found.path.absolute())
        return Opened(plain, found.name, self.settings, self.submitted_at, place, assumed)

    def _spooled(self) -> Path:
        target = self.scratch / "standard_input"
        with target.open("wb") as copy:
            _copy(sys.stdin.buffer, copy)
        return target


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(BLOCK_BYTES):
        target.write(block)


def find(paths: Iterable[str], *, skipped: list[str] | None = None) -> Iterator[FoundFile]:
    """The files that paths, folders, globs and `-` stand for, each once.

    Hidden files and folders inside a folder are left out and added to `skipped`.
    """
    seen: set[str] = set()
    left_out = [] if skipped is None else skipped
    named = list(paths)
    for given in named:
        if given.endswith(MAP_SUFFIX) and len(named) > 1:
            continue  # a shell's `*` names the maps beside the logs too
        for found in _expanded(given, left_out):
            key = found.name if found.path is None else os.path.realpath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _expanded(given: str, skipped: list[str]) -> Iterator[FoundFile]:
    path = Path(given)
    if given == STANDARD_INPUT:
        yield FoundFile("standard input")
    elif path.is_dir():
        yield from _filled(path, skipped)
    elif path.exists() or not glob.has_magic(given):
        yield _file(path) if path.exists() else _missing(given)
    else:
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (also absolute ones)
        if not matches:
            yield FoundFile(
                given, problem=f"{given}: nothing matches. Check the folder and the pattern."
            )
        for match in (match for match in matches if not match.endswith(MAP_SUFFIX)):
            yield from _expanded(match, skipped)


def _missing(given: str) -> FoundFile:
    return FoundFile(given, problem=f"{given}: no such file. Pass a file, a folder, a glob or -.")


def _file(path: Path) -> FoundFile:
    if path.is_file():
        return FoundFile(str(path), path)
    return FoundFile(str(path), problem=f"{path}: neither a file nor a folder. Pass a log file.")


def _filled(folder: Path, skipped: list[str]) -> Iterator[FoundFile]:
    """All files below a folder; a problem where there is none."""
    files = _walked(folder, skipped)
    first = next(files, None)
    if first is None:
        yield FoundFile(str(folder), problem=f"{folder}: no file in it to load.")
        return
    yield first
    yield from files


def _walked(folder: Path, skipped: list[str]) -> Iterator[FoundFile]:
    """All files below a folder, in order of their names; an unreadable folder is a problem."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield FoundFile(
            str(folder),
            problem=f"{folder}: this folder cannot be read: {error.strerror or error}. Check that "
            "you may read it.",
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            skipped.append(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walked(Path(entry.path), skipped)
        elif entry.is_file() and not entry.name.endswith(MAP_SUFFIX):
            yield FoundFile(entry.path, Path(entry.path))
