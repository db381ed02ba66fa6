"""Splitting files into items: JSON lines and whole JSON documents. Memory is bounded.

Line numbers are physical lines from 1. An item that cannot be parsed is yielded with its `problem`,
so that nothing disappears between the file and the account.
"""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.formats.broken_documents import as_it_is, items_told_apart, items_with_faults
from ingest.formats.item import DOCUMENT_BYTES, HEAD_BYTES, Item
from ingest.formats.json_shape import are_one_document
from ingest.formats.json_values import dumped, parse_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader
    from typing import BinaryIO

    from ingest.formats.log_file import LogFile

    Unwrap = Callable[[Any], Iterable[Any]]
    Told = Callable[[bytes], Any]

LINES_LOOKED_AT = 100
"""How far down the first line that is no banner, comment or wreck may stand."""
EMPTY_LINES = {b"\n", b"\r\n"}
RAW_BYTES_KEPT = 65_536
"""How much of an over-long item is kept for the quarantine."""


def filled_lines(stream: BufferedReader) -> Iterator[tuple[int, bytes, int]]:
    """As `physical_lines`, but most empty lines are passed over, however many there are."""
    passed = 0
    for number, raw, length in physical_lines(stream):
        yield number + passed, raw, length
        if raw in EMPTY_LINES:
            passed += pass_empty(stream)


def pass_empty(stream: BufferedReader) -> int:
    """Go past the empty lines that are next; how many those were."""
    passed = 0
    while empty := _empty_lines(stream.peek()):
        passed += stream.read(len(empty)).count(b"\n")
    return passed


def _empty_lines(ahead: bytes) -> bytes:
    empty = ahead[: len(ahead) - len(ahead.lstrip(b"\r\n"))]
    return empty[: empty.rfind(b"\n") + 1]


def physical_lines(
    stream: BinaryIO, limit: int = DOCUMENT_BYTES
) -> Iterator[tuple[int, bytes, int]]:
    """(line number, bytes, full length) of each line; an over-long line is cut, not loaded."""
    number = 0
    while line := stream.readline(limit):
        number += 1
        length = len(line)
        kept = line
        while length >= limit and not line.endswith(b"\n"):
            line = stream.readline(limit)
            if not line:
                break
            length += len(line)
        yield number, kept if length == len(kept) else kept[:RAW_BYTES_KEPT], length


def json_documents(file: LogFile, unwrap: Unwrap, told: Told | None = None) -> Iterator[Item]:
    """Items of a JSON or JSON-lines file; `unwrap` opens lists and list pages.

    `told`: what a line is where its bytes tell, so that it need not be parsed; else None.
    """
    if is_one_document(file):
        yield from _whole(file, unwrap)
    else:
        with file.open() as stream:
            for number, raw, length in filled_lines(stream):
                value = told(raw) if told and length == len(raw) else None
                if value is not None:
                    yield Item(number, raw, value)
                elif _text(number, raw):
                    yield from _parsed(number, raw, length, unwrap)


def _text(number: int, raw: bytes) -> bytes:
    """A line without what is blank at its ends; a byte order mark is, at the very beginning."""
    return (raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw).strip()


def _parsed(number: int, raw: bytes, length: int, unwrap: Unwrap) -> Iterator[Item]:
    if length > len(raw):
        yield Item(number, raw, problem=too_long(length))
        return
    try:
        document = parse_json(raw)
        values = list(unwrap(document))
    except (ValueError, TypeError, AttributeError) as error:
        items = items_with_faults(raw, unwrap) or [Item(number, raw, problem=str(error))]
        yield from (replace(item, line=number) for item in items)
        return
    alone = len(values) == 1 and values[0] is document
    for value in values:
        yield Item(number, raw if alone else dumped(value), value)


def too_long(length: int, limit: int = DOCUMENT_BYTES) -> str:
    """What is the matter with a record of so many bytes."""
    return f"one record of {length:,} bytes; at most {limit:,} are read"


def is_one_document(file: LogFile) -> bool:
    """Whether the file is one JSON document over several lines, rather than JSON lines."""
    with file.open() as stream:
        texts = (_text(number, raw) for number, raw, _ in filled_lines(stream))
        return are_one_document(text for text in texts if text)


def _whole(file: LogFile, unwrap: Unwrap) -> Iterator[Item]:
    with file.open() as stream:
        raw = stream.read(DOCUMENT_BYTES + 1)
    if len(raw) > DOCUMENT_BYTES:
        yield Item(1, raw[:RAW_BYTES_KEPT], problem=too_long(file.path.stat().st_size))
        return
    try:
        values = list(unwrap(parse_json(raw)))
    except (ValueError, TypeError, AttributeError) as error:
        items = items_with_faults(raw, unwrap) or items_told_apart(raw, unwrap)
        for item in items or [Item(1, raw, problem=str(error))]:
            yield replace(item, raw=item.raw[:RAW_BYTES_KEPT]) if item.problem else item
        return
    for position, value in enumerate(values, start=1):
        yield Item(position, dumped(value), value)


def first_documents(file: LogFile) -> list[Any]:
    """Up to 20 parsed documents from the head of the file, for identification."""
    if not _may_be_json(file):
        return []
    found: list[Any] = []
    read = 0
    for item in json_documents(file, as_it_is):
        read += len(item.raw)
        if item.problem is None:
            found.append(item.value)
        if len(found) >= 20 or read >= HEAD_BYTES:
            break
    return found


def _may_be_json(file: LogFile) -> bool:
    """Whether the first line, or one of those below a few broken ones, begins like JSON."""
    lines = file.first_bytes.removeprefix(codecs.BOM_UTF8).split(b"\n", LINES_LOOKED_AT)
    return any(line.lstrip()[:1] in {b"{", b"["} for line in lines[:LINES_LOOKED_AT])
