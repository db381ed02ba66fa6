"""Thousands of futures of a team's demand: its own weeks, drawn again on levels that move.

Every platform meets the same futures, as they are the same work.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.in_hand import beyond_hand, days_covered, postponed
from data.commitments.futures.resampling import block_length, resample, scatters, weeks_ahead
from data.commitments.futures.shared_weeks import common_weeks, level_changes_of
from data.commitments.futures.wallet import DUST
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from data.commitments.demand.evidence import Evidence
    from data.commitments.demand.weekly import Week, WeeklyDemand
    from data.commitments.futures.expectations import Outlook
    from data.commitments.futures.horizon import Horizon
    from data.commitments.futures.in_hand import InHand
    from data.commitments.futures.level_changes import LevelChanges
    from data.commitments.terms.amounts import Charged


@dataclass(frozen=True)
class Futures:
    """The same futures for every platform: which weeks they repeat, how high, how wasteful.

    `week_of` is paths x weeks, `level_weeks` paths x weeks of the log, `scatter` paths x 1,
    `attempts_per_usable` one per path (None without evidence). `changes` are those of the first
    platform's credits.
    """

    horizon: Horizon
    outlook: Outlook
    demands: Mapping[str, tuple[Week, ...]]
    week_of: NDArray[np.int64]
    level_weeks: NDArray[np.int64]
    scatter: NDArray[np.float64]
    changes: LevelChanges
    attempts_per_usable: NDArray[np.float64] | None
    in_hand: InHand | None = None
    """What pays for the first of the work, on every platform."""
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
        common = common_weeks(list(demands))
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
            changes=level_changes_of(common, outlook, horizon, paths, seed),
            attempts_per_usable=ratio.draws(rng, paths) if ratio else None,
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
                changes=self.changes.first(paths),
                attempts_per_usable=None if ratio is None else ratio[:paths],
                _made={},
                _first={},
            )
        return self._first[paths]

    def under(self, outlook: Outlook) -> Futures:
        """The same futures with other expectations."""
        return replace(self, outlook=outlook, _made={}, _first={})

    def taking(self, effort: float, platforms: Iterable[str]) -> Futures:
        """The same futures where the work takes so many times the credits on some platforms."""
        more = Decimal(repr(effort))
        scaled = {
            name: tuple(week.times(more) for week in self.demands[name]) for name in platforms
        }
        return replace(self, demands={**self.demands, **scaled}, _made={}, _first={})

    def credits(self, platform: str, failed: Charged, blocked: Charged) -> NDArray[np.float64]:
        """Credits per path and step that have to be bought, under a platform's terms for failures.

        What is in hand pays for the rest of the work, at whatever platform it might be done.
        """
        worked = self.worked(platform, failed, blocked)
        if self._to_buy is None:
            return worked
        return postponed(worked * self._to_buy, self.horizon)

    @cached_property
    def _to_buy(self) -> NDArray[np.float64] | None:
        """The share of the work that the credits in hand do not cover, per path and step."""
        if self.in_hand is None or self._drawn_on is None:
            return None
        worked = self.worked(*self._drawn_on)
        short = beyond_hand(self.in_hand, worked, self.horizon)
        return np.divide(short, worked, out=np.ones_like(short), where=worked > 0)

    @property
    def _drawn_on(self) -> tuple[str, Charged, Charged] | None:
        """Whose credits are in hand, where some of the work is known in them."""
        held = self.in_hand
        return (held.platform, *held.charges) if held and held.platform in self.demands else None

    @property
    def days_covered(self) -> int | None:
        """For how long what is in hand lasts, in the middle of all futures; None: to the end."""
        if self.in_hand is None or self._drawn_on is None:
            return 0
        return days_covered(self.in_hand, self.worked(*self._drawn_on), self.horizon)

    def worked(self, platform: str, failed: Charged, blocked: Charged) -> NDArray[np.float64]:
        """Credits per path and step that all of the work takes, whatever pays for it."""
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
        """What all of the work takes, by week: paths x weeks."""
        steps = self.worked(platform, failed, blocked)
        first_steps = np.searchsorted(self.horizon.step_weeks, np.arange(self.horizon.weeks))
        return np.asarray(np.add.reduceat(steps, first_steps, axis=1))

    @cached_property
    def assets(self) -> NDArray[np.float64] | None:
        """Usable assets per path that have to be paid for, campaigns included.

        None without evidence.
        """
        if self.attempts_per_usable is None or not self.demands:
            return None
        weeks = next(iter(self.demands.values()))
        attempts = self._base(weeks, [float(week.attempts) for week in weeks]).sum(axis=1)
        planned = sum(
            each.assets * float(each.shares(self.horizon).sum()) for each in self.outlook.campaigns
        )
        made = attempts / self.attempts_per_usable + planned * self.outlook.volume
        if self._drawn_on is None:
            return np.asarray(made)
        bought = self.credits(*self._drawn_on).sum(axis=1)
        return np.asarray(
            made * bought / np.maximum(self.worked(*self._drawn_on).sum(axis=1), DUST)
        )

    def _base(self, weeks: tuple[Week, ...], values: list[float]) -> NDArray[np.float64]:
        """Any weekly amount of the log, resampled and spread over the steps."""
        seasons = [self.outlook.season(week.starts_on) for week in weeks]
        even = np.array(values) / np.array(seasons)
        drawn = weeks_ahead(even, self.week_of, self.level_weeks, self.scatter, self.changes)
        return self.horizon.per_step(drawn * self.outlook.factors(self.horizon))

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
