"""One call as Portkey logs it: a row of a log export, or a log object with its `metrics` apart.

Costs are in hundredths of `cost_currency`. An administrator can keep any field out of an export.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from data.warehouse.records import Blank, Text
from ingest.sources.parts.asked import Body, object_in
from ingest.sources.parts.payloads import Noted, Payload, decoded
from ingest.sources.parts.tokens import Usage

KEYS, VALUES = "metadata.key", "metadata.value"


def _labels(value: Any) -> Any:
    """What the caller sent along, also as JSON text."""
    found = decoded(value)
    return found if isinstance(found, dict) else {}


class Response(Payload):
    """What came back, as far as it was kept."""

    status: Annotated[int | None, Blank] = None
    body: Body = Field(default_factory=dict)


class Request(Payload):
    """What was sent, as far as it was kept."""

    url: Text = None
    method: Text = None
    body: Body = Field(default_factory=dict)


class Log(Payload):
    """One call through the gateway; its inner retries are not told of."""

    log_id: str = Field(validation_alias=AliasChoices("id", "_id"), min_length=1)
    trace_id: Text = None
    created_at: Noted = None
    is_success: Annotated[bool | None, Blank] = None
    ai_org: Text = None
    ai_model: Text = None
    request_url: Text = None
    request_method: Text = None
    cost: Annotated[Decimal | None, Blank] = None
    cost_currency: Text = None
    req_units: Annotated[int | None, Blank] = None
    res_units: Annotated[int | None, Blank] = None
    response_time: Annotated[float | None, Blank] = None
    response_status_code: Annotated[int | None, Blank] = None
    cache_status: Text = None
    labels: Annotated[dict[str, Any], BeforeValidator(_labels)] = Field(
        default_factory=dict, validation_alias="metadata"
    )
    request: Annotated[Request, BeforeValidator(object_in)] = Request()
    response: Annotated[Response, BeforeValidator(object_in)] = Response()

    @model_validator(mode="before")
    @classmethod
    def _in_one(cls, value: Any) -> Any:
        """A log object keeps most under `metrics`, and the labels there as two lists."""
        metrics = value.get("metrics") if isinstance(value, dict) else None
        if not isinstance(metrics, dict):
            return value
        keys, values = metrics.get(KEYS), metrics.get(VALUES)
        named = {}
        if isinstance(keys, list) and isinstance(values, list):
            named = dict(zip(map(str, keys), values, strict=False))
        times = {"created_at": value.get("created_at") or metrics.get("created_at")}
        return {"metadata": named} | value | metrics | times

    @property
    def url(self) -> str | None:
        """Where the call went."""
        return self.request_url or self.request.url

    @property
    def method(self) -> str:
        """GET for a poll of what another call asked for."""
        return (self.request_method or self.request.method or "POST").upper()

    @property
    def status_code(self) -> int | None:
        """Of HTTP."""
        return self.response_status_code or self.response.status

    @property
    def usage(self) -> Usage:
        """Tokens: by kind where the answer was kept, else as the gateway counted them."""
        stated = Usage.model_validate(object_in(self.response.body.get("usage")))
        counts = {"n_given": self.req_units, "n_made": self.res_units}
        return stated if stated.tells_kinds else stated.model_copy(update=counts)
