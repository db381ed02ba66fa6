"""Kling: tasks, list pages and callbacks. Times are milliseconds; a success is spelt `succeed`.

`final_unit_deduction` (text) is what a task cost, in units. An answer says neither its model nor
what was asked: only a recorded request does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Quantity
from ingest.source import Guess, Opened
from ingest.sources.parts.failures import ending_of
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import Length, Noted, Payload, text_of
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

MODES = (
    Guess("mode.std", "720p", "the resolution of `mode: std`"),
    Guess("mode.pro", "1080p", "the resolution of `mode: pro`"),
    Guess("mode.4k", "4k", "the resolution of `mode: 4k`"),
)


class File(Payload):
    """A clip or an image."""

    id: str | None = None
    url: str | None = None
    duration: Length = None


class Made(Payload):
    """What came of a task."""

    videos: tuple[File, ...] | None = None
    images: tuple[File, ...] | None = None


class Info(Payload):
    """What the caller named it."""

    external_task_id: str | None = None


class Task(Payload):
    """A task."""

    task_id: str
    task_status: str
    task_status_msg: str | None = None
    task_info: Info | None = None
    created_at: Noted = None
    updated_at: Noted = None
    task_result: Made | None = None
    final_unit_deduction: Quantity = None


class Envelope(Payload):
    """The answer around a task."""

    code: int | None = None
    message: str | None = None
    data: Task


class TaskCall(Call):
    """The same with what was recorded of the call."""

    answer: Envelope

    @property
    def ended_at(self) -> datetime | None:
        """The last change of a task that has ended."""
        task = self.answer.data
        return task.updated_at if task.task_status in {"succeed", "failed"} else None


class Kling(RecordedSource):
    """Reads them."""

    name = "kling"
    title = "Kling tasks: answers, list pages, callbacks"
    origin = "provider"
    where = "GET /v1/videos/… and /v1/images/… (kept 30 days), or what your callback_url receives."
    evidence = "the reference's schema and a client's tests; no recorded task"
    guesses = MODES
    payload = TaskCall
    addresses = re.compile(r"^\w+://api[\w.-]*\.(?:klingai|kling)\.(?:com|ai)/")
    media_calls = re.compile(r"^$|/v\d/(?:videos|images)/")
    known_by: ClassVar[KnownBy] = {"Kling tasks (code, data.task_id, data.task_status)": {"data"}}
    fields: ClassVar[Fields] = {
        "source_id": "answer.data.task_id",
        "status": "answer.data.task_status",
        "submitted_at": "answer.data.created_at",
        "completed_at": "ended_at",
        "updated_at": "answer.data.updated_at",
        "credits": "answer.data.final_unit_deduction",
    }
    statuses: ClassVar[Words] = {
        "submitted": "running",
        "processing": "running",
        "succeed": "succeeded",
        "failed": "failed",
    }
    constants: ClassVar[Constants] = {"channel": "kling", "provider": "kling"}

    def claim(self, document: Any) -> str | None:
        """By the address, else by the task inside."""
        found = super().claim(document)
        if not found or "uri" in document or "url" in document:
            return found
        task = document.get("response_body", document).get("data")
        return found if isinstance(task, dict) and task.keys() >= TASK else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The tasks of a list page; a bare task, as callbacks send it, in its envelope."""
        return [each for part in super().unwrap(document) for each in _tasks(part)]

    def asked(self, call: Any) -> Mapping[str, Any]:
        """What was sent along, and by the address whether a clip was asked for."""
        given = call.request or {}
        if not given:
            return {}
        clip = "/videos/" in call.path or None
        return {
            "operation": operation_of(text_of(given.get("model_name")), inputs_of(given), clip=clip)
        }

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields, with resolution and sound in the words of the price book."""
        given = payload.request or {}
        mode, sound = f"mode.{given.get('mode')}", given.get("sound")
        named = {each.name for each in MODES}
        words = (
            self.told(mode, file) if mode in named else None,
            {"on": "audio", "off": "silent"}.get(sound) if isinstance(sound, str) else None,
        )
        return known(
            super().found(payload, file), {"variant": " ".join(filter(None, words)) or None}
        )

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """Why a task failed, and what the caller named it."""
        task = payload.answer.data
        own_id = task.task_info.external_task_id if task.task_info else None
        named = {"tags": (f"external_task_id:{own_id}",) if own_id else None}
        if task.task_status != "failed":
            return known(named)
        why = task.task_status_msg or ""
        return known(named, {"status": ending_of(why), "error_code": why[:80] or None})

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The files, with their lengths."""
        made = payload.answer.data.task_result or Made()
        return [
            {"uri": each.url, "seconds": each.duration}
            for each in (*(made.videos or ()), *(made.images or ()))
        ]


TASK = {"task_id", "task_status"}


def _tasks(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return [document]
    if document.keys() >= TASK:
        return [{"data": document}]
    whole = document.get("response_body", document)
    listed = whole.get("data") if isinstance(whole, dict) else None
    if not isinstance(listed, list):
        return [document]
    if whole is document:
        return [document | {"data": each} for each in listed]
    return [document | {"response_body": whole | {"data": each}} for each in listed]
