"""OpenTimelineIO (.otio, .otioz, .otiod), AAF and EDL files, opened by OpenTimelineIO."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError
from ingest.media.containers.collected import own_names
from ingest.media.containers.guarded import archive_of, member, plain
from ingest.media.containers.otio_walk import Walk, timelines_in
from ingest.media.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.warehouse.media_records import Container

EXTRA = "timelines"
CONTENT = "content.otio"
"""The timeline in a bundle."""
OTIO_BYTES = 256 * 2**20
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
    with _by_library("an OpenTimelineIO timeline"):
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
    with _by_library("an AAF"):
        root = otio.adapters.read_from_file(str(path), adapter_name="AAF", attach_markers=False)
        return _containers(path.name, root)


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
    with _by_library(what):
        root = otio.adapters.read_from_string("\n".join(lines), "cmx_3600", rate=frame_rate)
        for track in root.tracks:
            track.source_range = (
                None  # the adapter cuts it at the record timecode, before its clips
            )
        return _containers(path.name, root, is_by_timecode=True)


def _containers(name: str, root: Any, *, is_by_timecode: bool = False) -> tuple[Container, ...]:
    timelines = timelines_in(root)
    if not timelines:
        raise RefusedFileError(f"there is no timeline in it, only {type(root).__name__}")
    names = own_names(name, [timeline.name for timeline in timelines])
    return tuple(
        Walk(is_by_timecode=is_by_timecode).of(timeline).container("timeline", each)
        for timeline, each in zip(timelines, names, strict=True)
    )


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


@contextmanager
def _by_library(what: str) -> Iterator[None]:
    """Whatever the library raises on a file that it cannot read, as a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except RefusedFileError:
        raise
    except Exception as error:  # noqa: BLE001 - adapters raise what their parsers happen to
        if type(error).__name__ == "UnsupportedSchemaError":
            raise RefusedFileError(
                f"{what} written by a newer OpenTimelineIO than the one installed here "
                f"({error}). Update it: pip install -U opentimelineio; then scan again."
            ) from None
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise RefusedFileError(f"cannot be read as {what}: {why}") from None
