"""A team's weekly demand and evidence out of its warehouse.

Own credits: what the account was charged where its ledger has consumption; else what the log says
each call took, else its list price in credits, else the platform's rate; never two of these for one
call. Elsewhere: the rates of the models that would do the work there. Reads the relations as of the
moment they were resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.commitments.demand import WEEK, WeeklyDemand
from data.commitments.evidence import BriefSums, Evidence
from data.commitments.week_tally import Consumption, WeekTally
from data.commitments.work_rating import Rates, Work
from data.dimensions import days_into_week

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from data.commitments.demand import Basis
    from data.commitments.plan_files import Platform
    from data.settings import Settings


def demand_of(
    cursor: DuckDBPyConnection,
    channel: str | Sequence[str],
    settings: Settings,
    *,
    platform: Platform | None = None,
    elsewhere: bool = False,
    instead: Mapping[str, str] | None = None,
    media: str | None = None,
) -> WeeklyDemand:
    """The complete local weeks of one or several channels' work, in credits.

    `platform` is whose credits count: the channel's own (else credits as logged), or `elsewhere`
    another's, where `instead` names the model that does the work of each of ours (`*`: any other).
    `media` narrows the log; a ledger cannot be narrowed and is then not used.
    """
    asking = _Asking(cursor, channel, settings, media)
    work = [Work(*row) for row in asking.rows("weekly_work", "shift", "media")]
    consumed = [] if elsewhere or media else asking.consumption()
    rates = Rates(platform.rates if platform else (), instead)
    basis: Basis = "re-rated" if elsewhere else "ledger" if consumed else "log"
    tally = WeekTally(work)
    if basis == "re-rated":
        tally.rate(rates)
    elif basis == "ledger":
        tally.book(consumed)
    else:
        tally.value(rates, _list_price(platform, settings))
    covered = asking.covered_weeks("ledger" if consumed else "log")
    return WeeklyDemand(
        platform=platform.name if platform else asking.channels[0],
        weeks=tuple(tally.week(day) for day in covered),
        basis=basis,
        credit=platform.credit if platform else "credit",
        partly_covered_weeks=len(tally.days - set(covered)),
        logged_attempts=sum(each.n_attempts for each in work),
        unrated_attempts=tally.unrated_attempts,
        assumed_attempts=tally.assumed_attempts,
        peak_concurrency=asking.peak(),
    )


def _list_price(platform: Platform | None, settings: Settings) -> Decimal | None:
    """What a credit costs at list, in the currency that list costs are in."""
    same = platform is not None and platform.currency == settings.currency
    return platform.credit_list_price if platform is not None and same else None


def evidence_of(
    cursor: DuckDBPyConnection,
    channel: str | Sequence[str],
    settings: Settings,
    *,
    media: str | None = None,
) -> Evidence:
    """The settled briefs with work on the channels, and over how many weeks they began."""
    rows = _Asking(cursor, channel, settings, media).rows("settled_briefs", "media")
    if not rows:
        return Evidence()
    days = [row[1] for row in rows]
    weeks = max(1.0, ((max(days) - min(days)).days + 1) / WEEK.days)
    return Evidence(tuple(BriefSums(*row[2:]) for row in rows), weeks)


@dataclass
class _Asking:
    """The questions to the warehouse about some channels."""

    cursor: DuckDBPyConnection
    channel: str | Sequence[str]
    settings: Settings
    media: str | None

    @property
    def channels(self) -> list[str]:
        return [self.channel] if isinstance(self.channel, str) else list(self.channel)

    def rows(self, relation: str, *named: str) -> list[tuple[Any, ...]]:
        """All rows of a relation of this folder; `named` says which values it asks for."""
        values = {
            "shift": days_into_week(self.settings),
            "timezone": self.settings.timezone,
            "media": self.media,
        }
        sql = (files("data.commitments") / f"{relation}.sql").read_text("utf-8")
        asked = {"channels": self.channels} | {name: values[name] for name in named}
        return self.cursor.execute(sql, asked).fetchall()

    def consumption(self) -> list[Consumption]:
        """What the accounts were charged; nothing where no ledger has consumption."""
        return [Consumption(*row) for row in self.rows("weekly_consumption", "shift", "timezone")]

    def peak(self) -> int | None:
        """The most calls that ran at once; None where no call's end is known."""
        peak = self.rows("running_calls")[0][0]
        return None if peak is None else int(peak)

    def covered_weeks(self, what: str) -> list[date]:
        """The first days of the weeks that the records of every channel cover from end to end."""
        spans = [row[2:] for row in self.rows("covered_spans", "timezone") if row[0] == what]
        if not spans:
            return []
        first, last = max(span[0] for span in spans), min(span[1] for span in spans)
        into_week = (first.weekday() + days_into_week(self.settings)) % WEEK.days
        start = first + timedelta(days=-into_week % WEEK.days)
        n = max(0, ((last - start).days + 1) // WEEK.days)
        return [start + number * WEEK for number in range(n)]
