"""The second search: a final that is a part of an output, or that holds one in its layout.

A window of the one's aspect slides over the other's small picture, at several sizes; where it comes
near, it is moved and sized more finely. Each of the many windows is a chance to be wrong, so that
what is found is never more than possible. Some 10 ms a candidate: meant for the few hundred outputs
that fit a final's brief or project.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ingest.media.fingerprints.cosines import MIRROR, bits_of, grid_amplitudes, hash_of
from ingest.media.fingerprints.nearest import NOTHING, judged
from ingest.media.fingerprints.outputs import FARTHEST
from ingest.media.fingerprints.still import STILL, kind_of, opened
from ingest.media.fingerprints.windows import FULL, without_bars

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.media.fingerprints.cosines import Box, Hashes
    from ingest.media.fingerprints.luma import Luma
    from ingest.media.fingerprints.nearest import Match, Progress
    from ingest.media.fingerprints.outputs import Places

    Sides = tuple[tuple[float, float], ...]

PART_SIZES = tuple(0.93**n for n in range(11))
"""Of the largest window of the aspect that fits: from all of it to a half."""
LAYOUT_SIZES = tuple(0.93**n for n in range(1, 19))
"""Down to a quarter of the page."""
STEP = 0.05
"""Of the window, that it moves by."""
FINER = (0.025, 0.0125, 0.00625)
"""Steps of the closer look, each as a share of the window."""
LEAST_PIXELS = 10
"""Of a window's shorter side, which also bounds how many there are."""
WORTH_A_LOOK = 96
"""Bits within which a window is looked at more closely."""


class Window(NamedTuple):
    """Where one picture may lie in another, as shares of the other's sides."""

    x: float
    y: float
    wide: float
    high: float


class Sought(NamedTuple):
    """A picture to be found: width over height, and its hash as it is and mirrored."""

    aspect: float
    hashes: Hashes


class Grid(NamedTuple):
    """The windows of one size in a picture: hashes by rows, columns and four words."""

    hashes: Hashes
    across: Sides
    down: Sides


def looked_into(
    final: bytes,
    candidates: Mapping[int, bytes],
    families: Places,
    *,
    progress: Progress | None = None,
) -> Match:
    """What a final shows a part of, else what it shows in its layout: `possible` or `none`.

    `candidates` are whole fingerprints by their places, `families` is as in `nearest`. Progress is
    told after each candidate, of twice their number, as each is looked at both ways. Raises
    ValueError for a fingerprint that was cut to its first part.
    """
    stills = {n: opened(f) for n, f in candidates.items() if kind_of(f) == STILL}
    if kind_of(final) != STILL or not stills:
        return NOTHING
    pictures = {place: level(still.picture) for place, still in stills.items()}
    page, places = level(opened(final).picture), np.array(list(pictures), np.intp)
    ways: dict[Literal["part", "layout"], Iterator[int]] = {
        "part": parts(page, pictures.values()),
        "layout": layouts(page, pictures.values()),
    }
    match = NOTHING
    for turn, (way, distances) in enumerate(ways.items()):
        told = _told(distances, turn * len(places), 2 * len(places), progress)
        match = replace(judged(np.fromiter(told, np.uint8), places, families), by=way)
        if match.certainty != "none":
            return replace(match, certainty="possible")
    return match


def level(picture: NDArray[np.uint8]) -> Luma:
    """Brightness around its mean. Raises ValueError for the first part of a fingerprint alone."""
    if not picture.size:
        raise ValueError(
            "only the first part of this fingerprint is here: its picture was not kept"
        )
    return picture.astype(np.float32) - np.float32(picture.mean())


def parts(page: Luma, pictures: Iterable[Luma]) -> Iterator[int]:
    """How far each picture's nearest part is from a page: bits of 256, at most 255."""
    boxes = dict.fromkeys((FULL, without_bars(page)))
    sought = [_sought(page, box) for box in boxes]
    for picture in pictures:
        yield min(
            _nearest(each.hashes, picture, grids(picture, each.aspect, PART_SIZES))
            for each in sought
        )


