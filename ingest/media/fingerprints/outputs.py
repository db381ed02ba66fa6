"""The fingerprints of all outputs as one table, and how far each lies from what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.media.fingerprints.cosines import MIRROR, UPSIDE_DOWN, transposed
from ingest.media.fingerprints.still import FIXED, STILL, kind_of, opened
from ingest.media.fingerprints.windows import AT_BOTTOM, AT_CORNERS, AT_FULL, AT_TOP, N_STILL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ingest.media.fingerprints.cosines import Hashes
    from ingest.media.fingerprints.still import Still

    Places = NDArray[np.intp]
    """Which of the fingerprints that were handed in, from 0."""
    Distances = NDArray[np.uint8]
    """Bits of 256 that differ, 255 at most; unrelated pictures lie around 128."""
    Asked = tuple[Hashes, Sequence[int]]
    Parts = Sequence[tuple[int, int]]

FARTHEST = 255
_LEFT_TOP, _RIGHT_TOP, _LEFT_FOOT, _RIGHT_FOOT = AT_CORNERS
PARTS = (
    (AT_TOP, AT_TOP),
    (AT_BOTTOM, AT_BOTTOM),
    (_LEFT_TOP, _RIGHT_TOP),
    (_RIGHT_TOP, _LEFT_TOP),
    (_LEFT_FOOT, _RIGHT_FOOT),
    (_RIGHT_FOOT, _LEFT_FOOT),
)
"""Windows that are also looked for in themselves, and what each is once mirrored."""


@dataclass(frozen=True)
class Outputs:
    """Stills to be found, in the order they were handed in, without those of no fingerprint."""

    places: Places
    """Of each row, which of the fingerprints it is: ascending."""
    words: Hashes
    """Windows by the four words of a hash by rows."""
    n: int
    """How many were handed in."""

    @classmethod
    def of(cls, fingerprints: Sequence[bytes | None]) -> Outputs:
        """Of fingerprints, each whole or its first `FIXED` bytes; clips and None have no row."""
        kept = [(n, f) for n, f in enumerate(fingerprints) if f and kind_of(f) == STILL]
        hashes = np.empty((N_STILL, 4, len(kept)), np.uint64)
        for row, (_, fingerprint) in enumerate(kept):
            hashes[:, :, row] = opened(fingerprint[:FIXED]).windows
        return cls(np.array([n for n, _ in kept], np.intp), hashes, len(fingerprints))

    def among(self, places: Places) -> Outputs:
        """Only those of the given places, still known by the same numbers."""
        rows = np.flatnonzero(np.isin(self.places, places))
        return Outputs(self.places[rows], np.ascontiguousarray(self.words[:, :, rows]), self.n)

    def distances(self, still: Still) -> Distances:
        """Of each row from a picture: the least over all that is asked, and all windows."""
        turned = [(each, (AT_FULL,)) for each in turns(still.windows[AT_FULL])]
        return least_apart(self.words, [*asked_of(still.windows, still.bare, PARTS), *turned])


@dataclass(frozen=True)
class Room:
    """Arrays that are written anew for each hash asked, which is quicker than making them."""

    differing: Hashes
    word: Distances
    total: Distances

    @classmethod
    def for_rows(cls, rows: int) -> Room:
        """For so many hashes at a time."""
        return cls(np.empty(rows, np.uint64), np.empty(rows, np.uint8), np.empty(rows, np.uint8))

    def apart(self, words: Hashes, asked: Hashes) -> Distances:
        """How many bits of each column of four words differ from the hash asked; 255 for 256."""
        np.bitwise_xor(words[0], asked[0], out=self.differing)
        np.bitwise_count(self.differing, out=self.total)
        for number in range(1, 4):
            np.bitwise_xor(words[number], asked[number], out=self.differing)
            np.bitwise_count(self.differing, out=self.word)
            np.minimum(self.word, FARTHEST - self.total, out=self.word)
            np.add(self.total, self.word, out=self.total)
        return self.total


def least_apart(words: Hashes, asked: Sequence[Asked]) -> Distances:
    """Of each row, the least over all that is asked and the windows it may be found in."""
    least = np.full(words.shape[-1], FARTHEST, np.uint8)
    room = Room.for_rows(len(least))
    for hashes, windows in asked:
        for window in windows:
            np.minimum(least, room.apart(words[window], hashes), out=least)
    return least


def asked_of(windows: Hashes, bare: Hashes, parts: Parts) -> list[Asked]:
    """The hashes of a picture to be looked for, each with the windows it may be found in.

    The frame, and what is inside its bars, in any window; the frame without its foot, its head or
    an edge, where captions and logos stand, in the same part; each mirrored too.
    """
    full, everywhere = windows[AT_FULL], range(len(windows))
    asked: list[Asked] = [(full, everywhere), (full ^ MIRROR, everywhere)]
    if not np.array_equal(bare, full):
        asked += [(bare, everywhere), (bare ^ MIRROR, everywhere)]
    for at, mirrored in parts:
        asked += [(windows[at], (at,)), (windows[at] ^ MIRROR, (mirrored,))]
    return asked


def turns(full: Hashes) -> list[Hashes]:
    """Of a picture turned by a quarter, a half and three quarters, and each mirrored."""
    across, half = transposed(full), MIRROR ^ UPSIDE_DOWN
    quarters = [across, across ^ half, across ^ MIRROR, across ^ UPSIDE_DOWN]
    return [full ^ half, full ^ UPSIDE_DOWN, *quarters]
