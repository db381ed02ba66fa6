"""What logged payloads have in common: how times are written, HTTP headers, records without an id.

Payload models name only the fields that are used. A value of the wrong kind raises pydantic's
ValidationError, which becomes the reason in the quarantine.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from data.warehouse.records import EARLIEST, LATEST, Seconds
from ingest.formats.json_values import parse_json
from ingest.formats.times import from_epoch, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo

    from ingest.source import Item

REPEAT = "(repeat)"
"""Key under which `numbered` notes that an item is the nth with its content."""


class Payload(BaseModel):
    """Base of payload models: unknown fields are ignored, numbers may stand where text is meant."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


CAMEL = ConfigDict(alias_generator=to_camel, populate_by_name=True)
"""The `model_config` of payloads whose fields are in camel case; snake case is read too."""


def _rfc3339(value: Any, zone: tzinfo | None = None) -> Any:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d[Tt ]", value):
        raise ValueError("a time here is RFC 3339 text, 2026-11-02T09:30:00Z")
    return moment(value, zone)


def _noted(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return from_epoch(value / 1000 if value >= FIRST_MILLISECONDS else value)
    return _rfc3339(value, UTC)


def _epoch_seconds(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a time here is a number of seconds since 1970")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError("a time here is in seconds since 1970; is this in milliseconds?") from None


def _plausible(read: datetime | None) -> datetime | None:
    """Here and not only in the record: a length taken off year 1 would overflow."""
    if read is None:
        return None
    if not EARLIEST <= read < LATEST:
        raise ValueError("a time must lie between the years 2000 and 2099")
    return read.astimezone(UTC)


def _automatic_is_unknown(value: Any) -> Any:
    return None if text_of(value).strip().lower() in AUTOMATIC or value in SENTINELS else value


SENTINELS = (-1, 0)
AUTOMATIC = {"auto", "automatic", "-1", "0"}
Length = Annotated[Seconds, BeforeValidator(_automatic_is_unknown)]
"""Seconds of a clip; -1, 0 and "auto" mean that the model was to decide: not known."""
Plausible = AfterValidator(_plausible)
Rfc3339 = Annotated[AwareDatetime | None, BeforeValidator(_rfc3339), Plausible]
"""With an offset, as BigQuery writes it too (` UTC`, `+00`). Any number of fraction digits; those
below a microsecond are cut off."""
FIRST_MILLISECONDS = EARLIEST.timestamp() * 1000
"""In seconds it would lie beyond any date."""
Noted = Annotated[AwareDatetime | None, BeforeValidator(_noted), Plausible]
"""As a studio's own recorder notes a time: as above, but UTC where it has no offset, or a number of
seconds or milliseconds since 1970."""
EpochSeconds = Annotated[AwareDatetime | None, BeforeValidator(_epoch_seconds), Plausible]


def decoded(value: Any) -> Any:
    """A body as JSON where a recorder kept it as text; None when it is text of another kind."""
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value.encode("utf-8", "surrogatepass"))
    except ValueError:
        return None


Body = BeforeValidator(decoded)


def opened_pages(document: Any, key: str) -> list[Any]:
    """The objects of a list, of a page that has them under `key`, or of a list of such pages."""
    parts = document if isinstance(document, list) else [document]
    inside = (part.get(key, part) if isinstance(part, dict) else part for part in parts)
    found = (each if isinstance(each, list) else [each] for each in inside)
    return [value for each in found for value in each]


def text_of(value: Any) -> str:
    """The text that a value is, "" for anything else: hostile values may nest without end."""
    return value if isinstance(value, str) else ""


def called(document: Mapping[str, Any]) -> str:
    """The address that a recorder noted with a call; "" where it noted none."""
    return text_of(document.get("uri", document.get("url")))


def header(headers: Any, name: str) -> str | None:
    """A header's first value, whatever the case of its name."""
    for key, value in headers.items() if isinstance(headers, dict) else ():
        if key.lower() == name:
            first = value[0] if isinstance(value, list) and value else value
            return first if isinstance(first, str) else None
    return None


def http_date(headers: Any) -> datetime | None:
    """The `date` header: when the answer was sent, cut to the second."""
    try:
        sent_at = parsedate_to_datetime(header(headers, "date") or "")
        return _plausible(sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def numbered(items: Iterable[Item]) -> Iterator[Item]:
    """The items; the second and later ones with the same content say so, for `content_id`."""
    seen: Counter[bytes] = Counter()
    for item in items:
        digest = sha256(item.raw.strip()).digest()[:12]
        seen[digest] += 1
        repeated = seen[digest] > 1 and isinstance(item.value, dict)
        yield replace(item, value=item.value | {REPEAT: seen[digest]}) if repeated else item


def content_id(item: Item) -> str:
    """Identity of an item that carries none: the hash of its content and which one of its like."""
    nth = item.value.get(REPEAT, 1) if isinstance(item.value, dict) else 1
    return f"sha256:{sha256(item.raw.strip()).hexdigest()[:32]}" + (f"~{nth}" if nth > 1 else "")
