"""One JSON document as lines: the items of a list each on their own line, spelled as they were.

Memory stays bounded however long the list is. A broken item reaches to the next one that begins as
the first did, and becomes a line that will be rejected; a list that never ends has `[` as one more.
"""

from __future__ import annotations

import codecs
import json
import re
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
NOT_CLOSED_LINE = "["
LONGEST_TOKEN = 16
"""More than an escape or a word such as `false` has, of which the rest may be in the next block."""
LONGEST_GAP = 4096
"""How much may stand between two items and be seen for what it is."""
NEVER = r"(?!)"
NAME = r'"(?:[^"\\]|\\.)*"'
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
        kept = max(0, self.at - LONGEST_GAP)
        self.text = self.text[kept:] + self._utf8.decode(block, final=self.is_read)
        self.at -= kept
        return True

    def next(self, between: str = BLANK) -> str:
        """The next character that is not blank, not yet taken; '' at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in between:
                self.at += 1
            if self.at < len(self.text) or not self.grow():
                return self.text[self.at : self.at + 1]

    def item(self) -> str | None:
        """The JSON value that begins here, as spelled; None where there is none."""
        while True:
            try:
                _, end = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:
                if self._is_broken(error):
                    return None
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

    def _is_broken(self, error: Exception) -> bool:
        """Whether a value would not read, however it went on."""
        if not isinstance(error, json.JSONDecodeError) or error.msg.startswith("Unterminated"):
            return False
        return error.pos < len(self.text) - LONGEST_TOKEN

    def inset(self) -> str | None:
        """What is blank before the next character, where it is the first on its line."""
        self.next()
        line = self.text.rfind("\n", 0, self.at)
        inset = self.text[line + 1 : self.at]
        return None if line < 0 or inset.strip(BLANK) else inset

    def found(self, pattern: str) -> str | None:
        """The group of a pattern that matches what is next."""
        while len(self.text) - self.at < LONGEST_GAP and self.grow():
            pass
        found = re.compile(pattern).match(self.text, self.at)
        return found[1] if found else None

    def before(self, next_one: re.Pattern[str]) -> str:
        """What stands before the next match, which is next; of much only the beginning."""
        taken = ""
        while (found := next_one.search(self.text, self.at)) is None and not self.is_read:
            end = max(self.at, len(self.text) - LONGEST_GAP)
            taken = (taken + self.text[self.at : end])[:RAW_BYTES_KEPT]
            self.at = end
            self.grow()
        end = found.end() if found else len(self.text)
        taken += self.text[self.at : min(end, self.at + RAW_BYTES_KEPT)]
        self.at = end
        return taken.rstrip(BLANK + ",")[:RAW_BYTES_KEPT]


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
        yield text.before(re.compile(NEVER))


def _list(text: _Text) -> Iterator[str]:
    next_one, is_whole = _next_one(text, r"\{"), True
    while (begins := text.next(BLANK + ",")) not in {"]", ""}:
        item = text.item()
        is_whole = item is not None
        yield text.before(next_one) if item is None else item
    yield from _end(text, begins, is_whole=is_whole)


def _keyed(text: _Text) -> Iterator[str]:
    """The members of an object, each with its key; a member that is no object is a `$value`."""
    next_one, is_whole = _next_one(text, rf"{NAME}\s*:\s*\{{"), True
    while (begins := text.next(BLANK + ",")) not in {"}", ""}:
        key = text.item() if begins == '"' else None
        text.at += 1 if (has_value := key is not None and text.next() == ":") else 0
        item = text.item() if has_value and text.next() else None
        is_whole = item is not None
        if item is None or key is None:
            yield (f"{key}: " if key else "") + text.before(next_one)
        else:
            yield _with_key(key, item)
    yield from _end(text, begins, is_whole=is_whole)


def _end(text: _Text, begins: str, *, is_whole: bool) -> Iterator[str]:
    """A line to say that the list never ends, where its last item does not say so."""
    if begins:
        text.at += 1
    elif is_whole:
        yield NOT_CLOSED_LINE


def _next_one(text: _Text, opening: str) -> re.Pattern[str]:
    """Where an item begins as the first one does, which is next.

    That is on a line of its own, as far in; or behind another, with the same name at its beginning.
    """
    inset = text.inset()
    name = text.found(rf"{opening}\s*({NAME})")
    ways = [] if inset is None else [rf"\n{inset}(?={opening})"]
    ways += [rf"\}}[ \t]*,[ \t]*(?={opening}\s*{re.escape(name)})"] if name else []
    return re.compile("|".join(ways) or NEVER)


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
