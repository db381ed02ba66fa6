"""Intervals for shares, differences of shares and percentiles."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal


def wilson_interval(
    hits: int, cases: int, confidence: float = 0.95
) -> tuple[float, float] | tuple[None, None]:
    """The Wilson score interval of a share, as (low, high) between 0 and 1; Nones without cases.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    Keeps its coverage at shares near 0 and 1 and with few cases, where the usual one does not.
    """
    return _share_interval(hits, cases, confidence, "wilson")


def exact_interval(
    hits: int, cases: int, confidence: float = 0.95
) -> tuple[float, float] | tuple[None, None]:
    """The exact interval of a share, as (low, high) between 0 and 1; Nones without cases.

    Clopper, C. J. and Pearson, E. S. (1934): The use of confidence or fiducial limits illustrated
    in the case of the binomial. Never covers less than it says, and mostly more.
    """
    return _share_interval(hits, cases, confidence, "exact")


def newcombe_interval(
    hits_a: int, cases_a: int, hits_b: int, cases_b: int, confidence: float = 0.95
) -> tuple[float, float] | tuple[None, None]:
    """The interval of share A less share B, between -1 and 1; Nones where either has no cases.

    Newcombe, R. G. (1998): Interval estimation for the difference between independent proportions,
    method 10: the two Wilson intervals, put together. For cases that do not come in clusters.
    """
    low_a, high_a = wilson_interval(hits_a, cases_a, confidence)
    low_b, high_b = wilson_interval(hits_b, cases_b, confidence)
    if low_a is None or high_a is None or low_b is None or high_b is None:
        return None, None
    a, b = hits_a / cases_a, hits_b / cases_b
    below, above = math.hypot(a - low_a, high_b - b), math.hypot(high_a - a, b - low_b)
    return max(-1.0, a - b - below), min(1.0, a - b + above)


def percentile_interval(
    values: Sequence[float], p: float, confidence: float = 0.95
) -> tuple[float | None, float | None]:
    """The interval of the percentile `p` (0.95 is p95), in the values' unit, whatever their shape.

    Of the values in their order those at `percentile_ranks`; None for an end that they cannot tell.
    """
    low, high = percentile_ranks(len(values), p, confidence)
    ranked = sorted(values)
    return (None if low is None else ranked[low - 1]), (None if high is None else ranked[high - 1])


@lru_cache(maxsize=8192)
def percentile_ranks(n: int, p: float, confidence: float = 0.95) -> tuple[int | None, int | None]:
    """Between which of n values in their order, the first is 1, the percentile `p` lies.

    Hahn, G. J. and Meeker, W. Q. (1991): Statistical Intervals, section 5.2: the ranks that the
    binomial distribution names. An end that so few values cannot tell is None: p95 has an upper one
    from 72 values on.
    """
    if not 0 < p < 1 or not 0 < confidence < 1:
        raise ValueError(f"percentile {p} at confidence {confidence}: both lie between 0 and 1")
    from scipy.stats import binom

    if not n:
        return None, None
    tail = (1 - confidence) / 2
    low, high = (int(binom.ppf(each, n, p)) for each in (tail, 1 - tail))
    return low if low >= 1 else None, high + 1 if high < n else None


def values_for_percentile(p: float, confidence: float = 0.95) -> int:
    """How few values tell both ends of `percentile_interval`: 72 of p95 at 95 %.

    Of n values the largest lies above the percentile but with the chance p^n, the smallest below it
    but with (1 - p)^n.
    """
    tail = (1 - confidence) / 2
    return max(math.ceil(math.log(tail) / math.log(each)) for each in (p, 1 - p))


@lru_cache(maxsize=8192)
def _share_interval(
    hits: int, cases: int, confidence: float, method: Literal["wilson", "exact"]
) -> tuple[float, float] | tuple[None, None]:
    if not cases:
        return None, None
    from scipy.stats import binomtest

    interval = binomtest(hits, cases).proportion_ci(confidence, method=method)
    return float(interval.low), float(interval.high)
