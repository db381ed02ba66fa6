"""The pictures in an answer, where the proxy stores answers: of an image call, or of a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.sources.litellm.call import CUT
from ingest.sources.parts.answers import messages_in, pictures_in

if TYPE_CHECKING:
    from ingest.sources.litellm.call import Call


def pictures_of(call: Call) -> list[str] | None:
    """Each picture by its address, "" for one kept inline; None where the answer does not tell."""
    pictures = pictures_in(call.response)
    counted = call.usage.made.image_tokens or any(map(_is_cut, messages_in(call.response)))
    return None if not pictures and counted and not _lists(call) else pictures


def _lists(call: Call) -> bool:
    """Whether the answer is one of an image call, which lists its pictures and nothing else."""
    return isinstance(call.response.get("data"), list)


def _is_cut(message: dict[str, Any]) -> bool:
    content = message.get("content")
    return isinstance(content, str) and CUT.search(content) is not None
