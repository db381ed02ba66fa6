"""The rows of a warehouse that a team's weekly demand is counted from, of some channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.commitments.demand.week_tally import Consumption
from data.commitments.demand.weekly import WEEK
from data.commitments.demand.work_rating import Work
from data.metrics.days import days_into_week

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from data.pricing.currencies import Conversion
    from data.settings import Settings

DAY = timedelta(days=1)
SEEN_OFTEN = 3 * WEEK


@dataclass(frozen=True)
class LogRows:
    """The questions to the warehouse about some channels; `media` narrows the log of calls."""

    cursor: DuckDBPyConnection
    channel: str | Sequence[str]
    settings: Settings
    media: str | None = None
    list_rates: tuple[Conversion, ...] = ()

    @property
    def channels(self) -> list[str]:
        """Their names."""
        return [self.channel] if isinstance(self.channel, str) else list(self.channel)

    def rows(self, relation: str, *named: str) -> list[tuple[Any, ...]]:
        """All rows of a relation of this folder; `named` says which values it asks for."""
        values = {
            "shift": days_into_week(self.settings),
            "timezone": self.settings.timezone,
            "media": self.media,
            "rates": [each.rate for each in self.list_rates],
            "rates_from": [each.starts for each in self.list_rates],
            "rates_to": [each.ends for each in self.list_rates],
        }
        sql = (files("data.commitments.demand") / f"{relation}.sql").read_text("utf-8")
        asked = {"channels": self.channels} | {name: values[name] for name in named}
        return self.cursor.execute(sql, asked).fetchall()

    def work(self) -> list[Work]:
        """The calls of all weeks."""
        named = ("shift", "media", "rates", "rates_from", "rates_to")
        return [Work(*row) for row in self.rows("weekly_work", *named)]

    def consumption(self) -> list[Consumption]:
        """What the accounts were charged; nothing where no ledger has consumption."""
        return [Consumption(*row) for row in self.rows("weekly_consumption", "shift", "timezone")]

    def peak(self) -> int | None:
        """The most calls that ran at once; None where no call's end is known."""
        peak = self.rows("running_calls")[0][0]
        return None if peak is None else int(peak)

    def covered_weeks(self, what: str) -> list[date]:
        """The first days of the weeks that the records of every channel cover from end to end."""
        rows = self.rows("covered_spans", "timezone")
        spans = [_with_quiet_days(*row[2:]) for row in rows if row[0] == what]
        if not spans:
            return []
        first, last = max(span[0] for span in spans), min(span[1] for span in spans)
        into_week = (first.weekday() + days_into_week(self.settings)) % WEEK.days
        start = first + timedelta(days=-into_week % WEEK.days)
        n = max(0, ((last - start).days + 1) // WEEK.days)
        return [start + number * WEEK for number in range(n)]


def _with_quiet_days(
    first: date, last: date, weekdays: Sequence[int], today: date
) -> tuple[date, date]:
    """A span stretched over days of the week that never have a record, such as weekends.

    Only where each of them passed three times, and only over days that are over.
    """
    if last - first < SEEN_OFTEN:
        return first, last
    while (first - DAY).isoweekday() not in weekdays:
        first -= DAY
    while (last + DAY).isoweekday() not in weekdays and last + DAY < today:
        last += DAY
    return first, last
