"""Recorded calls of fal: submissions, polls, results.

A result's body is the model's own answer. What belongs to the request stands in its headers:
`x-fal-request-id`, and `x-fal-billable-units`, which logs that keep bodies alone have lost.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.sources.parts.payloads import called, header
from ingest.sources.parts.recorded import call_in

ADDRESS = re.compile(
    r"^https://(?:queue\.)?fal\.run/([\w.-]+/[\w./-]+?)"
    r"(?:/requests/([\w-]+)(?:/status(?:/stream)?)?)?(?:\?|$)"
)


def delivery_in(document: Any) -> dict[str, Any] | None:
    """A recorded call in the form of a delivery; None for anything else."""
    if not isinstance(document, dict):
        return None
    found = ADDRESS.search(called(document))
    call = call_in(document)
    if found is None or not isinstance(call["answer"], dict):
        return None
    endpoint, polled = found[1], found[2]
    request_id = header(call.get("headers"), "x-fal-request-id") or polled
    asked = {"arguments": call.get("request"), "labels": document.get("labels")}
    if not polled:
        asked |= {"endpoint_id": endpoint, "submitted_at": document.get("submitted_at")}
    place = {"response_url": f"https://queue.fal.run/{endpoint}/requests/{request_id}"}
    return {
        "body": place | _body(call["answer"], call.get("http_status"), request_id),
        "received_at": document.get("received_at"),
        "headers": call.get("headers"),
        "submitted": asked,
    }


def _body(answer: dict[str, Any], status: int | None, request_id: str | None) -> dict[str, Any]:
    """The queue's own answer, or the model's as a webhook would bring it."""
    if "status" in answer:
        return {"request_id": request_id, **answer}
    failed = status is not None and status >= 400
    return {
        "status": "ERROR" if failed else "OK",
        "request_id": request_id,
        "payload": answer,
        "error": f"HTTP {status}" if failed else None,
    }
