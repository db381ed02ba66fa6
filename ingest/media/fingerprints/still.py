"""The fingerprint of a still: bytes that say what they are, so that old ones are never misread.

    version  kind  deviation  detail  width  height | windows      | without bars | picture
    1 byte   1     1          1       2      2        27 x 32 bytes  32             to the end

`deviation` is that of the brightness, `detail` the number of waves that stand clear of the rest (at
most 255), width and height those of the small picture at the end, grey and as WebP, which the
search by sliding windows looks into. Up to it, fingerprints of stills are of one length, `FIXED`.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ingest.media.fingerprints.cosines import WORDS, amplitudes, hash_of
from ingest.media.fingerprints.luma import luma_of
from ingest.media.fingerprints.windows import FULL, N_STILL, aspect_of, still_windows, without_bars

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ingest.media.fingerprints.cosines import Box, Hashes
    from ingest.media.fingerprints.luma import Luma

VERSION = 1
STILL, CLIP = 1, 2
HEAD = struct.Struct("<BBBBHH")
FIXED = HEAD.size + (N_STILL + 1) * WORDS * 8
"""Bytes of a still's fingerprint before its picture: all that the first search needs."""
FLATTEST = 6.0
"""Deviation of the brightness below which a picture has nothing to tell it by."""
FAINT = 0.02
"""Share of the mean strength of its waves below which one is noise."""
SMALL = 128
"""Pixels of the longer side of the picture that is kept."""


@dataclass(frozen=True)
class Still:
    """A still's fingerprint, opened."""

    windows: Hashes
    """27 windows by four words."""
    bare: Hashes
    """Without the bars along its edges; the full frame again where it has none."""
    deviation: int
    detail: int
    picture: NDArray[np.uint8]
    """Brightness, rows by columns; empty where only the first part of the fingerprint was kept."""


def fingerprint_of(image: Image.Image) -> bytes | None:
    """Of a picture as it is shown; None where it is of one colour, or nearly.

    A JPEG that was only opened is decoded small and stays so: read its measures before.
    """
    return still_fingerprint(luma_of(image))


def still_fingerprint(luma: Luma) -> bytes | None:
    """Of brightness 0..255, rows by columns; None where it hardly varies."""
    deviation = float(luma.std())
    if deviation < FLATTEST:
        return None
    hashes = window_hashes(luma, still_windows(aspect_of(luma)))
    small = Image.fromarray(luma.clip(0, 255).astype(np.uint8))
    small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    head = HEAD.pack(VERSION, STILL, min(255, int(deviation)), detail_of(luma), *small.size)
    return head + hashes.tobytes() + _packed(small)


def window_hashes(luma: Luma, windows: tuple[Box, ...]) -> Hashes:
    """Of the windows and of what is inside bars; of the full frame where a window is flat."""
    level = luma - luma.mean()
    full = hash_of(level, FULL)
    boxes = (*windows, without_bars(luma))
    return np.stack([full if _is_flat(luma, box) else hash_of(level, box) for box in boxes])


def detail_of(luma: Luma) -> int:
    """How many of its 256 waves stand clear of noise, at most 255."""
    strength = np.abs(amplitudes(luma - luma.mean(), FULL))
    return min(255, int((strength > FAINT * strength.mean()).sum()))


def opened(fingerprint: bytes) -> Still:
    """The fingerprint of a still. Raises ValueError for any other, and for other versions."""
    version, kind, deviation, detail, *_ = HEAD.unpack_from(fingerprint)
    if (version, kind) != (VERSION, STILL):
        raise ValueError(f"not a still's fingerprint of version {VERSION}: {fingerprint[:2]!r}")
    hashes = np.frombuffer(fingerprint[HEAD.size : FIXED], np.uint64).reshape(-1, WORDS)
    picture = _unpacked(fingerprint[FIXED:])
    return Still(hashes[:N_STILL], hashes[N_STILL], deviation, detail, picture)


def kind_of(fingerprint: bytes) -> int | None:
    """STILL or CLIP; None where another version made it, which is to be made anew."""
    return fingerprint[1] if len(fingerprint) > HEAD.size and fingerprint[0] == VERSION else None


def _is_flat(luma: Luma, box: Box) -> bool:
    rows, columns = luma.shape
    left, top, right, bottom = box
    part = luma[
        int(top * rows) : max(1, round(bottom * rows)),
        int(left * columns) : max(1, round(right * columns)),
    ]
    return float(part.std()) < FLATTEST


def _packed(small: Image.Image) -> bytes:
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=75, method=2)
    return buffer.getvalue()


def _unpacked(packed: bytes) -> NDArray[np.uint8]:
    if not packed:
        return np.zeros((0, 0), np.uint8)
    with Image.open(io.BytesIO(packed), formats=["WEBP"]) as image:
        return np.asarray(image.convert("L"))
