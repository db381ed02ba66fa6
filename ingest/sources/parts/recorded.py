"""A provider's answers as a source, bare or with what a recorder kept of the call: by tables.

A recorder's line has the answer under `response_body` (or `response`, `body`) and beside it what it
knows: `request_body`, `uri`, `status`, `response_headers`, `submitted_at`, `received_at`, `labels`.
Without these the document itself is the answer. A submission and the polls of one job share its id
and come together on merging, so each gives what it knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import AliasChoices, Field

from data.warehouse.records import Asset, Attempt
from ingest.source import Ignored, Item, Opened, Refused, shortened
from ingest.sources.parts.failures import Failure, failure_in
from ingest.sources.parts.flat import FlatSource, first_at
from ingest.sources.parts.labels import labelled
from ingest.sources.parts.operations import inputs_of
from ingest.sources.parts.payloads import (
    REPEAT,
    Noted,
    Payload,
    called,
    content_id,
    decoded,
    header,
    http_date,
    numbered,
)
from ingest.sources.parts.requests import asked_for, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from data.warehouse.records import Record

ANSWERS = ("response_body", "response", "body")
AROUND = {
    "request_body",
    "uri",
    "url",
    "received_at",
    "response_headers",
    "headers",
    "submitted_at",
}
"""What shows that an answer stands inside a recorder's line."""
KEPT = ("uri", "url", "method", "submitted_at", "received_at", "labels", "service_tier",
        "custom_id", REPEAT)  # fmt: skip
OPEN = {"running", "unknown"}
REQUEST_IDS = ("x-request-id", "request-id", "x-amzn-requestid")
NO_TIME = (
    "no time: neither the answer nor what was recorded of the call has one. Have the recorder keep "
    "`submitted_at`, `received_at` or the `date` header, or pass --submitted-at"
)


class Call(Payload):
    """What a recorder kept of a call. Sources say what stands in `answer`."""

    answer: Any = None
    request: dict[str, Any] | None = None
    uri: str | None = Field(None, validation_alias=AliasChoices("uri", "url"))
    method: str | None = None
    http_status: int | None = None
    headers: dict[str, Any] | None = None
    submitted_at: Noted = None
    received_at: Noted = None
    labels: Any = None
    service_tier: str | None = None
    """`batch` and the like, where the recorder or the kind of log says so."""
    custom_id: str | None = None
    """What the caller named the request of a batch."""

    @property
    def is_poll(self) -> bool:
        """Whether it asked after a job, so that its time is not the job's."""
        return (self.method or "").upper() == "GET"

    @property
    def seen_at(self) -> datetime | None:
        """When the answer came."""
        return self.received_at or http_date(self.headers)

    @property
    def path(self) -> str:
        """The address, without its query string."""
        return (self.uri or "").partition("?")[0]


def call_in(document: Mapping[str, Any]) -> dict[str, Any]:
    """A recorder's line, or a bare answer, in the form that `Call` reads."""
    kept = {name: document[name] for name in KEPT if name in document}
    name = next((each for each in ANSWERS if each in document), None)
    if name is None or AROUND.isdisjoint(document):
        beside = document.get("request")
        return kept | {"answer": document, "request": beside if isinstance(beside, dict) else None}
    status = document.get("status", document.get("status_code"))
    asked = decoded(document.get("request_body", document.get("request")))
    headers = document.get("response_headers", document.get("headers"))
    return kept | {
        "answer": decoded(document[name]),
        "request": asked if isinstance(asked, dict) else None,
        "http_status": status if isinstance(status, int) else None,
        "headers": headers if isinstance(headers, dict) else None,
    }


