"""How the times of a column are written: ISO 8601, since 1970, or in the form of some country."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from ingest.formats.times import moment
from ingest.guess.vocabulary import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

EPOCHS = {"epoch_s": 10**9, "epoch_ms": 10**12, "epoch_us": 10**15, "epoch_ns": 10**18}
"""Each with what its numbers are from the year 2001 on; four times that is 2096."""
LOOKED_AT = 100
MOST = 0.9
"""From this share of its texts on, a column holds times."""
ORDERS = ("year_first", "day_first", "month_first")


@dataclass(frozen=True)
class TimeForm:
    """`unit` as a map writes it (`iso` or since 1970); `formats`: the forms that fit all values."""

    unit: str = "iso"
    formats: tuple[str, ...] = ()
    has_offset: bool = True
    is_date: bool = False

    @property
    def needs_zone(self) -> bool:
        """Whether the clock that was read has to be known."""
        return self.unit == "iso" and not self.has_offset


def time_form(texts: Sequence[str], numbers: Sequence[Decimal] | None) -> TimeForm | None:
    """How times are written; None where some are none."""
    looked_at = Counter(texts[:LOOKED_AT])
    if not any(letter.isdigit() for text in looked_at for letter in text):
        return None
    if numbers is not None:
        return next((TimeForm(u) for u, low in EPOCHS.items() if _between(numbers, low)), None)
    iso = Counter({text: n for text, n in looked_at.items() if _is_iso(text)})
    if iso.total() >= MOST * looked_at.total():
        has_offset = all(map(_has_offset, iso))
        return TimeForm(has_offset=has_offset, is_date=all(len(each) == 10 for each in iso))
    fitting = _fitting(looked_at)
    is_date = bool(fitting) and "%H" not in fitting[0] and "%I" not in fitting[0]
    return TimeForm("iso", fitting, has_offset=False, is_date=is_date) if fitting else None


def _between(numbers: Iterable[Decimal], low: int) -> bool:
    return all(low <= each <= 4 * low for each in numbers)


def _is_iso(text: str) -> bool:
    with suppress(ValueError):
        moment(text, UTC)
        return True
    return False


def _has_offset(text: str) -> bool:
    with suppress(ValueError):
        moment(text)
        return True
    return False


@cache
def _forms() -> tuple[str, ...]:
    clocks = listed("dates", "clocks")
    return tuple(
        date + clock for order in ORDERS for date in listed("dates", order) for clock in clocks
    )


def _fitting(texts: Counter[str]) -> tuple[str, ...]:
    """The forms that fit the most texts, and most of them: a broken time is no form of its own."""
    fit = {form: sum(n for each, n in texts.items() if _fits(each, form)) for form in _forms()}
    best = max(MOST * texts.total(), *fit.values())
    return tuple(form for form, n in fit.items() if n >= best)


def _fits(text: str, form: str) -> bool:
    try:
        return 2000 <= datetime.strptime(text, form).year < 2100  # noqa: DTZ007
    except ValueError:
        return False
