"""The story of one brief: its attempts, outputs and decisions, and what was made from what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from data.briefs.listed import query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings

MOST = 500
"""So many attempts, outputs and links are looked at, and twice as many decisions."""


class Piece(NamedTuple):
    """One output of an attempt; the index None means all outputs of that attempt."""

    attempt_no: int
    output_index: int | None


@dataclass(frozen=True)
class BriefAttempt:
    """One attempt. Times in UTC, naive; money None where it is not known."""

    attempt_no: int
    source: str
    source_id: str
    submitted_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    status: str
    raw_status: str | None
    error_code: str | None
    tier: str
    operation: str | None
    media: str | None
    channel: str | None
    model: str | None
    variant: str | None
    user: str | None
    n_requested: int
    outputs: int
    cost: Decimal | None
    cost_basis: str
    assumed_because: str | None
    unpriced_because: str | None
    refund: Decimal | None
    latency_s: float | None


@dataclass(frozen=True)
class BriefOutput:
    """One output. Times in UTC, naive; money None where it is not known."""

    attempt_no: int
    output_index: int
    source: str
    source_id: str
    outcome: str
    money: Decimal | None
    decision: str | None
    stage: str | None
    decided_at: datetime | None
    reason: str | None
    reviewer: str | None
    tier: str
    media: str | None
    model: str | None
    submitted_at: datetime
    ready_at: datetime
    sha256: str | None
    """Of the scanned file that shows it, if there is one."""
    kind: str | None
    """Of that file: image or video."""

    @property
    def piece(self) -> Piece:
        """What it is called in links."""
        return Piece(self.attempt_no, self.output_index)


@dataclass(frozen=True)
class BriefVerdict:
    """One decision, on one output or (index None) on all of an attempt. Time in UTC, naive."""

    attempt_no: int
    output_index: int | None
    decision: str
    stage: str
    decided_at: datetime
    reviewer: str | None
    reason: str | None


class Link(NamedTuple):
    """The child was made from the parent."""

    child: Piece
    parent: Piece


class Story(NamedTuple):
    """What happened in one brief, each part in its order and at most MOST of each."""

    attempts: tuple[BriefAttempt, ...]
    outputs: tuple[BriefOutput, ...]
    verdicts: tuple[BriefVerdict, ...]
    links: tuple[Link, ...]


def story_of(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> Story:
    """The story of the brief that the selection is about."""
    where, parameters = selection.where(settings)

    def rows(name: str, most: int) -> list[tuple[Any, ...]]:
        asked = query(name).format(where=where)
        return cursor.execute(asked, [*parameters, most]).fetchall()

    return Story(
        tuple(BriefAttempt(*row) for row in rows("attempts", MOST)),
        tuple(BriefOutput(*row) for row in rows("outputs", MOST)),
        tuple(_counting(rows("verdicts", 2 * MOST), settings)),
        tuple(_link(*row) for row in rows("lineage", MOST)),
    )


def _counting(rows: Iterable[tuple[Any, ...]], settings: Settings) -> Iterator[BriefVerdict]:
    """The decisions that count, a use at the stage that the settings give it."""
    stages = {"finals": settings.media.finals_mean, "uses": settings.media.use_means}
    for *columns, source in rows:
        verdict = BriefVerdict(*columns)
        stage = stages.get(source, verdict.stage)
        if stage != "nothing":
            yield replace(verdict, stage=stage)


def _link(child: int, child_index: int | None, parent: int, parent_index: int | None) -> Link:
    return Link(Piece(child, child_index), Piece(parent, parent_index))
