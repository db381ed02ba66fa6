"""Which briefs begin on which day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.demo.agency.dice import Dice
from data.demo.agency.events import Brief
from data.demo.agency.office_hours import DAY_WEIGHTS, begin_of, office_moment
from data.demo.agency.people import CLIENTS, PROJECTS, TEAMS, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

SUNDAY = 6
BATCH_BRIEFS = 2.0
BATCH_HOUR = 22


@dataclass
class Agenda:
    """Hands out briefs day by day and numbers them project by project."""

    seed: int
    starts_on: date
    scale: float
    _numbers: dict[str, int] = field(default_factory=dict)

    def briefs(self, day: date) -> Iterator[Brief]:
        """The briefs that begin on that day, project by project."""
        for project in PROJECTS:
            dice = Dice(self.seed, "agenda", project.name, day)
            weight = DAY_WEIGHTS[day.weekday()] / sum(DAY_WEIGHTS)
            for _ in range(dice.rounded(project.a_week * self.scale * weight)):
                yield self._brief(project, day, dice, scheduled=False)
            if project.sunday_batch and day.weekday() == SUNDAY:
                for _ in range(dice.rounded(BATCH_BRIEFS * self.scale)):
                    yield self._brief(project, day, dice, scheduled=True)

    def _brief(self, project: Project, day: date, dice: Dice, *, scheduled: bool) -> Brief:
        number = self._numbers[project.name] = self._numbers.get(project.name, 0) + 1
        starts_at = office_moment(day, dice)
        if scheduled:
            starts_at = begin_of(day, BATCH_HOUR, dice.between(0, 25))
        return Brief(
            brief_id=f"{project.code}-{number:04d}",
            client=CLIENTS[project.client],
            project=project,
            user=dice.pick(TEAMS[project.team]),
            starts_at=starts_at,
            week=(day - self.starts_on) // timedelta(days=7) + 1,
            scheduled=scheduled,
            rated=number <= project.rated_briefs,
        )
