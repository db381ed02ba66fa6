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

    from data.credits.entries import LotPart
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
        _load(making.build, "credit_parts", PARTS, _parts(valuation))

    def _lapses(self, making: Making) -> None:
        """One row per lot that lapsed; `paid_at`: its money converts at that day's rate."""
        _load(making.build, "credit_lapses", LAPSES, _lapses(*self._value(making.build)))

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


def _parts(valuation: Valuation) -> Iterator[Row]:
    for entry, drawn_from in valuation.valued:
        for part in drawn_from:
            yield {
                "entry_no": entry.entry_no,
                "kind": entry.kind,
                "credits": str(part.credits),
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
