"""What rejected outputs have in common: values of a factor rejected beyond chance, by money.

A score test of the difference of two shares, clustered by brief (Rao, J. N. K. and Scott, A. J.,
1992: A simple method for the analysis of clustered binary data), as outputs of one brief are
rejected together; Fisher's exact test (1935) where briefs are not known. The share of false finds
among all is held by Benjamini, Y. and Hochberg, Y. (1995): Controlling the false discovery rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_BRIEFS = 8
"""With fewer on either side, how much briefs differ is not known, and neither is chance."""
ROUNDING = 1e-12
"""Parts that differ by less do not differ."""


class ByBrief(NamedTuple):
    """Outputs by brief: the briefs' numbers, each once, and how many are rejected and settled."""

    brief: np.ndarray
    rejected: np.ndarray
    settled: np.ndarray


NO_BRIEFS = ByBrief(*(np.empty(0, np.int64) for _ in ByBrief._fields))


@dataclass(frozen=True)
class FactorValue:
    """Decided outputs with one value of one factor: model "x", or hour "17".

    `by_brief` gives each brief's rejected and settled outputs among them; empty where outputs are
    known to stand alone.
    """

    factor: str
    value: str
    rejected: int
    settled: int
    money_rejected: float
    by_brief: ByBrief = field(default=NO_BRIEFS, compare=False)


@dataclass(frozen=True)
class Commonality:
    """One value beside all other values of its factor; shares 0 to 1, None without outputs."""

    row: FactorValue
    share: float | None
    share_elsewhere: float | None
    excess_money: float | None
    """Money rejected beyond what the share elsewhere would have cost; below 0: that much less."""
    p_value: float | None
    """None where there is nothing to compare with, or too few briefs."""
    adjusted_p: float | None
    """The p-value after Benjamini and Hochberg, over all values with one."""
    beyond_chance: bool


def commonalities(
    rows: Iterable[FactorValue], false_discovery: float = 0.05
) -> tuple[Commonality, ...]:
    """Every value, that with the most money rejected beyond the share elsewhere first.

    At most the share `false_discovery` of those `beyond_chance` is there by chance. Values with
    nothing to compare with come last.
    """
    found = [each for group in _by_factor(rows) for each in _compared(group)]
    told = [each[3] for each in found if each[3] is not None]
    adjusted = iter(_adjusted(told))
    results = []
    for row, share, elsewhere, p in found:
        q = None if p is None else next(adjusted)
        beyond = q is not None and q <= false_discovery
        excess = _excess(row, share, elsewhere)
        results.append(Commonality(row, share, elsewhere, excess, p, q, beyond))
    return tuple(sorted(results, key=_dearest_first))


def _by_factor(rows: Iterable[FactorValue]) -> Iterable[list[FactorValue]]:
    ranked = sorted(rows, key=lambda row: (row.factor, row.value))
    return [list(group) for _, group in groupby(ranked, key=lambda row: row.factor)]


def _compared(
    group: Sequence[FactorValue],
) -> Iterable[tuple[FactorValue, float | None, float | None, float | None]]:
    """Each row with its share, the share elsewhere and the p-value of their difference."""
    rejected, settled = sum(row.rejected for row in group), sum(row.settled for row in group)
    briefs = _added_up(group)
    for row in group:
        there, out_of = rejected - row.rejected, settled - row.settled
        share, elsewhere = _share(row.rejected, row.settled), _share(there, out_of)
        p = None
        if share is not None and elsewhere is not None:
            p = (
                _by_briefs(row, briefs, rejected, settled)
                if len(briefs.brief)
                else _fisher(row, there, out_of)
            )
        yield row, share, elsewhere, p


def _share(rejected: int, settled: int) -> float | None:
    return rejected / settled if settled else None


def _excess(row: FactorValue, share: float | None, elsewhere: float | None) -> float | None:
    """(share - share elsewhere) x the money of the value, which is money rejected / share."""
    if share is None or elsewhere is None:
        return None
    return row.money_rejected * (1 - elsewhere / share) if share else 0.0


def _fisher(row: FactorValue, there: int, out_of: int) -> float:
    from scipy.stats import fisher_exact

    table = [[row.rejected, row.settled - row.rejected], [there, out_of - there]]
    return float(fisher_exact(np.array(table)).pvalue)


def _added_up(group: Sequence[FactorValue]) -> ByBrief:
    """Rejected and settled outputs of each brief, over all values."""
    briefs, place = np.unique(
        np.concatenate([row.by_brief.brief for row in group]), return_inverse=True
    )

    def summed(counts: Iterable[np.ndarray]) -> np.ndarray:
        return np.bincount(place, np.concatenate([*counts]), len(briefs))

    return ByBrief(
        briefs,
        summed(row.by_brief.rejected for row in group),
        summed(row.by_brief.settled for row in group),
    )


def _by_briefs(row: FactorValue, briefs: ByBrief, rejected: int, settled: int) -> float | None:
    """Each brief's part in the difference if there were none; it may lie on both sides."""
    usual, here, elsewhere = rejected / settled, row.settled, settled - row.settled
    r, n = np.zeros(len(briefs.brief)), np.zeros(len(briefs.brief))
    mine = np.searchsorted(briefs.brief, row.by_brief.brief)
    r[mine], n[mine] = row.by_brief.rejected, row.by_brief.settled
    there, out_of = briefs.rejected - r, briefs.settled - n
    fewest = int(min(np.count_nonzero(n), np.count_nonzero(out_of)))
    if fewest < LEAST_BRIEFS:
        return None
    parts = (r - usual * n) / here - (there - usual * out_of) / elsewhere
    return _two_sided(parts, fewest - 1)


def _two_sided(parts: np.ndarray, freedom: int) -> float:
    """Student's t of the parts' sum, with the degrees of freedom of the side with fewer briefs."""
    from scipy.special import stdtr

    n, mean = len(parts), float(parts.mean())
    error = math.sqrt(n / (n - 1) * float(((parts - mean) ** 2).sum()))
    if error < ROUNDING:
        return 1.0 if abs(mean) < ROUNDING else 0.0
    return 2 * float(stdtr(freedom, -abs(float(parts.sum())) / error))


def _adjusted(p_values: Sequence[float]) -> Sequence[float]:
    if not p_values:
        return []
    from scipy.stats import false_discovery_control

    return [float(each) for each in false_discovery_control(p_values, method="bh")]


def _dearest_first(found: Commonality) -> tuple[bool, float, str, str]:
    known = found.excess_money is not None
    return not known, -(found.excess_money or 0.0), found.row.factor, found.row.value
