"""The valued credit ledger as rows of relations, for `relations/08_costs`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.credits.entries import Entry
from data.credits.ledger import value_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from data.credits.valuation import Valuation
    from data.relations.builder import Making, RelationBuilder

Row = dict[str, Any]
ROWS_AT_ONCE = 20_000
PARTS = {
    "entry_no": "BIGINT",
    "kind": "VARCHAR",
    "credits": "DECIMAL(38, 12)",
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


@dataclass
class CreditTables:
    """The valued ledger as of a moment, for the three relations that hold parts of it."""

    as_of: datetime
    _valued: tuple[Valuation, dict[int, datetime]] | None = None
    """With when each entry was booked."""

    def makers(self) -> dict[str, Callable[[Making], None]]:
        """What makes each of the relations."""
        return {
            "credit_parts": self._parts,
            "credit_lapses": self._lapses,
            "ledger_problems": self._problems,
        }

    def _parts(self, making: Making) -> None:
        """One row per entry and lot it drew from or returned to."""
        valuation, _ = self._value(making.build)
        _load(making.build, "credit_parts", PARTS, map(_as_text, part_rows(valuation)))

    def _lapses(self, making: Making) -> None:
        """One row per lot that lapsed; `paid_at`: its money converts at that day's rate."""
        rows = lapse_rows(*self._value(making.build))
        _load(making.build, "credit_lapses", LAPSES, map(_as_text, rows))

    def _problems(self, making: Making) -> None:
        """One row: how many entries are impossible."""
        valuation, _ = self._value(making.build)
        self._valued = None
        n = len({problem.entry_no for problem in valuation.problems})
        _load(making.build, "ledger_problems", {"n": "BIGINT"}, [{"n": n}])

    def _value(self, build: RelationBuilder) -> tuple[Valuation, dict[int, datetime]]:
        if self._valued is None:
            rows = build.fetch(f"SELECT {_COLUMNS} FROM ledger_entries ORDER BY entry_no")
            entries = [Entry(*row) for row in rows]
            booked_at = {entry.entry_no: entry.at for entry in entries}
            self._valued = value_entries(entries, self.as_of), booked_at
        return self._valued


_COLUMNS = ", ".join(f'"{name}"' for name in Entry._fields)


def part_rows(valuation: Valuation) -> Iterator[Row]:
    """One row per entry and lot it drew from or returned to, by the columns of PARTS."""
    for entry, drawn_from in valuation.valued:
        for part in drawn_from:
            yield {
                "entry_no": entry.entry_no,
                "kind": entry.kind,
                "credits": part.credits,
                "money": part.money if part.lot else None,
                "currency": part.currency,
                "paid_at": part.lot.at if part.lot else None,
            }


def lapse_rows(valuation: Valuation, paid_at: dict[int, datetime]) -> Iterator[Row]:
    """One row per lot that lapsed, by the columns of LAPSES."""
    for lapse in valuation.breakage:
        yield {
            "lot_no": lapse.lot_no,
            "account": lapse.account,
            "lapsed_at": lapse.at,
            "credits": lapse.credits,
            "money": lapse.money,
            "currency": lapse.currency,
            "paid_at": paid_at[lapse.lot_no],
        }


def _as_text(row: Row) -> Row:
    """As JSON takes it: moments and amounts written out."""
    return {
        name: value if value is None or isinstance(value, int | str) else str(value)
        for name, value in row.items()
    }


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
