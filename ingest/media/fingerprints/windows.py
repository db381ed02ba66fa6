"""The parts of a picture that its fingerprint holds a hash of: the crops that people deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ingest.media.fingerprints.cosines import Box
    from ingest.media.fingerprints.luma import Luma

FULL: Box = (0.0, 0.0, 1.0, 1.0)
CENTRES = (0.95, 0.9, 0.85, 0.8)
ASPECTS = (1.0, 9 / 16, 16 / 9, 4 / 5, 3 / 2, 2 / 3, 2.39, 1.91)
TOP: Box = (0.0, 0.0, 1.0, 0.85)
BOTTOM: Box = (0.0, 0.15, 1.0, 1.0)
CORNERS: tuple[Box, ...] = (
    (0.0, 0.0, 0.8, 0.8),
    (0.2, 0.0, 1.0, 0.8),
    (0.0, 0.2, 0.8, 1.0),
    (0.2, 0.2, 1.0, 1.0),
)
"""Each next to the one it is mirrored into."""
ONE_SIDE_CUT: tuple[Box, ...] = tuple(
    box
    for off in (0.05, 0.1)
    for box in (
        (off, 0.0, 1.0, 1.0),
        (0.0, off, 1.0, 1.0),
        (0.0, 0.0, 1 - off, 1.0),
        (0.0, 0.0, 1.0, 1 - off),
    )
)
AT_FULL, AT_TOP, AT_BOTTOM = 0, 1, 2
"""Where `still_windows` and `clip_windows` have the frame, and it without its foot or its head."""
AT_CORNERS = (3, 4, 5, 6)
"""Where `still_windows` has the four corners."""
BAR_STEP = 12.0
"""Brightness that a row differs by, somewhere in it, from a bar of one colour."""
LEAST_TRIM = 0.03
MOST_TRIM = 0.8


def centred(share: float) -> Box:
    """The middle of a picture, of its own aspect."""
    rest = (1 - share) / 2
    return (rest, rest, 1 - rest, 1 - rest)


def in_aspect(own: float, aspect: float) -> Box:
    """The largest centred part of an aspect (width over height) in a picture of its own."""
    wide, high = min(1.0, aspect / own), min(1.0, own / aspect)
    return ((1 - wide) / 2, (1 - high) / 2, (1 + wide) / 2, (1 + high) / 2)


def still_windows(aspect: float) -> tuple[Box, ...]:
    """Of a still of this aspect, always as many and in the same order."""
    crops = (*(centred(share) for share in CENTRES), *(in_aspect(aspect, a) for a in ASPECTS))
    return (FULL, TOP, BOTTOM, *CORNERS, *crops, *ONE_SIDE_CUT)


def clip_windows(aspect: float) -> tuple[Box, ...]:
    """Of a frame of a clip: fewer, as a clip has hundreds."""
    crops = (in_aspect(aspect, each) for each in (1.0, 9 / 16, 16 / 9, 4 / 5, 2.39))
    return (FULL, TOP, BOTTOM, centred(0.9), centred(0.8), *crops)


N_STILL = len(still_windows(1.0))
N_CLIP = len(clip_windows(1.0))


IN_STILL = tuple(still_windows(3.1).index(box) for box in clip_windows(3.1))
"""Where `still_windows` has those of a clip: at an aspect of none of them, so that all differ."""


def aspect_of(luma: Luma) -> float:
    """Width over height."""
    rows, columns = luma.shape
    return float(columns / rows)


def without_bars(luma: Luma) -> Box:
    """The part inside bars of one colour along its edges; the full frame where they are slight."""
    across, down = _inside(luma.T), _inside(luma)
    box = (across[0], down[0], across[1], down[1])
    kept = (box[2] - box[0]) * (box[3] - box[1])
    return box if 1 - MOST_TRIM <= kept < 1 - LEAST_TRIM else FULL


def _inside(lines: Luma) -> tuple[float, float]:
    """The first and the last line that is not a bar, as shares."""
    spread = lines.max(axis=1) - lines.min(axis=1)
    alive = np.flatnonzero(spread > BAR_STEP)
    if not len(alive):
        return (0.0, 1.0)
    return (float(alive[0]) / len(lines), float(alive[-1] + 1) / len(lines))
