"""The briefs a review looks at, and how each was worked on."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from data.asking.figures import Figures
    from data.asking.selection import Selection


class WorkedBrief(NamedTuple):
    """One brief with all its attempts up to the moment. Money is None where none is known.

    It comes as numbers, as it is only averaged, or summed for what is said in whole cents.
    """

    brief: str | None
    client: str | None
    project: str | None
    media: str | None
    submitted_at: datetime
    """Its earliest call, naive UTC."""
    n_usable: int
    settled: bool
    n_attempts: int
    money: float | None
    first_accepted: int | None
    """The number of the attempt, from 1, that brought the first accepted output."""
    n_open: int
    """Attempts that may still finish."""
    costs: list[float | None]
    """Of its attempts, in their order."""
    n_rerolls: int
    reroll_money: float
    n_refined: int
    """Refine-tier operations."""
    is_reviewed: bool
    """Whether all of it is work that somebody is known to review."""
    model: str | None = None
    """Of its earliest call, as the person is."""
    user: str | None = None


def worked_briefs(figures: Figures, selection: Selection) -> list[WorkedBrief]:
    """The briefs whose earliest call lies in the selection, the earliest first."""
    where, parameters = selection.where(figures.settings)
    sql = (files("data.review") / "worked_briefs.sql").read_text("utf-8").format(where=where)
    rows = figures.ask(selection, sql, parameters).fetchall()
    return [WorkedBrief(*row) for row in rows]


def by_client(briefs: Iterable[WorkedBrief]) -> defaultdict[str | None, list[WorkedBrief]]:
    """Briefs by client; none for a client without any."""
    found: defaultdict[str | None, list[WorkedBrief]] = defaultdict(list)
    for brief in briefs:
        found[brief.client].append(brief)
    return found


def attempt_cost(worked: Sequence[WorkedBrief]) -> float:
    """The mean cost of an attempt of briefs whose cost is known."""
    spent = sum(each.money for each in worked if each.money is not None)
    return spent / sum(each.n_attempts for each in worked)