@dataclass(frozen=True)
class RecordedSource(FlatSource):
    """Base of such sources. Tables as in `FlatSource`; their paths begin at `answer`, `request`."""

    payload: ClassVar[type[Payload]] = Call
    addresses: ClassVar[re.Pattern[str]]
    """Calls to such an address are its own."""
    media_calls: ClassVar[re.Pattern[str]] = re.compile("")
    """Of its own calls, those that make media or ask after such a job."""
    labels: ClassVar[Any] = "labels"

    def identify(self, file: Opened) -> str | None:
        """By the address of a recorded call, or by the keys of a bare answer."""
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        return next(filter(None, map(self.claim, documents)), None)

    def claim(self, document: Any) -> str | None:
        """Why one document is this source's, or None."""
        if not isinstance(document, dict):
            return None
        call = call_in(document)
        if where := called(call):
            return f"recorded calls of {self.title}" if self.addresses.search(where) else None
        answer = call["answer"]
        if not isinstance(answer, dict):
            return None
        return next((w for w, keys in self.known_by.items() if answer.keys() >= keys), None)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items; those of equal content are told apart, for many answers have no id."""
        return numbered(super().documents(file))

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its outputs. Raises Refused or Ignored."""
        if not isinstance(item.value, dict):
            raise Refused(f"not an answer of {self.title}: {shortened(item.value)}")
        call = call_in(item.value)
        if not self.media_calls.search(called(call)):
            raise Ignored("not a call that makes media")
        failure = failure_in(call["answer"], call.get("http_status"))
        if failure is None and not isinstance(call["answer"], dict):
            raise Refused(f"an answer that is no JSON object: {shortened(call['answer'])}")
        if failure is None:
            payload = self.payload.model_validate(call)
            return self._attempt(payload, self.found(payload, file), item, file)
        plain = Call.model_validate(call | {"answer": None})
        if plain.is_poll:
            raise Ignored("a poll that brought no answer")
        return self._attempt(plain, self.refused(plain, failure), item, file)

    def refused(self, call: Any, failure: Failure) -> dict[str, Any]:
        """The fields of a call that was answered with an error."""
        return {
            **known(self.constants, asked_for(call.request), self.asked(call)),
            "status": failure.status,
            "raw_status": failure.raw_status,
            "error_code": failure.code,
            "n_outputs": None if failure.status == "unknown" else 0,
        }

    def asked(self, call: Any) -> Mapping[str, Any]:
        """What the call's address and request say beyond what `asked_for` finds."""
        del call
        return {}

    def found(self, payload: Any, file: Opened) -> dict[str, Any]:
        """The fields of the attempt; what the answer says goes before what was asked for."""
        asked = known(asked_for(payload.request), self.asked(payload))
        return known(asked, super().found(payload, file))

    def outputs(self, payload: Any) -> list[dict[str, Any]] | None:
        """What is known of each output, as fields of assets; None where the answer says nothing."""
        del payload
        return None

    def _attempt(
        self, payload: Any, found: dict[str, Any], item: Item, file: Opened
    ) -> Iterator[Record]:
        ended = found.get("status") not in OPEN
        made = self.outputs(payload) if found.get("status") == "succeeded" else None
        found = found | _counted(found, made) | _dated(payload, found, file, ended=ended)
        named = next(filter(None, (header(payload.headers, each) for each in REQUEST_IDS)), None)
        found.setdefault("provider_request_id", found.get("source_id") or named)
        identity = found.setdefault("source_id", named or content_id(item))
        inputs = inputs_of(payload.request or {}).addresses
        yield Attempt(source=self.name, **labelled(found, first_at(payload, self.labels), inputs))
        for index, output in enumerate(made or ()):
            yield Asset(source=self.name, attempt_id=identity, output_index=index, **output)


def _counted(found: Mapping[str, Any], made: list[dict[str, Any]] | None) -> dict[str, Any]:
    """A success that lists no outputs failed; one whose outputs are all held back was blocked."""
    if made is None:
        return {"n_outputs": 0} if found.get("status") in {"failed", "blocked"} else {}
    uris = tuple(each["uri"] for each in made if each.get("uri"))
    counted = {
        "n_outputs": len(made),
        "n_requested": found.get("n_requested") or len(made) or None,
        "output_uris": uris if len(uris) == len(made) and uris else None,
    }
    if not made:
        return counted | {"status": "failed", "error_code": "NO_OUTPUT"}
    if all(each.get("blocked") for each in made):
        return counted | {"status": "blocked", "output_uris": None}
    return counted


def _dated(call: Any, found: Mapping[str, Any], file: Opened, *, ended: bool) -> dict[str, Any]:
    """When it was submitted and ended. When it was seen stands for a time that nobody said."""
    seen_at, took_s = call.seen_at, found.get("latency_s")
    known_at = found.get("submitted_at") or (None if call.is_poll else call.submitted_at)
    if known_at is None and seen_at and took_s is not None:
        known_at = seen_at - timedelta(seconds=took_s)
    earliest = found.get("started_at") or found.get("completed_at") or seen_at
    submitted_at = known_at or earliest or file.submitted_at
    if submitted_at is None:
        raise Refused(NO_TIME)
    marked_at = seen_at if known_at else submitted_at
    is_end = ended and marked_at == seen_at and marked_at is not None and marked_at >= submitted_at
    return {
        "submitted_at": submitted_at,
        "completed_at": found.get("completed_at") or (marked_at if is_end else None),
        "seen_at": marked_at,
    }
