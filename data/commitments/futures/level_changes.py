"""How the level of a team's demand moved so far, and how it may move on.

Weeks scatter about a level. It may stand still, wander, or rise or fall by the same share each
week: a constant or a line with a random walk beside it, in the logarithm, fitted for a few sizes of
that walk and weighed by how well each explains the log (universal kriging, averaged as Bayesians
do). Each future draws one of these. A log that stands still is explained best by that, and is
hardly touched. A short log tells little of a trend: there `usual_course` lends what others have.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.usual_course import (
    FARTHEST,
    FOUND,
    OWN_WEEKS,
    scatter_about,
    usual_course,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from data.commitments.futures.usual_course import Beforehand

WALKS = (0.1, 0.2, 0.4)
"""Steps of the level from week to week / scatter of the weeks about it: each as likely at first."""
TREND = 0.03
"""Standard deviation of the logarithm of a steady rise or fall a week, where there is one."""
MOST_KEPT = 1.25
"""A future keeps an evenly drawn share of the trend, up to this: few trends last."""
LEAST_WEEK = 0.1
"""Of the mean: a quieter week counts as this, as nothing has no logarithm."""


@dataclass(frozen=True)
class LevelChanges:
    """Levels of the log's weeks (n), and of those ahead (paths x weeks, or paths x 1)."""

    past: NDArray[np.float64]
    ahead: NDArray[np.float64]

    @classmethod
    def none(cls, n: int, paths: int) -> LevelChanges:
        """A level that never moves."""
        return cls(np.ones(n), np.ones((paths, 1)))

    def first(self, paths: int) -> LevelChanges:
        """Of the first so many futures."""
        return LevelChanges(self.past, self.ahead[:paths])


def level_changes(
    values: NDArray[np.float64],
    rng: np.random.Generator,
    *,
    paths: int,
    weeks: int,
    with_trend: bool = True,
    before: Beforehand = FOUND,
) -> LevelChanges:
    """Draw levels from the weekly values of a log; without a trend where the asker gives one."""
    n, mean = len(values), float(values.mean()) if len(values) else 0.0
    if mean <= 0 or (n >= OWN_WEEKS and np.ptp(values) == 0):
        return LevelChanges.none(n, paths)
    logs = np.log(np.maximum(values / mean, LEAST_WEEK))
    fits = list(_fits(logs, before))
    likely = np.array([fit.log_weight for fit in fits])
    weights = np.exp(likely - likely.max())
    weights /= weights.sum()
    past = np.exp(weights @ np.array([fit.levels for fit in fits]))
    kept = MOST_KEPT if with_trend else 0.0
    usual = usual_course(logs, weeks, before) if with_trend else None
    following = 0 if usual is None else round(usual.share * paths)
    counts = rng.multinomial(paths - following, weights)
    ahead = [
        fit.ahead(rng, int(count), weeks, kept) for fit, count in zip(fits, counts, strict=True)
    ]
    if usual is not None:
        ahead.append(np.tile(usual.levels, (following, 1)))
    return LevelChanges(past, np.exp(rng.permutation(np.concatenate(ahead))))


