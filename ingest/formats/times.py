"""Reading a written time strictly: ISO 8601 and its relatives, epochs, and the dates of sheets.

Every function returns UTC or raises ValueError with a sentence. A time without an offset is read in
the zone given; one that does not exist there, or that the clock shows twice, is refused rather than
guessed at. Fractions finer than a microsecond are cut off.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)? ?(?P<offset>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]{_CLOCK})?", re.ASCII | re.IGNORECASE
)
_DATE_THEN_CLOCK = re.compile(
    rf"(?P<date>.*?)(?:(?:T|,? +){_CLOCK})?", re.ASCII | re.IGNORECASE | re.DOTALL
)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.([2-9]\d)", re.ASCII)
_SERIAL = re.compile(r"([4-6]\d{4})(?:[.,](\d{1,17}))?", re.ASCII)
"""Days by the count of spreadsheets, in the years 2009 to 2091."""
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock; the caller knows the zone
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})\.? )?(?P<name>[a-z]{3,9})\.? (?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,? )?"
    r"(?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
LONGEST = 64
"""No written time is longer; a longer text is not searched."""


def moment(text: str, zone: tzinfo | None = None) -> datetime:
    """Read one ISO 8601 date or time as UTC; a bare date is the start of that day in `zone`.

    Without `zone` a time must carry its offset (`Z`, `+02:00`, `-0400`, `+00`).
    """
    found = _ISO.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        raise ValueError(f"{_shown(text)} is not a time; write it as 2026-03-04T14:30:00Z")
    try:
        naive = _naive(found)
        offset = _offset(found["offset"])
        if offset is not None:
            return naive.replace(tzinfo=offset).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_shown(text)} is not a time: {error}") from None
    if zone is None:
        raise ValueError(f"{_shown(text)} has no offset; write it as 2026-03-04T14:30:00Z")
    return localised(naive, zone) if found["hour"] else _start_of_day(naive, zone)


def localised(naive: datetime, zone: tzinfo) -> datetime:
    """Convert a wall-clock time of `zone` to UTC.

    Raises ValueError for the hour that is skipped and for the hour that is shown twice when the
    clocks change.
    """
    try:
        first = naive.replace(tzinfo=zone, fold=0)
        there_and_back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"{naive} is out of range") from None
    if there_and_back != naive:
        raise ValueError(f"{naive} does not exist in {zone}: the clocks went forward over it")
    if first.utcoffset() != naive.replace(tzinfo=zone, fold=1).utcoffset():
        raise ValueError(f"{naive} happens twice in {zone}: write it with its offset")
    return first.astimezone(UTC)


def _start_of_day(midnight: datetime, zone: tzinfo) -> datetime:
    """The first moment of a day, also where the clocks skip midnight."""
    try:
        return midnight.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{midnight:%Y-%m-%d} is out of range") from None


def end_of_day(text: str, zone: tzinfo) -> datetime | None:
    """The last moment of a bare date in `zone`, as UTC; None where a time of day is written too.

    Raises ValueError as `moment` does.
    """
    found = _ISO.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or found["hour"]:
        return None
    try:
        day_after = _naive(found) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_shown(text)} is not a time: {error}") from None
    return _start_of_day(day_after, zone) - timedelta(microseconds=1)


def from_epoch(seconds: float) -> datetime:
    """Convert seconds since 1970 to UTC, to the microsecond."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise ValueError(f"{seconds} is not a time in seconds since 1970") from None


def _naive(found: re.Match[str]) -> datetime:
    clock = (found["hour"], found["minute"], found["second"])
    hour, minute, second = (int(part or 0) for part in clock)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"hour {hour} is on no twelve-hour clock")
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    microsecond = int((found["fraction"] or "").ljust(6, "0")[:6])
    date = (int(found["year"]), int(found["month"]), int(found["day"]))
    return datetime(*date, hour, minute, second, microsecond)  # noqa: DTZ001 - offset added by the caller


def _offset(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        raise ValueError(f"offset {written} has more than 59 minutes")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if written[0] == "-" else span)


# --- Dates as people write them in sheets -------------------------------------------------------


DateOrder = Literal["day first", "month first"]


def date_order(texts: Iterable[str]) -> DateOrder | None:
    """Tell what the slashed dates of one file put first; None where they do not say.

    `13/04/2026` says the day, `04/13/2026` the month; both in one file settle nothing. Dates with
    dots are always day first and say nothing about the others.
    """
    seen: set[DateOrder] = set()
    for text in texts:
        found = _NUMERIC.match(text)
        if found and found[2] != "." and (int(found[1]) > 12) != (int(found[3]) > 12):
            seen.add("day first" if int(found[1]) > 12 else "month first")
            if len(seen) == 2:
                break
    return seen.pop() if len(seen) == 1 else None


def iso_text(text: str, order: DateOrder | None = None) -> str:
    """Rewrite a sheet's date (`4.3.26 14:30`, `Mar 4, 2026`, `3/14/2026 2:30 PM`) as ISO 8601.

    So is the number that a spreadsheet keeps for a date (`46329.5`, counted from 1900). Any other
    text comes back as it is. Raises ValueError for a date with two readings.
    """
    if days := _SERIAL.fullmatch(text.strip()):
        return _from_serial(Decimal(f"{days[1]}.{days[2] or 0}"))
    found = _DATE_THEN_CLOCK.fullmatch(text.strip()) if len(text) <= LONGEST else None
    date = _written_date(found["date"], order) if found else None
    if found is None or date is None:
        return text
    year, month, day = date
    written = f"{year:04}-{month:02}-{day:02}"
    return f"{written}T{found.string[found.start('hour') :]}" if found["hour"] else written


def _from_serial(days: Decimal) -> str:
    """To the millisecond, as finely as a spreadsheet tells time."""
    at = _DAY_ZERO + timedelta(milliseconds=round(days * 86_400_000))
    return at.date().isoformat() if days == int(days) else at.isoformat()


def _written_date(text: str, order: DateOrder | None) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        reads_day_first = _reads_day_first(found, order)
        return (year, second, first) if reads_day_first else (year, first, second)
    if found := _SHORT_YEAR.fullmatch(text):
        return 2000 + int(found[3]), int(found[2]), int(found[1])
    if (found := _NAMED.fullmatch(text)) and bool(found["d1"]) != bool(found["d2"]):
        month = found["name"][:3].lower()
        if month in _MONTHS:
            day = int(found["d1"] or found["d2"])
            return int(found["year"]), _MONTHS.index(month) + 1, day
    return None


def _reads_day_first(found: re.Match[str], order: DateOrder | None) -> bool:
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > 12 or first == second:
        return True
    if second > 12:
        return False
    if order is None:
        raise ValueError(
            f"{found[0]!r} has two readings, and no date in this file tells whether day or month"
            f" comes first; write it as {found[4]}-{second:02}-{first:02}"
        )
    return order == "day first"


def _shown(text: str) -> str:
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
