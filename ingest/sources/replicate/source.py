"""Replicate predictions, as the API, its webhooks and recorders of its traffic write them.

Every poll of a prediction is an attempt with the same id and its own status; polls of one id
collapse when they are merged. Outputs are erased an hour after completion (`data_removed`): then
how many there were is not known, which is not none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from data.warehouse.records import Attempt
from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import (
    ADDRESS,
    CLIP_NAMES,
    first_of,
    inputs_of,
    operation_of,
    seconds_of,
)
from ingest.sources.parts.payloads import called, text_of
from ingest.sources.replicate.prediction import STATUSES, Prediction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.warehouse.records import Origin, Record

API = "api.replicate.com"
TRAINING = "/trainings"
SEED = re.compile(r"using seed:? *(\d+)", re.IGNORECASE)
NUMBERS = ("num_outputs", "num_images", "number_of_images", "max_images")


@dataclass(frozen=True)
class Replicate(Source):
    """Reads single predictions, list pages, webhook bodies and recorded exchanges."""

    name: ClassVar[str] = "replicate"
    title: ClassVar[str] = "Replicate predictions: objects, list pages, webhooks, exchanges"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "GET https://api.replicate.com/v1/predictions, the webhook bodies your endpoint stores, or "
        "a recording of the traffic. Outputs vanish after an hour: fetch them before."
    )
    evidence: ClassVar[str] = "seen in recorded traffic"

    def identify(self, file: Opened) -> str | None:
        """By the API's address in the objects' links or in the exchanges."""
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        return f"predictions of {API}" if any(map(_is_ours, documents)) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The objects of a list or a list page; what is no object keeps its HTTP wrapper."""
        parts = document if isinstance(document, list) else [document]
        return [each for part in parts for each in _objects(part)]

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt. `predict_time` is hardware seconds, which community models bill."""
        prediction = _prediction(item.value)
        given = prediction.input or {}
        inputs = inputs_of(given)
        ended = prediction.status == "succeeded"
        clip = any(map(CLIP_NAMES.search, prediction.files)) if prediction.files else None
        addresses = prediction.files if ended and all(map(ADDRESS.match, prediction.files)) else []
        seconds = prediction.metrics.predict_time if prediction.metrics else None
        fields = {
            **prediction.outcome,
            **_times(prediction, file),
            "provider": (prediction.model_name or "").partition("/")[0] or None,
            "model": prediction.model,
            "variant": first_of(given, ("resolution", "quality"), str),
            "operation": operation_of(prediction.model, inputs, clip=clip) if given else None,
            "output_uris": addresses or None,
            "seed": _seed(prediction, given),
            "requested_width": first_of(given, ("width",), int),
            "requested_height": first_of(given, ("height",), int),
            "requested_seconds": seconds_of(given),
            "n_requested": first_of(given, NUMBERS, int) or prediction.n_files,
            "prompt": first_of(given, ("prompt", "text_prompt"), str),
            "units": seconds,
            "unit": None if seconds is None else "gpu_second",
            "provider_request_id": prediction.id,
        }
        labels = labelled(fields, given.get("offcut"), inputs.addresses)
        yield Attempt(source=self.name, source_id=prediction.id, channel="replicate", **labels)


def _times(prediction: Prediction, file: Opened) -> dict[str, Any]:
    """Without created_at, the first time there is stands for it."""
    otherwise = prediction.started_at or prediction.completed_at or file.submitted_at
    submitted_at = prediction.created_at or otherwise
    if submitted_at is None:
        raise Refused("no created_at: a prediction carries one; else pass --submitted-at")
    return {
        "submitted_at": submitted_at,
        "started_at": prediction.started_at,
        "completed_at": prediction.completed_at,
        "seen_at": None if prediction.created_at else otherwise,
    }


def _objects(document: Any) -> list[Any]:
    """What one document holds, out of a recorded exchange or an SDK's `data` wrapper."""
    if not isinstance(document, dict):
        return [document]
    body = document.get("response_body", document.get("data", document))
    if TRAINING in called(document):
        return [document]
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        return list(body["results"])
    return [body if isinstance(body, dict) and "id" in body else document]


def _is_ours(document: Any) -> bool:
    if not isinstance(document, dict):
        return False
    known = document.keys() >= {"id", "version", "status", "created_at"}
    linked = any(API in address for address in _addresses(document))
    return linked or (known and text_of(document["status"]) in STATUSES)


def _addresses(document: dict[str, Any]) -> list[str]:
    """Of the object, by its links, or of the call that was recorded."""
    links = document.get("urls")
    values = links.values() if isinstance(links, dict) else ()
    return [called(document), *map(text_of, values)]


def _prediction(document: Any) -> Prediction:
    """The object; raises Ignored for what is fine but no prediction of media."""
    if not isinstance(document, dict):
        raise Refused(f"not a prediction: {shortened(document)}")
    given = document.get("input")
    trains = isinstance(given, dict) and "input_images" in given and "prompt" not in given
    if trains or any(TRAINING in address for address in _addresses(document)):
        raise Ignored("a training, not a prediction")
    if "id" not in document and isinstance(document.get("status", document.get("statusCode")), int):
        raise Ignored("an HTTP answer without a prediction")
    prediction = Prediction.model_validate(document)
    if prediction.is_text:
        raise Ignored("no media: the model writes text")
    return prediction


def _seed(prediction: Prediction, given: dict[str, Any]) -> str | None:
    """The seed asked for, else the one the model logged."""
    asked, logged = first_of(given, ("seed",), int, str), SEED.search(prediction.logs or "")
    return str(asked) if asked is not None else (logged[1] if logged else None)
