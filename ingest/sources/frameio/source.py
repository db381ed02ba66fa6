"""Statuses and ratings in Frame.io V4: pages of files with their metadata, and kept webhooks.

An approval is the value of a select field (`Status`) or a number of stars (`Rating`) among a file's
metadata; a file's own `status` only says how far its upload is. Which fields decide and what their
values mean is said under [frameio]. A page tells the value and when the file last changed in any
way. A webhook tells when and who, but not the value: an endpoint keeps it as
{"headers": …, "body": …, "file": what it fetched thereupon, with include=metadata}.
A field has one value at a time: a status that is taken back takes back its decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.warehouse.records import Verdict
from ingest.formats.sheets import compact
from ingest.formats.times import from_epoch
from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.frameio.payload import (
    Delivery,
    File,
    MetadataField,
    Option,
    Person,
    Webhook,
    answered,
)
from ingest.sources.parts.payloads import header, opened_pages
from ingest.sources.parts.review_tools import ToolWords

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from data.warehouse.records import Decision

USUAL_FIELDS = ("Status", "Rating")
SENT_AT = "x-frameio-request-timestamp"
VALUE_CHANGED = "metadata.value.updated"


class FrameIo(Source):
    """Reads files with their metadata, one or a page of them, and webhooks as they were kept."""

    name = "frameio"
    title = "Frame.io V4 statuses and ratings: files with their metadata, kept webhooks"
    origin = "studio"
    where = (
        "GET https://api.frame.io/v4/accounts/…/folders/…/children?include=metadata, or the "
        "webhooks your endpoint keeps with their headers and the file each is about."
    )
    read_with = ("frameio", "approve_from_rating", "reject_to_rating")
    dated_by = (
        "a status on a page of files is dated by the file's last change, whatever that was; "
        "webhooks kept with their headers tell the moment itself."
    )

    evidence = "the official client's schema and the webhooks' documentation"

    def identify(self, file: Opened) -> str | None:
        """By fields of metadata as only Frame.io writes them, its addresses, or its webhooks."""
        objects = [each for document in file.first_documents for each in self.unwrap(document)]
        if any(map(_is_file, objects)):
            return "files of Frame.io (metadata, view_url)"
        return "webhooks of Frame.io (type, resource)" if any(map(_is_webhook, objects)) else None

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The objects of a list, a page or an answer about one file."""
        return opened_pages(document, "data")

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """The verdict that the deciding field holds."""
        found, sent_at, reviewer = _told(item.value)
        if found.type == "folder":
            raise Ignored("a folder")
        if found.metadata is None:
            raise Ignored("fetched without its metadata: add include=metadata")
        field = _deciding(found.metadata, file.settings.frameio.fields or USUAL_FIELDS)
        decided_at = sent_at or found.updated_at or file.submitted_at
        if (reference := found.name or found.known_as) is None:
            raise Refused("neither the name nor the id of a file")
        if decided_at is None:
            raise Refused("no updated_at and no webhook: pass --submitted-at")
        yield Verdict(
            source=self.name,
            asset_ref=reference,
            decision=_decision(field, file),
            decided_at=decided_at,
            stage=file.settings.frameio.stage,
            reviewer=reviewer,
            verdict_id=f"{found.known_as or reference} {compact(field.field_definition_name)}",
        )


def _is_file(value: Any) -> bool:
    if isinstance(value, dict) and "body" in value:
        value = answered(value.get("file"))
    if not isinstance(value, dict):
        return False
    fields = value.get("metadata")
    has_fields = isinstance(fields, list) and any(
        isinstance(each, dict) and {"field_definition_name", "field_type"} <= set(each)
        for each in fields
    )
    return has_fields or ".frame.io/" in str(value.get("view_url"))


def _is_webhook(value: Any) -> bool:
    body = value.get("body", value) if isinstance(value, dict) else None
    return isinstance(body, dict) and {"type", "resource", "workspace", "account"} <= set(body)


def _told(value: Any) -> tuple[File, datetime | None, str | None]:
    """The file, and by a webhook when and by whom its value was changed."""
    if not isinstance(value, dict) or not ("body" in value or _is_webhook(value)):
        return File.model_validate(value), None, None
    if "body" not in value:
        raise Ignored(_without_value(Webhook.model_validate(value).type))
    kept = Delivery.model_validate(value)
    if kept.file is None or kept.body.type != VALUE_CHANGED:
        raise Ignored(_without_value(kept.body.type))
    by = kept.body.user or Person()
    return kept.file, _sent_at(kept.headers), by.email or by.name or by.id


def _without_value(event: str) -> str:
    if event == VALUE_CHANGED:
        return "a webhook says that a value changed, not to what: keep it with the file it is about"
    return f"a webhook of {shortened(event, 40)}: no decision"


def _sent_at(headers: Any) -> datetime | None:
    written = header(headers, SENT_AT)
    if written is None:
        return None
    if not (written.isdecimal() and len(written) <= 11):
        raise Refused(f"{SENT_AT}: {shortened(written, 40)!r} is no number of seconds since 1970")
    return from_epoch(int(written))


def _deciding(fields: tuple[MetadataField, ...], names: tuple[str, ...]) -> MetadataField:
    """The first of the named fields with a value, else the first of them. Raises Ignored."""
    by_name = {compact(each.field_definition_name): each for each in reversed(fields)}
    found = [by_name[compact(name)] for name in names if compact(name) in by_name]
    if not found:
        listed = " or ".join(map(repr, names))
        raise Ignored(f"no field {listed} in its metadata: name yours under [frameio] fields")
    return next((each for each in found if each.value not in (None, "", [])), found[0])


def _decision(field: MetadataField, file: Opened) -> Decision:
    words = ToolWords("frameio", file.settings.frameio)
    name, value = field.field_definition_name, field.value
    if field.field_type == "rating":
        return words.starred(value, file.settings)
    if field.field_type == "toggle":
        return "approved" if value is True else "pending"
    chosen = _chosen(value)
    decisions = words.decisions(name, chosen)
    if len(decisions) > 1:
        raise Refused(f"{name}: {' and '.join(map(repr, chosen))} say different things")
    return decisions.pop() if decisions else "pending"


def _chosen(value: Any) -> list[str]:
    """The texts of a select field or a field of plain text; none where nothing is chosen."""
    listed = value if isinstance(value, list) else [value]
    texts = (each if isinstance(each, str) else None for each in listed)
    found = (
        text if text is not None else Option.model_validate(each).display_name
        for text, each in zip(texts, listed, strict=True)
        if each is not None
    )
    return [text for text in found if text.strip()]
