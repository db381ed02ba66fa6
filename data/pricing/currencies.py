"""What one currency was worth in another on one day."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from data.pricing.entry import DecimalText, Fact, Line, PlainDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

Code = Annotated[str, Field(pattern="^[A-Z]{3}$")]
RATE_SERVES = timedelta(days=8)
"""A rate serves its own day and the seven after it, unless a newer one comes first."""


class CurrencyRate(Fact):
    """1 `base` = `rate` `quote` on that day (UTC)."""

    base: Code
    quote: Code
    day: PlainDate
    rate: DecimalText
    source: Line

    @property
    def title(self) -> str:
        """The rate in a few words."""
        return f"{self.base} in {self.quote} on {self.day}"


def rate_intervals(rates: Iterable[CurrencyRate]) -> Iterator[tuple[CurrencyRate, date]]:
    """Each rate with the day it stops serving, exclusive."""
    ordered = sorted(rates, key=lambda rate: (rate.base, rate.quote, rate.day))
    for _, group in groupby(ordered, key=lambda rate: (rate.base, rate.quote)):
        dated = list(group)
        following = [rate.day for rate in dated[1:]] + [None]
        for rate, next_day in zip(dated, following, strict=True):
            end = rate.day + RATE_SERVES
            yield rate, min(end, next_day) if next_day else end
