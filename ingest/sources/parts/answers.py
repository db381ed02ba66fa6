"""The pictures in a stored answer, in the shapes of OpenAI's, Google's and chat APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.sources.parts.operations import media

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PICTURE_PARTS = {"image", "image_url", "output_image"}
CALLS = {"image_generation_call"}


def pictures_in(answer: Mapping[str, Any]) -> list[str] | None:
    """Each picture by its address, "" for one kept inline; None where the answer does not tell."""
    data = answer.get("data")
    if isinstance(data, list):
        return [_address(each) for each in data if isinstance(each, dict)]
    messages = list(messages_in(answer))
    return [_address(each) for each in messages for each in _pictures(each)] if messages else None


def messages_in(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was said: messages of choices, contents of candidates, items of an output."""
    for choice in _objects(answer.get("choices")):
        yield from _objects([choice.get("message")])
    for candidate in _objects(answer.get("candidates")):
        content = candidate.get("content")
        yield content if isinstance(content, dict) else {}
    yield from _objects(answer.get("output"))


def _pictures(message: dict[str, Any]) -> Iterator[Any]:
    """A list of their own, parts of the content, or the message itself."""
    if message.get("type") in CALLS and message.get("result"):
        yield message
    yield from _objects(message.get("images"), texts=True)
    for part in (*_objects(message.get("content")), *_objects(message.get("parts"))):
        held = part.get("inlineData") or part.get("inline_data") or part.get("fileData")
        if part.get("type") in PICTURE_PARTS or held:
            yield held or part


def _objects(value: Any, *, texts: bool = False) -> list[Any]:
    kinds = (dict, str) if texts else dict
    return [each for each in value if isinstance(each, kinds)] if isinstance(value, list) else []


def _address(picture: Any) -> str:
    found = next(iter(media(picture)), "")
    return "" if found.startswith("data:") else found
