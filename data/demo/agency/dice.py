"""Chance that repeats: the same key gives the same throws on every machine.

Only `random.Random.random` is drawn from, because its sequence for a seed is the one promise that
both Python and the platforms keep; the distributions of numpy's Generator may change between
releases. Everything else here is arithmetic on those draws.
"""

from __future__ import annotations

from itertools import accumulate
from math import exp
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_NORMAL = NormalDist()


class Dice:
    """Throws that depend on the key alone, not on what else was thrown elsewhere."""

    def __init__(self, *key: object) -> None:
        """A key is anything that prints the same everywhere: a seed, a date, an id."""
        self._random = Random("/".join(map(str, key))).random  # noqa: S311 (a demo, no secret)

    def share(self) -> float:
        """A number in [0, 1)."""
        return self._random()

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self._random() < probability

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included (at most 53 bits apart)."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of them, each alike."""
        return things[int(self._random() * len(things))]

    def weighed(self, things: Sequence[tuple[T, float]]) -> T:
        """One of them by its weight; weights need not sum to 1."""
        sums = list(accumulate(weight for _, weight in things))
        mark = self._random() * sums[-1]
        return next(thing for (thing, _), total in zip(things, sums, strict=True) if mark < total)

    def lognormal(self, median: float, spread: float) -> float:
        """A positive number around its median; `spread` is the sigma of its logarithm."""
        return median * exp(spread * _NORMAL.inv_cdf(max(self._random(), 1e-12)))

    def count(self, mean: float) -> int:
        """A Poisson count, by multiplying draws until they fall below e^-mean (mean < 30)."""
        limit, product, number = exp(-mean), self._random(), 0
        while product > limit:
            product *= self._random()
            number += 1
        return number

    def rounded(self, number: float) -> int:
        """The number rounded up or down by chance, right on average."""
        return int(number + self._random())

    def word(self, length: int, alphabet: str = LETTERS) -> str:
        """Random characters."""
        return "".join(self.pick(alphabet) for _ in range(length))

    def hexes(self, length: int) -> str:
        """Random hexadecimal digits."""
        digits = "".join(f"{int(self._random() * 2**48):012x}" for _ in range(-(-length // 12)))
        return digits[:length]

    def uuid(self) -> str:
        """Random digits in the shape of a version 4 UUID."""
        digits = self.hexes(32)
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
