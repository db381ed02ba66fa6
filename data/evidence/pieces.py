"""Which scanned file a content is, so that the picture or clip itself can be shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from data.media import MediaSettings

SCANNED = """
    SELECT path, kind, lower(codec), bytes, modified_ns, gone_at IS NOT NULL
    FROM warehouse.main.media
    WHERE sha256 = ?
    ORDER BY role <> 'output', path
"""
PICTURES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "heic": "image/heic",
}
"""What a picture is sent as, by its codec as the scan read it: SVG and the like are not among."""
CLIPS = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/mp4",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
}
"""What a clip is sent as, by the ending of its name; browsers play MOV under the name of MP4."""


class ScannedFile(NamedTuple):
    """A file as the last scan found it."""

    path: str
    kind: str | None
    codec: str | None
    bytes: int
    modified_ns: int
    is_gone: bool

    @property
    def content_type(self) -> str | None:
        """What to send it as; None for what is neither a picture nor a clip that may be shown."""
        if self.kind == "image":
            return PICTURES.get(self.codec or "")
        return CLIPS.get(Path(self.path).suffix.lower()) if self.kind == "video" else None


class Piece(NamedTuple):
    """A file that may be shown, and what to send it as."""

    path: Path
    content_type: str
    stat: os.stat_result


def scanned_files(cursor: DuckDBPyConnection, sha256: str) -> list[ScannedFile]:
    """The files of this content that scans ever found, outputs first."""
    return [ScannedFile(*row) for row in cursor.execute(SCANNED, [sha256]).fetchall()]


def shown_piece(files: list[ScannedFile], media: MediaSettings) -> Piece | None:
    """The first of them that may be shown: it lies in a folder of the settings, as it was scanned.

    A file that was changed since is another content, and is not shown.
    """
    folders = [Path(os.path.realpath(each)) for each in _folders(media)]
    for each in files:
        path = Path(os.path.realpath(each.path))
        is_within = any(path.is_relative_to(folder) for folder in folders)
        if each.is_gone or each.content_type is None or not is_within:
            continue
        if (stat := _stat(path)) and (stat.st_size, stat.st_mtime_ns) == each[3:5]:
            return Piece(path, each.content_type, stat)
    return None


def _folders(media: MediaSettings) -> Iterator[str]:
    yield from (*media.outputs, *media.finals, *media.references)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat() if path.is_file() else None
    except OSError:
        return None
