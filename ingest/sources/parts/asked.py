"""What was asked for and what came, in the style of OpenAI's API that gateways speak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from data.warehouse.records import Blank, Text
from ingest.sources.parts.operations import ADDRESS
from ingest.sources.parts.payloads import Payload, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.warehouse.records import Operation

SIZE = re.compile(r"(\d{1,5})-?[x*×]-?(\d{1,5})", re.IGNORECASE | re.ASCII)
NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)
UNSTATED = (0, -1)
MEDIA_PATHS: tuple[tuple[re.Pattern[str], Operation], ...] = (
    (re.compile(r"/images/generations\b"), "text_to_image"),
    (re.compile(r"/images/edits\b"), "edit"),
    (re.compile(r"/images/variations\b"), "image_to_image"),
    (re.compile(r"/videos(?:/generations)?/?$"), "text_to_video"),
    (re.compile(r"/videos/[^/]+/(?:remix|edit|extend)"), "video_edit"),
    (re.compile(r":predictLongRunning\b"), "text_to_video"),
)
KIND = re.compile(r"/v\d[a-z0-9]*/([a-z][a-z_]{0,30}(?:/[a-z][a-z_]{0,30}){0,2})(?=$|[/:])")
CHAT_PATHS = re.compile(r"/embeddings|/audio/|/moderations|/rerank|:embedContent|/files\b")


def object_in(value: Any) -> Any:
    """A stored request or answer, also as JSON text; one that was cut off says nothing."""
    found = decoded(value)
    return found if isinstance(found, dict) else {}


def _stated_length(value: Any) -> Any:
    """Seconds as a number or as text; "auto", 0 and -1 leave it to the model."""
    is_word = isinstance(value, str) and not NUMBER.fullmatch(value.strip())
    return None if is_word or value in UNSTATED else value


Body = Annotated[dict[str, Any], BeforeValidator(object_in)]


class Asked(Payload):
    """The parameters of a request that matter here."""

    n: Annotated[int | None, Blank] = None
    size: Text = None
    quality: Text = None
    seconds: Annotated[float | None, BeforeValidator(_stated_length)] = None
    prompt: Annotated[str | None, BeforeValidator(lambda v: v if isinstance(v, str) else None)] = (
        None
    )
    input_reference: Any = None


def asked_for(asked: Asked) -> dict[str, Any]:
    """How many, how large, how good and how long."""
    size = SIZE.fullmatch(asked.size or "")
    named = [each for each in (asked.size, asked.quality) if each and each != "auto"]
    return {
        "n_requested": asked.n,
        "requested_width": int(size[1]) if size else None,
        "requested_height": int(size[2]) if size else None,
        "requested_seconds": asked.seconds,
        "variant": " ".join(named) or None,
    }


def outputs_of(pictures: list[str] | None) -> dict[str, Any]:
    """How many pictures came and where, where the answer tells."""
    if pictures is None:
        return {}
    whole = bool(pictures) and all(map(ADDRESS.match, pictures))
    return {"n_outputs": len(pictures), "output_uris": tuple(pictures) if whole else None}


def operation_at(url: str | None) -> Operation | None:
    """What a call to an address makes; None where the address serves chats too."""
    path = (url or "").partition("?")[0]
    return next((made for pattern, made in MEDIA_PATHS if pattern.search(path)), None)


def kind_at(url: str | None) -> str:
    """What a call to an address is called in the account: its path, without host and ids."""
    found = KIND.search((url or "").partition("?")[0])
    return found[1] if found else "nameless"


def never_media(url: str | None) -> bool:
    """Whether nothing at an address makes pictures or clips, whatever the model."""
    return CHAT_PATHS.search(url or "") is not None


def last_said(messages: Any) -> str | None:
    """The prompt among messages: what was said last, where that is text."""
    found = decoded(messages) if isinstance(messages, str) and messages[:1] in "[{" else messages
    if isinstance(found, list) and found and isinstance(found[-1], dict):
        found = found[-1].get("content")
    if isinstance(found, list):
        found = "\n".join(_texts(found))
    return found if isinstance(found, str) and found.strip() else None


def _texts(parts: Iterable[Any]) -> list[str]:
    found = (part.get("text") for part in parts if isinstance(part, dict))
    return [text for text in found if isinstance(text, str)]
