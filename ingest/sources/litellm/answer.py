"""The pictures in an answer, where the proxy stores answers: of an image call, or of a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.sources.litellm.call import CUT
from ingest.sources.parts.operations import media

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.sources.litellm.call import Call

PICTURE_PARTS = {"image", "image_url", "output_image"}


def pictures_of(call: Call) -> list[str] | None:
    """Each picture by its address, "" for one kept inline; None where the answer does not tell."""
    data, choices = call.response.get("data"), call.response.get("choices")
    if isinstance(data, list):
        return [_address(each) for each in data if isinstance(each, dict)]
    messages = list(_messages(choices))
    pictures = [_address(each) for message in messages for each in _pictures(message)]
    counted = call.usage.made.image_tokens or any(map(_is_cut, messages))
    return None if not pictures and (counted or not messages) else pictures


def _messages(choices: Any) -> Iterator[dict[str, Any]]:
    for choice in choices if isinstance(choices, list) else ():
        message = choice.get("message") if isinstance(choice, dict) else None
        if isinstance(message, dict):
            yield message


def _pictures(message: dict[str, Any]) -> Iterator[Any]:
    """A list of their own, or parts of the content."""
    images, content = message.get("images"), message.get("content")
    yield from images if isinstance(images, list) else ()
    for part in content if isinstance(content, list) else ():
        if isinstance(part, dict) and part.get("type") in PICTURE_PARTS:
            yield part


def _is_cut(message: dict[str, Any]) -> bool:
    content = message.get("content")
    return isinstance(content, str) and CUT.search(content) is not None


def _address(picture: Any) -> str:
    found = next(iter(media(picture)), "")
    return "" if found.startswith("data:") else found
