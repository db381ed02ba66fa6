"""A generation as OpenRouter tells of it: by its API, or as a row of the activity export (CSV).

Both say the same under different names; times are UTC, also where they have no offset.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AliasChoices, Field, model_validator

from data.warehouse.records import Blank, Text
from ingest.sources.parts.payloads import EpochSeconds, Noted, Payload

Number = Annotated[float | None, Blank]
Tokens = Annotated[int | None, Blank]
Cost = Annotated[Decimal | None, Blank]
Flag = Annotated[bool | None, Blank]


class Generation(Payload):
    """One call. The API says how many media came out, the export does not."""

    @model_validator(mode="before")
    @classmethod
    def _of_what_is_said(cls, value: Any) -> Any:
        """Of two names for the same, the one counts that has something."""
        is_object = isinstance(value, dict)
        return {k: v for k, v in value.items() if v is not None} if is_object else value

    generation_id: str = Field(validation_alias=AliasChoices("generation_id", "id"), min_length=1)
    request_id: Text = None
    created_at: Noted = None
    model: Text = Field(None, validation_alias=AliasChoices("model", "model_permaslug"))
    provider_name: Text = None
    api_type: Text = None
    external_user: Text = Field(None, validation_alias=AliasChoices("external_user", "user"))
    api_key_name: Text = None
    service_tier: Text = None
    cancelled: Flag = None
    finish_reason: Text = Field(
        None, validation_alias=AliasChoices("finish_reason", "finish_reason_normalized")
    )
    native_finish_reason: Text = Field(
        None, validation_alias=AliasChoices("native_finish_reason", "finish_reason_raw")
    )
    latency: Number = Field(
        None, validation_alias=AliasChoices("latency", "time_to_first_token_ms")
    )
    generation_time: Number = Field(
        None, validation_alias=AliasChoices("generation_time", "generation_time_ms")
    )
    usage: Cost = Field(None, validation_alias=AliasChoices("usage", "total_cost", "cost_total"))
    is_byok: Flag = None
    byok_cost: Cost = Field(
        None, validation_alias=AliasChoices("upstream_inference_cost", "byok_usage_inference")
    )
    upstream_id: Text = None
    num_media_prompt: Tokens = None
    num_media_completion: Tokens = None
    tokens_prompt: Tokens = Field(
        None, validation_alias=AliasChoices("native_tokens_prompt", "tokens_prompt")
    )
    tokens_completion: Tokens = Field(
        None, validation_alias=AliasChoices("native_tokens_completion", "tokens_completion")
    )
    tokens_cached: Tokens = Field(None, validation_alias="native_tokens_cached")
    tokens_images: Tokens = Field(None, validation_alias="native_tokens_completion_images")
    tokens_reasoning: Tokens = Field(
        None, validation_alias=AliasChoices("native_tokens_reasoning", "tokens_reasoning")
    )


class Charge(Payload):
    """What an answer says of its cost."""

    cost: Cost = None
    completion_tokens: Tokens = None


class VideoJob(Payload):
    """A poll of a video, or what its submit answered. It carries no time and no model."""

    id: str = Field(min_length=1)
    generation_id: Text = None
    status: str
    usage: Charge = Charge()
    unsigned_urls: tuple[str, ...] | None = None
    error: Any = None


class ImageAnswer(Payload):
    """The answer of an image call as recorded: neither its id nor its model."""

    created: EpochSeconds = None
    data: tuple[Any, ...]
    usage: Charge
