"""The dimensions figures can be split and filtered by: a closed set, each with its SQL.

Times of day and days are those of the reporting time zone (`local_submitted_at`). A dimension of
the grain `asset` belongs to single outputs; the others belong to attempts, briefs and work alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal, get_args

from data.errors import QuestionError, unknown_name
from data.metrics.days import days_into_week, first_of_week, written_days
from data.wall_clock import Weekday, offsets_of_hour

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.settings import Settings

Key = str | int | date | datetime | None
"""A group of a dimension: a name, a day, an hour with its offset, a number; None: not known."""
KeyKind = Literal["text", "day", "hour", "hour_of_day", "weekday"]

WEEKDAYS: tuple[str, ...] = tuple(name.capitalize() for name in get_args(Weekday))
HOUR_STEP = 10_000
"""An hour's key: hours since 1970 by the wall clock, times this, plus half of it, plus the offset
in minutes. So the repeated hour of a clock change is two keys."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (a wall clock, its offset is kept beside it)


@dataclass(frozen=True)
class Dimension:
    """A way to split: its name, title, words and SQL over any of the fact relations."""

    name: str
    title: str
    meaning: str
    sql: str = ""
    kind: KeyKind = "text"
    grain: Literal["attempt", "asset"] = "attempt"

    @property
    def is_time(self) -> bool:
        """Whether its groups have an order of their own, which is kept on screen."""
        return self.kind != "text"

    def expression(self, settings: Settings) -> str:
        """The SQL that gives a row's group, as `key` reads it."""
        if self.name != "week":
            return self.sql or f'"{self.name}"'
        shift = days_into_week(settings)
        if shift == 0:
            return "date_trunc('week', local_submitted_at)::DATE"
        return f"date_trunc('week', local_submitted_at::DATE + {shift})::DATE - {shift}"

    def key(self, fetched: Any) -> Key:
        """The group as people see it, from what the SQL gave."""
        if fetched is None:
            return None
        if self.kind == "hour":
            hours, minutes = divmod(int(fetched), HOUR_STEP)
            zone = timezone(timedelta(minutes=minutes - HOUR_STEP // 2))
            return (_EPOCH + timedelta(hours=hours)).replace(tzinfo=zone)
        if self.kind == "weekday":
            return WEEKDAYS[int(fetched) - 1]
        return fetched  # type: ignore[no-any-return]

    def order(self, settings: Settings) -> str:
        """The SQL that its groups are sorted by, as `rank` sorts them."""
        key = self.expression(settings)
        if self.kind == "weekday":
            return f"({key} - 1 + {days_into_week(settings)}) % 7"
        return key

    def rank(self, key: Key, settings: Settings) -> Any:
        """What to sort groups of time by: earliest first, weekdays by the team's week."""
        if self.kind == "weekday":
            return (WEEKDAYS.index(str(key)) + days_into_week(settings)) % 7
        if isinstance(key, datetime):
            return key.timestamp()  # sorted ten times as fast as moments with an offset
        return key

    def parameter(self, text: str, settings: Settings) -> str | int | date:
        """What the SQL is compared with to find the group that people write as `text`.

        Raises QuestionError where no group can be called so.
        """
        try:
            return self._parameter(text, settings)
        except (ValueError, OverflowError) as error:
            raise QuestionError(
                f"{self.name}={text}: no {self.title.lower()} is called so. Write it like "
                f"{_EXAMPLES[self.kind]}."
            ) from error

    def _parameter(self, text: str, settings: Settings) -> str | int | date:
        if self.kind == "day":
            days = written_days(text, settings)
            first, last = (_first_day(self.name, day, settings) for day in days)
            if first != last:
                raise ValueError(f"more than one {self.name}")
            return first
        if self.kind == "weekday":
            return WEEKDAYS.index(text.capitalize()) + 1
        if self.kind == "hour_of_day":
            return range(24).index(int(text))
        if self.kind == "hour":
            return _hour_key(datetime.fromisoformat(text), settings)
        return text


_EXAMPLES: dict[KeyKind, str] = {
    "day": "2026-11-02",
    "hour": "2026-11-02T14:00+01:00",
    "hour_of_day": "14 (0 to 23)",
    "weekday": "Monday",
    "text": "it stands in the logs",
}


def _first_day(name: str, day: date, settings: Settings) -> date:
    """The first day of the day, week or month that this day lies in."""
    if name == "month":
        return day.replace(day=1)
    return first_of_week(day, settings) if name == "week" else day


def _hour_key(hour: datetime, settings: Settings) -> int:
    offset = hour.utcoffset() if hour.tzinfo else _only_offset(hour, settings)
    hours = (hour.replace(tzinfo=None) - _EPOCH) // timedelta(hours=1)
    return hours * HOUR_STEP + (offset or timedelta()) // timedelta(minutes=1) + HOUR_STEP // 2


def _only_offset(hour: datetime, settings: Settings) -> timedelta:
    """The offset that this hour of the wall clock has; where clocks change it has two, or none."""
    found = offsets_of_hour(hour, settings.zone)
    if len(found) == 1:
        return found[0]
    given = f"hour={hour:%Y-%m-%dT%H:%M}: the clocks of {settings.timezone}"
    if not found:
        raise QuestionError(f"{given} skip that hour. Name another.")
    first = hour.replace(minute=0)
    written = (
        f"{first.replace(tzinfo=timezone(offset)).isoformat(timespec='minutes')}"
        for offset in found
    )
    raise QuestionError(f"{given} show that hour twice. Write {' or '.join(written)}.")


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("day", "Day", "Local day of the submit.", "local_submitted_at::DATE", "day"),
    Dimension("week", "Week", "Local week of the submit, by its first day.", kind="day"),
    Dimension(
        "month",
        "Month",
        "Local month of the submit, by its first day.",
        "date_trunc('month', local_submitted_at)::DATE",
        "day",
    ),
    Dimension(
        "hour",
        "Hour",
        "Local hour of the submit, with its offset from UTC.",
        f"(epoch_us(local_submitted_at) // 3600000000) * {HOUR_STEP} + {HOUR_STEP // 2}"
        " + (epoch_us(local_submitted_at) - epoch_us(submitted_at)) // 60000000",
        "hour",
    ),
    Dimension(
        "hour_of_day",
        "Hour of day",
        "Local hour of the submit, 0 to 23.",
        "hour(local_submitted_at)",
        "hour_of_day",
    ),
    Dimension(
        "weekday",
        "Weekday",
        "Local day of the week of the submit.",
        "isodow(local_submitted_at)",
        "weekday",
    ),
    Dimension("media", "Media", "image, video, audio or other."),
    Dimension("channel", "Channel", "Who bills: the provider itself or a reseller."),
    Dimension("provider", "Provider", "Who made the model."),
    Dimension("model", "Model", "The model as it was logged."),
    Dimension("model_family", "Model family", "Models and their aliases that belong together."),
    Dimension("variant", "Variant", "Quality, resolution or speed tier as the channel names it."),
    Dimension(
        "operation", "Operation", "What was asked for, such as text to image, edit or upscale."
    ),
    Dimension("tier", "Tier", "generate, refine or upscale."),
    Dimension("client", "Client", "For whom."),
    Dimension("project", "Project", "The project."),
    Dimension("campaign", "Campaign", "The campaign."),
    Dimension("team", "Team", "The team."),
    Dimension("user", "User", "Who asked for it."),
    Dimension("brief", "Brief", "The shot, slot or image that was asked for."),
    Dimension("source", "Source", "The log a record came from."),
    Dimension("status", "Status", "How the attempt ended."),
    Dimension("outcome", "Outcome", "What became of the output.", grain="asset"),
    Dimension("reason", "Reason", "The reason given with the standing decision.", grain="asset"),
    Dimension("reviewer", "Reviewer", "Who made the standing decision.", grain="asset"),
    Dimension("stage", "Stage", "The stage of the standing decision.", grain="asset"),
)

_BY_NAME = {dimension.name: dimension for dimension in DIMENSIONS}
TAG = "tag:"
"""Before the name of a tag that a map keeps, where a dimension is expected."""


def is_tag(name: str) -> bool:
    """Whether a dimension is a tag that a map keeps."""
    return name.startswith(TAG) and len(name) > len(TAG)


def _tag(name: str) -> Dimension:
    """The values of one tag of an attempt, several of them as one group, so that groups sum."""
    tag = name.removeprefix(TAG)
    begins = "'" + f"{tag}:".replace("'", "''") + "'"
    sql = f"""(
        SELECT string_agg(DISTINCT tag_value, ', ' ORDER BY tag_value)
        FROM (
            SELECT tagged_no, substr(tag, length({begins}) + 1) AS tag_value
            FROM (
                SELECT coalesce(m.lead_attempt_no, a.attempt_no) AS tagged_no, unnest(a.tags) AS tag
                FROM attempts AS a
                LEFT JOIN merged_attempts AS m ON m.attempt_no = a.attempt_no
            ) AS kept
            WHERE starts_with(tag, {begins})
        ) AS tagged
        WHERE tagged_no = attempt_no
    )"""
    return Dimension(
        name, f"Tag {tag.replace('_', ' ')}", f"What the logs say as {tag}, kept by a map.", sql
    )


def dimension(name: str) -> Dimension:
    """The dimension of that name, or of a tag. Raises QuestionError with the nearest names."""
    if is_tag(name):
        return _tag(name)
    if name not in _BY_NAME:
        raise QuestionError(unknown_name("dimension", name, _BY_NAME))
    return _BY_NAME[name]


def dimensions(names: Iterable[str]) -> tuple[Dimension, ...]:
    """The dimensions of these names, in their order. Raises QuestionError for one named twice."""
    found = tuple(dimension(name) for name in names)
    if len(set(found)) < len(found):
        raise QuestionError(
            f"by {', '.join(d.name for d in found)}: a dimension is named twice. Name each once."
        )
    return found
