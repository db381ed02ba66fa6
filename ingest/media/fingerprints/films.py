"""Which seconds of which clips, and which stills, a film shows.

Each sample of the film is looked for among all samples; those that follow one another in one family
of clips are a run, and a run is one use. How fast it was played is the slope of source time over
film time. Samples are a quarter of a second apart: seconds are right to about a quarter, and of a
still or a shot that stands still there is no telling which seconds they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.media.fingerprints.clip import STEP_S, Clip, opened_clip
from ingest.media.fingerprints.nearest import judged
from ingest.media.fingerprints.outputs import PARTS, asked_of, least_apart
from ingest.media.fingerprints.still import CLIP, kind_of, opened
from ingest.media.fingerprints.windows import AT_FULL, IN_STILL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ingest.media.fingerprints.cosines import Hashes
    from ingest.media.fingerprints.nearest import Certainty, Progress
    from ingest.media.fingerprints.outputs import Places

FILM_PARTS = PARTS[:2]
LONGEST_GAP = 2.5
"""Samples that may be missing within a run, as flashes and titles are."""
FASTEST, SLACK_S = 4.0, 0.3
"""A source time that moves more than so many times the film's, and a little, is another use."""
APART_S = 0.5
"""Of two samples that tell a slope: nearer ones lie on the grid of samples."""
STILL_STANDING = 8
"""Bits that consecutive samples of a clip may differ by and be taken for one picture."""


@dataclass(frozen=True)
class FilmUse:
    """A clip or still that a film shows, and for how long. Outputs are places, from 0."""

    output: int
    certainty: Certainty
    """`certain` where two samples in a row are, or more; else `possible`."""
    start_s: float
    """In the film."""
    shown_s: float
    """Seconds of the film, to about a quarter."""
    source_start_s: float | None
    source_end_s: float | None
    """In the clip; None for a still, or where the shot stands still."""
    slope: float | None
    """Seconds of the clip per second of the film; negative where it runs backwards."""
    is_static: bool
    one_of: tuple[int, ...]
    """The output and those of its family that cannot be told from it."""
    n_samples: int
    distance: int
    """Bits of 256 that differ, the median of the samples."""


@dataclass(frozen=True)
class Footage:
    """All samples that a film may show: of clips in their order, and a still as one sample."""

    places: Places
    """Of each row, which of the fingerprints handed in it is of: ascending."""
    times: NDArray[np.float32]
    seconds: NDArray[np.float32]
    """Of the whole clip, at each row; 0 for a still."""
    words: Hashes
    """Windows by the four words of a hash by rows."""
    n: int

    @classmethod
    def of(cls, fingerprints: Sequence[bytes | None]) -> Footage:
        """Of whole fingerprints, of clips and stills; those that are None have no row."""
        clips = [(n, samples_of(f)) for n, f in enumerate(fingerprints) if f and kind_of(f)]
        lengths = [len(clip.times) for _, clip in clips]
        hashes = [clip.hashes[:, : len(IN_STILL)] for _, clip in clips]
        joined = np.concatenate([np.zeros((0, len(IN_STILL), 4), np.uint64), *hashes])
        return cls(
            np.repeat(np.array([n for n, _ in clips], np.intp), lengths),
            np.concatenate([np.zeros(0, np.float32), *(clip.times for _, clip in clips)]),
            np.repeat(np.array([clip.seconds for _, clip in clips], np.float32), lengths),
            np.ascontiguousarray(joined.transpose(1, 2, 0)),
            len(fingerprints),
        )

    def among(self, places: Places) -> Footage:
        """Only that of the given places, still known by the same numbers."""
        rows = np.flatnonzero(np.isin(self.places, places))
        words = np.ascontiguousarray(self.words[:, :, rows])
        return Footage(self.places[rows], self.times[rows], self.seconds[rows], words, self.n)


class Seen(NamedTuple):
    """A sample of the film that shows a family."""

    at: float
    family: int
    certainty: Certainty
    rows: dict[int, tuple[int, int]]
    """By place, those it cannot be told from, nearest first: distance, and row of the footage."""


def film_uses(
    film: bytes, footage: Footage, families: Places, *, progress: Progress | None = None
) -> list[FilmUse]:
    """What a film shows, in its order. A still is a film of one sample: possible at most.

    `families` holds a number for each fingerprint handed to the footage. Progress is told after
    each sample.
    """
    clip = samples_of(film)
    if not len(footage.places):
        return []
    seen = _seen(clip, footage, families, progress)
    return [_use(run, footage, clip.step_s) for run in _runs(seen, footage, clip.step_s)]


