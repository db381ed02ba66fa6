"""Thumbnails: small WebP pictures, the one thing that is written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import UnwrittenError

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL_PIXELS = 320
"""Of the longest side."""
QUALITY = 80


def write_thumbnail(picture: Image, to: Path) -> None:
    """Write a picture of at most THUMBNAIL_PIXELS: whole or not at all. Raises UnwrittenError."""
    small = picture.convert("RGBA" if "A" in picture.mode else "RGB")
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=to.parent, suffix=".part", delete=False) as stream:
            part = Path(stream.name)
            small.save(stream, "WEBP", quality=QUALITY)
        os.replace(part, to)  # noqa: PTH105 (as everywhere here)
    except OSError as error:
        if part:
            part.unlink(missing_ok=True)
        raise UnwrittenError(
            f"{to}: the thumbnail cannot be written: {error.strerror or error}. "
            "Make room or allow writing there, and scan again."
        ) from None
