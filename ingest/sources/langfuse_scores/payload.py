"""A score of Langfuse, in the spelling of any version of its API and of its exports to storage."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field

from ingest.sources.parts.payloads import Payload, Rfc3339


def _either(name: str, storage: str) -> Any:
    return Field(None, validation_alias=AliasChoices(name, storage))


class Subject(Payload):
    """What a score of the API's third version is about."""

    kind: str
    id: str


class Score(Payload):
    """One value that a person, a program or a model gave to a call."""

    id: str
    name: str
    source: str
    value: Any = None
    subject: Subject | None = None
    comment: str | None = None
    timestamp: Rfc3339 = None
    data_type: str | None = _either("dataType", "data_type")
    string_value: str | None = _either("stringValue", "string_value")
    trace_id: str | None = _either("traceId", "trace_id")
    observation_id: str | None = _either("observationId", "observation_id")
    author: str | None = _either("authorUserId", "author_user_id")
    created_at: Rfc3339 = _either("createdAt", "created_at")
    updated_at: Rfc3339 = _either("updatedAt", "updated_at")

    @property
    def about(self) -> str | None:
        """The call it is about, else the trace; None for a session or an experiment."""
        if self.subject is not None:
            return self.subject.id if self.subject.kind in {"observation", "trace"} else None
        return self.observation_id or self.trace_id

    @property
    def text(self) -> str:
        """Its value as it is written: a category, true or false, else a number."""
        if self.string_value or isinstance(self.value, str):
            return self.string_value or self.value
        if not isinstance(self.value, int | float):
            return ""
        if self.data_type == "BOOLEAN" and self.value in (0, 1):
            return "true" if self.value else "false"
        return f"{self.value:g}"
