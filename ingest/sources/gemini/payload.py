"""Google's payloads: generateContent requests and answers, in whichever way they were logged.

Field names are accepted as REST writes them (`usageMetadata`) and as the Python SDK dumps them
(`usage_metadata`). `thoughtSignature` can be a megabyte and is never read.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from data.warehouse.records import Tokens
from ingest.sources.gemini.streams import events, joined
from ingest.sources.parts.payloads import Noted, Payload, Rfc3339, decoded, header

EMPTY: tuple[Any, ...] = (None, "", [], {})


class GooglePayload(Payload):
    """Camel case or snake case."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Blob(GooglePayload):
    """A file sent inline as base64, or by address."""

    mime_type: str | None = None
    data: str | None = None
    file_uri: str | None = None


class ContentPart(GooglePayload):
    """One piece of a turn: text or a file."""

    text: str | None = None
    thought: bool | None = None
    inline_data: Blob | None = None
    file_data: Blob | None = None

    @property
    def file(self) -> Blob | None:
        """The file, however it is attached."""
        return self.inline_data or self.file_data


class Content(GooglePayload):
    """One turn."""

    role: str | None = None
    parts: tuple[ContentPart, ...] | None = None


class Candidate(GooglePayload):
    """One answer of the model."""

    content: Content | None = None
    finish_reason: str | None = None


class PromptFeedback(GooglePayload):
    """Why the prompt was refused, if it was."""

    block_reason: str | None = None


class ModalityTokens(GooglePayload):
    """Tokens of one kind."""

    modality: str | None = None
    token_count: Tokens = None


class Usage(GooglePayload):
    """Token counts. The details of the candidates do not sum to their total."""

    prompt_token_count: Tokens = None
    cached_content_token_count: Tokens = None
    """Of those of the prompt."""
    candidates_token_count: Tokens = None
    thoughts_token_count: Tokens = None
    prompt_tokens_details: tuple[ModalityTokens, ...] | None = None
    candidates_tokens_details: tuple[ModalityTokens, ...] | None = None
    traffic_type: str | None = None
    service_tier: str | None = None


class Failure(GooglePayload):
    """google.rpc.Status; over HTTP `code` is the HTTP status, in batches the gRPC code."""

    code: int | str | None = None
    status: str | None = None
    message: str | None = None


class Sdk(GooglePayload):
    """What the SDK keeps of the HTTP answer."""

    headers: dict[str, Any] | None = None


class Answer(GooglePayload):
    """A GenerateContentResponse."""

    candidates: tuple[Candidate, ...] | None = None
    prompt_feedback: PromptFeedback | None = None
    usage_metadata: Usage | None = None
    response_id: str | None = None
    model_version: str | None = None
    create_time: Rfc3339 = None
    error: Failure | None = None
    sdk_http_response: Sdk | None = None

    @property
    def files(self) -> list[Blob]:
        """The outputs: files that are not part of the model's thinking."""
        contents = [each.content for each in self.candidates or () if each.content]
        parts = chain.from_iterable(content.parts or () for content in contents)
        return [part.file for part in parts if part.file and not part.thought]

    @property
    def finish_reasons(self) -> list[str]:
        """The candidates', as given."""
        return [each.finish_reason for each in self.candidates or () if each.finish_reason]


class ImageConfig(GooglePayload):
    """The size asked for: 1K, 2K, 4K."""

    image_size: str | None = None


class GenerationConfig(GooglePayload):
    """What was asked for."""

    response_modalities: tuple[str, ...] | None = None
    image_config: ImageConfig | None = None
    candidate_count: int | None = None
    seed: str | None = None


class Asked(GooglePayload):
    """A GenerateContentRequest."""

    contents: tuple[Content, ...] | None = None
    generation_config: GenerationConfig | None = None
    labels: dict[str, Any] | None = None

    @property
    def texts(self) -> list[str]:
        """What the user wrote, without the model's earlier turns."""
        turns = [each for each in self.contents or () if each.role != "model"]
        return [part.text for turn in turns for part in turn.parts or () if part.text]

    @property
    def files(self) -> list[Blob]:
        """What was sent along; a picture that the model made in an earlier turn too."""
        parts = chain.from_iterable(turn.parts or () for turn in self.contents or ())
        return [part.file for part in parts if part.file]


def _one_answer(value: Any) -> Any:
    """An answer however it was kept: as text, as a stream, or as a list of its chunks."""
    body = decoded(value)
    if body is None and isinstance(value, str):
        body = events(value) or None
    return joined(map(decoded, body)) if isinstance(body, list) else body


def _one_request(value: Any) -> Any:
    """A request as text or object; of a list of them the first."""
    body = decoded(value)
    return next(map(decoded, body), None) if isinstance(body, list) else body


class Envelope(Payload):
    """What a recorder notes beside request and answer."""

    uri: str | None = Field(None, validation_alias=AliasChoices("uri", "url"))
    headers: dict[str, Any] | None = Field(
        None, validation_alias=AliasChoices("response_headers", "headers")
    )
    submitted_at: Noted = Field(
        None, validation_alias=AliasChoices("submitted_at", "requested_at", "timestamp")
    )
    completed_at: Noted = Field(
        None,
        validation_alias=AliasChoices(
            "completed_at", "received_at", "processed_time", "logging_time"
        ),
    )


class Exchange(Envelope):
    """One call as an HTTP recorder, a batch job or Vertex request-response logging wrote it."""

    request: Annotated[Asked | None, BeforeValidator(_one_request)] = Field(
        None,
        validation_alias=AliasChoices("request_body", "request", "full_request", "request_payload"),
    )
    answer: Annotated[Answer | None, BeforeValidator(_one_answer)] = Field(
        None,
        validation_alias=AliasChoices(
            "response_body", "response", "full_response", "response_payload"
        ),
    )
    status: int | str | None = None
    error: Failure | None = None
    request_id: str | None = None
    logged_model: str | None = Field(None, validation_alias="model")
    endpoint: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _only_what_is_filled(cls, given: Any) -> Any:
        """A log row has a body under one of two names, and the other is empty."""
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value not in EMPTY}

    @property
    def all_headers(self) -> dict[str, Any]:
        """The answer's headers, where the recorder or the SDK kept them."""
        sdk = self.answer.sdk_http_response if self.answer else None
        return self.headers or (sdk.headers if sdk else None) or {}

    @property
    def took_s(self) -> float | None:
        """Google's measure of the call, in the header `server-timing: gfet4t7; dur=16754` (ms)."""
        timing = header(self.all_headers, "server-timing") or ""
        found = re.search(r"\bdur=(\d{1,9}(?:\.\d+)?)", timing)
        return float(found[1]) / 1000 if found else None

    @property
    def model(self) -> str | None:
        """As the answer names it, else the log, else the address that was called."""
        named = (self.answer.model_version if self.answer else None) or self.logged_model
        return model_in(named) or named or model_in(self.uri) or model_in(self.endpoint)


def model_in(address: str | None) -> str | None:
    """The model in a resource name or address: `…/models/<model>:generateContent`."""
    found = re.search(r"(?:^|/)models/([^/:?]+)", address or "")
    return found[1] if found else None
