"""Ledger entries in, valued entries out: what each credit that was used had cost.

Consumption is valued at the money paid for the lots it draws from (`data/credits/lots.py`). A lot's
remainder lapses at its expiry, with or without an `expire` entry; such an entry explains lapses up
to its date, the latest first, and only beyond them takes from live lots. A refund returns credits
to the lots its attempt's consumption drew from, the latest first, at most as many as are still
charged; what returns to an expired lot lapses again, dated at the refund. A refund that finds no
charge brings its credits back with unknown money. A hold takes credits as consumption does, until a
release gives them back or the consumption of its attempt settles it: then the hold is undone, and
what was consumed counts. So what is booked under a hold is what is still held. An adjustment that
names an attempt is part of its charge: upwards it returns credits as a refund does.

Promotional credits cost 0; the money of a grant or adjustment is then its list value. An adjustment
downwards takes credits as consumption does; money on it is cash given back, and is only compared.
What no lot covers has unknown money, and no later purchase pays it.

At one moment: what came in, then holds, consumption, what was adjusted away, releases, refunds,
expiry. The kind says the direction, not the sign: a source may write its consumption negative
throughout.

Pure and exact (integers of 1e-12 inside); data never raises, it is reported as a `Problem`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from data.collector import collector_paused
from data.credits.account import read_account
from data.credits.entries import to_units
from data.credits.valuation import Valuation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from data.credits.entries import Entry

RANK_AT_ONE_MOMENT = {
    "purchase": 0, "grant": 0, "hold": 1, "consume": 2, "adjust": 3, "release": 4, "refund": 5
}  # fmt: skip
LAST = 6


def value_entries(entries: Iterable[Entry], as_of: datetime) -> Valuation:
    """Value every entry booked at or before `as_of`, whatever the order they are given in."""
    with collector_paused():
        return _value_entries(entries, as_of)


def _value_entries(entries: Iterable[Entry], as_of: datetime) -> Valuation:
    accounts: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.at <= as_of:
            accounts[entry.account].append(entry)
    result = Valuation([], [], [], [])
    for _, booked in sorted(accounts.items()):
        read_account(sorted(booked, key=_booking_order), result, as_of)
    return result


def _booking_order(entry: Entry) -> tuple[datetime, int, str, str, int]:
    rank = RANK_AT_ONE_MOMENT.get(entry.kind, LAST)
    if entry.kind == "adjust" and (to_units(entry.credits) or 0) > 0 and entry.attempt_ref is None:
        rank = 0
    return (entry.at, rank, entry.entry_id or "", entry.source, entry.entry_no)
