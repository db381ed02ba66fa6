"""A selection: which attempts a figure is about, as one frozen value.

It is the cache key, the filter bar and the address of a page. Days are local days of the
reporting time zone, both inclusive; filter values are text, None stands for "not known" and is
written `–`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from data.errors import QuestionError
from data.metrics.days import WRITTEN, written_days
from data.metrics.dimensions import DIMENSIONS, dimension, is_tag
from data.wall_clock import offsets_of
from data.warehouse.records import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.metrics.days import Days
    from data.settings import Settings

NOT_KNOWN = "–"
Filter = tuple[str, tuple[str | None, ...]]
_ORDER = {each.name: place for place, each in enumerate(DIMENSIONS)}


class Condition(NamedTuple):
    """A WHERE condition over any fact relation, and the values for its question marks."""

    sql: str
    parameters: tuple[object, ...]


@dataclass(frozen=True)
class Selection:
    """Attempts of some days that meet all filters, where a filter names values of a dimension.

    `filters` are put into one order and merged by dimension, so that equal selections are equal.
    `as_of` (UTC) only says which relations to ask; None is now.
    """

    first_day: date | None = None
    last_day: date | None = None
    filters: tuple[Filter, ...] = ()
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        """Bring the filters into order. Raises QuestionError for what cannot be."""
        object.__setattr__(self, "filters", _merged(self.filters))
        for day in (self.first_day, self.last_day):
            if day is not None and not EARLIEST.date() <= day < LATEST.date():
                raise QuestionError(f"{day}: a day must lie between the years 2000 and 2099.")
        if self.as_of and self.as_of.year < EARLIEST.year:
            raise QuestionError(f"as of {self.as_of.date()}: nothing stood before the year 2000.")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise QuestionError(
                f"from {self.first_day} to {self.last_day}: the last day is before the first. "
                "Swap them; both days are included."
            )

    @classmethod
    def of_options(
        cls,
        *,
        first_day: str | None = None,
        last_day: str | None = None,
        where: Iterable[str] = (),
        as_of: str | None = None,
        settings: Settings,
    ) -> Selection:
        """From options as typed: days, `DIM=VALUE`s, a moment. Raises QuestionError.

        Days that are seen from today are seen from the day of `as_of`.
        """
        at = moment(as_of, settings) if as_of else settings.as_of
        today = local_day(at, settings)
        selection = cls(
            first_day=days(first_day, settings, today).first if first_day else None,
            last_day=days(last_day, settings, today).last if last_day else None,
            filters=tuple(_filter(text) for text in where),
            as_of=at,
        )
        selection.where(settings)
        return selection

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]], settings: Settings) -> Selection:
        """From the query of an address, as `to_query` wrote it; other keys are not ours."""
        given = {key: [v] if isinstance(v, str) else list(v) for key, v in query.items()}
        first, last, as_of = (given.get(key, [None])[-1] for key in ("from", "to", "as_of"))
        where = [f"{key}={v}" for key in given if key in _ORDER or is_tag(key) for v in given[key]]
        return cls.of_options(
            first_day=first, last_day=last, where=where, as_of=as_of, settings=settings
        )

    def to_query(self) -> dict[str, list[str]]:
        """As plain text for an address."""
        bounds = {"from": self.first_day, "to": self.last_day, "as_of": self.as_of}
        query = {key: [bound.isoformat()] for key, bound in bounds.items() if bound is not None}
        return query | {
            name: [NOT_KNOWN if value is None else value for value in values]
            for name, values in self.filters
        }

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out, whatever the moment."""
        return bool(self.filters or self.first_day or self.last_day)

    @property
    def splits_outputs(self) -> bool:
        """Whether a filter picks single outputs rather than whole attempts."""
        return any(dimension(name).grain == "asset" for name, _ in self.filters)

    @property
    def of_whole_attempts(self) -> Selection:
        """The same without the filters that pick single outputs."""
        kept = tuple(each for each in self.filters if dimension(each[0]).grain != "asset")
        return replace(self, filters=kept)

    def period(self, settings: Settings) -> tuple[datetime | None, datetime | None]:
        """The first moment in it and the first moment after it, as naive UTC; None: unbounded."""
        after = self.last_day and self.last_day + timedelta(days=1)
        return _start(self.first_day, settings), _start(after, settings)

    def where(self, settings: Settings) -> Condition:
        """The condition that a row is in it, every value bound."""
        start, end = self.period(settings)
        conditions = [
            *([Condition("submitted_at >= ?", (start,))] if start else []),
            *([Condition("submitted_at < ?", (end,))] if end else []),
            *(_is_one_of(name, values, settings) for name, values in self.filters),
        ]
        sql = " AND ".join(condition.sql for condition in conditions) or "TRUE"
        return Condition(sql, tuple(p for condition in conditions for p in condition.parameters))


