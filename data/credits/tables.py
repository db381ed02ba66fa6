"""The valued credit ledger as TEMP tables, for the relations that cost attempts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data.credits.entries import Entry
from data.credits.ledger import value_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from data.credits.entries import LotPart
    from data.credits.ledger import Valuation
    from data.relations.builder import RelationBuilder

Row = dict[str, Any]
ROWS_AT_ONCE = 20_000
PARTS = {
    "entry_no": "BIGINT",
    "kind": "VARCHAR",
    "money": "DECIMAL(38, 12)",
    "currency": "VARCHAR",
    "paid_at": "TIMESTAMP",
}
LAPSES = {
    "lot_no": "BIGINT",
    "account": "VARCHAR",
    "lapsed_at": "TIMESTAMP",
    "credits": "DECIMAL(38, 12)",
    "money": "DECIMAL(38, 12)",
    "currency": "VARCHAR",
    "paid_at": "TIMESTAMP",
}


def value_ledger(build: RelationBuilder, as_of: datetime) -> None:
    """Make credit_parts (one row per entry and lot it drew from or returned to) and credit_lapses.

    `paid_at` is when the lot was paid: its money converts at that day's rate. ledger_problems has
    one row with the number of entries that are impossible.
    """
    rows = build.fetch(f"SELECT {', '.join(_COLUMNS)} FROM ledger_entries ORDER BY entry_no")
    entries = [Entry(*row) for row in rows]
    valuation = value_entries(entries, as_of)
    _load(build, "credit_parts", PARTS, _parts(valuation))
    paid_at = {entry.entry_no: entry.at for entry in entries}
    _load(build, "credit_lapses", LAPSES, _lapses(valuation, paid_at))
    n_problems = len({problem.entry_no for problem in valuation.problems})
    _load(build, "ledger_problems", {"n": "BIGINT"}, [{"n": n_problems}])


_COLUMNS = tuple(f'"{name}"' for name in Entry._fields)


def _parts(valuation: Valuation) -> Iterator[Row]:
    for entry, drawn_from in valuation.valued:
        for part in drawn_from:
            yield {
                "entry_no": entry.entry_no,
                "kind": entry.kind,
                "money": _money(part),
                "currency": part.currency,
                "paid_at": _text(part.lot.at if part.lot else None),
            }


def _lapses(valuation: Valuation, paid_at: dict[int, datetime]) -> Iterator[Row]:
    for lapse in valuation.breakage:
        yield {
            "lot_no": lapse.lot_no,
            "account": lapse.account,
            "lapsed_at": str(lapse.at),
            "credits": str(lapse.credits),
            "money": _text(lapse.money),
            "currency": lapse.currency,
            "paid_at": str(paid_at[lapse.lot_no]),
        }


def _money(part: LotPart) -> str | None:
    """Write the money of a part as a decimal; None where nothing covered its credits."""
    known = part.lot is not None and part.money_units is not None
    return f"{part.money_units}E-12" if known else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _load(build: RelationBuilder, name: str, columns: dict[str, str], rows: Iterable[Row]) -> None:
    build.empty(name, ", ".join(f"{column} {kind}" for column, kind in columns.items()))
    shape = json.dumps([columns])
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_AT_ONCE:
            _append(build, name, shape, chunk)
            chunk = []
    if chunk:
        _append(build, name, shape, chunk)


def _append(build: RelationBuilder, name: str, shape: str, rows: list[Row]) -> None:
    build.con.execute(
        f"INSERT INTO {name} SELECT row.* FROM"
        f" (SELECT unnest(from_json(?::JSON, '{shape}')) AS row)",
        [json.dumps(rows)],
    )
