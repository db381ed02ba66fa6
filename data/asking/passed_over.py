"""Outputs that were passed over, taken apart: what for, and in which work.

An output is passed over *for another* where something else of its brief was approved and the
selection window went by, *never decided* where the verdict window went by before that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from data.asking.tags import check_tags
from data.metrics.dimensions import dimension
from data.relations.named_columns import over_named_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.metrics.dimensions import Key
    from data.settings import Settings

OUTPUTS_PER_BRIEF = "outputs_per_brief"
"""Beside the dimensions: how many outputs a brief was given, of those in the selection."""
_UP_TO = (1, 4, 8, 16, 32)
SIZES = ("1", "2 to 4", "5 to 8", "9 to 16", "17 to 32", "33 or more")
"""Outputs per brief, the groups in their order."""


@dataclass(frozen=True)
class PassedOver:
    """What one group passed over, in outputs and money; and how large the group is.

    Money is that of outputs with a known price, `n_unpriced` counts the others; `spend` is of the
    whole group, None where none of it has a known price.
    """

    group: Key
    n_briefs: int
    n_outputs: int
    spend: Decimal | None
    n_for_another: int = 0
    for_another: Decimal = Decimal(0)
    n_never_decided: int = 0
    never_decided: Decimal = Decimal(0)
    n_unpriced: int = 0

    @property
    def money(self) -> Decimal:
        """All that was passed over."""
        return self.for_another + self.never_decided

    @property
    def n_passed_over(self) -> int:
        """How many outputs that is."""
        return self.n_for_another + self.n_never_decided


def passed_over(
    cursor: DuckDBPyConnection, by: str, *, selection: Selection, settings: Settings
) -> tuple[PassedOver, ...]:
    """A row per group that passed something over, by a dimension or by `OUTPUTS_PER_BRIEF`.

    Sizes of briefs come in their order, other groups by money, the largest first. Raises
    QuestionError.
    """
    where, parameters = selection.where(settings)
    expression, key = _grouping(cursor, by, settings)
    sql = (files("data.asking") / "passed_over.sql").read_text("utf-8")
    asked = over_named_columns(cursor, sql.format(where=where, group=expression))
    rows = cursor.execute(asked, parameters).fetchall()
    parts: dict[Key, dict[str, tuple[int, Decimal, int]]] = {}
    sizes: dict[Key, tuple[int, int, Decimal | None]] = {}
    for group, n_briefs, n_outputs, spend, window, number, money, n_unpriced in rows:
        sizes[key(group)] = (n_briefs, int(n_outputs), spend)
        parts.setdefault(key(group), {})[window] = (number, money or Decimal(0), n_unpriced)
    found = [_row(group, sizes[group], mine) for group, mine in parts.items()]
    return tuple(sorted(found, key=_in_order if by == OUTPUTS_PER_BRIEF else _dearest_first))


def _row(
    group: Key,
    size: tuple[int, int, Decimal | None],
    parts: dict[str, tuple[int, Decimal, int]],
) -> PassedOver:
    for_another, never = (parts.get(each, (0, Decimal(0), 0)) for each in ("selection", "verdict"))
    return PassedOver(group, *size, *for_another[:2], *never[:2], for_another[2] + never[2])


def _grouping(
    cursor: DuckDBPyConnection, by: str, settings: Settings
) -> tuple[str, Callable[[object], Key]]:
    """The SQL of a group, and what makes its key of it."""
    if by == OUTPUTS_PER_BRIEF:
        cases = " ".join(f"WHEN s.n_outputs <= {most} THEN {n}" for n, most in enumerate(_UP_TO))
        return f"CASE {cases} ELSE {len(_UP_TO)} END", lambda place: SIZES[int(str(place))]
    check_tags(cursor, [by])
    found = dimension(by)
    return found.expression(settings), found.key


def _in_order(row: PassedOver) -> int:
    return SIZES.index(str(row.group))


def _dearest_first(row: PassedOver) -> tuple[bool, Decimal, str]:
    return row.group is None, -row.money, str(row.group).casefold()
