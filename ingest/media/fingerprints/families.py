"""Outputs that are so alike that a final may show any of them: repeats, edits and their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ingest.media.fingerprints.cosines import MIRROR
from ingest.media.fingerprints.outputs import Room
from ingest.media.fingerprints.windows import AT_FULL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.media.fingerprints.outputs import Outputs, Places

ALIKE = 44
"""Bits within which two whole frames, one of them mirrored or not, are of one family."""


def families_of(outputs: Outputs, related: Iterable[tuple[int, int]] = ()) -> Places:
    """The family of each output handed in, as a number.

    `related` are pairs of places that are known to be so: a parent and its child, two files of
    the same bytes. Whoever is alike to one of a family belongs to it.
    """
    pairs = [*related, *_alike(outputs)]
    one, other = np.array(pairs, np.intp).reshape(-1, 2).T
    links = coo_array((np.ones(len(one), bool), (one, other)), shape=(outputs.n, outputs.n))
    return connected_components(links, directed=False)[1].astype(np.intp)


def _alike(outputs: Outputs) -> Iterable[tuple[int, int]]:
    """Pairs of places, the later one second."""
    frames = outputs.words[AT_FULL]
    for row in range(len(outputs.places) - 1):
        later = frames[:, row + 1 :]
        room, own = Room.for_rows(later.shape[1]), frames[:, row]
        for asked in (own, own ^ MIRROR):
            for found in np.flatnonzero(room.apart(later, asked) <= ALIKE):
                yield int(outputs.places[row]), int(outputs.places[row + 1 + found])
