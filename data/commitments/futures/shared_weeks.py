"""The weeks that every platform's demand has, so that a future is the same work for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.commitments.futures.level_changes import LevelChanges, level_changes
from data.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.commitments.demand.weekly import Week, WeeklyDemand
    from data.commitments.futures.expectations import Outlook
    from data.commitments.futures.horizon import Horizon


def common_weeks(demands: list[WeeklyDemand]) -> dict[str, tuple[Week, ...]]:
    """The weeks of each platform that all have.

    Raises QuestionError where they have none in common.
    """
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


def level_changes_of(
    demands: Mapping[str, tuple[Week, ...]],
    outlook: Outlook,
    horizon: Horizon,
    paths: int,
    seed: int,
) -> LevelChanges:
    """Of the first platform's credits, the season taken out; none without any week.

    A growth that is given stands for the trend.
    """
    weeks = next(iter(demands.values()), ())
    if not weeks:
        return LevelChanges.none(1, paths)
    used = [float(week.charged("yes", "yes")) / outlook.season(week.starts_on) for week in weeks]
    rng = np.random.default_rng((seed, len(weeks)))
    return level_changes(
        np.array(used), rng, paths=paths, weeks=horizon.weeks, with_trend=outlook.growth == 0
    )