def samples_of(fingerprint: bytes) -> Clip:
    """Of a clip, or of a still as one sample of no length."""
    if kind_of(fingerprint) == CLIP:
        return opened_clip(fingerprint)
    still = opened(fingerprint)
    hashes = np.concatenate([still.windows[list(IN_STILL)], still.bare[None]])
    return Clip(np.zeros(1, np.float32), hashes[None], STEP_S, 0.0)


def _seen(
    clip: Clip, footage: Footage, families: Places, progress: Progress | None
) -> Iterator[Seen]:
    places, starts = np.unique(footage.places, return_index=True)
    for number, (at, hashes) in enumerate(zip(clip.times, clip.hashes, strict=True), 1):
        apart = least_apart(footage.words, asked_of(hashes[:-1], hashes[-1], FILM_PARTS))
        match = judged(np.minimum.reduceat(apart, starts), places, families)
        if match.certainty != "none" and match.output is not None:
            rows = {place: _nearest_row(footage, apart, place) for place in match.one_of}
            yield Seen(float(at), int(families[match.output]), match.certainty, rows)
        if progress:
            progress(number, len(clip.times))


def _nearest_row(footage: Footage, apart: NDArray[np.uint8], place: int) -> tuple[int, int]:
    first, end = np.searchsorted(footage.places, [place, place + 1])
    row = int(first + apart[first:end].argmin())
    return int(apart[row]), row


def _runs(seen: Iterator[Seen], footage: Footage, step_s: float) -> Iterator[list[Seen]]:
    run: list[Seen] = []
    for sample in seen:
        if run and not _goes_on(run[-1], sample, footage, step_s):
            yield run
            run = []
        run.append(sample)
    if run:
        yield run


def _goes_on(before: Seen, after: Seen, footage: Footage, step_s: float) -> bool:
    """Whether a sample may belong to the use of the one before it."""
    both = [place for place in before.rows if place in after.rows]
    film_s = after.at - before.at
    if before.family != after.family or not both or film_s > LONGEST_GAP * step_s + 1e-3:
        return False
    source_s = footage.times[after.rows[both[0]][1]] - footage.times[before.rows[both[0]][1]]
    return bool(abs(source_s) <= FASTEST * film_s + SLACK_S)


def _use(run: list[Seen], footage: Footage, step_s: float) -> FilmUse:
    shared = [p for p in run[0].rows if all(p in sample.rows for sample in run)] or [*run[0].rows]
    of = {place: [s.rows[place] for s in run if place in s.rows] for place in shared}
    output = min(of, key=lambda place: (-len(of[place]), sum(d for d, _ in of[place])))
    distances, rows = (list(each) for each in zip(*of[output], strict=True))
    at = np.array([sample.at for sample in run if output in sample.rows])
    shown_s = float(at[-1] - at[0]) + step_s
    is_static = _is_static(footage, output, min(rows), max(rows))
    slope = None if is_static else slope_of(at, footage.times[rows])
    start, end = _source(footage, rows, slope, shown_s)
    is_certain = sum(sample.certainty == "certain" for sample in run) > 1
    return FilmUse(
        output=output,
        certainty="certain" if is_certain else "possible",
        start_s=float(at[0]),
        shown_s=shown_s,
        source_start_s=start,
        source_end_s=end,
        slope=slope,
        is_static=is_static,
        one_of=(output, *(place for place in shared if place != output)),
        n_samples=len(rows),
        distance=int(np.median(distances)),
    )


def slope_of(at: NDArray[np.float64], source: NDArray[np.float32]) -> float:
    """Source seconds per film second: the median over pairs half a second apart or more."""
    one, other = np.triu_indices(len(at), 1)
    film_s = at[other] - at[one]
    far = film_s >= APART_S
    if not far.any():
        return 1.0
    return float(np.median((source[other] - source[one])[far] / film_s[far]))


def _source(
    footage: Footage, rows: list[int], slope: float | None, shown_s: float
) -> tuple[float | None, float | None]:
    if slope is None:
        return None, None
    times = footage.times[rows]
    start = float(times.min())
    span = max(abs(slope) * shown_s, float(times.max()) - start)
    return start, min(start + span, float(footage.seconds[rows[0]]))


def _is_static(footage: Footage, output: int, first: int, last: int) -> bool:
    """Whether the clip shows one picture over these rows and the ones beside them."""
    start, end = np.searchsorted(footage.places, [output, output + 1])
    rows = slice(max(int(start), first - 1), min(int(end), last + 2))
    full = footage.words[AT_FULL][:, rows]
    apart = np.bitwise_count(full[:, 1:] ^ full[:, :-1]).sum(axis=0, dtype=np.int64)
    return bool((apart < STILL_STANDING).all())
