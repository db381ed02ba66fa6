"""Black Forest Labs: FLUX. The submission's answer alone says what it cost, the result when it ran.

`Request Moderated` is a refusal before the work, `Content Moderated` one after it. The model stands
in the submission's address. A cost is in credits, unless the settings say otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Quantity
from ingest.source import Guess, Opened
from ingest.sources.parts.dated_submissions import with_times
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import EpochSeconds, Payload, text_of
from ingest.sources.parts.recorded import Call, RecordedSource
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ingest.source import Item
    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

MODEL = re.compile(r"/v\d/(?!get_result)(flux[\w.-]+)$")
COST_IN = Guess("cost_in", "credits", "what `cost` counts: credits (a cent each) or USD")


class Result(Payload):
    """What came of a task."""

    sample: str | None = None
    prompt: str | None = None
    seed: str | None = None
    start_time: EpochSeconds = None
    end_time: EpochSeconds = None


class Task(Payload):
    """The answer to a submission, or to a poll."""

    id: str
    status: str | None = None
    cost: Quantity = None
    result: Result | None = None

    @property
    def state(self) -> str:
        """A submission's answer has no status."""
        return self.status or "Pending"


class TaskCall(Call):
    """The same with what was recorded of the call."""

    answer: Task


class BlackForestLabs(RecordedSource):
    """Reads submissions and results."""

    name = "bfl"
    title = "Black Forest Labs (FLUX): submissions and results"
    origin = "provider"
    where = (
        "The answers of POST /v1/flux-… and GET /v1/get_result that your own code stores: keep "
        "both, the cost is in the first alone."
    )
    evidence = "documentation and a client's schema; no recorded call"
    guesses = (COST_IN,)
    payload = TaskCall
    addresses = re.compile(r"^\w+://api[\w.-]*\.bfl\.(?:ai|ml)/")
    media_calls = re.compile(r"^$|/v\d/(?:flux|get_result)")
    known_by: ClassVar[KnownBy] = {
        "submissions to Black Forest Labs (id, polling_url)": {"id", "polling_url", "cost"},
        "results of Black Forest Labs (id, status, result)": {"id", "status", "result"},
    }
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "answer.state",
        "started_at": "answer.result.start_time",
        "completed_at": "answer.result.end_time",
        "seed": "answer.result.seed",
        "prompt": "answer.result.prompt",
    }
    statuses: ClassVar[Words] = {
        "Pending": "running",
        "Ready": "succeeded",
        "Request Moderated": "blocked",
        "Content Moderated": "blocked",
        "Error": "failed",
        "Task not found": "unknown",
    }
    constants: ClassVar[Constants] = {"channel": "bfl", "provider": "black-forest-labs"}

    def claim(self, document: Any) -> str | None:
        """A bare result's status begins with a capital, as in no other service's."""
        found = super().claim(document)
        if not found or "uri" in document or "url" in document or "polling_url" in document:
            return found
        answer = document.get("response_body", document)
        return found if text_of(answer.get("status")) in self.statuses else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The tasks of a list, or of an object that has them by name."""
        named = list(document.values()) if isinstance(document, dict) else []
        if len(named) > 1 and all(isinstance(each, dict) and "id" in each for each in named):
            return named
        return super().unwrap(document)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items; a submission's bare answer is dated by its result, where both are kept."""
        return with_times(
            lambda: super(BlackForestLabs, self).documents(file),
            _began,
            cost="cost",
            at="received_at",
        )

    def asked(self, call: Any) -> Mapping[str, Any]:
        """The model by the address, and what was sent along."""
        found = MODEL.search(call.path)
        if found is None:
            return {}
        inputs = inputs_of(call.request or {})
        return {"model": found[1], "operation": operation_of(found[1], inputs, clip=False)}

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields; a cost in credits is priced by the book."""
        cost = payload.answer.cost
        name = "credits" if self.told(COST_IN.name, file) == "credits" else "reported_cost"
        paid = {name: cost, "currency": "USD" if name == "reported_cost" else None}
        return known(super().found(payload, file), paid if cost is not None else {})

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The image, by an address that lives ten minutes."""
        result = payload.answer.result
        return [{"uri": result.sample}] if result and result.sample else []


def _began(body: Mapping[str, Any]) -> Any:
    result = body.get("result")
    return result.get("start_time") if isinstance(result, dict) else None
