"""What can be saved of a JSON document that is not whole: its records, each good or broken."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.formats.item import Item
from ingest.formats.json_values import dumped, parse_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Unwrap = Callable[[Any], Iterable[Any]]

NOT_CLOSED = "the list it stands in is not closed: the file was cut off"
_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")
_PAGE = re.compile(
    r"""\s*\{ (?:\s*"[^"\\]*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[^\s"\[\]{},]+)\s*,)*+
    \s*"[^"\\]*"\s*:\s*(?=\[\s*\{)""",
    re.VERBOSE | re.DOTALL,
)
"""How a page of a list begins, up to the list: before it stand single values."""
_BETWEEN = re.compile(r"[ \t\r\n,]*")


class _Doubled(dict[str, Any]):
    """An object with a key given twice, that says so again when it is written."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def items(self) -> Any:
        return list(self._pairs)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Doubled(pairs)


def items_with_faults(raw: bytes, unwrap: Unwrap) -> list[Item]:
    """The records of JSON that is refused for what some of them hold: only these have a problem.

    [] where it is no JSON at all. They are numbered from 1.
    """
    try:
        document = json.loads(_decoded(raw), object_pairs_hook=_object)
        values = list(unwrap(document))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []
    return [_judged(place, dumped(value)) for place, value in enumerate(values, start=1)]


def items_told_apart(raw: bytes, unwrap: Unwrap) -> list[Item]:
    """The objects of a list or a list page, or of documents in a row, some of them broken.

    [] where none of them is whole. They are numbered from 1.
    """
    text = _decoded(raw)
    found = _of_page(text, unwrap) or [_judged(1, each) for each in _split(text)]
    opened = (each for item in found for each in _unwrapped(item, unwrap))
    items = [replace(item, line=place) for place, item in enumerate(opened, start=1)]
    return items if any(item.problem is None for item in items) else []


def as_it_is(value: Any) -> Iterable[Any]:
    """A document that is looked at, and not opened."""
    return (value,)


def _of_page(text: str, unwrap: Unwrap) -> list[Item]:
    """Each object of a list page as a page of its own, below what stands before the list.

    [] where it is none: opened, a page is not what it was.
    """
    head = _PAGE.match(text)
    if head is None:
        return []
    items = [_judged(1, each) for each in _split(text[head.end() :], alone=True)]
    pages = [_judged(1, f"{head[0]}[{_decoded(item.raw)}]}}") for item in items]
    whole = [page.value for page in pages if page.problem is None]
    if unwrap is not as_it_is and any(_is_closed(page, unwrap) for page in whole):
        return []
    return [item if item.problem else page for item, page in zip(items, pages, strict=True)]


def _is_closed(page: Any, unwrap: Unwrap) -> bool:
    return any(value is page for value in unwrap(page))


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8-sig", "surrogateescape")


def _judged(place: int, text: str | bytes) -> Item:
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    try:
        return Item(place, raw, parse_json(raw))
    except ValueError as error:
        return Item(place, raw, problem=NOT_CLOSED if raw == b"[" else str(error))


def _unwrapped(item: Item, unwrap: Unwrap) -> list[Item]:
    if item.problem is not None:
        return [item]
    try:
        values = list(unwrap(item.value))
    except (TypeError, AttributeError) as error:
        return [replace(item, value=None, problem=str(error))]
    return [Item(1, item.raw if each is item.value else dumped(each), each) for each in values]


def _split(text: str, *, alone: bool = False) -> Iterator[str]:
    """The values of a list, or of documents one after the other, as they are spelled.

    A broken one reaches to the next object that begins a line as far in as the first one does. A
    list that never ends has `[` as one more; `alone`, what follows it is not looked at.
    """
    at = _after(_BLANK, text, 0)
    in_list = text.startswith("[", at)
    at = _after(_BETWEEN, text, at + in_list)
    inset = text[text.rfind("\n", 0, at) + 1 : at]
    next_one = re.compile(rf"\n{inset if inset.isspace() else '[ ]?'}(?=\{{)")
    is_whole = True
    while at < len(text):
        if in_list and text[at] == "]":
            in_list, end = False, len(text) if alone else at + 1
        else:
            stop = _end_of_object(text, at)
            is_whole = stop is not None
            end = stop or _end_of_match(next_one, text, at)
            yield text[at:end].rstrip()
        at = _after(_BETWEEN if in_list else _BLANK, text, end)
    if in_list and is_whole:
        yield "["


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _end_of_object(text: str, at: int) -> int | None:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    return end if isinstance(value, dict) else None


def _end_of_match(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.search(text, at)
    return found.end() if found else len(text)
