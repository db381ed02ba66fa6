"""InvokeAI: its database, `databases/invokeai.db` in its folder.

The queue forgets what it completed at each start: such a run is known by its images alone, without
its times. Images that were deleted are gone from it, so load it often; those that stay keep their
places, for these go by their names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, ClassVar

from data.errors import RefusedFileError
from data.warehouse.records import Asset, Attempt, Verdict
from ingest.formats.databases import asked, columns_of_tables
from ingest.source import Ignored, Item, Opened, Refused, Source
from ingest.sources.invokeai.rows import ENDS, Session
from ingest.sources.parts.labels import labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Row

    from data.warehouse.records import Origin, Record

NEEDED = {
    "images": {"image_name", "session_id", "image_origin", "created_at"},
    "session_queue": {"item_id", "session_id", "status", "started_at", "completed_at"},
}
IMAGES = """
    SELECT i.*, b.board_name
    FROM images AS i
    LEFT JOIN board_images AS p ON p.image_name = i.image_name
    LEFT JOIN boards AS b ON b.board_id = p.board_id
    ORDER BY i.session_id, i.created_at, i.image_name
"""
QUEUED = "SELECT * FROM session_queue WHERE session_id = ?"
WITHOUT_IMAGES = """
    SELECT * FROM session_queue
    WHERE session_id NOT IN (SELECT session_id FROM images WHERE session_id IS NOT NULL)
    ORDER BY item_id
"""
Run = tuple[str | None, "Row | None", "list[Row]"]
"""A session, its item of the queue, its images."""


@dataclass(frozen=True)
class InvokeAi(Source):
    """Reads a copy of it."""

    name: ClassVar[str] = "invokeai"
    title: ClassVar[str] = "InvokeAI's database: its queue and its images"
    origin: ClassVar[Origin] = "studio"
    where: ClassVar[str] = (
        "databases/invokeai.db in InvokeAI's folder; it is read from a copy. The queue forgets "
        "what it completed at each start, and deleted images are gone: load it often."
    )
    evidence: ClassVar[str] = "the program's own migrations of its database; no team's database"

    def identify(self, file: Opened) -> str | None:
        """By its tables."""
        tables = columns_of_tables(file)
        if all(columns <= tables.get(name, set()) for name, columns in NEEDED.items()):
            return "InvokeAI's database (images, session_queue)"
        return None

    def documents(self, file: Opened) -> Iterator[Item]:
        """The runs that left images, then those that left none."""
        if self.identify(file) is None:
            raise RefusedFileError(
                f"{file.name}: not InvokeAI's database, which has the tables images and "
                "session_queue. Pass databases/invokeai.db of InvokeAI's folder."
            )
        with_images: Iterator[Run] = (
            (session_id, next(asked(file, QUEUED, [session_id]), None), list(images))
            for session_id, images in groupby(asked(file, IMAGES), lambda row: row["session_id"])
        )
        without: Iterator[Run] = (
            (row["session_id"], row, []) for row in asked(file, WITHOUT_IMAGES)
        )
        for number, (session_id, queued, images) in enumerate(chain(with_images, without), start=1):
            value = {
                "session_id": session_id,
                "queued": queued and dict(queued),
                "images": [dict(each) for each in images],
            }
            yield Item(number, json.dumps(value, default=str).encode(), value)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt, what it saved, and what of that somebody starred."""
        del file
        session = Session.model_validate(item.value)
        if session.session_id is None:
            raise Ignored("images that were uploaded, or that no run made")
        yield _attempt(session, session.session_id)
        for image in session.outputs:
            index = image.place
            yield Asset(
                source=self.name, attempt_id=session.session_id, output_index=index,
                uri=image.image_name, file_name=image.image_name, width=image.width,
                height=image.height,
            )  # fmt: skip
            if image.starred and image.updated_at:
                yield Verdict(
                    source=self.name, asset_ref=session.session_id, output_index=index,
                    stage="triage", decision="approved", decided_at=image.updated_at,
                    reason="starred", verdict_id=image.image_name,
                )  # fmt: skip


def _attempt(session: Session, session_id: str) -> Attempt:
    outputs, told = session.outputs, session.metadata
    fields: dict[str, Any] = {
        **(_of_the_queue(session) if session.queued else _of_the_images(session)),
        "model": told.model_name,
        "seed": None if told.seed is None else str(told.seed),
        "prompt": told.positive_prompt,
        "requested_width": told.width,
        "requested_height": told.height,
        "operation": told.operation,
        "n_requested": len(outputs) or None,
        "output_uris": tuple(each.image_name for each in outputs) or None,
        "user": session.user,
        "tags": tuple(dict.fromkeys(f"board:{e.board_name}" for e in outputs if e.board_name))
        or None,
    }
    return Attempt(
        source="invokeai", source_id=session_id, channel="invokeai", provider="invokeai",
        **labelled(fields, None),
    )  # fmt: skip


def _of_the_queue(session: Session) -> dict[str, Any]:
    queued = session.queued
    assert queued is not None
    status = ENDS.get(queued.status)
    if status is None:
        raise Ignored("a run that has not ended")
    if status == "succeeded" and not session.outputs:
        raise Ignored("previews alone: nothing was saved")
    if queued.created_at is None:
        raise Refused("created_at: a run in the queue has a time")
    return {
        "submitted_at": queued.created_at,
        "started_at": queued.started_at,
        "completed_at": queued.completed_at,
        "status": status,
        "raw_status": queued.status,
        "error_code": queued.error_type or (queued.error and queued.error.splitlines()[-1]),
        "operation_id": queued.retried_from_item_id or queued.item_id,
        "n_outputs": len(session.outputs) if status == "succeeded" else 0,
        "units": None if queued.seconds is None else Decimal(str(queued.seconds)),
        "unit": "gpu_second",
    }


def _of_the_images(session: Session) -> dict[str, Any]:
    """A run that the queue has forgotten: it ended well, at the latest when it saved something."""
    saved = [each.created_at for each in session.outputs if each.created_at]
    if not saved:
        raise Ignored("previews alone, or uploads: nothing was saved")
    return {
        "submitted_at": min(saved),
        "seen_at": min(saved),
        "status": "succeeded",
        "n_outputs": len(session.outputs),
    }
