"""Splitting files into items: JSON lines, whole JSON documents, CSV rows. Memory is bounded.

Line numbers are physical lines from 1. An item that cannot be parsed is yielded with its `problem`,
so that nothing disappears between the file and the account.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from ingest.source import DOCUMENT_BYTES, HEAD_BYTES, Item, Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

RAW_BYTES_KEPT = 65_536
"""How much of an over-long item is kept for the quarantine."""
CSV_FIELD_BYTES = 16 * 2**20


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
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("not read: JSON nested too deeply") from None


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


def json_documents(file: Opened, unwrap: Callable[[Any], Iterable[Any]]) -> Iterator[Item]:
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
        yield Item(number, raw, problem=_too_long(length))
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


def _too_long(length: int) -> str:
    return f"one record of {length:,} bytes; at most {DOCUMENT_BYTES:,} are read"


def is_one_document(file: Opened) -> bool:
    """Whether the file is one JSON document over several lines, rather than JSON lines.

    Decided by the first line that is not blank: a whole JSON value by itself means lines.
    """
    with file.open() as stream:
        for _, raw, length in physical_lines(stream, HEAD_BYTES):
            if raw.strip():
                try:
                    parse_json(raw)
                except ValueError:
                    return (
                        length == len(raw) and raw.strip().lstrip(b"\xef\xbb\xbf")[:2] in _OPENERS
                    )
                return False
    return False


_OPENERS = (b"{", b"[", b"{\r", b"[\r")


def _whole(file: Opened, unwrap: Callable[[Any], Iterable[Any]]) -> Iterator[Item]:
    with file.open() as stream:
        raw = stream.read(DOCUMENT_BYTES + 1)
    if len(raw) > DOCUMENT_BYTES:
        yield Item(1, raw[:RAW_BYTES_KEPT], problem=_too_long(file.path.stat().st_size))
        return
    try:
        values = list(unwrap(parse_json(raw)))
    except (ValueError, TypeError, AttributeError) as error:
        yield Item(1, raw[:RAW_BYTES_KEPT], problem=str(error))
        return
    for position, value in enumerate(values, start=1):
        yield Item(position, _dumped(value), value)


def first_documents(file: Opened) -> list[Any]:
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


# --- CSV --------------------------------------------------------------------------------------


def csv_header(file: Opened) -> list[str]:
    """The first row's cells, stripped; [] when the head is binary or empty."""
    head = file.first_bytes
    if b"\0" in head or not head.strip():
        return []
    text = head.decode("utf-8-sig", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        row = next(csv.reader(io.StringIO(first), delimiter=delimiter_of(first)), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in row]


def delimiter_of(header_line: str) -> str:
    """The delimiter that splits the header into most cells: comma, semicolon, tab or bar."""
    return max(",;\t|", key=header_line.count)


def csv_rows(file: Opened) -> Iterator[Item]:
    """One item per data row, its value a dict by header; `line` is the row's last physical line.

    Rows with more or fewer cells than the header carry a problem.
    """
    csv.field_size_limit(CSV_FIELD_BYTES)
    header = file.header
    with io.TextIOWrapper(file.open(), "utf-8-sig", errors="surrogateescape", newline="") as text:
        start = text.readline()
        while start and not start.strip():
            start = text.readline()
        reader = csv.reader(text, delimiter=delimiter_of(start))
        skipped = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Item(reader.line_num + skipped, b"", problem=f"not a CSV row: {error}")
                return
            if row:
                yield _row(reader.line_num + skipped, row, header)


def _row(line: int, row: list[str], header: list[str]) -> Item:
    raw = ",".join(row).encode("utf-8", "surrogateescape")
    if any("\udc80" <= character <= "\udcff" for cell in row for character in cell):
        return Item(line, raw, problem="not UTF-8")
    if len(row) != len(header):
        return Item(line, raw, problem=f"{len(row)} cells where the header has {len(header)}")
    return Item(line, raw, dict(zip(header, (cell.strip() for cell in row), strict=True)))
