"""One span: as OTLP writes it in JSON, or as a row of a Phoenix export; attributes by their names.

OTLP: times are nanoseconds since 1970 as text, whole numbers are text, attributes a list of key and
value. Phoenix: `attributes.…`, `context.…`, times as text.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from data.warehouse.records import EARLIEST, LATEST
from ingest.formats.times import moment
from ingest.source import Refused
from ingest.sources.parts.payloads import decoded, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RESOURCE = "(resource)"
"""Key under which a span carries the attributes of what it is a span of."""
ATTRIBUTES, CONTEXT = "attributes.", "context."
ERRORS = {"2", "ERROR", "STATUS_CODE_ERROR"}
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
DEPTH = 8


class Span(BaseModel):
    """A span with its attributes flat by name; `message` is what its status says."""

    model_config = ConfigDict(frozen=True)
    trace_id: str
    span_id: str
    name: str
    started_at: datetime
    ended_at: datetime | None
    failed: bool
    message: str
    attributes: dict[str, Any]


def spans_in(document: Any) -> Iterator[Any]:
    """The spans of an OTLP document, each with the attributes of its resource."""
    for resource in _listed(document.get("resourceSpans")):
        said = resource.get("resource")
        about = said.get("attributes") if isinstance(said, dict) else None
        scopes = resource.get("scopeSpans") or resource.get("instrumentationLibrarySpans")
        for scope in _listed(scopes):
            for span in _listed(scope.get("spans")):
                yield {RESOURCE: about, **span}


def span_of(value: Any) -> Span:
    """A span. Raises Refused for what is none."""
    if not isinstance(value, dict):
        raise Refused("no span: an object is wanted")
    try:
        return _of_otlp(value) if "traceId" in value else _of_phoenix(value)
    except (KeyError, OverflowError, ValueError) as error:
        raise Refused(f"no span: {error}") from None


def _of_otlp(value: dict[str, Any]) -> Span:
    said = value.get("status")
    status = said if isinstance(said, dict) else {}
    return Span(
        trace_id=_required(value, "traceId"),
        span_id=_required(value, "spanId"),
        name=text_of(value.get("name")),
        started_at=_nanoseconds(value.get("startTimeUnixNano"), "startTimeUnixNano"),
        ended_at=_nanoseconds(value["endTimeUnixNano"], "endTimeUnixNano")
        if value.get("endTimeUnixNano")
        else None,
        failed=str(status.get("code")) in ERRORS,
        message=text_of(status.get("message")),
        attributes={**attributes_of(value.get(RESOURCE)), **attributes_of(value.get("attributes"))},
    )


def _of_phoenix(value: dict[str, Any]) -> Span:
    flat = dict(_flat(value, ""))
    ended = text_of(flat.get("end_time"))
    return Span(
        trace_id=_required(flat, f"{CONTEXT}trace_id"),
        span_id=_required(flat, f"{CONTEXT}span_id"),
        name=text_of(flat.get("name")),
        started_at=_plausible(moment(_required(flat, "start_time"), UTC), "start_time"),
        ended_at=_plausible(moment(ended, UTC), "end_time") if ended else None,
        failed=str(flat.get("status_code")) in ERRORS,
        message=text_of(flat.get("status_message")),
        attributes={
            name.removeprefix(ATTRIBUTES): found
            for name, found in flat.items()
            if name.startswith(ATTRIBUTES) and found not in (None, "")
        },
    )


def attributes_of(listed: Any) -> dict[str, Any]:
    """OTLP's list of attributes by name."""
    return {
        each["key"]: _value(each.get("value"))
        for each in _listed(listed)
        if isinstance(each.get("key"), str)
    }


def _value(held: Any, depth: int = DEPTH) -> Any:
    """What an OTLP value holds: `{"intValue": "5"}` is 5."""
    if not isinstance(held, dict) or not held or not depth:
        return None
    kind, value = next(iter(held.items()))
    if kind == "arrayValue":
        listed = value.get("values") if isinstance(value, dict) else None
        return [_value(each, depth - 1) for each in _listed(listed)]
    if kind == "kvlistValue":
        listed = value.get("values") if isinstance(value, dict) else None
        return {
            str(each.get("key")): _value(each.get("value"), depth - 1) for each in _listed(listed)
        }
    if kind == "intValue" and isinstance(value, str):
        return int(value) if value.lstrip("-").isdecimal() and len(value) < 20 else None
    return value


def _flat(value: Any, name: str, depth: int = DEPTH) -> Iterator[tuple[str, Any]]:
    """A row's columns by dotted name, also where they are nested or JSON as text."""
    held = decoded(value) if name == ATTRIBUTES[:-1] and isinstance(value, str) else value
    if not isinstance(held, dict) or not depth:
        yield name, value
        return
    for key, each in held.items():
        yield from _flat(each, f"{name}.{key}" if name else str(key), depth - 1)


def _required(value: dict[str, Any], name: str) -> str:
    found = text_of(value.get(name))
    if not found:
        raise ValueError(f"{name} is missing")
    return found


def _nanoseconds(written: Any, name: str) -> datetime:
    text = str(written)
    if isinstance(written, bool) or not text.isdecimal() or len(text) > 20:
        raise ValueError(f"{name} is not a number of nanoseconds since 1970")
    return _plausible(FIRST + timedelta(microseconds=int(text) // 1000), name)


def _plausible(read: datetime, name: str) -> datetime:
    if not EARLIEST <= read < LATEST:
        raise ValueError(f"{name} does not lie between the years 2000 and 2099")
    return read


def _listed(value: Any) -> Iterable[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else ()
