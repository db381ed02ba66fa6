"""What a sum will come to by the end of a period, with a band: past weeks laid over the days left.

The days left, today among them, are cut into stretches of seven from today on. Each may go as any
of the last eight whole weeks went on the same weekdays, all equally likely and each stretch by
itself: at most 8 to the fifth power ways for a month, all of which are counted. The projection is
their mean; the band leaves out the lowest and the highest tenth. What days of one week have in
common is kept, and so are weekdays; that one busy week follows another is not.

Block resampling: Künsch, H. R. (1989): The jackknife and the bootstrap for general stationary
observations; here with whole weeks for blocks, and every outcome in place of draws.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKS, LEAST_WEEKS = 8, 4
SHARE = 0.8
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
CENT = Decimal("0.01")


class Projected(NamedTuple):
    """A sum at the end of the period: expected, and the band of `SHARE`."""

    expected: Decimal
    low: Decimal
    high: Decimal
    weeks: int
    """How many past weeks it is drawn from."""


def project(
    by_day: Mapping[date, Decimal | int], first: date, last: date, today: date
) -> Projected | None:
    """The sum over the days from `first` to `last`, between which today lies.

    None with fewer than four whole weeks before. A day without a value had nothing; weeks before
    the first value do not count. What is there of today already is the least.
    """
    weeks = _past_weeks(by_day, today)
    if len(weeks) < LEAST_WEEKS:
        return None
    days = (last - today).days + 1
    known = sum((Decimal(v) for day, v in by_day.items() if first <= day < today), Decimal(0))
    so_far = known + by_day.get(today, 0)
    stretches = [range(start, min(start + 7, days)) for start in range(0, days, 7)]
    sums = [
        np.array([float(sum(week[place % 7] for place in stretch)) for week in weeks])
        for stretch in stretches
    ]
    ways = reduce(lambda one, other: np.add.outer(one, other).ravel(), sums, np.zeros(1))
    low, high = np.quantile(ways, [(1 - SHARE) / 2, (1 + SHARE) / 2], method="inverted_cdf")
    expected, low, high = (
        max(known + Decimal(float(end)).quantize(CENT), so_far) for end in (ways.mean(), low, high)
    )
    return Projected(expected, low, high, len(weeks))


def _past_weeks(by_day: Mapping[date, Decimal | int], today: date) -> list[list[Decimal | int]]:
    """The last whole weeks up to yesterday, each by its days, on the weekday of today first."""
    first = min(by_day, default=today)
    starts = [today - n * WEEK for n in range(1, WEEKS + 1)]
    return [
        [by_day.get(start + n * DAY, 0) for n in range(7)] for start in starts if start >= first
    ]
