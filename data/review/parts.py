"""What a review is made of: parts with sentences and rows, the same for every form that draws them.

A form (a page, a file, a message) draws each part's sentences, its table and, where it has one, its
chart; no form computes anything. Cells are plain values: Decimal for money, int for counts, float
for shares and seconds, date for days, text else, None for what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from data.metrics.metric import Unit

if TYPE_CHECKING:
    from datetime import date, datetime

CellUnit = Unit | Literal["text", "day"]
"""How a cell is written: by the unit of its metric, as text, or as a day."""
ChartKind = Literal["lines", "stacked", "bridge"]
Row = dict[str, Any]


class Column(NamedTuple):
    """A column of a part: the key of its cells, its heading and how they are written.

    `unit_in` names the column that says each row's own unit, where the rows have several metrics;
    `unit` then serves rows that say none.
    """

    name: str
    title: str
    unit: CellUnit = "text"
    unit_in: str = ""


class Chart(NamedTuple):
    """How the rows of a part are drawn.

    `lines`: `y` against `x`, a band between `low` and `high` where they are named, the `target` as
    a rule. `stacked`: the columns `y` on top of one another for each `x`, the `total` above.
    `bridge`: from the first row's `y` to the last row's, every row between being a step of so
    much; `x` names the steps.
    Rows with a value in `settling` may still change: their points are hollow, their bars pale.
    """

    kind: ChartKind
    x: str
    y: tuple[str, ...]
    low: str = ""
    high: str = ""
    target: str = ""
    settling: str = ""
    total: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the review: its name in JSON, the question it answers, what it says."""

    name: str
    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    chart: Chart | None = None
    is_small_print: bool = False
    """Whether it belongs at the end, in small type."""

    def unit_of(self, column: Column, row: Row) -> CellUnit:
        """How one cell is written."""
        return row[column.unit_in] if column.unit_in and row.get(column.unit_in) else column.unit


@dataclass(frozen=True)
class Review:
    """The review of a period: its headline and its parts, in the order in which they are read."""

    name: str
    """`2026-W46`, or the first and last day: `2026-11-02..2026-11-08`."""
    title: str
    headline: str
    first_day: date
    last_day: date
    compared_with: str
    as_of: datetime
    """The moment the figures stand at, naive UTC."""
    currency: str
    parts: tuple[Part, ...]
    notice: str = ""
    """The team's own word on all figures, from its settings."""
    selection: tuple[str, ...] = field(default=())
    """What it was narrowed to, as `--where` takes it."""

    def part(self, name: str) -> Part | None:
        """The part of that name, if the review has it."""
        return next((part for part in self.parts if part.name == name), None)
