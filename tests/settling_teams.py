"""Invented teams whose outputs settle with time: by a word, or by silence once windows have passed.

Each week has briefs of very different size; of a brief somebody decides at one time on all that is
decided, and what nobody decides on is passed over after the selection or the verdict window.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from data.estimates.projection import DISCARDED, OPEN, PERIOD_H, USABLE, Outputs

SELECTION_H, VERDICT_H = 72.0, 336.0


class Team(NamedTuple):
    """How a team works; drifts are changes of a logarithm a week."""

    briefs: float = 30.0
    usable: float = 0.12
    rejected: float = 0.3
    overturned: float = 0.1
    """Share of approvals that a client takes back."""
    delay_h: float = 40.0
    tail: float = 0.8
    """Sigma of the logarithm of a brief's size."""
    usable_drift: float = 0.0
    delay_drift: float = 0.0


KINDS = {
    "steady": Team(),
    "few large briefs": Team(briefs=12, tail=1.2),
    "slow reviewers": Team(delay_h=110),
    "fewer and fewer usable": Team(usable_drift=-0.03),
    "ever slower reviewers": Team(delay_drift=0.04),
}


def played(team: Team, weeks: int, rng: np.random.Generator) -> Outputs:
    """All outputs of so many weeks as they ended, in groups of one."""
    rows = [_brief(team, week, rng) for week in range(weeks) for _ in range(_briefs(team, rng))]
    columns = (np.concatenate(column) for column in zip(*rows, strict=True))
    period, ready_h, first_h, first_way, ended_h, way = columns
    return Outputs(period, ready_h, first_h, first_way, ended_h, way, way, np.ones(len(way)))


def standing(outputs: Outputs, age_h: float) -> Outputs:
    """The same, saying how each stood when its week was so old."""
    settled = np.where(outputs.ended_h <= age_h, outputs.way, outputs.first_way)
    return replace(outputs, stood=np.where(outputs.first_h <= age_h, settled, OPEN))


def _briefs(team: Team, rng: np.random.Generator) -> int:
    return max(2, rng.poisson(team.briefs))


def _brief(team: Team, week: int, rng: np.random.Generator):
    size = int(np.clip(np.ceil(rng.lognormal(np.log(8), team.tail)), 1, 200))
    ready = rng.uniform(0, PERIOD_H) + rng.uniform(0, 6, size)
    decided = ready + rng.lognormal(np.log(team.delay_h * np.exp(team.delay_drift * week)), 0.7)
    chance = team.usable * np.exp(team.usable_drift * week) * rng.gamma(4, 1 / 4)
    drawn = rng.random(size)
    is_usable, is_rejected = drawn < chance, (drawn >= chance) & (drawn < chance + team.rejected)
    first = decided[is_usable].min() if is_usable.any() else np.inf
    silent = np.minimum(ready + VERDICT_H, np.maximum(ready, first) + SELECTION_H)
    ended = np.where(is_usable | is_rejected, decided, silent)
    first_way = np.where(is_usable, USABLE, DISCARDED)
    turned = is_usable & (rng.random(size) < team.overturned)
    later = np.floor(np.where(turned, ended + rng.lognormal(np.log(team.delay_h), 0.5), ended))
    way = np.where(turned, DISCARDED, first_way)
    return np.full(size, week), np.floor(ready), np.floor(ended), first_way, later, way
