"""Leonardo: generations, and what was made of their images later.

Only the answer to the submission says what it cost (`apiCreditCost`), only the result has images;
they come together under one id. A variation (upscale, unzoom, …) hangs below its image and has no
time of its own: it counts as submitted with the generation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Asset, Attempt, Quantity
from ingest.sources.parts.dated_submissions import with_times
from ingest.sources.parts.operations import inputs_of, operation_of
from ingest.sources.parts.payloads import CAMEL, Noted, Payload, text_of
from ingest.sources.parts.recorded import Call, RecordedSource, call_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.warehouse.records import Operation, Record
    from ingest.source import Item, Opened
    from ingest.sources.parts.flat import Constants, Fields, KnownBy, Words

RESULT, JOB = "generations_by_pk", "sdGenerationJob"
OPERATIONS: dict[str, Operation] = {
    "UPSCALE": "upscale",
    "UNZOOM": "edit",
    "OUTPAINT": "edit",
    "INPAINT": "edit",
    "NOBG": "edit",
}


class Variation(Payload):
    """Something made of an image."""

    model_config = CAMEL

    id: str
    status: str | None = None
    transform_type: str | None = None
    url: str | None = None


class Image(Payload):
    """One image."""

    model_config = CAMEL

    id: str | None = None
    url: str | None = None
    nsfw: bool | None = None
    generated_image_variation_generics: tuple[Variation, ...] | None = None


class Generation(Payload):
    """A generation, or the job that a submission began."""

    model_config = CAMEL

    id: str
    status: str | None = None
    created_at: Noted = None
    model_id: str | None = None
    prompt: str | None = None
    seed: str | None = None
    image_width: int | None = None
    image_height: int | None = None
    api_credit_cost: Quantity = None
    generated_images: tuple[Image, ...] | None = None

    @property
    def state(self) -> str:
        """A submission's answer has no status."""
        return self.status or "PENDING"


class GenerationCall(Call):
    """The same with what was recorded of the call."""

    answer: Generation


class Leonardo(RecordedSource):
    """Reads them."""

    name = "leonardo"
    title = "Leonardo generations: submissions, results, list pages"
    origin = "provider"
    where = (
        "The answers of POST and GET /api/rest/v1/generations that your own code stores: keep "
        "both, the cost is in the first alone."
    )
    evidence = "the client's schema; no recorded generation"
    payload = GenerationCall
    addresses = re.compile(r"^\w+://[\w.-]*leonardo\.ai/")
    media_calls = re.compile(r"^$|/generations")
    known_by: ClassVar[KnownBy] = {
        "Leonardo generations (id, status, generatedImages)": {"id", "generatedImages"},
        "submissions to Leonardo (generationId, apiCreditCost)": {"id", "apiCreditCost"},
    }
    fields: ClassVar[Fields] = {
        "source_id": "answer.id",
        "status": "answer.state",
        "submitted_at": "answer.created_at",
        "model": "answer.model_id",
        "prompt": "answer.prompt",
        "seed": "answer.seed",
        "requested_width": "answer.image_width",
        "requested_height": "answer.image_height",
        "credits": "answer.api_credit_cost",
    }
    statuses: ClassVar[Words] = {"PENDING": "running", "COMPLETE": "succeeded", "FAILED": "failed"}
    constants: ClassVar[Constants] = {"channel": "leonardo", "provider": "leonardo"}

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The generations, taken out of what holds them: a result, a job, a list page."""
        return [each for part in super().unwrap(document) for each in _generations(part)]

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items; a submission's bare answer is dated by its generation, where both are kept."""
        return with_times(
            lambda: super(Leonardo, self).documents(file),
            lambda body: body.get("createdAt"),
            cost="apiCreditCost",
            at="createdAt",
        )

    def asked(self, call: Any) -> Mapping[str, Any]:
        """What was sent along."""
        given = call.request or {}
        return {"operation": operation_of(None, inputs_of(given), clip=False)} if given else {}

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """The images. One that is flagged is delivered all the same."""
        return [{"asset_id": e.id, "uri": e.url} for e in payload.answer.generated_images or ()]

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its images, then what was made of these."""
        found = list(super().records(item, file))
        body, first = call_in(item.value)["answer"], found[0]
        if not isinstance(first, Attempt) or not isinstance(body, dict):
            return found
        if body.get("id") != first.source_id:
            return found
        return [*found, *self._variations(Generation.model_validate(body), first, file)]

    def _variations(self, made: Generation, first: Attempt, file: Opened) -> Iterator[Record]:
        for index, image in enumerate(made.generated_images or ()):
            for each in image.generated_image_variation_generics or ():
                kind = text_of(each.transform_type)
                status = self._status(each.status or "PENDING", file)
                yield Attempt(
                    source=self.name, source_id=each.id, submitted_at=first.submitted_at,
                    status=status, raw_status=each.status, channel="leonardo", provider="leonardo",
                    operation=OPERATIONS.get(kind, "other"),
                    tier="upscale" if kind == "UPSCALE" else "refine",
                    model=kind.lower() or None, n_outputs=1 if status == "succeeded" else None,
                    output_uris=(each.url,) if each.url else None,
                    parent_asset_ids=(image.id or f"{made.id}#{index}",),
                    client=first.client, project=first.project, brief_id=first.brief_id,
                )  # fmt: skip
                if each.url and status == "succeeded":
                    yield Asset(source=self.name, attempt_id=each.id, uri=each.url)


def _generations(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return [document]
    whole = document.get("response_body", document)
    found = _inside(whole) if isinstance(whole, dict) else None
    if found is None:
        return [document]
    if whole is document:
        beside = {
            n: document[n] for n in ("labels", "submitted_at", "received_at") if n in document
        }
        return [{**each, **beside} if isinstance(each, dict) else each for each in found]
    return [document | {"response_body": each} for each in found]


def _inside(body: dict[str, Any]) -> list[Any] | None:
    if isinstance(body.get(RESULT), dict):
        return [body[RESULT]]
    if isinstance(body.get("generations"), list) and body.keys() <= {"generations", "labels"}:
        return list(body["generations"])
    job = body.get(JOB)
    return [job | {"id": job.get("generationId")}] if isinstance(job, dict) else None
