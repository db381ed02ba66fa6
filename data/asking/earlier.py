"""The period before one: as many days, right before it, as they stand or as they stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from data.asking.selection import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from data.asking.selection import Selection
    from data.settings import Settings

Compared = Literal["previous", "equal-age", "none"]
"""The period before as it stands now; as it stood when it was as old as this one is; not at all."""
DAY = timedelta(days=1)


def earlier(
    selection: Selection, compared: Compared, as_of: datetime, settings: Settings
) -> Selection | None:
    """The selection of the period before; None where it has no beginning, or none is wanted.

    `as_of` is the moment that the figures stand at. A period without a last day ends on its day.
    """
    if compared == "none" or selection.first_day is None:
        return None
    last = selection.last_day or local_day(as_of, settings)
    length = last - selection.first_day + DAY
    if length < DAY:
        return None
    moment = as_of - length if compared == "equal-age" else selection.as_of
    return replace(
        selection,
        first_day=selection.first_day - length,
        last_day=selection.first_day - DAY,
        as_of=moment,
    )