@dataclass(frozen=True)
class _Fit:
    """One explanation of a log: where its level is now, and how it moves."""

    log_weight: float
    levels: NDArray[np.float64]
    """Of each week of the log."""
    walk: float
    line: NDArray[np.float64]
    """The level at the last week, and its weekly trend where there is one."""
    root: NDArray[np.float64]
    """Of the line's covariance over the squared scatter."""
    leaning: NDArray[np.float64]
    """How today's level leans on the line …"""
    offset: float
    """… and beyond it on the weeks …"""
    vague: float
    """… and its own error then, in scatters."""
    squares: float
    freedom: int
    stands: bool
    """Whether the level never moves, and the resampled mean says how far it is known."""

    def ahead(
        self, rng: np.random.Generator, paths: int, weeks: int, kept: float
    ) -> NDArray[np.float64]:
        """Levels of the weeks ahead, in the logarithm."""
        if self.stands:
            return np.full((paths, weeks), self.line[0])
        scatter = np.sqrt(self.squares / rng.chisquare(self.freedom, (paths, 1)))
        drawn = rng.standard_normal((paths, len(self.line)))
        line = self.line + scatter * (drawn @ self.root.T)
        now = line @ self.leaning + self.offset
        vague = _even(rng, scatter * self.vague, 1)
        steps = _even(rng, scatter * self.walk, weeks)
        moved = np.cumsum(steps, axis=1)
        if len(self.line) > 1:
            gone = rng.uniform(0.0, kept, (paths, 1)) * np.arange(1, weeks + 1)
            doubt = scatter * np.linalg.norm(self.root[1])
            moved += line[:, 1:] * gone - (doubt * gone) ** 2 / 2
        moved = np.clip(moved, -FARTHEST, FARTHEST)
        return np.asarray(now[:, None] + vague + moved)


def _even(rng: np.random.Generator, sd: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Normal draws of a logarithm whose level stays the same in the mean: paths x weeks."""
    return np.asarray(sd * rng.standard_normal((len(sd), weeks)) - sd**2 / 2)


def _fits(logs: NDArray[np.float64], before: Beforehand) -> Iterator[_Fit]:
    n = len(logs)
    weeks = np.arange(n)
    constant, line = np.ones((n, 1)), np.stack([np.ones(n), weeks - (n - 1.0)], axis=1)
    wandering = before.walks(n)
    walks = {0.0: 1 - wandering} | dict.fromkeys(WALKS, wandering / len(WALKS))
    for walk, likely in walks.items():
        if walk and n == 1:
            continue
        moving = walk**2 * np.minimum(weeks[:, None], weeks)
        yield _fit(logs, constant, walk, moving, log(likely * (1 - before.trends)))
        if n > line.shape[1]:
            yield _fit(logs, line, walk, moving, log(likely * before.trends))


def _fit(
    logs: NDArray[np.float64],
    line: NDArray[np.float64],
    walk: float,
    moving: NDArray[np.float64],
    log_prior: float,
) -> _Fit:
    """Generalised least squares with a random walk `moving` beside the line."""
    n, terms = line.shape
    inverse: NDArray[np.float64] = np.linalg.inv(np.eye(n) + moving).astype(np.float64)
    inner: NDArray[np.float64] = line.T @ inverse @ line
    free = np.linalg.solve(inner, line.T @ inverse @ logs)
    squares, freedom = scatter_about(logs - line @ free, inverse, n - terms)
    evidence = _evidence(inverse, inner, squares, freedom)
    if terms > 1:
        slope = squares / freedom * np.linalg.inv(inner)[1, 1] + TREND**2
        evidence -= (log(2 * pi * slope) + free[1] ** 2 / slope) / 2
        inner[1, 1] += squares / freedom / TREND**2
    covariance = np.linalg.inv(inner)
    found = covariance @ line.T @ inverse @ logs
    today = inverse @ moving[:, -1]
    return _Fit(
        log_weight=log_prior + evidence,
        levels=line @ found + moving @ inverse @ (logs - line @ found),
        walk=walk,
        line=found,
        root=np.linalg.cholesky(covariance),
        leaning=np.eye(terms)[0] - line.T @ today,
        offset=float(today @ logs),
        vague=sqrt(max(0.0, moving[-1, -1] - moving[:, -1] @ today)),
        squares=squares,
        freedom=freedom,
        stands=walk == 0 and terms == 1 and n >= OWN_WEEKS,
    )


def _evidence(
    inverse: NDArray[np.float64], inner: NDArray[np.float64], squares: float, freedom: int
) -> float:
    """Logarithm of the likelihood, the line and the scatter integrated out."""
    determinants = np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(inner)[1]
    return float(determinants / 2 + lgamma(freedom / 2) - freedom / 2 * log(pi * squares))
