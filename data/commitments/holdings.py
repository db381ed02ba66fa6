"""What accounts hold at a moment: how long it lasts, and what of it pays for a channel's work."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from data.commitments.futures.burn_down import burn_down, rate_per_day
from data.commitments.futures.in_hand import InHand
from data.credits.charges import balance
from data.credits.entries import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from data.commitments.futures.burn_down import BurnDown
    from data.commitments.terms.amounts import Charged
    from data.settings import Settings


def balances(cursor: DuckDBPyConnection, at: datetime, settings: Settings) -> tuple[BurnDown, ...]:
    """How long what each account holds will last, from the moment on."""
    entries = entries_of(cursor, at)
    accounts = sorted({entry.account for entry in entries})
    return tuple(burn_down(entries, account, at, zone=settings.zone) for account in accounts)


def in_hand(
    cursor: DuckDBPyConnection,
    channel: str,
    platform: str,
    charges: tuple[Charged, Charged],
    at: datetime,
    settings: Settings,
) -> InHand | None:
    """What the channel's accounts hold of a platform's credits; None where that is nothing."""
    entries = entries_of(cursor, at)
    lots = [lot for account in _accounts(cursor, channel) for lot in balance(entries, account, at)]
    return InHand.of(platform, lots, charges, settings.zone)


def used_a_day(cursor: DuckDBPyConnection, channel: str, at: datetime) -> Decimal:
    """Credits a day that the channel's accounts were charged lately."""
    entries = entries_of(cursor, at)
    rates = (rate_per_day(entries, account, at) for account in _accounts(cursor, channel))
    return sum((rate for rate in rates if rate is not None), Decimal(0))


def _accounts(cursor: DuckDBPyConnection, channel: str) -> list[str]:
    sql = (files("data.commitments.demand") / "channel_accounts.sql").read_text("utf-8")
    return [row[0] for row in cursor.execute(sql, {"channels": [channel]}).fetchall()]


def entries_of(cursor: DuckDBPyConnection, at: datetime) -> list[Entry]:
    """Every entry of the ledgers up to a moment, in the order in which they were read."""
    columns = ", ".join(f'"{name}"' for name in Entry._fields)
    rows = cursor.execute(f"SELECT {columns} FROM ledger_entries ORDER BY entry_no").fetchall()
    return [entry for row in rows if (entry := Entry(*row)).at <= at]
