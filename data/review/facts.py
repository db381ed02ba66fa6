"""What the parts and findings of one review are made of, each asked once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from data.review.briefs import WorkedBrief, worked_briefs
from data.review.segments import change_by, sums_by
from data.review.settling import Settling, settling

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.estimates.change import Change, Sums
    from data.metrics.dimensions import Key
    from data.review.asked import Asked
    from data.settings import Settings
    from data.thresholds import ReviewThresholds

Found = TypeVar("Found")
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
_NOTHING = object()


@dataclass(frozen=True)
class asked_once(Generic[Found]):  # noqa: N801, a decorator is written small
    """A property of facts that is asked at the first time only, whoever else asks meanwhile."""

    ask: Callable[[Facts], Found]

    def __get__(self, facts: Facts, owner: type[Facts]) -> Found:
        """Its answer for these facts."""
        return facts.once(self.ask)


@dataclass(frozen=True)
class Facts:
    """A review's figures at its moment: the period, those before it, the change between them.

    Safe to share between threads.
    """

    figures: Figures
    asked: Asked
    _kept: dict[Callable[[Facts], Any], Any] = field(default_factory=dict, compare=False)
    _asking: dict[Callable[[Facts], Any], RLock] = field(default_factory=dict, compare=False)

    def once(self, ask: Callable[[Facts], Found]) -> Found:
        """What it answers of these facts, asked at the first time only."""
        with self._asking.setdefault(ask, RLock()):
            kept = self._kept.get(ask, _NOTHING)
            if kept is _NOTHING:
                kept = self._kept[ask] = ask(self)
            return cast("Found", kept)

    def let_go(self) -> None:
        """Of all that was asked, where it will not be asked again soon."""
        self._kept.clear()

    @property
    def settings(self) -> Settings:
        """The team's settings."""
        return self.figures.settings

    @property
    def thresholds(self) -> ReviewThresholds:
        """From where on it speaks of something."""
        return self.settings.review

    @property
    def weeks(self) -> float:
        """How many weeks the period is."""
        return ((self.asked.days.last - self.asked.days.first) / DAY + 1) / 7

    @asked_once
    def name(self) -> str:
        """What the period is called."""
        return self.asked.name(self.settings)

    @asked_once
    def recent_days(self) -> Selection:
        """The recent weeks: the reviewed period's last day and the weeks up to it."""
        last = self.asked.days.last
        return self.asked.until(last, last - self.thresholds.recent_weeks * WEEK + DAY)

    @asked_once
    def earlier_days(self) -> Selection:
        """The weeks before the recent ones."""
        last = self.asked.days.last - self.thresholds.recent_weeks * WEEK
        return self.asked.until(last, last - self.thresholds.earlier_weeks * WEEK + DAY)

    @asked_once
    def worked(self) -> list[WorkedBrief]:
        """Briefs begun in all weeks looked at, the earliest first."""
        last, first = self.asked.days.last, self.earlier_days.first_day
        return worked_briefs(self.figures, self.asked.until(last, first))

    @asked_once
    def recent(self) -> list[WorkedBrief]:
        """Briefs begun in the recent weeks."""
        return self._begun_in(self.recent_days)

    @asked_once
    def earlier(self) -> list[WorkedBrief]:
        """Briefs begun in the weeks before them."""
        return self._begun_in(self.earlier_days)

    @asked_once
    def now(self) -> list[WorkedBrief]:
        """Briefs begun in the reviewed period."""
        first = self.earlier_days.first_day
        if first is not None and first <= self.asked.days.first:
            return self._begun_in(self.asked.selection)
        return worked_briefs(self.figures, self.asked.selection)

    def _begun_in(self, days: Selection) -> list[WorkedBrief]:
        begins, ends = days.period(self.settings)
        assert begins is not None
        assert ends is not None
        return [each for each in self.worked if begins <= each.submitted_at < ends]

    @asked_once
    def before(self) -> list[WorkedBrief]:
        """Briefs begun in the period it is held against, as they stood at its moment."""
        return worked_briefs(self.figures, self.asked.selection_before)

    def decided(self, media: str) -> list[WorkedBrief]:
        """Briefs of a medium, of all weeks looked at, with known cost and nothing left to decide.

        What still waits for a word is not lost, so it tells nothing of what an attempt brings.
        """
        looked_at = (*self.earlier, *self.recent)
        return [
            each
            for each in looked_at
            if each.media == media and each.settled and each.money is not None
        ]

    @asked_once
    def is_unreviewed(self) -> bool:
        """Whether all that the period delivered is work that nobody is known to review."""
        names = ("outputs", "unreviewed_outputs")
        (row,) = self.figures.measure(names, selection=self.asked.selection).rows
        return bool(row["outputs"]) and row["outputs"] == row["unreviewed_outputs"]

    @asked_once
    def total(self) -> Sums:
        """The sums of the reviewed period."""
        return self._total(self.asked.selection)

    @asked_once
    def total_before(self) -> Sums:
        """The sums of the period it is held against, at its moment."""
        return self._total(self.asked.selection_before)

    @asked_once
    def change(self) -> Change[Key] | None:
        """The change by client; None where one of the periods has nothing usable."""
        return change_by(self.figures, self.asked, "client")

    @asked_once
    def settling(self) -> Settling:
        """How the work of all weeks was settled."""
        return settling(self.figures, self.asked)

    def _total(self, selection: Selection) -> Sums:
        from data.estimates.change import Sums

        groups = sums_by(self.figures, selection, "media").values()
        return Sums(
            *(sum(column, start=type(column[0])(0)) for column in zip(*groups, strict=True))
        )
