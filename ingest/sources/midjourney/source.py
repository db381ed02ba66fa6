"""midjourney-proxy: its tasks. Midjourney itself has no API and no export of jobs.

A grid is four outputs in one file. An upscale takes one of the four: it costs no new picture, and
says that somebody wanted it, which is an approval at triage (a shortlist) and no more. Which task
and which of its four stand in the description (`/up <task> U2`). Times are milliseconds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator

from data.warehouse.records import Verdict
from ingest.source import Guess, Ignored, Item, Opened
from ingest.sources.parts.failures import ending_of
from ingest.sources.parts.payloads import CAMEL, Noted, Payload
from ingest.sources.parts.recorded import Call, RecordedSource, call_in
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.warehouse.records import Operation, Record
    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

OF_A_GRID = {"IMAGINE", "VARIATION", "REROLL", "BLEND"}
OPERATIONS: dict[str, Operation] = {
    "IMAGINE": "text_to_image",
    "REROLL": "text_to_image",
    "VARIATION": "image_to_image",
    "BLEND": "image_to_image",
    "UPSCALE": "other",
}
NO_MEDIA = {"DESCRIBE", "SHORTEN", "INFO", "SETTINGS"}
BANNED, EXISTS = 24, 21
CHANGED = re.compile(r"/up (\d+) [UV]([1-4])\b|/up (\d+) R\b")
GRID = Guess("outputs_of_a_grid", "4", "how many pictures a grid has")
ProxyTime = Annotated[Noted, BeforeValidator(lambda value: value or None)]
"""0 where it has not come yet."""
TASK = {"id", "action", "status", "submitTime"}


class Task(Payload):
    """A task, or why a submission was refused."""

    model_config = CAMEL

    id: str | None = None
    code: int | None = None
    action: str | None = None
    status: str | None = None
    prompt: str | None = None
    prompt_en: str | None = None
    description: str | None = None
    submit_time: ProxyTime = None
    start_time: ProxyTime = None
    finish_time: ProxyTime = None
    image_url: str | None = None
    fail_reason: str | None = None


class TaskCall(Call):
    """The same with what was recorded of the call."""

    answer: Task

    @property
    def state(self) -> str:
        """The status; of a submission what its code says."""
        task = self.answer
        return task.status or ("BANNED" if task.code == BANNED else "SUBMITTED")


class Midjourney(RecordedSource):
    """Reads them."""

    name = "midjourney"
    title = "Midjourney through midjourney-proxy: tasks"
    origin = "studio"
    where = "GET /mj/task/list or /mj/task/{id}/fetch of the proxy, or what its notifyHook sends."
    evidence = "the proxy's schema; no recorded task"
    guesses = (GRID,)
    payload = TaskCall
    addresses = re.compile(r"^\w+://[^/]+(?:/[\w-]+)?/mj/")
    media_calls = re.compile(r"^$|/mj/(?:task|submit)/")
    known_by: ClassVar[KnownBy] = {"tasks of midjourney-proxy (id, action, submitTime)": TASK}
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "state",
        "submitted_at": "answer.submit_time",
        "started_at": "answer.start_time",
        "completed_at": "answer.finish_time",
        "prompt": ("answer.prompt_en", "answer.prompt"),
    }
    statuses: ClassVar[Words] = {
        "NOT_START": "running",
        "SUBMITTED": "running",
        "MODAL": "running",
        "IN_PROGRESS": "running",
        "SUCCESS": "succeeded",
        "FAILURE": "failed",
        "CANCEL": "canceled",
        "BANNED": "blocked",
    }
    constants: ClassVar[Constants] = {
        "channel": "midjourney",
        "provider": "midjourney",
        "model": "midjourney",
    }

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields. Raises Ignored for what makes no picture."""
        task = payload.answer
        if task.action in NO_MEDIA:
            raise Ignored(f"{task.action} makes no media")
        if task.code == EXISTS:
            raise Ignored("a submission that existed already")
        found = super().found(payload, file)
        of_a_grid = int(Decimal(self.told(GRID.name, file)))
        n = of_a_grid if task.action in OF_A_GRID else 1
        made = {"n_outputs": n} if found["status"] == "succeeded" else {}
        return known(found, {"n_requested": n, **made})

    def derived(self, payload: Any) -> Mapping[str, Any]:
        """What was done, to which picture, and why it failed."""
        task, parent = payload.answer, _parent(payload.answer)
        fields: dict[str, Any] = {
            "operation": OPERATIONS.get(task.action or "", "other"),
            "tier": "refine" if task.action in {"UPSCALE", "VARIATION"} else "generate",
            "parent_asset_ids": (parent,) if parent else None,
            "output_uris": (task.image_url,)
            if task.image_url and task.action == "UPSCALE"
            else None,
        }
        if task.status == "FAILURE" or task.code == BANNED:
            why = task.fail_reason or task.description or ""
            fields |= {"status": "blocked" if task.code == BANNED else ending_of(why)}
            fields |= {"error_code": why[:80] or None}
        return known(fields)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt; after an upscale the choice that it was."""
        found = list(super().records(item, file))
        answer = call_in(item.value)["answer"]
        task = Task.model_validate(answer) if isinstance(answer, dict) else Task()
        parent = _parent(task)
        if task.action == "UPSCALE" and parent and task.submit_time:
            reference, _, index = parent.partition("#")
            found.append(Verdict(
                source=self.name, asset_ref=reference, output_index=int(index), stage="triage",
                decision="approved", decided_at=task.submit_time, reason="picked for an upscale",
                verdict_id=task.id,
            ))  # fmt: skip
        return found


def _parent(task: Task) -> str | None:
    """The picture that a change began with, where the description names it."""
    found = CHANGED.search(task.description or "")
    if found is None or found[1] is None:
        return None
    return f"{found[1]}#{int(found[2]) - 1}"
