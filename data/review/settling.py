"""How a team's outputs settle, week by week: what projects a young week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from data.asking.closed_weeks import closed_weeks
from data.estimates.projection import OPEN, PERIOD_H, Fates, Outputs, Past, Projection
from data.metrics.days import first_of_week
from data.metrics.dimensions import dimension
from data.warehouse.records import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.review.asked import Asked

MOST_WEEKS = 26
YOUNG_WEEKS = 4
"""So many of the latest weeks are projected."""
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


@dataclass
class Settling:
    """The outputs of a team's latest weeks, as they ended or still stand at a moment."""

    figures: Figures
    selection: Selection
    """The weeks up to the moment, and the work that is reviewed."""
    first_week: date
    closed: tuple[int, ...]
    """The numbers of the closed weeks."""
    now: datetime
    """The moment of the figures by the team's clocks, naive."""
    weeks_looked_at: tuple[date, ...]
    """The reviewed weeks: how all stood when they were as old as these is asked at once."""
    _pasts: dict[int, Past] = field(default_factory=dict)

    def age_h(self, week: date) -> float:
        """Hours from the week's first moment to the moment of the figures."""
        return (self.now - datetime.combine(week, time())) / HOUR

    def projection(self, week: date) -> Projection | None:
        """What a week will come to; None where too few weeks lie before it."""
        age_h = self.age_h(week)
        return self._past(age_h).project(self._number(week), age_h)

    def fates_at(self, week: date, age_h: float) -> Fates:
        """How the outputs of a week stood when it was so old."""
        number = self._number(week)
        theirs = self._past(age_h).outputs.of_periods(number, number)
        return theirs.of(theirs.ready_h <= age_h).fates_then

    def is_closed(self, week: date) -> bool:
        """Whether nothing of the week will be settled any more."""
        return self._number(week) in self.closed

    def _number(self, week: date) -> int:
        return (week - self.first_week) // WEEK

    def _past(self, age_h: float) -> Past:
        if int(age_h) not in self._pasts:
            ages = {int(self.age_h(each)) for each in self.weeks_looked_at}
            found = _outputs(self, ages - self._pasts.keys() | {int(age_h)})
            self._pasts |= {age: Past(outputs, self.closed) for age, outputs in found.items()}
        return self._pasts[int(age_h)]


def settling(figures: Figures, asked: Asked) -> Settling:
    """The outputs of the review's work in the weeks up to the moment, `MOST_WEEKS` at most."""
    settings = figures.settings
    now = asked.as_of.replace(tzinfo=UTC).astimezone(settings.zone).replace(tzinfo=None)
    this_week = first_of_week(now.date(), settings)
    first_week = this_week - (MOST_WEEKS - 1) * WEEK
    selection = asked.until(this_week + WEEK - timedelta(days=1), first_week)
    closed = closed_weeks(figures.cursor(selection), selection, settings)
    numbers = tuple((week - first_week) // WEEK for week in closed)
    last = first_of_week(asked.days.last, settings)
    latest = (last - n * WEEK for n in range(YOUNG_WEEKS))
    looked_at = tuple(each for each in latest if each == last or each not in closed)
    return Settling(figures, selection, first_week, numbers, now, looked_at)


def _outputs(of: Settling, ages_h: Iterable[int]) -> dict[int, Outputs]:
    """By age of a week the outputs in groups; an open one was last seen at the moment asked."""
    ages = sorted(ages_h)
    seen = np.array([np.ma.filled(each.astype(float), np.nan) for each in _asked(of, ages)])
    return {age: _grouped(of, seen[:, seen[0] == age]) for age in ages}


def _grouped(of: Settling, columns: NDArray[np.float64]) -> Outputs:
    _, period, ready_h, first_h, first_way, ended_h, way, stood, n = columns
    hours_now = (of.now - datetime.combine(of.first_week, time())) / HOUR
    last_seen = np.maximum(hours_now - period * PERIOD_H, ready_h)
    return Outputs(
        period.astype(np.int64),
        ready_h,
        np.where(first_way == OPEN, last_seen, first_h),
        first_way.astype(np.int64),
        np.where(way == OPEN, last_seen, ended_h),
        way.astype(np.int64),
        stood.astype(np.int64),
        n,
    )


def _asked(of: Settling, ages_h: list[int]) -> list[NDArray[Any]]:
    """The columns of the query, masked where nothing is known."""
    settings = of.figures.settings
    where, parameters = of.selection.where(settings)
    sql = (files("data.review") / "settling_outputs.sql").read_text("utf-8")
    named = sql.format(
        week=dimension("week").expression(settings),
        where=where,
        ages=ages_h,
        first_week=of.first_week,
        stages=list(STAGES),
        usable_from=STAGES.index(settings.usable_from_stage) + 1,
        verdict_window_s=settings.verdict_window.total_seconds(),
        selection_window_s=settings.selection_window.total_seconds(),
    )
    found = of.figures.ask(of.selection, named, parameters).fetchnumpy()
    return [*cast("dict[str, NDArray[Any]]", found).values()]
