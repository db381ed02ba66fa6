"""How the review goes at a stage: how much of the work was looked at, and do people agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.estimates.intervals import wilson_interval
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings
    from data.warehouse.records import Stage


class ShareOf(NamedTuple):
    """So many of so many."""

    hits: int
    cases: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.hits / self.cases if self.cases else None

    @property
    def interval(self) -> tuple[float, float] | tuple[None, None]:
        """Its 95 % Wilson interval."""
        return wilson_interval(self.hits, self.cases)


class DeskProgress(NamedTuple):
    """Of the selected work, at one stage, as it is loaded."""

    coverage: ShareOf
    """Delivered outputs that somebody decided on at this stage."""
    agreement: ShareOf
    """Outputs that several people decided on at this stage, and all the same."""


def desk_progress(
    cursor: DuckDBPyConnection, stage: Stage, selection: Selection, settings: Settings
) -> DeskProgress:
    """What was decided at the stage, and how far people agree there."""
    where, parameters = selection.where(settings)
    row = cursor.execute(
        "SELECT count(r.decision), count(*), count(*) FILTER (r.n_reviewers > 1 AND r.is_agreed),"
        " count(*) FILTER (r.n_reviewers > 1)"
        f" FROM ({relation_sql('desk_outputs')}) AS o"
        f" LEFT JOIN ({relation_sql('reviews_of_outputs')}) AS r ON r.attempt_no = o.attempt_no"
        " AND r.output_index = o.output_index AND r.stage = ?"
        f" WHERE o.attempt_no IN (SELECT attempt_no FROM attempt_facts WHERE {where})",
        [stage, *parameters],
    ).fetchone()
    assert row is not None
    decided, delivered, agreed, several = row
    return DeskProgress(ShareOf(decided, delivered), ShareOf(agreed, several))
