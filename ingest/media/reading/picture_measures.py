"""Measures of a still picture, by its header alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ingest.media.reading.measures import Measures, clean

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.media.reading.file_kinds import FileKind

ORIENTATION = 0x0112
BITS_PER_SAMPLE = 258
LYING = {5, 6, 7, 8}
"""Orientations that swap width and height."""
PROFILE_BYTES = 16 * 2**20
_DEPTHS = {"1": 1, "I;16": 16, "I;16B": 16, "I;16L": 16, "I": 32, "F": 32}


def measures_of(image: Image, found: FileKind) -> Measures:
    """Measures of an opened picture that is not decoded yet."""
    width, height = image.size
    if image.getexif().get(ORIENTATION) in LYING:
        width, height = height, width
    return Measures(
        kind="image",
        codec=found.name,
        width=width,
        height=height,
        colour_mode=_colour_mode(image),
        bit_depth=_bit_depth(image, found),
        profile=_profile(image),
        has_alpha=image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info,
    )


def _colour_mode(image: Image) -> str:
    """Grey of more than 8 bits is grey: `L`."""
    return "L" if image.mode.startswith("I") or image.mode == "F" else image.mode


def _bit_depth(image: Image, found: FileKind) -> int:
    """Of one channel, as stored: Pillow opens 16-bit RGB as 8-bit."""
    if found.name == "png":
        return _png_depth(image)
    if found.name == "tiff":
        bits = image.getexif().get(BITS_PER_SAMPLE) or _DEPTHS.get(image.mode, 8)
        depth = int(bits[0] if isinstance(bits, tuple) else bits)
        return depth if 0 < depth <= 64 else 8
    if found.name == "avif":
        return _av1_depth(image)
    return int(image.info.get("bit_depth") or getattr(image, "bits", 0) or 8)


def _png_depth(image: Image) -> int:
    """By the header; of a palette, the depth of its colours."""
    depth = _bytes_at(image, 24, 1)
    return depth[0] if depth and image.mode != "P" else 8


def _av1_depth(image: Image) -> int:
    """By the AV1 configuration box: two bits of its third byte."""
    head = _bytes_at(image, 0, 8192)
    at = head.find(b"av1C")
    flags = head[at + 6] if 0 <= at < len(head) - 6 else 0
    if not flags & 0x40:
        return 8
    return 12 if flags & 0x20 else 10


def _bytes_at(image: Image, at: int, length: int) -> bytes:
    stream = getattr(image, "fp", None) or getattr(image, "_fp", None)
    if stream is None:
        return b""
    place = stream.tell()
    stream.seek(at)
    data: bytes = stream.read(length)
    stream.seek(place)
    return data


def _profile(image: Image) -> str | None:
    if data := image.info.get("icc_profile"):
        return profile_name(data)
    return "sRGB" if "srgb" in image.info else None


def profile_name(data: bytes) -> str | None:
    """The name that an ICC profile gives itself; None where it is damaged."""
    from PIL import ImageCms

    if len(data) > PROFILE_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        return clean(ImageCms.getProfileDescription(profile))[:200] or None
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
        return None
