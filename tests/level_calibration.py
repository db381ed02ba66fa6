"""Seeks better thoughts of trends before any log: `python -m tests.level_calibration`.

From what `data.commitments.futures.usual_course.FOUND` says, one value after another is tried, once
each, the others kept, and the best is taken and printed. Sought are bands that hold for what rises
and falls as well as for what stands still, a year ahead of eight weeks, and are not too wide for
the last: what they lack is added up. What it ends at is a candidate alone: it has to hold on series
of other seeds, for the other kinds and longer logs too (`tests.forecast_coverage`). Some minutes.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from data.commitments.futures.usual_course import FOUND, Beforehand
from tests.demand_series import STEADY
from tests.forecast_coverage import AHEAD, covered, honest_width

HISTORY, YEAR = 8, max(AHEAD)
CLOSE = (STEADY, "rising", "falling")
SEED = 7
LEAST_HELD, MOST_WIDE = 0.42, 1.96
"""A kind's share of bands, with a margin as 0.4 is the aim and it is an estimate; and the width for
steady demand over the honest one, of which 2 is the aim."""
DEAR = 0.3
"""What a whole honest width too many weighs against a whole kind that is never covered."""
TRIED = {
    "rise.slope": (0.016, 0.017),
    "rise.share": (0.35, 0.5),
    "rise.margin": (0.24, 0.32),
    "fall.slope": (-0.04, -0.044),
    "fall.share": (0.25, 0.45),
    "fall.margin": (0.4, 0.48),
}


def lacking(before: Beforehand, sims: int) -> float:
    """How far the bands are from what is sought; 0 where nothing is missing."""
    found = covered(HISTORY, sims, before=before, seed=SEED, only=CLOSE)
    held = [np.mean([band.held for band in found[kind, HISTORY, YEAR]]) for kind in CLOSE]
    width = np.mean([band.width for band in found[STEADY, HISTORY, YEAR]])
    wide = max(0.0, width / honest_width(HISTORY, YEAR) - MOST_WIDE)
    return float(sum(max(0.0, LEAST_HELD - share) for share in held) + DEAR * wide)


def changed(before: Beforehand, name: str, value: float) -> Beforehand:
    """The same with one value, `rise.share` being that of its `rise`."""
    outer, _, inner = name.partition(".")
    new = replace(getattr(before, outer), **{inner: value}) if inner else value
    return replace(before, **{outer: new})


def main(sims: int) -> None:
    """Print every step, and the end."""
    best, least = FOUND, lacking(FOUND, sims)
    print(f"{least:.3f} {best}", flush=True)
    for name, values in TRIED.items():
        for each in (changed(best, name, value) for value in values):
            if each != best and (lacks := lacking(each, sims)) < least:
                best, least = each, lacks
                print(f"{least:.3f} {best}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1600)
