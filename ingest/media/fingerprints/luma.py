"""A picture's brightness, as it is shown: turned as it asks, on white where it is see-through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Luma = NDArray[np.float32]

LONGEST = 256
"""Pixels of the longer side that hashes are made of."""
DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
"""Modes of more than 8 bits a channel, all grey."""


def luma_of(image: Image.Image, longest: int = LONGEST) -> Luma:
    """Brightness 0..255, rows by columns, the longer side `longest` pixels or less.

    A JPEG that was only opened is decoded at a fraction of its size, and stays so.
    """
    image.draft("L", (2 * longest, 2 * longest))
    grey = _grey(ImageOps.exif_transpose(image))
    grey.thumbnail((longest, longest), Image.Resampling.BOX, reducing_gap=None)
    return np.asarray(grey, dtype=np.float32)


def _grey(image: Image.Image) -> Image.Image:
    if image.mode in DEEP:
        return _shallow(image)
    if image.mode == "LAB":
        return image.getchannel("L")
    if image.has_transparency_data:
        clear = (image.convert("LA") if image.mode == "La" else image).convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("L")
    return image.convert("RGB").convert("L") if image.mode == "HSV" else image.convert("L")


def _shallow(image: Image.Image) -> Image.Image:
    """8 bits of 16: whole numbers beyond 255 and floats up to 1 are brought to 0..255."""
    deep = np.asarray(image).astype(np.float32)
    top = float(np.nanmax(deep, initial=0.0))
    factor = 255.0 if top <= 1 else 1.0 if top <= 255 else 255 / 65535
    return Image.fromarray(np.nan_to_num(deep * factor).clip(0, 255).astype(np.uint8))
