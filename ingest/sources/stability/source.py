"""Stability: answers of the v2beta API as JSON, its later results, and artifacts of v1.

Where the image itself was the answer, only its headers say how it ended: `finish-reason` and
`seed`. Some calls answer with an id, under which the result is fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Guess
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.payloads import CAMEL, Payload, header
from ingest.sources.parts.recorded import Call, RecordedSource, call_in
from ingest.sources.parts.requests import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.warehouse.records import Operation, Record
    from ingest.source import Item, Opened
    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

RESULT = re.compile(r"/v2beta/(?:[\w-]+/)*results?/([\w-]+)$")
STEPS = re.compile(r"/v2beta/stable-image/(generate|edit|upscale|control)/([\w-]+)(?:/|$)")
SD3 = Guess("sd3_model", "sd3.5-large", "the model of `sd3` where the request names none")
V1 = re.compile(r"/v1/generation/([\w.-]+)/(text-to-image|image-to-image)")
OPERATIONS: dict[str, Operation] = {
    "generate": "text_to_image",
    "edit": "edit",
    "upscale": "upscale",
    "control": "image_to_image",
    "text-to-image": "text_to_image",
    "image-to-image": "image_to_image",
}
PREFIXES = {"generate": "stable-image-", "edit": "", "upscale": "upscale/", "control": "control/"}
"""How the price book names the models of a group of calls."""


class Artifact(Payload):
    """One image of v1."""

    model_config = CAMEL

    base64: str | None = None
    finish_reason: str | None = None
    seed: str | None = None


class Answer(Payload):
    """An answer."""

    model_config = CAMEL

    id: str | None = None
    status: str | None = None
    image: str | None = None
    result: str | None = None
    finish_reason: str | None = None
    seed: str | None = None
    artifacts: tuple[Artifact, ...] | None = None

    @property
    def files(self) -> list[Artifact]:
        """The images, however they were given."""
        if self.artifacts is not None:
            return list(self.artifacts)
        whole = self.image or self.result
        return [Artifact(base64=whole, finish_reason=self.finish_reason)] if whole else []


class AnswerCall(Call):
    """The same with what was recorded of the call."""

    answer: Answer

    @property
    def state(self) -> str:
        """How it ended: by the body, else by the header; a mere id is a job that runs."""
        said = self.answer.finish_reason or header(self.headers, "finish-reason")
        ends = [each.finish_reason or "SUCCESS" for each in self.answer.files]
        if said or ends:
            return said or ("SUCCESS" if "SUCCESS" in ends else ends[0])
        return "in-progress"

    @property
    def job(self) -> str | None:
        """The id of a job that is fetched later."""
        found = RESULT.search(self.path)
        return (found[1] if found else None) or self.answer.id


class Stability(RecordedSource):
    """Reads them."""

    name = "stability"
    title = "Stability AI: recorded calls"
    origin = "provider"
    where = (
        "Calls of api.stability.ai that your own code records: address, request, headers, and the "
        "body where it is JSON."
    )
    evidence = "hearsay; no payload and no schema was seen"
    guesses = (SD3,)
    payload = AnswerCall
    addresses = re.compile(r"^\w+://api\.stability\.ai/")
    media_calls = re.compile(r"/v2beta/|/v1/generation/")
    fields: ClassVar[Fields] = {"source_id": "job", "status": "state", "seed": "answer.seed"}
    statuses: ClassVar[Words] = {
        "SUCCESS": "succeeded",
        "CONTENT_FILTERED": "blocked",
        "ERROR": "failed",
        "in-progress": "running",
    }
    known_by: ClassVar[KnownBy] = {"Stability's artifacts (base64, finishReason)": {"artifacts"}}
    constants: ClassVar[Constants] = {"channel": "stability", "provider": "stability"}

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """As of any recorded call; an image in the body's place is told by the headers."""
        call = call_in(item.value) if isinstance(item.value, dict) else {}
        ending = header(call.get("headers"), "finish-reason")
        if ending and not isinstance(call.get("answer"), dict):
            body = {"seed": header(call["headers"], "seed")}
            item = replace(item, value=item.value | {"response_body": body})
        return super().records(item, file)

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields; `sd3` without a model makes what the service usually does."""
        is_sd3 = payload.path.endswith("/generate/sd3")
        usual = {"model": self.told(SD3.name, file)} if is_sd3 else {}
        return known(usual, super().found(payload, file))

    def asked(self, call: Any) -> Mapping[str, Any]:
        """Model and operation by the address."""
        steps, older = STEPS.search(call.path), V1.search(call.path)
        if older:
            return {"model": older[1], "operation": OPERATIONS[older[2]]}
        if steps is None:
            return {}
        group, name = steps[1], steps[2]
        given = (call.request or {}).get("model")
        named = given if name == "sd3" and isinstance(given, str) else None
        model = named or (None if name == "sd3" else f"{PREFIXES[group]}{name}")
        return {"model": model, "operation": OPERATIONS[group]}

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The images; where the image was the body, there is one."""
        made = payload.answer.files
        if not made:
            return [{}]
        return [
            {
                "sha256": sha256_of(each.base64),
                "blocked": True if each.finish_reason == "CONTENT_FILTERED" else None,
            }
            for each in made
        ]
