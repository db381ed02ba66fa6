"""Splitting files into items: JSON lines and whole JSON documents. Memory is bounded.

Line numbers are physical lines from 1. An item that cannot be parsed is yielded with its `problem`,
so that nothing disappears between the file and the account.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ingest.formats.item import DOCUMENT_BYTES, HEAD_BYTES, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from ingest.formats.log_file import LogFile

RAW_BYTES_KEPT = 65_536
"""How much of an over-long item is kept for the quarantine."""


def parse_json(raw: bytes) -> Any:
    """Parse one JSON document strictly.

    Raises ValueError with a sentence: NaN and Infinity are refused (they are no JSON and no money),
    a key given twice is refused, and nesting deeper than the interpreter allows too.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02x}") from None
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if raw.count(b"{") + raw.count(b"[") > NESTING and _is_deep(value):
        raise ValueError(_TOO_DEEP)
    if b"\\ud" in raw.lower():
        _refuse_half_characters(value)
    return value


NESTING = 100
"""How deep JSON may be nested; real logs stay below 20."""
_TOO_DEEP = f"not read: JSON nested more than {NESTING} deep"


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(NESTING):
        inside = [v for v in level if isinstance(v, dict | list)]
        level = [v for each in inside for v in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return False
    return True


def _refuse_half_characters(value: Any) -> None:
    try:
        _dumped(value).decode()
    except UnicodeDecodeError:
        raise ValueError("not text: half of a surrogate pair (\\ud800 to \\udfff) alone") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON and no usable number")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} appears twice in one object")
    return found


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


def json_documents(file: LogFile, unwrap: Callable[[Any], Iterable[Any]]) -> Iterator[Item]:
    """Items of a JSON or JSON-lines file; `unwrap` opens lists and list pages."""
    if is_one_document(file):
        yield from _whole(file, unwrap)
    else:
        with file.open() as stream:
            for number, raw, length in physical_lines(stream):
                if raw.strip():
                    yield from _parsed(number, raw, length, unwrap)


def _parsed(
    number: int, raw: bytes, length: int, unwrap: Callable[[Any], Iterable[Any]]
) -> Iterator[Item]:
    if length > len(raw):
        yield Item(number, raw, problem=too_long(length))
        return
    try:
        document = parse_json(raw)
        values = list(unwrap(document))
    except (ValueError, TypeError, AttributeError) as error:
        yield Item(number, raw, problem=str(error))
        return
    alone = len(values) == 1 and values[0] is document
    for value in values:
        yield Item(number, raw if alone else _dumped(value), value)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def too_long(length: int, limit: int = DOCUMENT_BYTES) -> str:
    """What is the matter with a record of so many bytes."""
    return f"one record of {length:,} bytes; at most {limit:,} are read"


def is_one_document(file: LogFile) -> bool:
    """Whether the file is one JSON document over several lines, rather than JSON lines.

    A first line that is a whole JSON value means lines. Otherwise a list that is still open, or an
    object whose second line is no value of its own, means one document.
    """
    first, second = _first_two_lines(file)
    if not first or _is_json(first):
        return False
    opening = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return opening == b"[" or (opening == b"{" and not _is_json(second))


def _first_two_lines(file: LogFile) -> tuple[bytes, bytes]:
    with file.open() as stream:
        lines = (raw for _, raw, n in physical_lines(stream, HEAD_BYTES) if raw.strip() and n)
        return next(lines, b""), next(lines, b"")


def _is_json(raw: bytes) -> bool:
    try:
        parse_json(raw)
    except ValueError:
        return False
    return True


def _whole(file: LogFile, unwrap: Callable[[Any], Iterable[Any]]) -> Iterator[Item]:
    with file.open() as stream:
        raw = stream.read(DOCUMENT_BYTES + 1)
    if len(raw) > DOCUMENT_BYTES:
        yield Item(1, raw[:RAW_BYTES_KEPT], problem=too_long(file.path.stat().st_size))
        return
    try:
        values = list(unwrap(parse_json(raw)))
    except (ValueError, TypeError, AttributeError) as error:
        yield Item(1, raw[:RAW_BYTES_KEPT], problem=str(error))
        return
    for position, value in enumerate(values, start=1):
        yield Item(position, _dumped(value), value)


def first_documents(file: LogFile) -> list[Any]:
    """Up to 20 parsed documents from the head of the file, for identification."""
    if file.first_bytes.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        return []
    found: list[Any] = []
    read = 0
    for item in json_documents(file, lambda value: (value,)):
        read += len(item.raw)
        if item.problem is None:
            found.append(item.value)
        if len(found) >= 20 or read >= HEAD_BYTES:
            break
    return found
