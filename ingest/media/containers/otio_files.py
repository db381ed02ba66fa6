"""OpenTimelineIO (.otio, .otioz, .otiod), AAF and EDL files, opened by OpenTimelineIO."""

from __future__ import annotations

import re
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError
from ingest.media.containers.by_library import read_as
from ingest.media.containers.collected import own_names
from ingest.media.containers.guarded import archive_of, member, plain
from ingest.media.containers.otio_walk import Walk, timelines_in
from ingest.media.extras import needed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.warehouse.media_records import Container

EXTRA = "timelines"
CONTENT = "content.otio"
"""The timeline in a bundle."""
OTIO_BYTES = 128 * 2**20
"""20,000 clips are 28 MB; read, a timeline takes five times its size in memory."""
AAF_BYTES = 1024 * 2**20
EDL_BYTES = 32 * 2**20
EVENT = re.compile(r"\d{1,6}\s")
HEADER = ("TITLE:", "FCM", "SPLIT")


def read_otio(path: Path) -> tuple[Container, ...]:
    """One container per timeline. Raises RefusedFileError with a sentence."""
    otio = needed("opentimelineio", EXTRA, "An OpenTimelineIO timeline")
    if path.suffix.lower() == ".otioz":
        with archive_of(path) as archive, member(archive, CONTENT, OTIO_BYTES) as stream:
            text = stream.all()
    else:
        with plain(path / CONTENT if path.is_dir() else path, OTIO_BYTES) as stream:
            text = stream.all()
    with read_as("an OpenTimelineIO timeline"):
        root = otio.adapters.read_from_string(text.decode("utf-8-sig"), "otio_json")
        return _containers(path.name, root)


def read_aaf(path: Path) -> tuple[Container, ...]:
    """One container per timeline. Raises RefusedFileError with a sentence."""
    needed("aaf2", EXTRA, "An AAF")
    otio = needed("opentimelineio", EXTRA, "An AAF")
    if path.stat().st_size > AAF_BYTES:
        raise RefusedFileError(
            f"more than {AAF_BYTES // 2**20:,} MB: it holds its media. Export it with linked media."
        )
    with read_as("an AAF"):
        return _containers(path.name, _closing(otio.adapters.read_from_file, str(path)))


def read_edl(path: Path, frame_rate: float | None) -> tuple[Container, ...]:
    """The one container of an EDL, which does not tell its frame rate.

    Raises RefusedFileError with a sentence, without a frame rate too.
    """
    if frame_rate is None:
        raise RefusedFileError(
            "an EDL counts in frames and does not say how many make a second. Set edl_frame_rate "
            "under [media] in offcut.toml, for example edl_frame_rate = 25; then scan again."
        )
    needed("otio_cmx3600_adapter", EXTRA, "An EDL")
    otio = needed("opentimelineio", EXTRA, "An EDL")
    with plain(path, EDL_BYTES) as stream:
        lines = _events(_decoded(stream.all()))
    what = f"an EDL at {frame_rate:g} frames a second"
    if not lines:
        raise RefusedFileError(f"not {what}: there is no event in it")
    with read_as(what):
        root = otio.adapters.read_from_string("\n".join(lines), "cmx_3600", rate=frame_rate)
        for track in root.tracks:
            track.source_range = (
                None  # the adapter cuts it at the record timecode, before its clips
            )
        return _containers(path.name, root, is_by_timecode=True)


def _containers(name: str, root: Any, *, is_by_timecode: bool = False) -> tuple[Container, ...]:
    timelines = timelines_in(root)
    if not timelines:
        raise RefusedFileError(f"there is no timeline in it, only {_kind(root)}")
    names = own_names(name, [timeline.name for timeline in timelines])
    return tuple(
        Walk(is_by_timecode=is_by_timecode).of(timeline).container("timeline", each)
        for timeline, each in zip(timelines, names, strict=True)
    )


def _closing(read_from_file: Callable[..., Any], path: str) -> Any:
    """An AAF; pyaaf2 leaves a file that it cannot read open."""
    try:
        return read_from_file(path, adapter_name="AAF", attach_markers=False)
    except Exception as error:
        for frame, _ in walk_tb(error.__traceback__):
            for left in [each for each in frame.f_locals.values() if _kind(each) == "AAFFile"]:
                left.f.close()
        raise


def _kind(value: Any) -> str:
    return type(value).__name__


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _events(text: str) -> list[str]:
    """The lines the adapter understands: before the first event no notes of the editing system."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = next((n for n, line in enumerate(lines) if EVENT.match(line)), len(lines))
    if first == len(lines):
        return []
    return [line for line in lines[:first] if line.startswith(HEADER)] + lines[first:]
