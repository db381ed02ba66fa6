"""Which output each final shows, by the fingerprints of both alone: no file is opened.

A final is *certain* to show an output where their fingerprints differ in 44 bits of 256 or less and
every output of another family differs in 16 more; it is *possible* up to 72 bits, or where another
family is as near. Members of one family that are as near as the best cannot be told apart: the
final shows one of these.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from ingest.media.fingerprints.outputs import FARTHEST
from ingest.media.fingerprints.still import STILL, kind_of, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ingest.media.fingerprints.outputs import Distances, Outputs, Places

    Progress = Callable[[int, int], object]
    """Told after each step how many are done, of how many."""

Certainty = Literal["certain", "possible", "none"]
CERTAIN, POSSIBLE, LEAD = 44, 72, 16
"""Bits of 256; `tests/media_recall.py` measures what they find and what they wrongly take."""
LEAST_DETAIL = 128
"""Waves a final needs to be certain of it: a pattern of few matches any other of the same few."""
RANKS = {"certain": 0, "possible": 1, "none": 2}


@dataclass(frozen=True)
class Match:
    """The output that a final shows, and how sure that is. Outputs are places, from 0."""

    certainty: Certainty
    output: int | None = None
    """The nearest, even if the certainty is `none`; None where there is nothing to compare."""
    distance: int | None = None
    """Bits of 256 that differ."""
    runner_up: int | None = None
    """Distance of the nearest output of another family; None where all are of one."""
    one_of: tuple[int, ...] = ()
    """The output and those of its family that cannot be told from it, the nearest first."""
    in_scope: bool = False
    """Whether it was found among those that fit, and not among all."""
    by: Literal["fingerprint", "part", "layout"] = "fingerprint"
    """`part` and `layout`: by looking for one inside the other, which is never certain."""


NOTHING = Match("none")


def nearest(
    finals: Sequence[bytes | None],
    outputs: Outputs,
    families: Places,
    scopes: Sequence[Places | None] | None = None,
    *,
    progress: Progress | None = None,
    workers: int = 2,
) -> list[Match]:
    """The match of each final, in their order; finals without a fingerprint of a still have none.

    `families` holds a number for each output handed in (`families_of`). `scopes` holds for each
    final the places of the outputs that fit its brief, project or time: what is certain there is
    taken, else what is certain among all, then what is possible there, then among all.
    """
    fits = scopes or [None] * len(finals)

    def found(number: int) -> Match:
        return _nearest(finals[number], outputs, families, fits[number])

    with ThreadPoolExecutor(workers) as threads:
        return list(_told(threads.map(found, range(len(finals))), len(finals), progress))


def judged(
    distances: Distances, places: Places, families: Places, *, is_detailed: bool = True
) -> Match:
    """The match that distances amount to, each from the output at the same row of `places`."""
    if not len(places):
        return NOTHING
    best = int(distances.argmin())
    least, own = int(distances[best]), families[places] == families[places[best]]
    others = distances[~own]
    runner_up = int(others.min()) if len(others) else None
    leads = runner_up is None or runner_up - least >= LEAD
    certainty: Certainty = "none"
    if least <= CERTAIN or (least <= POSSIBLE and leads):
        certainty = "certain" if least <= CERTAIN and leads and is_detailed else "possible"
    return Match(
        certainty, int(places[best]), least, runner_up, _one_of(distances, places, own, least)
    )


def _one_of(distances: Distances, places: Places, own: Places, least: int) -> tuple[int, ...]:
    """Of one family, those less than a lead behind the best, nearest first."""
    near = np.flatnonzero(own & (distances <= min(FARTHEST, least + LEAD - 1)))
    return tuple(int(places[row]) for row in near[np.argsort(distances[near], kind="stable")])


def _nearest(
    final: bytes | None, outputs: Outputs, families: Places, scope: Places | None
) -> Match:
    if final is None or kind_of(final) != STILL:
        return NOTHING
    still = opened(final)
    is_detailed = still.detail >= LEAST_DETAIL

    def within(some: Outputs) -> Match:
        return judged(some.distances(still), some.places, families, is_detailed=is_detailed)

    if scope is None:
        return within(outputs)
    fitting = replace(within(outputs.among(scope)), in_scope=True)
    if fitting.certainty == "certain":
        return fitting
    return min(fitting, within(outputs), key=lambda match: RANKS[match.certainty])


def _told(matches: Iterator[Match], n: int, progress: Progress | None) -> Iterator[Match]:
    for number, match in enumerate(matches, 1):
        if progress:
            progress(number, n)
        yield match
