"""One request as Helicone tells of it: by its API or in an export. Bodies may lie elsewhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AliasChoices, Field

from data.warehouse.records import Blank, Text
from ingest.sources.parts.asked import Body, object_in
from ingest.sources.parts.payloads import Noted, Payload
from ingest.sources.parts.tokens import Usage

Number = Annotated[float | None, Blank]
Count = Annotated[int | None, Blank]


class Call(Payload):
    """One request through Helicone."""

    request_id: str = Field(min_length=1)
    request_created_at: Noted = None
    request_path: Text = Field(None, validation_alias=AliasChoices("request_path", "target_url"))
    request_model: Text = Field(
        None, validation_alias=AliasChoices("model_override", "request_model", "model")
    )
    response_model: Text = None
    response_status: Count = None
    delay_ms: Number = None
    prompt_tokens: Count = None
    completion_tokens: Count = None
    cost: Annotated[Decimal | None, Blank] = Field(
        None, validation_alias=AliasChoices("costUSD", "cost_usd", "cost")
    )
    provider: Text = None
    user: Text = Field(None, validation_alias=AliasChoices("request_user_id", "user_id"))
    properties: Body = Field(
        default_factory=dict, validation_alias=AliasChoices("request_properties", "properties")
    )
    feedback_rating: Annotated[bool | None, Blank] = None
    cache_reference_id: Text = None
    request_body: Body = Field(default_factory=dict)
    response_body: Body = Field(default_factory=dict)

    @property
    def usage(self) -> Usage:
        """Tokens: by kind where the answer was kept, else as Helicone counted them."""
        stated = Usage.model_validate(object_in(self.response_body.get("usage")))
        counts = {"n_given": self.prompt_tokens, "n_made": self.completion_tokens}
        return stated if stated.tells_kinds else stated.model_copy(update=counts)

    @property
    def labels(self) -> dict[str, Any]:
        """What the studio sent along, by names in small letters: headers have capitals."""
        return {str(key).lower(): value for key, value in self.properties.items()}

    @property
    def session(self) -> Any:
        """The id under which calls of one task are sent."""
        return self.labels.get("helicone-session-id")
