"""How lopsided the error of a ratio of sums is, in its own standard errors.

Where few clusters make most of a sum, a sample mostly lacks them: it shows too low a ratio and too
small an error at once. Hall, P. (1992): On the removal of skewness by transformation, with the
expansion of the logarithm of a ratio of two means in place of that of one mean.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

USUAL_CLUSTERS = 60
"""For how many clusters the usual skewness counts: few of them seldom show their own."""
EVEN_VAGUENESS, LEAST_FREEDOM = 2.0, 2.0
"""Variance of the logarithm of a normal error's square, times the clusters; degrees of freedom
below which vague errors do not go."""
FARTHEST = 2.0
"""Times as far at most: what less than eight clusters show of skewness is mostly chance."""
ROUNDING = 1e-9


class Skewness(NamedTuple):
    """First and third cumulant of the studentised log ratio, times the root of the clusters."""

    bias: float
    third: float

    def with_usual(self, clusters: int) -> Skewness:
        """What so many clusters show, and what is usual, by their weight."""
        weight = clusters / (clusters + USUAL_CLUSTERS)
        pairs = zip(self, USUAL, strict=True)
        return Skewness(*(weight * own + (1 - weight) * usual for own, usual in pairs))

    def shifted(self, deviations: NDArray[np.float64], clusters: int) -> NDArray[np.float64]:
        """Where an even error's deviations lie in this one: its transformation, turned round."""
        import numpy as np

        root = math.sqrt(clusters)
        bend, shift = -self.third / 6 / root, (self.third / 6 - self.bias) / root
        if abs(bend) < ROUNDING:
            return deviations - shift
        return np.asarray((np.cbrt(1 + 3 * bend * (deviations - shift)) - 1) / bend)


EVEN = Skewness(0.0, 0.0)
USUAL = Skewness(-0.7, -1.5)
"""Near that of forty to eighty briefs whose attempts vary lognormally, as much as their mean. So
chosen that 95 % intervals hold in over 93 % of cases at 12 of them, and even ones in about 96 %."""


def far_above(
    deviations: NDArray[np.float64], clusters: int, vagueness: float, skewness: Skewness
) -> NDArray[np.float64]:
    """Standard errors up that are as far out as these of Student's t, above 0; never nearer.

    The degrees of freedom are those that an error so vague leaves (Satterthwaite, F. E., 1946: An
    approximate distribution of estimates of variance components); `vagueness` is the variance of
    the logarithm of its square, times the clusters.
    """
    import numpy as np
    from scipy.special import stdtr, stdtrit

    plain = clusters - 1
    freedom = plain * EVEN_VAGUENESS / max(EVEN_VAGUENESS, vagueness)
    freedom = max(freedom, min(plain, LEAST_FREEDOM))
    far = np.asarray(stdtrit(freedom, stdtr(plain, deviations)), float)
    shifted = skewness.with_usual(clusters).shifted(-far, clusters)
    return np.asarray((-shifted).clip(deviations, FARTHEST * deviations))


def log_ratio_skewness(numerators: Sequence[float], denominators: Sequence[float]) -> Skewness:
    """That of the logarithm of sum / sum over clusters; even where all of them have one ratio."""
    import numpy as np

    a, b = (np.asarray(each, float) / np.mean(each) for each in (numerators, denominators))
    u = a - b
    variance, with_a, with_b = np.mean(u**2), np.mean(u * a), np.mean(u * b)
    sigma = math.sqrt(variance)
    if sigma < ROUNDING:
        return EVEN
    of_variance = u**2 - variance - 2 * with_a * (a - 1) + 2 * with_b * (b - 1)
    together = np.mean(u * of_variance)
    bias = (np.var(b) - np.var(a)) / 2 / sigma - together / 2 / sigma**3
    third = (np.mean(u**3) + 3 * (with_b**2 - with_a**2) - 3 * together) / sigma**3
    return Skewness(float(bias), float(third))
