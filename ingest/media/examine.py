"""Reading one scanned file, in a process of its own: its hash, its facts, what is placed in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import RefusedFileError
from data.evidence.thumbnails import thumbnail_path
from ingest.load.reading import sha256_of

if TYPE_CHECKING:
    from data.warehouse.media_records import Container, FileFacts
    from ingest.media.folders import SeenFile


@dataclass(frozen=True)
class Looking:
    """How files are looked at."""

    thumbnails: Path
    edl_frame_rate: float | None
    fingerprints: bool


@dataclass(frozen=True)
class Examined:
    """What was found of a file; with a `problem` nothing else is known of it."""

    seen: SeenFile
    sha256: str | None = None
    facts: FileFacts | None = None
    containers: tuple[Container, ...] = ()
    problem: str | None = None


def examine(seen: SeenFile, looking: Looking) -> Examined:
    """Read one file. Whatever is wrong with it becomes its `problem`."""
    path = Path(seen.path)
    try:
        sha256 = sha256_of(path)
        facts, containers = _read(path, sha256, looking)
        if _has_changed(path, seen):
            return Examined(seen, problem=f"{path.name}: still being written. Scan again later.")
    except RefusedFileError as error:
        return Examined(seen, problem=str(error))
    except OSError as error:
        return Examined(seen, problem=f"{path.name}: cannot be read: {error.strerror or error}.")
    except Exception as error:  # noqa: BLE001 (over a stranger's file a library may raise anything)
        what = f"{type(error).__name__}: {error}"
        return Examined(seen, problem=f"{path.name}: its reader stumbled over it ({what}).")
    return Examined(seen, sha256, facts, containers)


def _read(
    path: Path, sha256: str, looking: Looking
) -> tuple[FileFacts | None, tuple[Container, ...]]:
    """What it is as a medium, if it is one, and what is placed in it, if it holds anything."""
    from ingest.media.containers.door import containers_in, is_container
    from ingest.media.fingerprints.clip import clip_fingerprint
    from ingest.media.fingerprints.still import fingerprint_of
    from ingest.media.reading.file_facts import read_file
    from ingest.media.reading.file_kinds import kind_of

    still = fingerprint_of if looking.fingerprints else None
    holds = is_container(path)
    is_medium = kind_of(path) is not None
    facts = None
    if is_medium or not holds:
        thumbnail = thumbnail_path(looking.thumbnails, sha256)
        thumbnail.parent.mkdir(parents=True, exist_ok=True)
        facts = read_file(
            path,
            thumbnail=thumbnail,
            fingerprint=still,
            clip_fingerprint=clip_fingerprint if looking.fingerprints else None,
        )
    if not holds:
        return facts, ()
    rate = looking.edl_frame_rate
    return facts, containers_in(path, frame_rate=rate, fingerprint=still)


def _has_changed(path: Path, seen: SeenFile) -> bool:
    stat = path.stat()
    return (stat.st_size, stat.st_mtime_ns) != (seen.bytes, seen.modified_ns)


def examiner(looking: Looking) -> partial[Examined]:
    """`examine` as other processes take it."""
    return partial(examine, looking=looking)
