"""Fourteen kinds of weekly demand, as teams have them: what a forecast is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Series = NDArray[np.float64]

STEADY = "steady"
SCATTER = 0.25
"""Standard deviation of ordinary weeks / their mean."""


def kinds(history: int, ahead: int, rng: np.random.Generator) -> Mapping[str, Series]:
    """One series of each kind, as long as history and time ahead together; the mean is near 1.

    Clients are won and lost in the last three quarters of the history, once.
    """
    n = history + ahead
    weeks = np.arange(n)
    plain = _scatter(rng, n)
    since = weeks >= history - rng.integers(max(2, history // 8), 3 * history // 4)
    return {
        STEADY: plain,
        "uneven": _scatter(rng, n, 0.6),
        "lumpy": np.exp(0.8 * rng.standard_normal(n) - 0.32),
        "persistent": np.exp(_persistent(rng, n, 0.6, 0.35)),
        "end-of-month rush": plain * np.where(weeks % 4 == 3, 1.9, 0.7),
        "yearly season": plain * (1 + 0.3 * np.sin(2 * np.pi * (weeks + rng.integers(52)) / 52)),
        "quiet weeks": _scatter(rng, n, 0.4) * (rng.random(n) < 0.7),
        "campaigns": plain * np.where(rng.random(n) < 0.1, 4, 1),
        "client won": plain * np.where(since, 1.8, 1),
        "client lost": plain * np.where(since, 0.5, 1),
        "clients come and go": plain * np.exp(_jumps(rng, n, 0.05, 0.3)),
        "rising": plain * 1.015**weeks,
        "falling": plain * 0.97**weeks,
        "wandering": plain * np.exp(np.cumsum(0.05 * rng.standard_normal(n))),
    }


def _scatter(rng: np.random.Generator, n: int, share: float = SCATTER) -> Series:
    return rng.gamma(1 / share**2, share**2, n)


def _persistent(rng: np.random.Generator, n: int, kept: float, sd: float) -> Series:
    """A week keeps so much of the one before it."""
    steps = sd * np.sqrt(1 - kept**2) * rng.standard_normal(n + 50)
    found = np.zeros(n + 50)
    for week in range(1, n + 50):
        found[week] = kept * found[week - 1] + steps[week]
    return found[50:]


def _jumps(rng: np.random.Generator, n: int, rate: float, sd: float) -> Series:
    return np.cumsum((rng.random(n) < rate) * rng.standard_normal(n) * sd)
