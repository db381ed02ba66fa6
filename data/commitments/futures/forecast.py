"""Thousands of futures of a team's demand, by resampling its own weeks.

Weeks are drawn in blocks of neighbours, wrapping around the end (the circular block bootstrap of
Politis and Romano, 1992), so that a busy week brings the busy one after it. The mean is not known
either, nor how far weeks scatter about it: each future first draws both, the mean from a resample
as long as the log, the scatter from its distribution for normal weeks. Of 800
trials each with logs of 6, 12 and 26 independent weeks the 80 % band held 67, 74 and 77 % without
that, 72, 76 and 80 % with it. No library is used: those that resample draw one series at a time and
bring five packages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from data.commitments.demand.evidence import Evidence
    from data.commitments.demand.weekly import Week, WeeklyDemand
    from data.commitments.futures.expectations import Outlook
    from data.commitments.futures.horizon import Horizon
    from data.commitments.terms.amounts import Charged


LEAST_FOR_SCATTER = 4
MOST_SCATTER = 3.0


def block_length(weeks: int) -> int:
    """Weeks per block: the cube root of the log's length, the usual rate for a mean."""
    return max(1, round(math.cbrt(weeks)))


def resample(
    rng: np.random.Generator, weeks: int, paths: int, length: int, block: int
) -> NDArray[np.int64]:
    """Which week of the log each week of each path repeats: paths x length indices."""
    blocks = -(-length // block)
    starts = rng.integers(0, weeks, (paths, blocks, 1))
    return ((starts + np.arange(block)) % weeks).reshape(paths, -1)[:, :length]


def levels(values: NDArray[np.float64], level_weeks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Per path, how far the true mean may lie from the log's: paths x 1, around 1.

    A resample spreads less than the mean does by (n - 1) / n; that is made good.
    """
    n, mean = len(values), values.mean() if len(values) else 0.0
    if n < 2 or mean == 0:
        return np.ones((len(level_weeks), 1))
    drawn = values[level_weeks].mean(axis=1, keepdims=True) / mean
    return np.asarray(np.maximum(0.0, 1 + (drawn - 1) * math.sqrt(n / (n - 1))))


def scatters(rng: np.random.Generator, weeks: int, paths: int) -> NDArray[np.float64]:
    """Per path, by how much weeks may scatter more or less than those of the log: paths x 1.

    The standard deviation of n normal values, seen from the sample: n / chi-squared of n - 1.
    """
    if weeks < LEAST_FOR_SCATTER:
        return np.ones((paths, 1))
    drawn = np.sqrt(weeks / rng.chisquare(weeks - 1, (paths, 1)))
    return np.asarray(np.minimum(drawn, MOST_SCATTER))


def scattered(
    drawn: NDArray[np.float64], mean: float, scatter: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Resampled weeks with their distance from the mean scaled; none below 0, the mean kept."""
    wider = np.maximum(0.0, mean + (drawn - mean) * scatter)
    found = wider.mean()
    return wider * (mean / found) if found > 0 else wider


@dataclass(frozen=True)
class Futures:
    """The same futures for every platform: which weeks they repeat, how high, how wasteful.

    `week_of` is paths x weeks, `level_weeks` paths x weeks of the log, `scatter` paths x 1,
    `attempts_per_usable` one per path (None without evidence).
    """

    horizon: Horizon
    outlook: Outlook
    demands: Mapping[str, tuple[Week, ...]]
    week_of: NDArray[np.int64]
    level_weeks: NDArray[np.int64]
    scatter: NDArray[np.float64]
    attempts_per_usable: NDArray[np.float64] | None
    _made: dict[tuple[str, Charged, Charged], NDArray[np.float64]] = field(
        default_factory=dict, repr=False
    )
    _first: dict[int, Futures] = field(default_factory=dict, repr=False)

    @classmethod
    def drawn(
        cls,
        demands: Iterable[WeeklyDemand],
        horizon: Horizon,
        outlook: Outlook,
        evidence: Evidence,
        *,
        paths: int,
        seed: int,
    ) -> Futures:
        """Draw futures; the same seed gives the same ones, whatever is asked of them afterwards.

        Raises QuestionError where the platforms' weeks have none in common.
        """
        common = _common_weeks(list(demands))
        weeks = min((len(each) for each in common.values()), default=0)
        rng = np.random.default_rng(seed)
        weeks = max(1, weeks)  # without any week there is no demand to look up
        block = block_length(weeks)
        ratio = evidence.attempts_per_usable()
        return cls(
            horizon,
            outlook,
            common,
            resample(rng, weeks, paths, horizon.weeks, block),
            resample(rng, weeks, paths, weeks, block),
            scatters(rng, weeks, paths),
            ratio.draws(rng, paths) if ratio else None,
        )

    @property
    def paths(self) -> int:
        """How many futures there are."""
        return len(self.week_of)

    def first(self, paths: int) -> Futures:
        """Only the first so many of them."""
        if paths >= self.paths:
            return self
        if paths not in self._first:
            ratio = self.attempts_per_usable
            self._first[paths] = replace(
                self,
                week_of=self.week_of[:paths],
                level_weeks=self.level_weeks[:paths],
                scatter=self.scatter[:paths],
                attempts_per_usable=None if ratio is None else ratio[:paths],
                _made={},
                _first={},
            )
        return self._first[paths]

    def under(self, outlook: Outlook) -> Futures:
        """The same futures with other expectations."""
        return replace(self, outlook=outlook, _made={}, _first={})

    def credits(self, platform: str, failed: Charged, blocked: Charged) -> NDArray[np.float64]:
        """Credits per path and step under a platform's terms for what failed."""
        key = (platform, failed, blocked)
        if key not in self._made:
            weeks = self.demands[platform]
            values = [float(week.charged(failed, blocked)) for week in weeks]
            made = self._base(weeks, values)
            if self.outlook.campaigns:
                made += self._campaigns(sum(values), sum(week.attempts for week in weeks))
            self._made[key] = made * self.outlook.effort
        return self._made[key]

    def weekly(self, platform: str, failed: Charged, blocked: Charged) -> NDArray[np.float64]:
        """The same by week: paths x weeks."""
        steps = self.credits(platform, failed, blocked)
        first_steps = np.searchsorted(self.horizon.step_weeks, np.arange(self.horizon.weeks))
        return np.asarray(np.add.reduceat(steps, first_steps, axis=1))

    @cached_property
    def assets(self) -> NDArray[np.float64] | None:
        """Usable assets per path, campaigns included; None without evidence."""
        if self.attempts_per_usable is None or not self.demands:
            return None
        weeks = next(iter(self.demands.values()))
        attempts = self._base(weeks, [float(week.attempts) for week in weeks]).sum(axis=1)
        planned = sum(
            each.assets * float(each.shares(self.horizon).sum()) for each in self.outlook.campaigns
        )
        return np.asarray(attempts / self.attempts_per_usable + planned * self.outlook.volume)

    def _base(self, weeks: tuple[Week, ...], values: list[float]) -> NDArray[np.float64]:
        """Any weekly amount of the log, resampled and spread over the steps."""
        seasons = [self.outlook.season(week.starts_on) for week in weeks]
        even = np.array(values) / np.array(seasons)
        drawn = scattered(even[self.week_of], float(even.mean()), self.scatter)
        drawn *= levels(even, self.level_weeks)
        drawn *= self.outlook.factors(self.horizon)
        return self.horizon.per_step(drawn)

    def _campaigns(self, credits_: float, attempts: int) -> NDArray[np.float64]:
        """Credits of the campaigns per path and step, at the log's credits per attempt."""
        ratio = self.attempts_per_usable
        steps = np.zeros((self.paths, len(self.horizon.step_days)))
        for campaign in self.outlook.campaigns:
            if ratio is None or not attempts:
                lacking = "settled brief" if ratio is None else "week"
                raise QuestionError(
                    f"campaign {campaign.name}: {campaign.assets} usable assets cannot be turned "
                    f"into credits, as no {lacking} says how many attempts they take. Load the log "
                    f"with its reviews, or leave the campaign out."
                )
            each = campaign.assets * credits_ / attempts * ratio
            steps += each[:, None] * campaign.shares(self.horizon)
        return np.asarray(steps * self.outlook.volume)


def _common_weeks(demands: list[WeeklyDemand]) -> dict[str, tuple[Week, ...]]:
    """The weeks that all platforms' demands have, so that a future is the same work for each."""
    held = [demand for demand in demands if demand.weeks]
    if not held:
        return {}
    shared = set.intersection(*({week.starts_on for week in demand.weeks} for demand in held))
    if not shared:
        names = ", ".join(demand.platform for demand in held)
        raise QuestionError(
            f"the weekly demands of {names} have no week in common. Take them from the same log, "
            f"with weeks that start on the same day."
        )
    return {
        demand.platform: tuple(week for week in demand.weeks if week.starts_on in shared)
        for demand in held
    }
