"""A picture as it is seen: upright, 8 bits a channel, of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SEEN_PIXELS = 1024
"""The longest side that a decoded picture is brought down to, by whole steps, so up to twice it."""


def seen(image: Image) -> Image:
    """The picture as it is seen, in `L`, `LA`, `RGB` or `RGBA`; the given one is left as it is."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(_brought_down(_plain(image)))
    if upright.mode.startswith(("I", "F")):
        upright = _by_its_range(upright)
    if upright.mode in {"L", "LA", "RGB", "RGBA"}:
        return upright
    return upright.convert("RGBA" if upright.mode in {"RGBa", "La"} else "RGB")


def _plain(image: Image) -> Image:
    """Without a palette; 16 bits by their upper 8, which Pillow would cut off instead."""
    import numpy as np
    from PIL import Image

    if image.mode in {"P", "PA", "1"}:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if not image.mode.startswith("I;16"):
        return image
    made = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    made.getexif().load(image.getexif().tobytes())
    return made


def _brought_down(image: Image) -> Image:
    step = max(image.size) // SEEN_PIXELS
    return image.reduce(step) if step > 1 and image.mode != "LAB" else image


def _by_its_range(image: Image) -> Image:
    """32 bits, brought to 0 to 255 by the brightest value there is."""
    import numpy as np
    from PIL import Image

    values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0, neginf=0)
    top = max(float(values.max(initial=0)), 1.0)
    return Image.fromarray(np.clip(values / top * 255.0, 0, 255).astype(np.uint8))
