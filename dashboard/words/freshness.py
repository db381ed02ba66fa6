"""How long ago something was, in a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import NOTHING, counted

if TYPE_CHECKING:
    from datetime import timedelta

HOUR, DAY, WEEK = 3600, 86_400, 7 * 86_400


def lag_words(lag: timedelta | None) -> str:
    """`within the hour`, `5 hours`, `3 days`, `2 weeks`: whole ones that have passed."""
    if lag is None:
        return NOTHING
    seconds = lag.total_seconds()
    if seconds < HOUR:
        return "within the hour"
    if seconds < 2 * DAY:
        return counted(int(seconds // HOUR), "hour")
    if seconds < 2 * WEEK:
        return counted(int(seconds // DAY), "day")
    return counted(int(seconds // WEEK), "week")
