"""Chats, most of a gateway's log, told apart from the bytes of their lines, before any is parsed.

Told is only what cannot be a call that makes media: one `call_type` in the whole line, which is of
no such call, and no word of a picture. A chat that is left out need not hold together.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

CALL_TYPE = b'"call_type"'
KIND = re.compile(rb'"call_type": ?"([a-z_]{1,40})"')
PICTURE = b"image"
BANANA = b"banana"
NONE_COUNTED = re.compile(rb'image_tokens\\?": ?(?:null|0)[,}]')
"""A chat's tokens are told by kind too: none of a picture."""
MEDIA = re.compile(rb"image|video")


class Chat(NamedTuple):
    """A call that makes no media."""

    call_type: str


def chat_in(raw: bytes) -> Chat | None:
    """The chat that a line of JSON is; None where only parsing it can tell."""
    found = KIND.search(raw)
    if found is None or raw.count(CALL_TYPE) != 1 or MEDIA.search(found[1]):
        return None
    folded = raw.lower()
    n_pictures = folded.count(PICTURE)
    if n_pictures and n_pictures != len(NONE_COUNTED.findall(folded)):
        return None
    if BANANA in folded or raw[:1] != b"{" or not raw.rstrip().endswith(b"}"):
        return None
    return _chat(found[1])


@cache
def _chat(kind: bytes) -> Chat:
    return Chat(kind.decode())
