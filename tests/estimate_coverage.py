"""Whether estimates keep their word, on invented teams: `python -m tests.estimate_coverage`.

How often 95 % intervals hold by briefs, how many alarms a year come without a change, how often a
winner is found between two equals by looking every five briefs, and how often something in common
by chance. Twelve briefs of "easy and hard" cannot reach 93 %: 7 % of such teams show no hard one
(`test_estimate_coverage`). The numbers of teams may be given: 1000 by default, a few minutes.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from data.estimates.clustered_ratio import ratio_of_sums
from data.estimates.commonality import NO_BRIEFS, commonalities
from data.estimates.control_chart import cost_chart, rate_chart
from data.estimates.intervals import newcombe_interval
from data.estimates.repeated_looks import compare_ratios, compare_shares
from data.estimates.signal import variation
from tests.brief_teams import (
    KINDS,
    factor_values,
    first,
    images,
    rejections,
    weekly_costs,
    weekly_rates,
)

BRIEFS = (5, 8, 12, 20, 40, 80)
YEAR, YOUNG = 52, 8
LAST, STEP = 200, 5


class Held(NamedTuple):
    """Shares of intervals: those that hold the truth, that lie below it, that lie above it."""

    held: float
    too_low: float
    too_high: float


class Alarms(NamedTuple):
    """Weeks a year that are told without a change."""

    signal: float
    look: float
    change: float


def ratios_held(kind, briefs, teams, seed=1) -> Held:
    """95 % intervals of a ratio of sums."""
    made = KINDS[kind]
    above, below = made.draw(np.random.default_rng((seed, briefs)), (teams, briefs))
    pairs = zip(above.astype(float).tolist(), below.astype(float).tolist(), strict=True)
    found = [ratio_of_sums(a, b, 0.95) for a, b in pairs if sum(a) and sum(b)]
    too_low = np.mean([each.high < made.ratio for each in found])
    too_high = np.mean([each.low > made.ratio for each in found])
    return Held(float(1 - too_low - too_high), float(too_low), float(too_high))


def alarms(chart, years, seed=1) -> Alarms:
    """A chart's alarms in the first year it can have any; `chart` draws one from a generator."""
    rng = np.random.default_rng(seed)
    asked = [each for _ in range(years) for each in chart(rng)]
    states = [each.points[-1].state for each in asked]
    return Alarms(
        states.count("signal") / years,
        states.count("look") / years,
        sum(variation(each, good="up") in ("better", "worse") for each in asked) / years,
    )


def rate_year(rng, **given):
    """A rate's chart after each week of a year."""
    hits, cases = weekly_rates(rng, YOUNG + YEAR, **given)
    return [rate_chart(hits[: t + 1], cases[: t + 1]) for t in range(YOUNG, YOUNG + YEAR)]


def cost_year(rng, **given):
    """A cost's chart after each week of a year."""
    costs = weekly_costs(rng, YOUNG + YEAR, **given)
    return [cost_chart(costs[: t + 1]) for t in range(YOUNG, YOUNG + YEAR)]


def false_winners(draw, told, pairs, seed=1) -> float:
    """The share of pairs of equals of which one is found lower at any look."""
    rng = np.random.default_rng(seed)
    looks = range(STEP, LAST + 1, STEP)
    won = 0
    for _ in range(pairs):
        a, b = draw(rng, LAST), draw(rng, LAST)
        won += any(told(first(a, n), first(b, n)) for n in looks)
    return won / pairs


def by_sequence(compare, a, b) -> bool:
    """Whether the confidence sequence names one."""
    found = compare(a, b)
    return found is not None and found.lower is not None


def by_image(a, b) -> bool:
    """Whether an interval for one look does that takes outputs for independent."""
    low, high = newcombe_interval(sum(a.above), sum(a.below), sum(b.above), sum(b.below))
    return low > 0 or high < 0


def false_finds(studies, seed=1, *, clustered=True) -> float:
    """The share of studies without any cause in which one is found."""
    rng = np.random.default_rng(seed)
    found = 0
    for _ in range(studies):
        rows = list(factor_values(rng))
        rows = rows if clustered else [replace(row, by_brief=NO_BRIEFS) for row in rows]
        found += any(each.beyond_chance for each in commonalities(rows))
    return found / studies


def main(teams: int) -> None:
    """Print all tables."""
    print("95 % intervals of a ratio of sums by briefs: held % (truth above % / below %)")
    print(f"{'':22}" + "".join(f"{n:>17}" for n in BRIEFS))
    for kind, made in KINDS.items():
        cells = (ratios_held(kind, n, 2 * teams) for n in BRIEFS)
        name = f"{kind}{', heavy' if made.heavy else ''}"
        print(f"{name:22}" + "".join(f"{_cell(each):>17}" for each in cells))
    _print_alarms(max(1, teams // 5))
    print("\nfalse winners between equals, looked at every five briefs up to 200, %")
    for name, draw, told in WINNERS:
        print(f"{name:44}{100 * false_winners(draw, told, max(1, teams // 2)):6.1f}")
    print("\nstudies of 18 values without a cause in which one is found, %")
    for name, clustered in (("clustered by brief", True), ("outputs for independent", False)):
        print(f"{name:44}{100 * false_finds(max(1, teams // 2), clustered=clustered):6.1f}")


def _print_alarms(years: int) -> None:
    print("\nalarms a year without a change: beyond 3 sigma, 2 to 3 sigma, changes told")
    for name, chart in ALARMS.items():
        found = alarms(chart, years)
        print(f"{name:44}" + "".join(f"{each:6.2f}" for each in found))


def _cell(held: Held) -> str:
    shares = (100 * each for each in held)
    return "{:.1f} ({:.1f}/{:.1f})".format(*shares)


ALARMS = {
    "rejected 30 % of 12 briefs a week": rate_year,
    "rejected 10 % of 12 briefs a week": partial(rate_year, share=0.1),
    "rejected 30 % of 60 briefs a week": partial(rate_year, briefs=60),
    "cost of 5 heavy briefs a week": partial(cost_year, briefs=5),
    "cost of 12 heavy briefs a week": cost_year,
    "cost of 40 heavy briefs a week": partial(cost_year, briefs=40),
}
WINNERS = (
    ("rejected share, interval by output", rejections, by_image),
    ("rejected share, sequence by brief", rejections, partial(by_sequence, compare_shares)),
    ("cost, even money an output", partial(images, 0.0), partial(by_sequence, compare_ratios)),
    ("cost, lognormal money an output", partial(images, 1.0), partial(by_sequence, compare_ratios)),
)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
