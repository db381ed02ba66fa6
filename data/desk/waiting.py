"""Decisions that are written down and not in the figures yet: the next load takes them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.desk_journal import DeskJournal, desk_folder
from data.warehouse.file import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.desk_journal import DeskEvent

SOURCE = "desk"
LOADED = "SELECT verdict_id, decision <> 'pending' FROM warehouse.main.verdicts WHERE source = ?"


class PendingDecisions(NamedTuple):
    """What the figures lack, or count although it was taken back."""

    decisions: tuple[DeskEvent, ...] = ()
    """Made, and not counted yet."""
    withdrawn: tuple[str, ...] = ()
    """The ids of those still counted although they were taken back."""

    @property
    def n_outputs(self) -> int:
        """How many outputs the decisions are about."""
        return len({each.output for each in self.decisions})


def pending_decisions(warehouse: Path) -> PendingDecisions:
    """Those of a warehouse as it is published now; nothing where nobody decided anything.

    Raises WarehouseError where the warehouse cannot be read.
    """
    journal = DeskJournal(desk_folder(warehouse))
    if not warehouse.exists():
        return PendingDecisions(journal.standing())
    with Reader(warehouse) as reader:
        return not_counted(reader.cursor(), journal)


def not_counted(cursor: DuckDBPyConnection, journal: DeskJournal) -> PendingDecisions:
    """The same, of a warehouse that is open."""
    standing, undone = journal.standing(), journal.undone()
    if not standing and not undone:
        return PendingDecisions()
    counted = dict(cursor.execute(LOADED, [SOURCE]).fetchall())
    return PendingDecisions(
        tuple(each for each in standing if not counted.get(each.id)),
        tuple(sorted(each for each in undone if counted.get(each))),
    )
