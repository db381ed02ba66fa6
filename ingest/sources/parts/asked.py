"""What was asked for, and tokens by kind, in the style of OpenAI's API that gateways speak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

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


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _stated_length(value: Any) -> Any:
    """Seconds as a number or as text; "auto", 0 and -1 leave it to the model."""
    is_word = isinstance(value, str) and not NUMBER.fullmatch(value.strip())
    return None if is_word or value in UNSTATED else value


Body = Annotated[dict[str, Any], BeforeValidator(object_in)]
Counted = Annotated[int | None, BeforeValidator(_count)]
"""Anything but a number of tokens says nothing."""


class Details(Payload):
    """Tokens of one direction by kind."""

    text_tokens: Counted = None
    image_tokens: Counted = None
    video_tokens: Counted = None
    reasoning_tokens: Counted = None
    cached_tokens: Counted = None


def _details_in(value: Any) -> Any:
    return value if isinstance(value, Details) else object_in(value)


class Usage(Payload):
    """Tokens as a provider reports them: chat calls speak of prompts, image calls of input."""

    given: Annotated[Details, BeforeValidator(_details_in)] = Field(
        Details(), validation_alias=AliasChoices("prompt_tokens_details", "input_tokens_details")
    )
    made: Annotated[Details, BeforeValidator(_details_in)] = Field(
        Details(),
        validation_alias=AliasChoices("completion_tokens_details", "output_tokens_details"),
    )
    n_given: Counted = Field(
        None, validation_alias=AliasChoices("prompt_tokens", "input_tokens", "input")
    )
    n_made: Counted = Field(
        None, validation_alias=AliasChoices("completion_tokens", "output_tokens", "output")
    )

    @property
    def tells_kinds(self) -> bool:
        """Whether it says more than how many there were."""
        return self.given != Details() or self.made != Details()


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


def parts_of(whole: Any, **parts: Any) -> Details:
    """Tokens by kind of a number that holds them all: what is beside a picture's is text."""
    known = Details(**parts)
    rest = (_count(whole) or 0) - (known.image_tokens or 0) - (known.reasoning_tokens or 0)
    is_text = known.image_tokens and rest > 0
    return known.model_copy(update={"text_tokens": rest}) if is_text else known


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


def tokens_of(
    usage: Usage, *, clip: bool = False, only_text: bool = False
) -> dict[str, int | None]:
    """Tokens by kind. A 0 beside a picture means that nobody counted, so it is left out.

    What came out and is of no stated kind is the picture's, or text where no picture came.
    """
    given, made = usage.given, usage.made
    out = "tokens_video_out" if clip else "tokens_image_out"
    counted: dict[str, int | None] = {
        "tokens_text_in": given.text_tokens,
        "tokens_image_in": given.image_tokens,
        "tokens_cached_in": given.cached_tokens,
        "tokens_text_out": made.text_tokens,
        "tokens_thinking": made.reasoning_tokens,
        out: made.video_tokens if clip else made.image_tokens,
    }
    if not any((given.text_tokens, given.image_tokens)):
        counted["tokens_text_in"] = usage.n_given
    if not any((made.text_tokens, made.image_tokens, made.video_tokens)):
        counted["tokens_text_out" if only_text else out] = usage.n_made
    return {field: count or None for field, count in counted.items()}


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
