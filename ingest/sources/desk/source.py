"""The journal of the Desk: a file a day in the folder beside the warehouse, one event a line.

Each event is a version of the verdict whose id it bears: a decision, or that it was taken back,
which leaves the output as it was without it. What was said at another time is another verdict, so
that of a decision and its correction both stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.desk_journal import MARK, DeskEvent
from data.warehouse.records import Verdict
from ingest.source import Item, Opened, Source, reader_version

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = "pending"
"""What a verdict says that was taken back."""


class Desk(Source):
    """Reads what the web app wrote down."""

    name = "desk"
    title = "decisions made at Offcut's own Desk"
    origin = "studio"
    where = "The folder WAREHOUSE-desk beside the warehouse; the web app writes it."
    evidence = "Offcut's own writing"

    @property
    def reader_version(self) -> int:
        """The form of the lines is declared where they are written."""
        return reader_version("ingest/sources/desk", "ingest/source.py", "data/desk_journal.py")

    def identify(self, file: Opened) -> str | None:
        """By the mark that each line bears."""
        objects = (each for document in file.first_documents for each in self.unwrap(document))
        return "decisions of the Desk (offcut_desk)" if any(map(_is_event, objects)) else None

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """One version of a verdict."""
        del file
        event = DeskEvent.model_validate(item.value, strict=False)
        yield Verdict(
            source=self.name,
            asset_ref=f"{event.source}:{event.source_id}",
            output_index=event.output_index,
            decision=NOTHING if event.undoes else event.decision,
            decided_at=event.at,
            stage=event.stage,
            reviewer=event.reviewer,
            reason=None if event.undoes else event.reason,
            review_seconds=event.review_seconds,
            verdict_id=event.undoes or event.id,
            updated_at=event.received_at,
        )


def _is_event(value: Any) -> bool:
    return isinstance(value, dict) and MARK in value
