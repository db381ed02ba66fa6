"""In which letters a text is written; what is not UTF-8 becomes a copy that is."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK_BYTES = 2**20
PLAIN = frozenset(b"\t\n\r" + bytes(range(0x20, 0x7F)))
"""What the first letters of a log are made of."""
WINDOWS = "cp1252"


def utf16_of(head: bytes) -> str | None:
    """The kind of UTF-16 that a text begins as: by its mark, else by the zeros between letters."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for first, encoding in enumerate(("utf-16-le", "utf-16-be")):
        letters, zeros = set(head[first:8:2]), set(head[1 - first : 8 : 2])
        if len(head) >= 8 and zeros == {0} and letters <= PLAIN:
            return encoding
    return None


def in_utf8(path: Path, target: Path, encoding: str) -> None:
    """Write a text anew in UTF-8. Raises UnicodeError where it is not written so."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream, target.open("wb") as copy:
        while block := stream.read(BLOCK_BYTES):
            copy.write(decoder.decode(block).encode())
        copy.write(decoder.decode(b"", final=True).encode())


def is_windows_1252(path: Path) -> bool:
    """Whether a text is Windows-1252: letters beyond ASCII, all of them its own and none UTF-8's.

    A UTF-8 text with a few broken letters has whole ones too, and is none.
    """
    has_letters = False
    for text in _decoded(path):
        if not text.isascii():
            has_letters = True
            if not all(_is_of_windows(letter) for letter in set(text) if letter > "\x7f"):
                return False
    return has_letters


def _decoded(path: Path) -> Iterator[str]:
    """The text block by block, with a stand-in for each byte that is no UTF-8."""
    utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            yield utf8.decode(block)
    yield utf8.decode(b"", final=True)


def _is_of_windows(letter: str) -> bool:
    """Whether it is a byte that is no UTF-8, and a letter of Windows-1252."""
    try:
        letter.encode("utf-8", "surrogateescape").decode(WINDOWS)
    except UnicodeDecodeError:
        return False
    return "\udc80" <= letter <= "\udcff"
