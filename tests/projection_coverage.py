"""How often the bands of young weeks hold: `python -m tests.projection_coverage`.

For each kind of team and age, the share of simulated weeks whose end lies in the band of 80 %, the
mean miss of what is projected and of what stands, both of the discard rate.
"""

from __future__ import annotations

import sys

import numpy as np

from data.estimates.projection import OPEN, PERIOD_H, Past
from tests.settling_teams import KINDS, Team, played, standing

WEEKS = 14
SHORT = 10
"""Weeks of a log that has just enough closed ones for a band."""
AGES_D = (2, 3, 5, 7, 10, 14)
"""Days since the end of the week."""


def trial(team: Team, age_d: int, rng: np.random.Generator, weeks: int = WEEKS):
    """One team's last week: whether each band held, and by how much each figure missed.

    Not a number where too few weeks are closed for a band, or nothing is open any more.
    """
    whole = played(team, weeks, rng)
    week, age_h = weeks - 1, PERIOD_H + 24.0 * age_d
    seen = standing(whole, age_h).seen(week, age_h)
    is_open = np.unique(seen.period[seen.way == OPEN])
    closed = tuple(each for each in range(week) if each not in is_open)
    found = Past(seen, closed).project(week, age_h)
    came = whole.of(whole.period == week).fates
    usable, rate = found.usable, found.discard_rate
    if usable is None or not found.open:
        return (np.nan,) * 4
    naive = found.now.discard_rate if found.now.discard_rate is not None else 0.0
    return (
        usable[0] <= came.usable <= usable[1],
        rate[0] <= came.discard_rate <= rate[1],
        abs(found.ends.discard_rate - came.discard_rate),
        abs(naive - came.discard_rate),
    )


def main(trials: int = 300) -> None:
    print(f"{'team':24} {'days':>4} {'usable':>7} {'discard':>8} {'projected':>10} {'naive':>6}")
    for weeks in (WEEKS, SHORT):
        of_all = []
        for number, (kind, team) in enumerate(KINDS.items()):
            for age_d in AGES_D:
                rng = np.random.default_rng([number, age_d, weeks])
                drawn = [trial(team, age_d, rng, weeks) for _ in range(trials)]
                of_all.append(np.array(drawn, dtype=float))
                print(f"{kind:24} {age_d:4} ", _row(np.nanmean(of_all[-1], axis=0)))
        print(f"{f'all, of {weeks} weeks':29} ", _row(np.nanmean(np.concatenate(of_all), axis=0)))


def _row(means) -> str:
    usable, discard, projected, naive = (f"{mean:.1%}" for mean in means)
    return f"{usable:>6} {discard:>8} {projected:>10} {naive:>6}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
