"""Percentiles from counts in buckets that widen by the same factor each."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAMMA = 1.0202
"""Each bucket ends at so many times its beginning: bucket i holds what is in (γ^(i-1), γ^i]."""
WITHIN = 0.01
"""How far, as a share of itself, a percentile of buckets may lie from the exact one."""


class NearQuantiles(tuple[float, ...]):
    """Quantiles that are within `WITHIN` of the exact ones."""

    __slots__ = ()


def near_quantiles(
    buckets: Iterable[tuple[int | None, int]], portions: Sequence[float]
) -> NearQuantiles | None:
    """The quantiles (type 7) of so many values in each bucket; None of none.

    The bucket None holds zeros. Masson, Rim and Lee (2019), DDSketch: a bucket's value is that
    which lies in the same ratio to both of its ends.
    """
    counted = sorted((_value(bucket), n) for bucket, n in buckets)
    ends = [*accumulate(n for _, n in counted)]
    if not ends or not ends[-1]:
        return None

    def at(rank: int) -> float:
        return next(value for (value, _), end in zip(counted, ends, strict=True) if rank < end)

    def quantile(portion: float) -> float:
        place = (ends[-1] - 1) * portion
        low = int(place)
        return at(low) + (at(min(low + 1, ends[-1] - 1)) - at(low)) * (place - low)

    return NearQuantiles(map(quantile, portions))


def _value(bucket: int | None) -> float:
    return 0.0 if bucket is None else 2 * GAMMA**bucket / (GAMMA + 1)
