"""Parameters hidden in a PNG's alpha channel: `stealth_pnginfo` of A1111's extension, NovelAI's.

The lowest bit of each pixel's alpha, column by column: a name of 15 letters, the length in bits
(32 bits), then the text, which is gzip where the name says `comp`.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

PLAIN = b"stealth_pnginfo"
PACKED = b"stealth_pngcomp"
HEADER_BYTES = len(PLAIN) + 4
TEXT_BYTES = 4 * 2**20
"""A longer text is not unpacked."""


def stealth_texts(image: Image) -> dict[str, str]:
    """The hidden text, by the key it would have had; nothing where there is none."""
    if image.mode != "RGBA":
        return {}
    text = _hidden(image)
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    return _texts(value) if isinstance(value, dict) else {"parameters": text}


def _texts(value: dict[str, Any]) -> dict[str, str]:
    return {
        key: each if isinstance(each, str) else json.dumps(each)
        for key, each in value.items()
        if each
    }


def _hidden(image: Image) -> str | None:
    header = _lowest_bits(image, HEADER_BYTES)
    name, length = header[: len(PLAIN)], int.from_bytes(header[len(PLAIN) :], "big") // 8
    capacity = image.width * image.height // 8 - HEADER_BYTES
    if name not in {PLAIN, PACKED} or not 0 < length <= min(TEXT_BYTES, capacity):
        return None
    data = _lowest_bits(image, HEADER_BYTES + length)[HEADER_BYTES:]
    try:
        if name == PACKED:
            data = zlib.decompressobj(31).decompress(data, TEXT_BYTES)
        return data.decode("utf-8")
    except (zlib.error, ValueError):
        return None


def _lowest_bits(image: Image, count: int) -> bytes:
    """The first bytes that the columns' lowest alpha bits make; no more columns than needed."""
    import numpy as np

    columns = min(image.width, -(-count * 8 // image.height))
    alpha = np.asarray(image.crop((0, 0, columns, image.height)).getchannel("A"))
    return np.packbits(alpha.T.reshape(-1) & 1).tobytes()[:count]
