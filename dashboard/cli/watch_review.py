"""The weekly review made by itself: on its day, once a week, whatever was restarted meanwhile."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from dashboard.cli.own_process import own_command
from data.errors import UndeliveredError
from data.metrics.days import first_of_week
from data.wall_clock import Weekday
from data.watch_state import ReviewsMade, remember_reviews, reviews_made

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.settings import Settings

RETRY_S = 3600
MIDDLE = timedelta(days=3)


def due_day(now: datetime, settings: Settings) -> date | None:
    """The last day on which a review was due, in the reporting time zone; None: none ever is."""
    watch = settings.watch
    if watch.review_on is None:
        return None
    local = now.astimezone(settings.zone)
    since = (local.weekday() - get_args(Weekday).index(watch.review_on)) % 7
    is_early = since == 0 and local.time() < time_of_day.fromisoformat(watch.review_at)
    return local.date() - timedelta(days=7 if is_early else since)


def reviewed_week(day: date, settings: Settings) -> str:
    """The last week that was over on this day, as 2026-W46."""
    middle = first_of_week(day, settings) - timedelta(days=7) + MIDDLE
    year, week, _ = middle.isocalendar()
    return f"{year}-W{week:02d}"


@dataclass
class ReviewTask:
    """Makes the review of each week once. `clock` counts seconds."""

    settings: Settings
    config: Path | None
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    clock: Callable[[], float] = time.monotonic
    _not_before: float = float("-inf")

    def turn(self) -> bool:
        """Make the one that is due; whether one was. Raises UndeliveredError, OSError."""
        due = due_day(self.now(), self.settings)
        if due is None or self.clock() < self._not_before:
            return False
        made = self._made_before()
        if due < made.since or (made.last is not None and due <= made.last):
            return False
        self._not_before = self.clock() + RETRY_S
        self._make(reviewed_week(due, self.settings))
        remember_reviews(self.settings.warehouse, made.model_copy(update={"last": due}))
        self._not_before = float("-inf")
        return True

    def _made_before(self) -> ReviewsMade:
        """Whoever begins to watch in the middle of a week is not sent its review at once."""
        warehouse = self.settings.warehouse
        known = reviews_made(warehouse)
        if known is None:
            known = ReviewsMade(since=self.now().astimezone(self.settings.zone).date())
            remember_reviews(warehouse, known)
        return known

    def _make(self, week: str) -> None:
        """By the very command that a person would type, which delivers nothing twice."""
        watch = self.settings.watch
        files = [each.replace("{week}", week) for each in watch.review_out]
        for each in files:
            Path(each).parent.mkdir(parents=True, exist_ok=True)
        out = [part for each in files for part in ("--out", each)]
        post = [part for each in watch.review_post for part in ("--post", each)]
        command = own_command(self.settings, self.config, "review", "--week", week, *out, *post)
        if subprocess.run(command, check=False).returncode:  # noqa: S603 (our own)
            raise UndeliveredError(
                f"The review of {week} could not be made or delivered; what was written above says "
                f"why. It is tried again in {RETRY_S // 60} min."
            )
