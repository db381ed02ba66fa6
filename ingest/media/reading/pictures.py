"""Still pictures through Pillow: measured by their header, then decoded once."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ingest.media.extras import needed
from ingest.media.reading.embedded_texts import texts_of
from ingest.media.reading.file_kinds import HEIC, FileKind
from ingest.media.reading.measures import Reading
from ingest.media.reading.picture_measures import measures_of
from ingest.media.reading.refusals import MAX_PIXELS, reading_errors_told, refused, too_large
from ingest.media.reading.seen_picture import SEEN_PIXELS, seen
from ingest.media.reading.stealth_text import stealth_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PIL.Image import Image

_PLUGINS = {
    "png": ("PNG",),
    "jpeg": ("JPEG", "MPO"),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "tiff": ("TIFF",),
    "bmp": ("BMP",),
    "jpeg2000": ("JPEG2000",),
    "avif": ("AVIF",),
    "heic": ("HEIF",),
}
"""Only the one reader that the content asks for: none that runs another program."""
_DNG_VERSION = 50706
_MAY_MOVE = {"gif", "webp", "png", "avif"}
_MOVES = "it moves: only its first frame is shown and compared."


def read_picture(path: Path, found: FileKind) -> Reading:
    """One still picture. Raises RefusedFileError with a sentence."""
    if found is HEIC:
        needed("pillow_heif", "heic", "Reading HEIC pictures").register_heif_opener(
            thumbnails=False
        )
    with path.open("rb") as stream, reading_errors_told(path, found.title):
        image = _opened(stream, found)
        if image.width * image.height > MAX_PIXELS:
            raise too_large(path, found.title, image.width, image.height)
        if found.name == "tiff" and _DNG_VERSION in image.getexif():
            raise refused(path, "a camera's raw file (DNG): export it as JPEG or TIFF, scan that.")
        measures = measures_of(image, found)
        notes = (_MOVES,) * (found.name in _MAY_MOVE and getattr(image, "is_animated", False))
        image.draft(None, (SEEN_PIXELS, SEEN_PIXELS))
        image.load()
        texts = _texts(image)
        packet = image.info.get("xmp")
        return Reading(
            measures,
            seen(image),
            texts,
            packet.encode() if isinstance(packet, str) else packet,
            notes,
        )


def _opened(stream: BinaryIO, found: FileKind) -> Image:
    from PIL import Image

    return Image.open(stream, formats=_PLUGINS[found.name])


def _texts(image: Image) -> Mapping[str, str]:
    """What is written beside the picture, else what is hidden in it."""
    texts = texts_of(image)
    return texts or (stealth_texts(image) if image.format == "PNG" else {})
