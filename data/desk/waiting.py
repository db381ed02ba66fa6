"""Decisions that are written down and not in the figures: the next load takes them in, or time."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from data.desk_journal import DeskJournal, desk_folder
from data.warehouse.file import Reader

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.desk_journal import DeskEvent

SOURCE = "desk"
LOADED = (
    "SELECT verdict_id, decision <> 'pending', decided_at FROM warehouse.main.verdicts"
    " WHERE source = ?"
)


class PendingDecisions(NamedTuple):
    """What the figures lack, or count although it was taken back."""

    decisions: tuple[DeskEvent, ...] = ()
    """Made, and not counted yet."""
    withdrawn: tuple[str, ...] = ()
    """The ids of those still counted although they were taken back."""
    later: tuple[DeskEvent, ...] = ()
    """Loaded, and made after the moment at which the figures stand."""

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


def not_counted(
    cursor: DuckDBPyConnection, journal: DeskJournal, as_of: datetime | None = None
) -> PendingDecisions:
    """The same, of a warehouse that is open, and of figures at a moment (UTC)."""
    standing, undone = journal.standing(), journal.undone()
    if not standing and not undone:
        return PendingDecisions()
    loaded = cursor.execute(LOADED, [SOURCE]).fetchall()
    counted = {name for name, counts, _ in loaded if counts}
    moment = as_of.astimezone(UTC).replace(tzinfo=None) if as_of else None
    later = {name for name, counts, at in loaded if counts and moment and at > moment}
    return PendingDecisions(
        tuple(each for each in standing if each.id not in counted),
        tuple(sorted(each for each in undone if each in counted)),
        tuple(each for each in standing if each.id in later),
    )
