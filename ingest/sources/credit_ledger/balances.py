"""A ledger that writes the balance after each booking, and not what was booked: the differences.

What stood in an account before its first row is known only where that row brings the first credits.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.formats.amounts import amount
from ingest.formats.sheets import compact, row_moment
from ingest.sources.credit_ledger.amounts import INCOMING, SIGNED
from ingest.sources.credit_ledger.columns import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from ingest.formats.item import Item
    from ingest.formats.sheets import Row

UNTOLD = "credits untold"
"""Key under which a row says why its balance does not tell its credits."""
NO_ORDER = (
    "the rows are in no order of time, so that their balances do not tell what was booked: sort the"
    " sheet by its times, or add a column of credits"
)
NOTHING_BEFORE = (
    "the balance before this row is not known, so that its own does not tell what was booked: put a"
    " row above it that brings what was there, as a grant or a purchase"
)
NO_BALANCE = "no balance: fill the column, or add one of credits"
IN_MONEY = "the balance is money, and credits are needed: add a column of credits"


def with_differences(items: Iterable[Item], zone: tzinfo) -> Iterator[Item]:
    """The rows in the order of the sheet, each with the credits by which it changed its account."""
    known = [*items]
    rows = [item.value for item in known]
    order = _order_of_time(rows, zone)
    told = dict(zip(order or (), _Accounts().booked(rows[n] for n in order or ()), strict=True))
    for number, item in enumerate(known):
        row = told.get(number, {UNTOLD: NO_ORDER})
        yield item if item.value is None else replace(item, value=item.value | row)


def _order_of_time(rows: Sequence[Row | None], zone: tzinfo) -> range | None:
    """The rows from the earliest on: as they stand, or from the last up; None for neither."""
    times = [at for row in rows if row is not None and (at := _moment(row, zone)) is not None]
    if all(a <= b for a, b in pairwise(times)):
        return range(len(rows))
    if all(a >= b for a, b in pairwise(times)):
        return range(len(rows) - 1, -1, -1)
    return None


def _moment(row: Row, zone: tzinfo) -> datetime | None:
    try:
        return row_moment(row, "at", zone)
    except ValueError:  # its own row says so
        return None


class _Accounts:
    """The balances of the accounts of a sheet, from row to row."""

    def __init__(self) -> None:
        self._balances: dict[str, Decimal | None] = {}
        self._is_whole = True
        """Whether every row so far could be read: any account may have been that of another."""

    def booked(self, rows: Iterable[Row | None]) -> Iterator[Row]:
        """What each row says of its credits."""
        for row in rows:
            if row is None:
                self._balances, self._is_whole = {}, False
                yield {}
            else:
                yield self._told(row)

    def _told(self, row: Row) -> Row:
        account = row.get("account", "")
        before = self._balances.get(account, self._at_first(row, account))
        after, currency = amount(row["balance"]) if "balance" in row else (None, None)
        self._balances[account] = after if currency is None else None
        if after is None or currency is not None:
            return {UNTOLD: NO_BALANCE if after is None else IN_MONEY}
        if before is None:
            return {UNTOLD: NOTHING_BEFORE}
        return {"credits": f"{after - before:f}", SIGNED: "yes"}

    def _at_first(self, row: Row, account: str) -> Decimal | None:
        """Nothing, where an account begins with credits that come in."""
        begins = self._is_whole and account not in self._balances
        return (
            Decimal(0) if begins and KINDS.get(compact(row.get("kind", ""))) in INCOMING else None
        )
