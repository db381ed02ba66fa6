"""Office hours of the invented agency: Berlin time, weekdays, busy afternoons."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from data.demo.agency.dice import Dice

BERLIN = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = 9, 20
DAY_WEIGHTS = (1.05, 1.15, 1.1, 1.05, 0.65, 0.05, 0.02)
"""How busy Monday to Sunday are, beside an average weekday of 1."""
HOUR_WEIGHTS = (
    (9, 0.7),
    (10, 1.2),
    (11, 1.2),
    (12, 0.5),
    (13, 0.8),
    (14, 1.2),
    (15, 1.3),
    (16, 1.2),
    (17, 0.7),
    (18, 0.3),
)
"""When briefs are begun, by hour of the Berlin day."""
QUEUE_FACTORS = {10: 1.2, 11: 1.3, 14: 1.4, 15: 2.6, 16: 3.0, 17: 2.4, 18: 1.3}
"""How much longer the providers' queues are by hour of the Berlin day (else 1)."""


def local(moment: datetime) -> datetime:
    """The moment on Berlin's clocks."""
    return moment.astimezone(BERLIN)


def begin_of(day: date, hour: int, minute: float = 0.0) -> datetime:
    """That Berlin wall-clock time, in UTC."""
    wall = datetime.combine(day, time(hour), tzinfo=BERLIN)
    return wall.astimezone(UTC) + timedelta(minutes=round(minute, 4))


def office_moment(day: date, dice: Dice) -> datetime:
    """Some moment of that day at which people work."""
    return begin_of(day, dice.weighed(HOUR_WEIGHTS), dice.between(0, 60))


def at_work(moment: datetime, dice: Dice) -> datetime:
    """The moment itself within office hours, else shortly after the next opening."""
    wall = local(moment)
    if wall.weekday() < 5 and OPENS <= wall.hour < CLOSES:
        return moment
    day = wall.date() if wall.hour < OPENS else wall.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return begin_of(day, OPENS, dice.between(2, 95))


def queue_factor(moment: datetime) -> float:
    """How much longer a queue is at that moment than in a quiet hour."""
    return QUEUE_FACTORS.get(local(moment).hour, 1.0)


def later(moment: datetime, seconds: float) -> datetime:
    """The moment that many seconds on, to the millisecond."""
    return moment + timedelta(milliseconds=round(seconds * 1000))
