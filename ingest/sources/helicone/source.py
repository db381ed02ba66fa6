"""Helicone: requests by its API or an export (JSON, JSON lines, CSV).

Its cost is an estimate from its own price list. Bodies lie behind an address that expires: where an
export lacks them, how many pictures came is not known. A status below 0 is Helicone's own. Labels
of the studio are properties; a thumb up or down is kept as a tag, for it may be any user's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.source import Guess
from ingest.sources.helicone.payload import Call
from ingest.sources.parts.asked import kind_at
from ingest.sources.parts.flat import FlatSource
from ingest.sources.parts.routed_call import RoutedCall

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.warehouse.records import Status
    from ingest.source import Opened
    from ingest.sources.parts.payloads import Payload

OWN_STATUSES: dict[int, Status] = {-1: "unknown", -2: "running", -3: "canceled", -4: "blocked"}
"""Timed out, pending, canceled by the client, held back as a threat."""
NOBODY = "00000000-0000-0000-0000-000000000000"
"""What stands for no id in its database."""
KNOWN_BY = {
    "Helicone requests": {"request_id", "request_created_at", "response_status"},
    "Helicone requests, without a status": {"request_id", "request_created_at", "request_model"},
}
FIELDS = {
    "source_id": "request_id",
    "operation_id": "session",
    "submitted_at": "request_created_at",
    "user": "user",
    "reported_cost": "cost",
}


class Helicone(FlatSource):
    """Logs of the Helicone gateway."""

    name = "helicone"
    title = "Helicone requests (JSON, JSON lines, CSV, Parquet)"
    origin = "gateway"
    where = "POST https://api.helicone.ai/v1/request/query, or Requests, Export."
    evidence = (
        "the client's types; no recorded export, and the codes of pending and cancelled are hearsay"
    )
    guesses = tuple(
        Guess(f"status.{code}", status, f"what the response_status {code} means")
        for code, status in OWN_STATUSES.items()
    )
    costs_are_estimates = True
    known_by = KNOWN_BY
    page = "data"
    payload = Call
    fields = FIELDS
    labels = "labels"

    def found(self, payload: Payload, file: Opened) -> dict[str, Any]:
        """The fields; what the settings say that a code means goes before what we think."""
        assert isinstance(payload, Call)
        meant = self.told_statuses(file).get(str(payload.response_status))
        return super().found(payload, file) | ({"status": meant} if meant else {})

    def derived(self, payload: Call) -> Mapping[str, Any]:
        """What the call was, from all that Helicone says of it."""
        call = _call(payload)
        thumb = {True: ("feedback:good",), False: ("feedback:bad",)}
        return {
            **call.fields(),
            "latency_s": call.seconds(payload.delay_ms),
            "currency": None if payload.cost is None else "USD",
            "tags": None if payload.feedback_rating is None else thumb[payload.feedback_rating],
        }


def _call(call: Call) -> RoutedCall:
    path = (call.request_path or "").partition("?")[0]
    answered_from = call.cache_reference_id
    return RoutedCall(
        kind=kind_at(path),
        biller=call.provider,
        model=call.request_model or call.response_model,
        usage=call.usage,
        url=path,
        sent=call.request_body,
        answer=call.response_body,
        code=call.response_status,
        is_cached=None if answered_from is None else answered_from != NOBODY,
        ends=OWN_STATUSES,
    )
