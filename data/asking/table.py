"""Figures as plain values: rows of groups and figures, without a data frame."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.metrics.metric import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.metrics.metric import Aggregate, Metric

MONEY_PLACES = 6
"""Money is written with at least this many decimals, and with more where it has more."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows with one value per column: first the dimensions in `by`, then the figures.

    A group that is not known, and a figure that is not known, is None. Money is Decimal.
    """

    by: tuple[str, ...]
    metrics: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Dimensions, then figures."""
        return *self.by, *self.metrics

    def json_rows(self) -> list[Row]:
        """The rows as JSON has them: money as decimal text, days as ISO text, NULL as null."""
        return [{name: self._plain(name, row[name]) for name in self.columns} for row in self.rows]

    def _rows_without(self, figures: Sequence[str]) -> tuple[Row, ...]:
        return tuple(row | dict.fromkeys(figures) for row in self.rows)

    def _plain(self, name: str, value: Any) -> Any:
        del name
        if isinstance(value, Decimal):
            return money_text(value)
        return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Measures(Table):
    """Metrics by groups, with what each figure rests on."""

    asked: tuple[Metric, ...] = field(default=(), repr=False)
    parts: tuple[Mapping[Aggregate, Any], ...] = field(default=(), repr=False)
    """Per row, the aggregates its figures were put together from."""
    unknown_because: str = ""
    """Why no figure of the table is known, where none is."""
    has_more: bool = False
    """Whether there are groups beyond the limit that was asked for."""

    def without_figures(self, because: str) -> Measures:
        """The same groups with no figure known, and why."""
        return replace(self, rows=self._rows_without(self.metrics), unknown_because=because)

    def evidence(self, row: int, name: str) -> Evidence:
        """What the figure of that row rests on; where it is NULL, why."""
        if self.unknown_because:
            return Evidence(unknown_because=self.unknown_because)
        metric = self.asked[self.metrics.index(name)]
        parts = [self.parts[row][part] for part in metric.parts]
        found = metric.evidence(parts)
        if self.rows[row][name] is not None:
            return found
        return replace(found, unknown_because=metric.why_unknown(parts))

    def _plain(self, name: str, value: Any) -> Any:
        if isinstance(value, Decimal) and self.asked[self.metrics.index(name)].unit != "money":
            return float(value)
        return super()._plain(name, value)


@dataclass(frozen=True)
class Ledger(Table):
    """The waste ledger: per group one row per line, in the ledger's order, then its total."""

    def without_figures(self) -> Ledger:
        """The same lines with no figure known."""
        return replace(self, rows=self._rows_without(("money", "outputs")))

    @property
    def is_known(self) -> bool:
        """Whether the money of any line is known."""
        return any(row["money"] is not None for row in self.rows)

    @property
    def balances(self) -> bool:
        """Whether the lines of every group sum to its total, to the last digit."""
        sums: dict[tuple[Any, ...], Decimal] = {}
        for row in self.rows:
            group = tuple(row[name] for name in self.by)
            sign = -1 if row["line"] == "total" else 1
            sums[group] = sums.get(group, Decimal(0)) + sign * (row["money"] or Decimal(0))
        return not any(sums.values())


def money_text(amount: Decimal) -> str:
    """A decimal number without an exponent: exact, with at least six decimals."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<{MONEY_PLACES}}"
