"""The impossible bookings of the credit ledgers, each with where it stands and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.credits.entries import Entry
from data.credits.ledger import value_entries

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class LedgerProblem:
    """What is impossible about one booking; a booking may have several of them."""

    file: str
    line: int
    account: str
    at: datetime
    """UTC."""
    sentence: str


def ledger_problems(cursor: DuckDBPyConnection, at: datetime) -> tuple[LedgerProblem, ...]:
    """All of them up to a moment (naive UTC), in the order of booking."""
    columns = ", ".join(f'e."{name}"' for name in Entry._fields)
    query = f"""
        SELECT f.file, e.line, {columns} FROM ledger_entries AS e JOIN files AS f USING (file_no)
        WHERE e."at" <= ?::TIMESTAMP ORDER BY e.entry_no
    """
    places, entries = {}, []
    for file, line, *booked in cursor.execute(query, [at]).fetchall():
        entry = Entry(*booked)
        places[entry.entry_no] = file, line
        entries.append(entry)
    found = value_entries(entries, at).problems
    return tuple(
        LedgerProblem(
            *places[each.entry_no], account=each.account, at=each.at, sentence=each.sentence
        )
        for each in sorted(found, key=lambda each: (each.at, each.entry_no))
    )