def layouts(page: Luma, pictures: Iterable[Luma]) -> Iterator[int]:
    """How far the nearest part of a page is from each picture: bits of 256, at most 255."""
    known: dict[float, list[Grid]] = {}
    for picture in pictures:
        sought = _sought(picture, FULL)
        if sought.aspect not in known:
            known[sought.aspect] = grids(page, sought.aspect, LAYOUT_SIZES)
        yield _nearest(sought.hashes, page, known[sought.aspect])


def _sought(luma: Luma, box: Box) -> Sought:
    (left, top, right, bottom), (rows, columns) = box, luma.shape
    own = hash_of(luma, box)
    aspect = (right - left) * columns / ((bottom - top) * rows)
    return Sought(aspect, np.stack([own, own ^ MIRROR]))


def grids(luma: Luma, aspect: float, sizes: Sequence[float]) -> list[Grid]:
    """The windows of an aspect in a picture, the largest first; none of too few pixels to tell."""
    rows, columns = luma.shape
    rel = aspect * rows / columns
    found = []
    for size in sizes:
        wide, high = min(1.0, rel) * size, min(1.0, 1 / rel) * size
        if wide * columns >= LEAST_PIXELS and high * rows >= LEAST_PIXELS:
            across, down = places_along(wide), places_along(high)
            found.append(Grid(bits_of(grid_amplitudes(luma, across, down)), across, down))
    return found


@lru_cache(maxsize=512)
def places_along(length: float) -> Sides:
    """Where a window of this share of a side may lie, the middle among them."""
    free = max(0.0, 1 - length)
    steps = 2 * int(np.ceil(free / 2 / (STEP * length) - 1e-9)) + 1
    return tuple((float(s), float(s + length)) for s in np.linspace(0, free, steps))


def _nearest(hashes: Hashes, luma: Luma, windows: Sequence[Grid]) -> int:
    nowhere = (FARTHEST, Window(0.0, 0.0, 1.0, 1.0))
    best, at = min((_best_of(grid, hashes) for grid in windows), default=nowhere)
    for step in FINER if best <= WORTH_A_LOOK else ():
        best, at = min((best, at), *(_best_of(g, hashes) for g in _finer(luma, at, step)))
    return best


def _best_of(grid: Grid, hashes: Hashes) -> tuple[int, Window]:
    """The window of a grid that is nearest to any of the hashes."""
    apart = np.minimum(*(_apart(grid.hashes, each) for each in hashes))
    row, column = divmod(int(apart.argmin()), apart.shape[1])
    (left, right), (top, bottom) = grid.across[column], grid.down[row]
    least = min(FARTHEST, int(apart[row, column]))
    return least, Window(left, top, right - left, bottom - top)


def _apart(found: Hashes, hashes: Hashes) -> NDArray[np.uint16]:
    bits = np.bitwise_count(found ^ hashes).astype(np.uint16)
    return np.asarray(bits[..., 0] + bits[..., 1] + bits[..., 2] + bits[..., 3])


def _finer(luma: Luma, at: Window, step: float) -> Iterator[Grid]:
    """A step to every side of a window, a little smaller, as large and larger."""
    for size in (1 - 2 * step, 1.0, 1 + 2 * step):
        across = _around(at.x, at.wide, size, step)
        down = _around(at.y, at.high, size, step)
        yield Grid(bits_of(grid_amplitudes(luma, across, down)), across, down)


def _around(start: float, length: float, size: float, step: float) -> Sides:
    sized = min(1.0, length * size)
    middle = start + (length - sized) / 2
    starts = [min(max(0.0, middle + n * step * sized), 1 - sized) for n in (-1, 0, 1)]
    return tuple((each, each + sized) for each in dict.fromkeys(starts))


def _told(
    distances: Iterator[int], before: int, n: int, progress: Progress | None
) -> Iterator[int]:
    for number, distance in enumerate(distances, before + 1):
        if progress:
            progress(number, n)
        yield distance
