"""A credit account kept in a sheet: purchases, grants, consumption, refunds, expiry. CSV or Excel.

Needs columns for the kind, the time, and the credits (or an account and an amount). An `amount`
beside a column of credits is money; without one it is credits, unless written with a currency.
Of a running balance alone the credits are the differences, where the rows are in order of time; the
first row of an account has to bring what is in it.
Consumption may be written negative throughout a file, or positive throughout: it is read as its
magnitude. Where it is negative, a positive one, and a refund that takes credits away, are refused.
A file whose purchases are all negative and whose usage is positive is refused as a whole. Only
adjustments keep their sign. A task may be booked more than once: what is debited before and settled
after adds up, a settlement that gives back is a refund, and a hold counts until it is released or
its task is charged. These may all bear the task's id in place of one of their own. Times without an
offset are in the reporting time zone; credits that expire on a day last to its end. An `ID` that
may be the row's place in a sheet identifies nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.warehouse.records import LedgerEntry
from ingest.formats.sheets import compact, row_moment, stated_id
from ingest.formats.times import end_of_day
from ingest.formats.worksheets import UNREAD
from ingest.source import Ignored, Item, Opened, Refused, Source
from ingest.sources.credit_ledger import amounts
from ingest.sources.credit_ledger.balances import UNTOLD, with_differences
from ingest.sources.credit_ledger.columns import (
    KINDS,
    MONEY_APART,
    NEVER,
    TWICE_BOOKED,
    currency_in,
    format_of,
    kind_of,
    tells_balances_alone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo

    from ingest.formats.sheets import Row


class CreditLedgerSheet(Source):
    """Sheets of a credit account."""

    name = "credit_ledger"
    title = "credit ledger in a sheet (CSV or Excel)"
    origin = "studio"
    where = "A credit account's statement: columns such as account, kind, date, credits, money."

    evidence = "the names that such sheets commonly have: no platform publishes a format"

    def identify(self, file: Opened) -> str | None:
        """By its header, and most of its kinds being those of a ledger."""
        header = MONEY_APART.header(file)
        kinds = [row.get("kind", "") for row in MONEY_APART.sample(file)] if header else []
        if not header or 2 * sum(compact(kind) in KINDS for kind in kinds) < len(kinds):
            return None
        columns = format_of(header).columns(header)
        return "columns " + ", ".join(repr(columns[field][0]) for field in columns)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The rows of the sheet, with what its header and its other rows say about them."""
        told = MONEY_APART.told_to_read(file)
        header = told.header(file)
        sheet = replace(format_of(header), recognises=told.recognises)
        notation = sheet.notation(file)

        def items() -> Iterator[Item]:
            found = sheet.rows(file, notation)
            is_told = tells_balances_alone(header)
            return with_differences(found, file.settings.zone) if is_told else found

        rows = (item.value for item in items() if item.value is not None)
        known = amounts.stated_for_all(currency_in(header), rows)
        for item in items():
            yield item if item.value is None else replace(item, value=known | item.value)

    def records(self, item: Item, file: Opened) -> Iterable[LedgerEntry]:
        """One entry."""
        if UNREAD in item.value:
            raise Ignored(item.value[UNREAD])
        try:
            fields = _fields(item.value, file)
        except ValueError as error:
            raise Refused(str(error)) from None
        yield LedgerEntry(source=self.name, **fields)


def _fields(row: Row, file: Opened) -> dict[str, Any]:
    zone = file.settings.zone
    if amounts.TURNED in row:
        raise Refused(amounts.WHICH_SIGN)
    if UNTOLD in row:
        raise Refused(row[UNTOLD])
    if "account" not in row:
        raise Refused("no account: fill a column 'account' (or 'wallet', 'workspace')")
    kind = kind_of(row.get("kind", ""), row.get("attempt_ref"))
    kind = "refund" if amounts.gives_back(row) else kind
    if (at := row_moment(row, "at", zone) or file.submitted_at) is None:
        raise Refused(
            "no time: fill a column 'at' (or 'date', 'timestamp'), or pass --submitted-at"
        )
    money, currency = amounts.money_of(row, kind)
    return {
        "account": row["account"],
        "attempt_ref": row.get("attempt_ref") or _task(row, kind),
        "kind": kind,
        "at": at,
        "credits": amounts.credits_of(row, kind, outgoing_negative=amounts.SIGNED in row),
        "money": money,
        "currency": currency,
        "expires_at": _expiry(row, zone),
        "promotional": amounts.is_promotional(row),
        "entry_id": _entry_id(row),
        "updated_at": row_moment(row, "updated_at", zone, clock=None),
    }


def _entry_id(row: Row) -> str | None:
    """The booking's id; with its kind where that says that its task is booked more than once."""
    kind = compact(row.get("kind", ""))
    return f"{_stated(row)} ({kind})" if _stated(row) and kind in TWICE_BOOKED else _stated(row)


def _task(row: Row, kind: str) -> str | None:
    """What bookings of one task are of, where the id that they share is all that says so."""
    is_part = kind in {"hold", "release"} or compact(row.get("kind", "")) in TWICE_BOOKED
    return _stated(row) if is_part else None


def _stated(row: Row) -> str | None:
    return row.get("entry_id") or stated_id(row.get("row_id"))


def _expiry(row: Row, zone: tzinfo) -> datetime | None:
    """When credits lapse; with a bare date at the end of that day. Raises ValueError."""
    written = row.get("expires_at", "")
    if not written or compact(written) in NEVER:
        return None
    return end_of_day(written, zone) or row_moment(row, "expires_at", zone, clock=None)
