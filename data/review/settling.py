"""How a team's outputs settle, week by week: what projects a young week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from data.asking.closed_weeks import closed_weeks
from data.estimates.projection import OPEN, PERIOD_H, Outputs, Past, Projection
from data.metrics.days import first_of_week
from data.metrics.dimensions import dimension
from data.warehouse.records import STAGES

if TYPE_CHECKING:
    from datetime import date

    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.review.asked import Asked

MOST_WEEKS = 26
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Settling:
    """The outputs of a team's latest weeks, as they ended or still stand at a moment."""

    first_week: date
    past: Past
    as_of: datetime
    """Naive UTC."""
    zone_as_of: datetime
    """The same moment by the team's clocks, naive."""

    def age_h(self, week: date) -> float:
        """Hours from the week's first moment to the moment of the figures."""
        return (self.zone_as_of - datetime.combine(week, time())) / timedelta(hours=1)

    def projection(self, week: date) -> Projection | None:
        """What a week will come to; None where too few weeks lie before it."""
        return self.past.project(self._number(week), self.age_h(week))

    def at_age(self, week: date, age_h: float) -> Outputs:
        """The outputs of a week as they stood when it was so old."""
        number = self._number(week)
        return self.past.outputs.seen(number, age_h).of_periods(number, number)

    def is_closed(self, week: date) -> bool:
        """Whether nothing of the week will be settled any more."""
        return self._number(week) in self.past.closed

    def _number(self, week: date) -> int:
        return (week - self.first_week) // WEEK


def settling(figures: Figures, asked: Asked) -> Settling:
    """The outputs of the review's work in the weeks up to the moment, `MOST_WEEKS` at most."""
    settings = figures.settings
    local = asked.as_of.replace(tzinfo=UTC).astimezone(settings.zone).replace(tzinfo=None)
    this_week = first_of_week(local.date(), settings)
    first_week = this_week - (MOST_WEEKS - 1) * WEEK
    selection = asked.until(this_week + WEEK - timedelta(days=1), first_week)
    found = _outputs(figures, selection, first_week, local)
    closed = closed_weeks(figures.cursor(selection), selection, settings)
    numbers = tuple((week - first_week) // WEEK for week in closed)
    return Settling(first_week, Past(found, numbers), asked.as_of, local)


def _outputs(figures: Figures, selection: Selection, first_week: date, now: datetime) -> Outputs:
    """The outputs in groups; an open one was last seen at the moment of the figures."""
    settings = figures.settings
    where, parameters = selection.where(settings)
    sql = (files("data.review") / "settling_outputs.sql").read_text("utf-8")
    asked = sql.format(
        week=dimension("week").expression(settings),
        where=where,
        first_week=first_week,
        stages=list(STAGES),
        usable_from=STAGES.index(settings.usable_from_stage) + 1,
        verdict_window_s=settings.verdict_window.total_seconds(),
        selection_window_s=settings.selection_window.total_seconds(),
    )
    rows = figures.cursor(selection).execute(asked, parameters).fetchall()
    hours_now = (now - datetime.combine(first_week, time())) / timedelta(hours=1)
    seen = np.array(rows, dtype=float).reshape(-1, 7).T
    period, ready_h, first_h, first_way, ended_h, way, n = seen
    last_seen = np.maximum(hours_now - period * PERIOD_H, ready_h)
    return Outputs(
        period.astype(np.int64),
        ready_h,
        np.where(first_way == OPEN, last_seen, first_h),
        first_way.astype(np.int64),
        np.where(way == OPEN, last_seen, ended_h),
        way.astype(np.int64),
        n,
    )
