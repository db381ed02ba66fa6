"""The folders to scan, and the files in them: what is looked at, and what is left alone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from data.errors import SettingsError
from data.warehouse.media_records import MediaRole
from ingest.opening.folders import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.media import MediaSettings

PICTURES = {
    *(".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"),
    *(".heic", ".heif", ".jfif"),
}
CLIPS = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mxf", ".mpg", ".mpeg"}
SOUNDS = {".wav", ".mp3", ".aac", ".m4a", ".flac", ".ogg", ".aif", ".aiff"}
CONTAINERS = {
    *(".otio", ".otioz", ".aaf", ".edl", ".fcpxml", ".xml", ".prproj", ".aep", ".aepx"),
    *(".psd", ".psb", ".idml"),
}
HIDDEN, AUTOSAVED = "hidden", "saved by an editor by itself"
AUTOSAVES = re.compile(
    r"auto[ _-]?save|^(avid attic|final cut backups|indesign recovery|psautorecover)$"
    r"|^(davinci )?(resolve )?project ?backups?$",
    re.IGNORECASE,
)
"""Names of folders in which editors keep copies of their own accord: no version that a person made.

Premiere Pro, After Effects and Audition write `Adobe … Auto-Save` beside the project.
"""
SUFFIXES = PICTURES | CLIPS | SOUNDS | CONTAINERS
ROLES: dict[str, MediaRole] = {"outputs": "output", "finals": "final", "references": "reference"}
"""Names of the settings, and of `--role`, by the role of a file."""
NAMES = {role: name for name, role in ROLES.items()}


@dataclass(frozen=True)
class ScannedFolder:
    """A folder to look through, and the role of what lies in it."""

    path: Path
    role: MediaRole
    root: Path
    """The known folder that it is, or is a part of: what its files are known under."""

    @classmethod
    def whole(cls, path: Path, role: MediaRole) -> ScannedFolder:
        """A folder that is no part of another."""
        return cls(path, role, path)


@dataclass(frozen=True)
class SeenFile:
    """A file as the file system tells it: what makes it the same as before."""

    path: str
    folder: str
    role: MediaRole
    bytes: int
    modified_ns: int


@dataclass
class Walk:
    """What lies in a folder; `problems` and `ignored` are known once `files` is through."""

    folder: ScannedFolder
    thumbnails: Path
    """The pictures that scans make themselves, which may lie within."""
    others: tuple[ScannedFolder, ...] = ()
    """Known folders, some of which may lie within this one: one of another role keeps its files."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    """How many files are left out: by their suffix, or what they are instead of a file."""

    @cached_property
    def _within(self) -> tuple[str, ...]:
        others = (each.path for each in self.others if each.role != self.folder.role)
        inside = (self.thumbnails, *others)
        return tuple(f"{each}{os.sep}" for each in inside if each.is_relative_to(self.folder.path))

    def holds(self, path: str) -> bool:
        """Whether a path belongs to this folder, and not to another within it."""
        return path.startswith(f"{self.folder.path}{os.sep}") and not path.startswith(self._within)

    def files(self) -> Iterator[SeenFile]:
        """The files that may be media. Links to folders are not followed."""
        for entry in entries(self.folder.path):
            if not self.holds(entry.path):
                continue
            suffix = Path(entry.path).suffix.lower()
            if (told := shown(entry.path)) != entry.path:
                self.problems.append((told, f"{told}: its name is no Unicode text. Rename it."))
            elif entry.problem:
                self.problems.append((entry.path, entry.problem))
            elif suffix in CONTAINERS and self._is_autosaved(entry.path):
                self._ignore(AUTOSAVED)
            elif suffix in SUFFIXES and entry.no_log is None:
                yield from self._seen(entry.path)
            else:
                is_odd = suffix in SUFFIXES or entry.no_log == HIDDEN
                self._ignore((entry.no_log if is_odd else suffix) or "no suffix")

    def _is_autosaved(self, path: str) -> bool:
        inside = Path(path).relative_to(self.folder.root).parts[:-1]
        return any(map(AUTOSAVES.search, inside))

    def _ignore(self, kind: str) -> None:
        self.ignored[kind] = self.ignored.get(kind, 0) + 1

    def _seen(self, path: str) -> Iterator[SeenFile]:
        try:
            stat = Path(path).stat()
        except OSError as error:
            self.problems.append((path, f"{path}: cannot be read: {error.strerror}."))
            return
        yield SeenFile(
            path, str(self.folder.root), self.folder.role, stat.st_size, stat.st_mtime_ns
        )


def shown(path: str) -> str:
    """The path for people; bytes that are no text are spelled out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def folders_of(settings: MediaSettings) -> tuple[ScannedFolder, ...]:
    """The folders of the settings."""
    found = [
        ScannedFolder.whole(Path(os.path.realpath(folder)), role)
        for name, role in ROLES.items()
        for folder in getattr(settings, name)
    ]
    return tuple(each for each in found if not any(_is_part(each, other) for other in found))


def _is_part(folder: ScannedFolder, other: ScannedFolder) -> bool:
    """Whether a folder lies in another of its role, which is looked through as a whole."""
    is_within = folder.path != other.path and folder.path.is_relative_to(other.path)
    return is_within and folder.role == other.role


def folders_asked(
    named: Sequence[str],
    role: str | None,
    settings: MediaSettings,
    scanned: Sequence[ScannedFolder] = (),
) -> tuple[tuple[ScannedFolder, ...], tuple[str, ...]]:
    """The folders named, each with its role, or those of the settings where none is named.

    A part of a folder that the settings name, or that was scanned before, has its role. Of those of
    the settings those that are not there come second: a drive may be missing, and what is known
    of them stands. Raises SettingsError for a named folder that is not there, and for none at all.
    """
    configured = folders_of(settings)
    if not named and not configured:
        raise SettingsError(
            "No folder to scan. Name one (`offcut scan FOLDER --role finals`), or write them into "
            'offcut.toml: [media] outputs = ["…"], finals = ["…"].'
        )
    known = (*configured, *scanned)
    asked = tuple(_asked(folder, role, known) for folder in named) if named else configured
    asked = tuple({each.path: each for each in asked}.values())
    there = tuple(each for each in asked if each.path.is_dir())
    missing = tuple(str(each.path) for each in asked if each not in there)
    if missing and (named or not there):
        raise SettingsError(
            f"{missing[0]}: no such folder. Name a folder that is there (a drive may be "
            "missing); nothing was changed."
        )
    return there, missing


def _asked(named: str, role: str | None, known: Sequence[ScannedFolder]) -> ScannedFolder:
    path = Path(os.path.realpath(Path(named).expanduser()))
    if role is not None and role not in ROLES:
        raise SettingsError(f"--role {role}: write one of {', '.join(ROLES)}.")
    above = [each for each in known if path.is_relative_to(each.path)]
    closest = max(above, key=lambda each: len(each.path.parts), default=None)
    if closest is not None and role in {None, NAMES[closest.role]}:
        return ScannedFolder(path, closest.role, closest.path)
    return ScannedFolder.whole(path, ROLES[role or "outputs"])


assert set(ROLES.values()) == set(get_args(MediaRole))
