"""The weeks that money a week is told of: the recent ones up to the end of a selection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from data.asking.selection import local_day
from data.metrics.days import Days
from data.review.asked import Asked
from data.review.facts import DAY, WEEK, Facts

if TYPE_CHECKING:
    from data.asking.figures import Figures
    from data.asking.selection import Selection


def facts_of(figures: Figures, selection: Selection) -> Facts:
    """What a review of the last seven days that are over in a selection is made of."""
    at = figures.as_of(selection)
    yesterday = local_day(at.replace(tzinfo=UTC), figures.settings) - DAY
    last = min(selection.last_day or yesterday, yesterday)
    week = Days(last - WEEK + DAY, last)
    before = Days(week.first - WEEK, week.first - DAY)
    everything = replace(selection, first_day=None, last_day=None)
    return Facts(figures, Asked(week, before, at, at, everything))
