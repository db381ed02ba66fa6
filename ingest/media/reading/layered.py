"""Photoshop files: measured by their header; profile, ids and merged picture by psd-tools.

Layers are not read: what is placed in them is a matter of containers. The sections in front of the
merged picture are stepped over, so that memory is that of the picture, not of the file.
"""

from __future__ import annotations

import logging
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from data.errors import RefusedFileError
from ingest.media.extras import needed
from ingest.media.reading.measures import Measures, Reading
from ingest.media.reading.picture_measures import profile_name
from ingest.media.reading.refusals import MAX_PIXELS, reading_errors_told, refused
from ingest.media.reading.seen_picture import seen

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from ingest.media.reading.file_kinds import FileKind

HEADER = struct.Struct(">4sH6xHIIHH")
"""Name, version (2 is PSB), channels, height, width, bits of a channel, colour mode."""
MODES = {
    0: ("1", 1), 1: ("L", 1), 2: ("P", 1), 3: ("RGB", 3), 4: ("CMYK", 4), 7: ("multichannel", 64),
    8: ("duotone", 1), 9: ("LAB", 3),
}  # fmt: skip
"""Name, and how many channels make the colour."""
DEPTHS = {1, 8, 16, 32}
RESOURCE_BYTES = 64 * 2**20
_WITHOUT = (
    "its colour profile, ids and picture are not read here. "
    "Install offcut[layers] (pip install 'offcut[layers]') and scan again."
)
_NO_PICTURE = "it holds no merged picture: save it with maximised compatibility to compare it."


def read_layered(path: Path, found: FileKind) -> Reading:
    """One PSD or PSB. Raises RefusedFileError with a sentence."""
    with path.open("rb") as stream, reading_errors_told(path, found.title):
        measures = _measures(path, stream)
        try:
            needed("psd_tools", "layers", "Reading Photoshop files")
        except RefusedFileError:
            return Reading(measures, notes=(_WITHOUT,))
        return _with_resources(stream, measures)


def _measures(path: Path, stream: BinaryIO) -> Measures:
    _, version, channels, height, width, depth, mode = HEADER.unpack(stream.read(HEADER.size))
    is_known = version in {1, 2} and mode in MODES and depth in DEPTHS
    if not (is_known and width and height):
        raise refused(
            path, "begins like a Photoshop file, but its header is damaged. Save it anew."
        )
    name, colours = MODES[mode]
    _skip(stream, 4)
    _skip(stream, 4)
    return Measures(
        kind="image",
        codec="psb" if version == 2 else "psd",
        width=width,
        height=height,
        colour_mode=name,
        bit_depth=depth,
        has_alpha=channels > colours and _layers(stream, 8 if version == 2 else 4) <= 0,
    )


def _layers(stream: BinaryIO, size: int) -> int:
    """How many layers there are; below 0, a further channel is the merged picture's alpha."""
    has_any = any(stream.read(size)) and any(stream.read(size))
    return int.from_bytes(stream.read(2), "big", signed=True) if has_any else 0


def _skip(stream: BinaryIO, size: int) -> None:
    """Step over a section, which begins with its length."""
    length = stream.read(size)
    if len(length) < size:
        raise EOFError("truncated")
    stream.seek(int.from_bytes(length, "big"), 1)


def _with_resources(stream: BinaryIO, measures: Measures) -> Reading:
    from psd_tools.api.psd_image import PSDImage
    from psd_tools.constants import Resource
    from psd_tools.psd import PSD
    from psd_tools.psd.color_mode_data import ColorModeData
    from psd_tools.psd.header import FileHeader
    from psd_tools.psd.image_data import ImageData
    from psd_tools.psd.image_resources import ImageResources
    from psd_tools.psd.parse_limits import ParseLimits, parse_context

    logging.getLogger("psd_tools").setLevel(logging.ERROR)
    stream.seek(0)
    with parse_context(ParseLimits(max_read_bytes=RESOURCE_BYTES)):
        record = PSD(FileHeader.read(stream), ColorModeData.read(stream))
        record.image_resources = ImageResources.read(stream)
    _skip(stream, 8 if measures.codec == "psb" else 4)
    document = PSDImage(record)
    is_small = (measures.width or 0) * (measures.height or 0) <= MAX_PIXELS
    if document.has_preview() and is_small:
        record.image_data = ImageData.read(stream)
    picture = _picture(document, is_merged=document.has_preview() and is_small)
    profile = record.image_resources.get_data(Resource.ICC_PROFILE)
    packet = record.image_resources.get_data(Resource.XMP_METADATA)
    return Reading(
        replace(measures, profile=profile_name(bytes(profile)) if profile else None),
        picture,
        xmp=bytes(packet) if packet else None,
        notes=() if picture is not None else (_NO_PICTURE,),
    )


def _picture(document: Any, *, is_merged: bool) -> Image | None:
    """The merged picture, else the small one that Photoshop keeps for browsers."""
    image: Image | None = document.topil(apply_icc=False) if is_merged else document.thumbnail()
    return None if image is None else seen(image)
