"""fal's billing events: what each request was billed, to the last nano-dollar.

An event knows the request and its money, not how it ended: that a webhook says, which comes
together with it by the request's id. Until then its end is unknown. Its time is when it was billed,
the latest that the request can have been submitted.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, Field

from data.warehouse.records import Attempt, Blank, Quantity, Text
from ingest.source import Opened, Refused
from ingest.sources.parts.payloads import Noted, Payload

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES = ("billing_events", "events", "data", "results")
MONEY = {"cost_total", "cost_subtotal", "cost_estimate_nano_usd"}
NANO = Decimal(10) ** -9
OWN_UNIT = "billable_unit"
"""fal's unit of an endpoint, where nothing says which that is: recorded, never priced by."""


class Event(Payload):
    """One event."""

    request_id: str
    endpoint_id: str | None = Field(None, validation_alias=AliasChoices("endpoint_id", "endpoint"))
    at: Noted = Field(
        None, validation_alias=AliasChoices("timestamp", "created_at", "billed_at", "time")
    )
    output_units: Quantity = None
    unit: Text = None
    cost_total: Annotated[Decimal | None, Blank] = None
    cost_subtotal: Annotated[Decimal | None, Blank] = None
    cost_discount: Annotated[Decimal | None, Blank] = None
    cost_estimate_nano_usd: Annotated[Decimal | None, Blank] = None
    currency: Text = None

    @property
    def cost(self) -> Decimal | None:
        """The total, else what is left of the subtotal, else the estimate."""
        if self.cost_total is not None:
            return self.cost_total
        if self.cost_subtotal is not None:
            return self.cost_subtotal - abs(self.cost_discount or Decimal(0))
        return None if self.cost_estimate_nano_usd is None else self.cost_estimate_nano_usd * NANO


def is_event(value: Any) -> bool:
    """Whether it is one."""
    return isinstance(value, dict) and "request_id" in value and not MONEY.isdisjoint(value)


def events_of(page: Any) -> list[Any] | None:
    """The events of a page; None where it is none."""
    for name in PAGES:
        listed = page.get(name) if isinstance(page, dict) else None
        if isinstance(listed, list) and listed and all(map(is_event, listed)):
            return listed
    return None


def records(value: Any, file: Opened) -> Iterable[Attempt]:
    """The attempt as far as it is known. Raises Refused without any time."""
    event = Event.model_validate(value)
    at = event.at or file.submitted_at
    if at is None:
        raise Refused("no time: a billing event has a timestamp; else pass --submitted-at")
    model = event.endpoint_id
    return (
        Attempt(
            source="fal",
            source_id=event.request_id,
            submitted_at=at,
            seen_at=at,
            status="unknown",
            raw_status="billed",
            channel="fal",
            provider=(model or "").partition("/")[0].removesuffix("-ai") or None,
            model=model,
            units=event.output_units,
            unit=None if event.output_units is None else event.unit or OWN_UNIT,
            reported_cost=event.cost,
            currency=None if event.cost is None else (event.currency or "USD").upper(),
            provider_request_id=event.request_id,
        ),
    )
