"""A list of briefs: those that a view shows of a selection, the first of them in an order."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings

State = Literal["usable", "open", "unreviewed", "never_usable"]
"""`unreviewed`: open, and all that waits is work that nobody is known to review."""
View = Literal["open", "one_shot", "never_usable", "all"]
Order = Literal["money", "attempts", "usable", "first_usable", "rerolls", "newest"]
VIEWS: dict[View, str] = {
    "open": "NOT settled",
    "one_shot": "first_pass",
    "never_usable": "never_usable",
    "all": "TRUE",
}
"""The briefs that each view shows, by what `brief_facts` has."""

ORDERS: dict[Order, str] = {
    "money": "cost",
    "attempts": "n_attempts",
    "usable": "n_usable",
    "first_usable": "time_to_first_usable_s",
    "rerolls": "n_rerolls",
    "newest": "first_submitted_at",
}
"""What each order goes by. All of it stands in `brief_facts`: sums of attempts are taken only of
the briefs that are listed, so that it takes no longer where there are a million attempts."""


@dataclass(frozen=True)
class ListedBrief:
    """One brief with all its attempts. Times in UTC, naive; money None where none is known."""

    brief_no: int
    brief: str
    client: str | None
    project: str | None
    media: str | None
    state: State
    attempts: int
    outputs: int
    usable: int
    spend: Decimal | None
    wasted: Decimal | None
    """Also None where nobody is known to review what it brought."""
    time_to_first_usable_s: float | None
    rerolls: int
    first_submitted_at: datetime
    last_active_at: datetime
    """When an attempt was last submitted, or ended."""
    unpriced: int
    pending: int
    unreviewed: int
    unfinished: int
    """Attempts that may still finish."""
    shares_name: bool
    """Whether another client or project has a brief of this name."""


class BriefList(NamedTuple):
    """The first briefs, and how many there are."""

    briefs: tuple[ListedBrief, ...]
    n: int


def listed_briefs(
    cursor: DuckDBPyConnection,
    *,
    selection: Selection,
    settings: Settings,
    view: View = "all",
    order: Order = "money",
    name: str = "",
    limit: int,
) -> BriefList:
    """Briefs whose earliest attempt lies in the selection and whose name contains `name`.

    The largest first, at equal places by name.
    """
    where, parameters = selection.where(settings)
    chosen = {"where": where, "view": VIEWS[view]}
    asked = query("listed_briefs").format(rank=ORDERS[order], **chosen)
    rows = cursor.execute(asked, [*parameters, name, limit]).fetchall()
    briefs = tuple(ListedBrief(*row) for row in rows)
    if len(briefs) < limit:
        return BriefList(briefs, len(briefs))
    counted = query("counted_briefs").format(**chosen)
    [(n,)] = cursor.execute(counted, [*parameters, name]).fetchall()
    return BriefList(briefs, n)


def pictures_of(cursor: DuckDBPyConnection, briefs: tuple[int, ...]) -> dict[int, str]:
    """The content of the file that shows each of these briefs best, where a scan found one."""
    return dict(cursor.execute(query("pictures_of_briefs"), [list(briefs)]).fetchall())


def query(name: str) -> str:
    """The text of a query of this room."""
    return (files("data.briefs") / f"{name}.sql").read_text("utf-8")
