"""A hash of 256 bits of what a part of a picture looks like: the signs of its slow waves.

Each bit says whether the picture goes with or against one pattern of 1 to 16 half waves across by 1
to 16 down. Re-encoding, resizing and grading leave nearly all signs as they are. What a mirrored or
turned picture has, is told from the bits alone: of an odd number of half waves the sign turns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.media.fingerprints.luma import Luma

    Hashes = NDArray[np.uint64]
    """Any shape, the last axis the four words of one hash."""
    Amplitudes = NDArray[np.float32]
    """Any shape, the last axes 16 waves down by 16 across."""

WAVES = 16
WORDS = WAVES * WAVES // 64
Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of width and height."""


@lru_cache(maxsize=512)
def waves(pixels: int, *parts: tuple[float, float]) -> Amplitudes:
    """What each pixel adds to the waves over parts of a side, one below the other: 16 n by pixels.

    A part is from one share of the side to another. It is the integral of a wave over the pixel, so
    that a part need not begin at a whole pixel.
    """
    start, end = np.array(parts).T[:, :, None]
    edges = np.clip((np.arange(pixels + 1) / pixels - start) / (end - start), 0, 1)
    turns = np.pi * np.arange(1, WAVES + 1)[:, None]
    added = np.diff(np.sin(turns * edges[:, None, :]), axis=-1) / turns
    return np.asarray(added.reshape(-1, pixels), np.float32)


def amplitudes(luma: Luma, box: Box) -> Amplitudes:
    """Of the waves in a part of a picture: down by across, 16 by 16."""
    rows, columns = luma.shape
    left, top, right, bottom = box
    across, down = waves(columns, (left, right)), waves(rows, (top, bottom))
    return np.asarray(down @ luma @ across.T, np.float32)


def grid_amplitudes(
    luma: Luma, across: Sequence[tuple[float, float]], down: Sequence[tuple[float, float]]
) -> Amplitudes:
    """Of all parts that reach over one of `down` and one of `across`: n down, n across, 16, 16."""
    rows, columns = luma.shape
    x = waves(columns, *across).reshape(1, -1, WAVES, columns)
    y = waves(rows, *down).reshape(-1, 1, WAVES, rows)
    return np.asarray((y @ luma) @ x.transpose(0, 1, 3, 2), np.float32)


def bits_of(amplitude: Amplitudes) -> Hashes:
    """The hashes of amplitudes: (…, 16, 16) → (…, 4)."""
    flat = (amplitude > 0).reshape(*amplitude.shape[:-2], WAVES * WAVES)
    return np.packbits(flat, axis=-1).view(np.uint64)


def hash_of(luma: Luma, box: Box) -> Hashes:
    """Of a part of a picture: four words."""
    return bits_of(amplitudes(luma, box))


def _word_mask(odd: NDArray[np.bool_]) -> Hashes:
    return np.packbits(odd.reshape(-1)).view(np.uint64)


_ODD = np.arange(1, WAVES + 1) % 2 == 1
MIRROR = _word_mask(np.broadcast_to(_ODD, (WAVES, WAVES)))
"""Bits that turn when left and right are swapped: `hash ^ MIRROR`."""
UPSIDE_DOWN = _word_mask(np.broadcast_to(_ODD[:, None], (WAVES, WAVES)))
"""Bits that turn when top and bottom are swapped."""


def transposed(hashes: Hashes) -> Hashes:
    """Of the pictures with rows and columns swapped."""
    bits = np.unpackbits(np.ascontiguousarray(hashes).view(np.uint8), axis=-1)
    square = bits.reshape(*hashes.shape[:-1], WAVES, WAVES)
    flat = np.swapaxes(square, -1, -2).reshape(*hashes.shape[:-1], WAVES * WAVES)
    return np.packbits(flat, axis=-1).view(np.uint64)
