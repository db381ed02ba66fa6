"""One JSON document as lines: the items of a list each on their own line, spelled as they were.

Memory stays bounded however long the list is. What follows a broken item cannot be told apart, so
it becomes one last line, which will be rejected with all it holds.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.bulk.pieces import BLOCK_BYTES, LONGEST_LINE
from ingest.formats.documents import RAW_BYTES_KEPT, is_one_document
from ingest.formats.item import DOCUMENT_BYTES
from ingest.formats.json_shape import is_value
from ingest.maps.checks import CELL
from ingest.maps.columns import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from ingest.formats.opened import Opened

BLANK = " \t\r\n"
_KEY, _VALUE = json.dumps(KEY), json.dumps(CELL)
_DECODER = json.JSONDecoder()


@dataclass
class _Text:
    """The unread part of a file, grown block by block. Bytes that are no UTF-8 pass through."""

    stream: BinaryIO
    text: str = ""
    at: int = 0
    is_read: bool = False
    _utf8: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
    )

    def grow(self) -> bool:
        """Read on; False where the end was seen already, or one item is longer than any may be."""
        if self.is_read or len(self.text) - self.at > LONGEST_LINE:
            return False
        block = self.stream.read(BLOCK_BYTES)
        self.is_read = not block
        self.text = self.text[self.at :] + self._utf8.decode(block, final=self.is_read)
        self.at = 0
        return True

    def next(self) -> str:
        """The next character that is not blank, not yet taken; '' at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in BLANK:
                self.at += 1
            if self.at < len(self.text) or not self.grow():
                return self.text[self.at : self.at + 1]

    def item(self) -> str | None:
        """The JSON value that begins here, as spelled; None where there is none."""
        while True:
            try:
                _, end = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError):
                end = len(self.text)
                is_whole = False
            else:
                # A number may go on in the next block.
                is_whole = end < len(self.text) or self.is_read
            if is_whole:
                taken, self.at = self.text[self.at : end], end
                return taken
            if not self.grow():
                return None

    def rest(self) -> str:
        """The beginning of what is left."""
        while len(self.text) - self.at < RAW_BYTES_KEPT and self.grow():
            pass
        return self.text[self.at : self.at + RAW_BYTES_KEPT]


def is_list_or_line(file: Opened) -> bool:
    """Whether a file of JSON is a single line, or holds a list: then it is one document."""
    with file.open() as stream:
        first = stream.readline(DOCUMENT_BYTES)
        if not stream.read(BLOCK_BYTES).strip():
            return True
    if file.first_bytes.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"[":
        return False
    return is_one_document(file) or is_value(first)


def write_lines(path: Path, target: Path, columns: set[str]) -> None:
    """Write the items of a JSON document as lines.

    The document is a list, or an object: one item, unless it has none of the map's columns (their
    first steps are given) and just one list of objects, as the answer of a web service has. Where
    one of the columns is `$key`, each member of an object is an item, with its key in it.
    """
    with path.open("rb") as stream, target.open("wb") as lines:
        for item in _items(_Text(stream), columns):
            one_line = item.replace("\r", " ").replace("\n", " ")
            lines.write(one_line.encode("utf-8", "surrogateescape") + b"\n")


def _items(text: _Text, columns: set[str]) -> Iterator[str]:
    if text.next() == "{" and KEY in columns:
        text.at += 1
        yield from _keyed(text)
    elif text.next() != "[":
        yield from _object(text, columns)
    else:
        text.at += 1
        yield from _list(text)
    if text.next():
        yield text.rest()


def _list(text: _Text) -> Iterator[str]:
    while (begins := text.next()) not in {"]", ""}:
        item = None if begins == "," else text.item()
        if item is None:
            return
        yield item
        if text.next() == ",":
            text.at += 1
        elif text.next() != "]":
            return
    text.at += 1


def _keyed(text: _Text) -> Iterator[str]:
    """The members of an object, each with its key; a member that is no object is a `$value`."""
    while (begins := text.next()) not in {"}", ""}:
        key = text.item() if begins == '"' else None
        if key is None or text.next() != ":":
            return
        text.at += 1
        item = text.item() if text.next() else None
        if item is None:
            return
        yield _with_key(key, item)
        if text.next() == ",":
            text.at += 1
        elif text.next() != "}":
            return
    text.at += 1


def _with_key(key: str, item: str) -> str:
    inside = item[1:].lstrip(BLANK) if item.startswith("{") else f"{_VALUE}: {item}}}"
    return f"{{{_KEY}: {key}{'' if inside.startswith('}') else ', '}{inside}"


def _object(text: _Text, columns: set[str]) -> Iterator[str]:
    item = text.item() if text.next() else None
    if item is None:
        return
    found = json.loads(item)
    lists = [each for each in found.values() if _is_list(each)] if isinstance(found, dict) else []
    if len(lists) == 1 and not columns & found.keys():
        yield from (json.dumps(each, ensure_ascii=False) for each in lists[0])
    else:
        yield item


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
