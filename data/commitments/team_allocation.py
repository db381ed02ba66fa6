"""What each account of a warehouse paid, shared over clients, projects or whatever calls say.

allocations(figures, Selection(), by="client")
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from data.commitments.allocation import Allocation, Period, allocate
from data.commitments.holdings import entries_of
from data.errors import QuestionError, unknown_name
from data.metrics.dimensions import DIMENSIONS, dimension
from data.pricing.currencies import conversions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.asking.figures import Figures
    from data.asking.selection import Selection
    from data.metrics.dimensions import Dimension


def allocations(
    figures: Figures,
    selection: Selection,
    *,
    by: str,
    accounts: Sequence[str] = (),
    share_unused: bool = False,
) -> tuple[Allocation, ...]:
    """What was paid in the days of the selection, by account; none named: all that paid then.

    Raises QuestionError for an account that no ledger has, and for a dimension that is no name that
    calls carry.
    """
    group = _named(by)
    cursor, at, settings = figures.cursor(selection), figures.as_of(selection), figures.settings
    entries = entries_of(cursor, at)
    known = sorted({entry.account for entry in entries})
    for name in accounts:
        if name not in known:
            raise QuestionError(unknown_name("account of a credit ledger", name, known))
    found = (
        allocate(
            entries,
            account,
            at,
            period=Period(*selection.period(settings)),
            group_of=_groups(cursor, group.expression(settings)),
            rate_on=_rates(figures),
            share_unused=share_unused,
        )
        for account in accounts or known
    )
    return tuple(each for each in found if accounts or each.lines or each.left_out)


def _named(by: str) -> Dimension:
    found = dimension(by)
    if found.grain == "attempt" and not found.is_time:
        return found
    names = [each.name for each in DIMENSIONS if each.grain == "attempt" and not each.is_time]
    raise QuestionError(
        f"--by {by}: what was paid can be shared by what calls say of themselves: "
        f"{', '.join(names)} or tag:NAME."
    )


def _groups(cursor: DuckDBPyConnection, expression: str) -> dict[int, str | None]:
    sql = (files("data.commitments") / "entry_groups.sql").read_text("utf-8")
    return dict(cursor.execute(sql.format(group_key=expression)).fetchall())


def _rates(figures: Figures) -> Callable[[str | None, datetime], Decimal | None]:
    """What 1 of a currency was in the reporting one on the day of a moment; None: not known."""
    into = figures.settings.currency
    known = sorted(conversions(figures.book.rates, into), key=lambda each: each.starts)

    def rate_on(currency: str | None, at: datetime) -> Decimal | None:
        if currency in {None, into}:
            return Decimal(1)
        own = [each for each in known if each.currency == currency]
        place = bisect_right(own, at.date(), key=lambda each: each.starts)
        latest = own[place - 1] if place else None
        return latest.rate if latest and at.date() < latest.ends else None

    return rate_on
