"""Facts of one media file: its measures, where it comes from, its fingerprint and thumbnail."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from data.warehouse.media_records import FileFacts
from ingest.media.reading.clips import read_clip
from ingest.media.reading.documents import read_document
from ingest.media.reading.file_kinds import PDF, PSD, FileKind, by_content, by_name, head_of
from ingest.media.reading.layered import read_layered
from ingest.media.reading.origin import origin_of
from ingest.media.reading.pictures import read_picture
from ingest.media.reading.refusals import refused
from ingest.media.reading.thumbnails import write_thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL.Image import Image

    from ingest.media.reading.measures import Reading

READER_VERSION = 1
"""Counted up when the same file would tell other facts, so that known files are read anew."""
_AGAIN = "Fetch or export it again, or take it out of the folder."


def read_file(
    path: Path,
    *,
    thumbnail: Path | None = None,
    fingerprint: Callable[[Image], bytes | None] | None = None,
    clip_fingerprint: Callable[[Path], bytes | None] | None = None,
) -> FileFacts:
    """Read one media file, decoding a picture once and of a clip a few frames.

    `thumbnail`: where a WebP of at most 320 pixels is written; not for sound and documents.
    `fingerprint` is given the picture as it is seen: upright, `L`, `LA`, `RGB` or `RGBA`, its
    longest side below twice 1024 pixels; `clip_fingerprint` the path of a clip. Raises
    RefusedFileError with a sentence, also where an extra is missing; UnwrittenError for the
    thumbnail.
    """
    found = _kind(path)
    reading = _reader(found)(path, found)
    origin = origin_of(path, found, reading, fingerprint)
    if thumbnail is not None and reading.picture is not None:
        write_thumbnail(reading.picture, thumbnail)
    given = vars(origin) | {"notes": (*_misnamed(path, found), *origin.notes)}
    return FileFacts(
        **asdict(reading.measures),
        **given,
        fingerprint=_fingerprint(path, reading, fingerprint, clip_fingerprint),
    )


def _fingerprint(
    path: Path,
    reading: Reading,
    fingerprint: Callable[[Image], bytes | None] | None,
    clip_fingerprint: Callable[[Path], bytes | None] | None,
) -> bytes | None:
    if reading.measures.kind == "video":
        return clip_fingerprint(path) if clip_fingerprint and reading.picture else None
    return fingerprint(reading.picture) if fingerprint and reading.picture else None


def _reader(found: FileKind) -> Callable[[Path, FileKind], Reading]:
    if found is PSD:
        return read_layered
    if found is PDF:
        return read_document
    return read_picture if found.kind == "image" else read_clip


def _kind(path: Path) -> FileKind:
    """What the content is. Raises RefusedFileError with a sentence where it cannot be read."""
    if not path.is_file():
        raise refused(path, "is not there any more, or is no ordinary file. Scan again.")
    try:
        head = head_of(path)
    except OSError as error:
        raise refused(
            path, f"cannot be read: {error.strerror}. Allow reading, scan again."
        ) from None
    if not head:
        raise refused(path, f"an empty file of 0 bytes. {_AGAIN}")
    found = by_content(head)
    if found is None:
        raise refused(path, _no_medium(head, by_name(path)))
    if found.unread:
        raise refused(path, f"{found.title}, which {found.unread}.")
    return found


def _no_medium(head: bytes, promised: FileKind | None) -> str:
    like = _looks_like(head)
    if promised is None:
        return f"no picture, clip or sound: it looks like {like}. Scan media files."
    return f"its name promises {promised.title}, but it looks like {like}. {_AGAIN}"


def _looks_like(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page, as failed downloads leave it"
    if start.startswith(b"#!"):
        return "a script"
    if start.startswith(b"pk\3\4"):
        return "a ZIP archive"
    if not any(head):
        return "nothing but zeros"
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return "data of an unknown kind"
    return "text" if b"\0" not in head else "data of an unknown kind"


def _misnamed(path: Path, found: FileKind) -> tuple[str, ...]:
    """A note where the name promises another format than the content is."""
    promised = by_name(path)
    if promised is None or promised.name == found.name:
        return ()
    if promised.demuxer and promised.demuxer == found.demuxer:
        return ()
    return (f"its name promises {promised.title}, and it is {found.title}.",)