def moment(text: str, settings: Settings) -> datetime:
    """A moment as typed, in UTC; bare days mean the last microsecond of the last of them."""
    try:
        last = written_days(text, settings, local_day(settings.as_of, settings)).last
    except ValueError:
        return _typed_moment(text, settings)
    return _end_of(last, settings)


def _end_of(day: date, settings: Settings) -> datetime:
    try:
        after = datetime.combine(day + timedelta(days=1), time(), settings.zone)
    except OverflowError as error:
        raise QuestionError(f"as of {day}: beyond the calendar. Name an earlier day.") from error
    return after.astimezone(UTC) - timedelta(microseconds=1)


def _typed_moment(text: str, settings: Settings) -> datetime:
    try:
        given = datetime.fromisoformat(text)
        return (given if given.tzinfo else _local(given, text, settings)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise QuestionError(
            f"as of {text}: neither a moment nor a day. Write 2026-11-02T09:00:00Z, or a day like "
            f"{WRITTEN}."
        ) from error


def _local(given: datetime, text: str, settings: Settings) -> datetime:
    """The moment that clocks of the reporting time zone show so, if they do once."""
    found = offsets_of(given, settings.zone)
    if len(found) == 1:
        return given.replace(tzinfo=timezone(found[0]))
    clocks = f"as of {text}: the clocks of {settings.timezone}"
    if not found:
        raise QuestionError(f"{clocks} skip that hour. Name another.")
    written = (given.replace(tzinfo=timezone(offset)).isoformat() for offset in found)
    raise QuestionError(f"{clocks} show that moment twice. Write {' or '.join(written)}.")


def local_day(moment: datetime | None, settings: Settings) -> date:
    """The day of a moment in the reporting time zone; None is now."""
    return (moment or datetime.now(UTC)).astimezone(settings.zone).date()


def _start(day: date | None, settings: Settings) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), settings.zone).astimezone(UTC).replace(tzinfo=None)


def _is_one_of(name: str, values: tuple[str | None, ...], settings: Settings) -> Condition:
    found = dimension(name)
    expression = found.expression(settings)
    known = tuple(found.parameter(value, settings) for value in values if value is not None)
    either = [f"{expression} IN ({', '.join('?' * len(known))})"] if known else []
    if None in values:
        either.append(f"{expression} IS NULL")
    return Condition(f"({' OR '.join(either)})", known)


def _merged(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    values: dict[str, set[str | None]] = {}
    for name, given in filters:
        known = {None if value in ("", NOT_KNOWN) else value for value in given}
        values.setdefault(dimension(name).name, set()).update(known)
    return tuple(
        (name, tuple(sorted(values[name], key=lambda value: (value is None, value or ""))))
        for name in sorted(values, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
        if values[name]
    )


def days(text: str, settings: Settings, today: date) -> Days:
    """Days as typed, as seen from today. Raises QuestionError."""
    try:
        return written_days(text, settings, today)
    except ValueError as error:
        raise QuestionError(f"{text!r} is not a day. Write it like {WRITTEN}.") from error


def _filter(text: str) -> Filter:
    name, equals, value = text.partition("=")
    if not equals:
        raise QuestionError(
            f"{text!r} is not a filter. Write DIM=VALUE, e.g. model=nano-banana; an empty value "
            f"means not known."
        )
    return name.strip(), (value,)
