"""Intervals for shares."""

from __future__ import annotations


def wilson_interval(
    hits: int, cases: int, confidence: float = 0.95
) -> tuple[float, float] | tuple[None, None]:
    """The Wilson score interval of a share, as (low, high) between 0 and 1; Nones without cases.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    Keeps its coverage at shares near 0 and 1 and with few cases, where the usual one does not.
    """
    if not cases:
        return None, None
    from scipy.stats import binomtest

    interval = binomtest(hits, cases).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)
