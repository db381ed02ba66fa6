"""Google's payloads: generateContent requests and answers, in whichever way they were logged.

Field names are accepted as REST writes them (`usageMetadata`) and as the Python SDK dumps them
(`usage_metadata`). `thoughtSignature` can be a megabyte and is never read.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from data.warehouse.records import Tokens
from ingest.sources.parts.payloads import Body, Payload, Rfc3339, decoded, header


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
    def finish_reason(self) -> str | None:
        """The last candidate's, as given."""
        reasons = [each.finish_reason for each in self.candidates or () if each.finish_reason]
        return reasons[-1] if reasons else None


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
    def parts(self) -> list[ContentPart]:
        """What the user sent, without the model's earlier turns."""
        turns = [each for each in self.contents or () if each.role != "model"]
        return [part for turn in turns for part in turn.parts or ()]


def _one_answer(value: Any) -> Any:
    """The chunks of a streamed answer as one: all candidates, else what the last chunk says."""
    body = decoded(value)
    if not isinstance(body, list):
        return body
    merged: dict[str, Any] = {}
    candidates: list[Any] = []
    for chunk in (each for each in body if isinstance(each, dict)):
        given = chunk.get("candidates")
        candidates += given if isinstance(given, list) else []
        merged |= chunk
    return merged | {"candidates": candidates}


class Envelope(Payload):
    """What a recorder notes beside request and answer."""

    uri: str | None = Field(None, validation_alias=AliasChoices("uri", "url"))
    headers: dict[str, Any] | None = Field(
        None, validation_alias=AliasChoices("response_headers", "headers")
    )
    submitted_at: Rfc3339 = Field(
        None, validation_alias=AliasChoices("submitted_at", "requested_at", "timestamp")
    )
    completed_at: Rfc3339 = Field(
        None,
        validation_alias=AliasChoices(
            "completed_at", "received_at", "processed_time", "logging_time"
        ),
    )


class Exchange(Envelope):
    """One call as an HTTP recorder, a batch job or Vertex request-response logging wrote it."""

    request: Annotated[Asked | None, Body] = Field(
        None, validation_alias=AliasChoices("request_body", "request", "full_request")
    )
    answer: Annotated[Answer | None, BeforeValidator(_one_answer)] = Field(
        None, validation_alias=AliasChoices("response_body", "response", "full_response")
    )
    status: int | str | None = None
    error: Failure | None = None
    request_id: str | None = None
    logged_model: str | None = Field(None, validation_alias="model")

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
        answered = self.answer.model_version if self.answer else None
        return answered or self.logged_model or model_in(self.uri)


def model_in(address: str | None) -> str | None:
    """The model in a resource name or address: `…/models/<model>:generateContent`."""
    found = re.search(r"(?:^|/)models/([^/:?]+)", address or "")
    return found[1] if found else None
