"""How sure the ratio of a group is: its 90 % interval, from briefs as clusters.

Outputs of one brief resemble each other, so attempts are no independent cases (`data/estimates/
clustered_ratio` says the method and how well it holds). A ratio of other things than sums by brief
has none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from data.estimates.clustered_ratio import ratio_of_sums
from data.metrics.catalogue import metric
from data.metrics.metric import Ratio

if TYPE_CHECKING:
    from data.asking.table import Measures
    from data.metrics.dimensions import Key

MOST_BRIEFS = 6_000
"""Above so many briefs in all no interval is taken: it would be narrower than a line is wide."""


class Interval(NamedTuple):
    """Where the figure lies, 90 of 100 times, and how many briefs say so."""

    low: float
    high: float
    briefs: int


def has_intervals(name: str) -> bool:
    """Whether the metric is a ratio of sums that briefs can be the clusters of."""
    found = metric(name)
    return isinstance(found, Ratio) and found.grain in ("asset", "attempt")


def brief_intervals(by_brief: Measures, name: str) -> dict[Key, Interval]:
    """The interval by group, from `measure([name], [dimension, "brief"])`; none where not known."""
    terms: dict[Key, list[tuple[float, float]]] = defaultdict(list)
    dimension = by_brief.by[0]
    for number, row in enumerate(by_brief.rows):
        found = by_brief.evidence(number, name)
        if (
            row["brief"] is not None
            and found.numerator is not None
            and found.denominator is not None
        ):
            terms[row[dimension]].append((float(found.numerator), float(found.denominator)))
    most = 1.0 if metric(name).unit == "rate" else math.inf
    intervals = {key: _interval(pairs, most) for key, pairs in terms.items()}
    return {key: each for key, each in intervals.items() if each is not None}


def _interval(pairs: list[tuple[float, float]], most: float) -> Interval | None:
    """The interval of a figure that is no share above `most`, but where it is there itself."""
    found = ratio_of_sums([above for above, _ in pairs], [below for _, below in pairs])
    if found is None or found.low is None or found.high is None:
        return None
    return Interval(found.low, min(found.high, max(most, found.ratio)), found.clusters)
