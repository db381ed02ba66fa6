"""Invented teams whose true figures are known: briefs, weeks and values without any difference."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

import numpy as np

from data.estimates.commonality import ByBrief, FactorValue
from data.estimates.repeated_looks import Arm


class Kind(NamedTuple):
    """Briefs of one kind: how to draw so many teams of them, and the ratio they truly have."""

    draw: object
    ratio: float
    heavy: bool


def _even(rng, shape):
    return rng.poisson(5, shape), np.ones(shape)


def _several_assets(rng, shape):
    usable = 1 + rng.poisson(0.5, shape)
    return rng.poisson(usable * 5 * rng.gamma(4, 0.25, shape)), usable


def _given_up(rng, shape):
    return rng.poisson(5 * rng.gamma(2, 0.5, shape)), rng.random(shape) < 0.7


def _skewed(rng, shape):
    return rng.poisson(5 * rng.lognormal(-0.405, 0.9, shape)), np.ones(shape)


def _lognormal_money(rng, shape):
    return rng.lognormal(-0.5, 1, shape), 1 + rng.poisson(0.5, shape)


def _money_of_outputs(rng, shape):
    tried = 1 + rng.poisson(rng.gamma(1.2, 6, shape))
    usable = rng.binomial(tried, rng.beta(1.2, 2.2, shape))
    return tried * rng.lognormal(-0.125, 0.5, shape), usable


def _easy_and_hard(rng, shape):
    return rng.poisson(np.where(rng.random(shape) < 0.2, 16, 2)), np.ones(shape)


KINDS = {
    "even": Kind(_even, 5, heavy=False),
    "several assets": Kind(_several_assets, 5, heavy=False),
    "given up": Kind(_given_up, 5 / 0.7, heavy=False),
    "skewed": Kind(_skewed, 5, heavy=True),
    "lognormal money": Kind(_lognormal_money, 1 / 1.5, heavy=True),
    "money of outputs": Kind(_money_of_outputs, 3.4 / 1.2, heavy=True),
    "easy and hard": Kind(_easy_and_hard, 4.8, heavy=True),
}


def images(spread, rng, n):
    """Money and usable outputs of n briefs: outputs by brief differ much, as do their chances."""
    chance = rng.beta(1.2, 2.2, n)
    tried = 1 + rng.poisson(rng.gamma(1.2, 6, n))
    return Arm((tried * rng.lognormal(0, spread, n)).tolist(), rng.binomial(tried, chance).tolist())


def rejections(rng, n, chance=(0.5, 2)):
    """Rejected and settled outputs of n briefs."""
    settled = 1 + rng.poisson(rng.gamma(1.2, 6, n))
    return Arm(rng.binomial(settled, rng.beta(*chance, n)).tolist(), settled.tolist())


def first(arm, n):
    """The first n briefs of a side."""
    return Arm(arm.above[:n], arm.below[:n])


def weekly_rates(rng, weeks, share=0.3, briefs=12):
    """Rejected and settled outputs by week, of about so many briefs, each with its own chance."""
    per_week = 1 + rng.poisson(briefs, weeks)
    arms = [rejections(rng, n, (2.3 * share, 2.3 * (1 - share))) for n in per_week]
    return [sum(arm.above) for arm in arms], [sum(arm.below) for arm in arms]


def weekly_costs(rng, weeks, briefs=12):
    """Cost per usable output by week, of so many briefs with heavy tails."""
    money = rng.lognormal(0, 1, (weeks, briefs)).sum(1)
    return (money / np.maximum(1, rng.binomial(3 * briefs, 0.5, weeks))).tolist()


def by_brief(counts):
    """Rejected and settled outputs by a brief's name, as a value of a factor has them."""
    numbers = [crc32(name.encode()) for name in counts]
    columns = zip(*counts.values(), strict=True)
    return ByBrief(*(np.array(each, np.int64) for each in (numbers, *columns)))


def factor_values(rng, briefs=60, factors=6, values=3):
    """Rows of factors that reject nothing more: each brief has one value of each."""
    outputs = rejections(rng, briefs)
    for factor in range(factors):
        chosen = rng.integers(0, values, briefs)
        for value in range(values):
            mine = {
                str(b): (outputs.above[b], outputs.below[b])
                for b in np.flatnonzero(chosen == value)
            }
            rejected, settled = (sum(each[i] for each in mine.values()) for i in (0, 1))
            yield FactorValue(str(factor), str(value), rejected, settled, rejected, by_brief(mine))
