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
from ingest.formats.databases import standing_still
from ingest.formats.opened import Opened
from ingest.opening.folders import entries
from ingest.opening.unpack import as_utf8, check_kind, unpacked
from ingest.opening.whole_lines import whole_lines

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
    no_log: str | None = None
    """Why it is no log, so that nothing is amiss where it is left out."""
    in_folder: bool = False
    """Whether a folder was named, and not the file."""
    is_growing: bool = False
    """Whether it is written at this moment: it is read up to its last whole line."""


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
        _check_name(found.name)
        try:
            path = self._spooled() if found.path is None else found.path
            path = whole_lines(path, found.name, self.scratch) if found.is_growing else path
            plain = unpacked(path, found.name, self.scratch)
            check_kind(plain, found.name)
            plain = standing_still(plain, found.name, self.scratch)
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


def _check_name(name: str) -> None:
    """A name that is no text can be kept nowhere."""
    told = os.fsencode(name).decode("utf-8", "backslashreplace")
    if told != name:
        raise RefusedFileError(f"{told}: its name is no Unicode text. Rename it.")


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(BLOCK_BYTES):
        target.write(block)


def find(paths: Iterable[str]) -> Iterator[FoundFile]:
    """The files that paths, folders, globs and `-` stand for, each once."""
    seen: set[str] = set()
    named = list(paths)
    for given in named:
        if given.endswith(MAP_SUFFIX) and len(named) > 1:
            continue  # a shell's `*` names the maps beside the logs too
        for found in _named(given):
            key = found.name if found.path is None else os.path.realpath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _named(given: str) -> Iterator[FoundFile]:
    try:
        yield from _expanded(given)
    except OSError as error:
        reason = error.strerror or error
        yield FoundFile(given, problem=f"{given}: cannot be looked at: {reason}. Pass a log file.")


def _expanded(given: str) -> Iterator[FoundFile]:
    path = Path(given)
    if given == STANDARD_INPUT:
        yield FoundFile("standard input")
    elif path.is_dir():
        yield from _filled(path)
    elif path.exists() or not glob.has_magic(given):
        yield _file(path) if path.exists() else _missing(given)
    else:
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (also absolute ones)
        if not matches:
            yield FoundFile(
                given, problem=f"{given}: nothing matches. Check the folder and the pattern."
            )
        for match in (match for match in matches if not match.endswith(MAP_SUFFIX)):
            yield from _expanded(match)


def _missing(given: str) -> FoundFile:
    return FoundFile(given, problem=f"{given}: no such file. Pass a file, a folder, a glob or -.")


def _file(path: Path) -> FoundFile:
    if path.is_file():
        return FoundFile(str(path), path)
    return FoundFile(str(path), problem=f"{path}: neither a file nor a folder. Pass a log file.")


def _filled(folder: Path) -> Iterator[FoundFile]:
    """All below a folder, the maps beside logs aside; a problem where there is nothing to load."""
    has_any = False
    for entry in entries(folder):
        if not entry.path.endswith(MAP_SUFFIX):
            has_any |= entry.no_log is None
            path = Path(entry.path) if entry.problem is None else None
            yield FoundFile(entry.path, path, entry.problem, entry.no_log, in_folder=True)
    if not has_any:
        yield FoundFile(str(folder), problem=f"{folder}: no file in it to load.")
