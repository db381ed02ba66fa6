"""Files and webhooks of Frame.io V4, as far as they tell of a decision."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from ingest.sources.parts.payloads import Payload, Rfc3339


class Option(Payload):
    """One choice of a select field."""

    display_name: str


class MetadataField(Payload):
    """A field of a file; what its value is made of depends on its type."""

    field_definition_id: str | None = None
    field_definition_name: str
    field_type: str
    value: Any = None


class File(Payload):
    """A file, folder or version stack; or the answer about the metadata of one (`file_id`)."""

    id: str | None = None
    file_id: str | None = None
    name: str | None = None
    type: str | None = None
    metadata: tuple[MetadataField, ...] | None = None
    updated_at: Rfc3339 = None

    @property
    def known_as(self) -> str | None:
        """Its id."""
        return self.id or self.file_id


class Person(Payload):
    """Who did what a webhook tells of."""

    id: str | None = None
    name: str | None = None
    email: str | None = None


class Webhook(Payload):
    """The body of a webhook: that something happened, when and with what value not being said."""

    type: str
    user: Person | None = None


def answered(value: Any) -> Any:
    """A file as the API answers about it, or what an endpoint took out of the answer."""
    inside = value.get("data") if isinstance(value, dict) else None
    return inside if isinstance(inside, dict) else value


class Delivery(Payload):
    """A webhook as an endpoint kept it, with its headers and the file that it fetched thereupon."""

    headers: Any = None
    body: Webhook
    file: Annotated[File | None, BeforeValidator(answered)] = None
