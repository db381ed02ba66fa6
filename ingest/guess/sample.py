"""The first records of a file nobody knows, and its format, as far as its bytes say."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from data.errors import RefusedFileError
from data.warehouse.file import in_memory
from ingest.bulk.csv_layout import SEPARATOR
from ingest.formats.amounts import decimal_mark
from ingest.formats.csv_documents import delimiter_of
from ingest.formats.documents import filled_lines, is_one_document
from ingest.formats.item import DOCUMENT_BYTES
from ingest.formats.letters import WINDOWS, is_windows_1252
from ingest.formats.workbooks import is_workbook, workbook_rows
from ingest.formats.worksheets import TITLE_ROWS
from ingest.guess.columns import Column
from ingest.maps.columns import KEY, parse_object
from ingest.maps.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.formats.amounts import Mark
    from ingest.formats.opened import Opened

    Format = Literal["csv", "jsonl", "json", "parquet", "xlsx"]

LINE = "$line"
"""Key of the line, row or position at which a record stands."""
MOST_RECORDS = 2_000
HEAD_BYTES = 16 * 2**20
DEEPEST = 6


@dataclass(frozen=True)
class Sample:
    """What is guessed from. `records` are flat: a value, or a list of them, by path."""

    format: Format
    records: tuple[Mapping[str, Any], ...]
    columns: tuple[Column, ...]
    reasons: tuple[str, ...] = ()
    """What the bytes say of the format, one sentence each."""
    mark: Mark | None = None
    delimiter: str = ","
    unpivot: str | None = None
    """Of a wide sheet: the columns whose cells are records, as a map names them."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in their order."""
        return tuple(each.name for each in self.columns)

    def column(self, name: str) -> Column | None:
        """The column of a name."""
        return next((each for each in self.columns if each.name == name), None)


def sample_of(file: Opened) -> Sample:
    """The head of a file. Raises RefusedFileError where it holds no records."""
    try:
        form, records, reasons, delimiter = _read(file)
    except (ValueError, csv.Error, duckdb.Error) as error:
        raise RefusedFileError(
            f"{file.name}: cannot be read: {error}. Mend it, or export it again."
        ) from None
    if not records:
        raise RefusedFileError(
            f"{file.name}: no records in it that a map could read. A log is a CSV or an Excel "
            "sheet with a header, a list of JSON objects, one a line, or a Parquet file."
        )
    mark = decimal_mark(_cells(records)) if form in {"csv", "xlsx"} else "."
    assumed = (file.assumed.split(": ", 1)[-1],) if file.assumed else ()
    columns = tuple(_columns(records, mark))
    return Sample(form, tuple(records), columns, (*reasons, *assumed), mark, delimiter)


Read = tuple["Format", "list[dict[str, Any]]", tuple[str, ...], str]


def _read(file: Opened) -> Read:
    head = file.first_bytes.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PAR1"):
        return "parquet", _parquet(file), ("it begins as Parquet does",), ","
    if is_workbook(file):
        title, rows = _worksheet(file)
        return "xlsx", rows, (f"a workbook of Excel, of which the sheet {title!r} is read",), ","
    if head[:1] in {b"{", b"["}:
        return _json(file)
    return _csv(file)


def _parquet(file: Opened) -> list[dict[str, Any]]:
    con = in_memory()
    try:
        found = con.execute("FROM read_parquet(?) LIMIT ?", [str(file.path), MOST_RECORDS])
        names = [name for name, *_ in found.description]
        rows = enumerate(found.fetchall(), start=1)
        return [{LINE: n, **flat(dict(zip(names, row, strict=True)))} for n, row in rows]
    finally:
        con.close()


def _worksheet(file: Opened) -> tuple[str, list[dict[str, Any]]]:
    best: tuple[str, list[dict[str, Any]]] = ("", [])
    for (_, title), rows in groupby(workbook_rows(file), key=itemgetter(0)):
        cells = [[" ".join(cell.split()) for cell in row] for _, row in islice(rows, MOST_RECORDS)]
        header = max(range(min(TITLE_ROWS, len(cells))), key=lambda n: _names(cells[n]), default=0)
        found = _rows(enumerate(cells[header:], start=header + 1))
        best = max(best, (title, found), key=lambda each: len(each[1]))
    return best


def _names(row: Sequence[str]) -> int:
    """How many names a header would have; a number or a time is none."""
    return sum(bool(cell) and not cell[:1].isdigit() for cell in row)


def _rows(numbered: Iterable[tuple[int, Sequence[str]]]) -> list[dict[str, Any]]:
    """The filled rows below the first, each with its line."""
    (_, first), *below = [*numbered] or [(0, ())]
    header = [cell.strip() for cell in first]
    return [
        {LINE: line} | {name: c.strip() for name, c in zip(header, row, strict=False) if name}
        for line, row in below
        if any(cell.strip() for cell in row)
    ]


def _csv(file: Opened) -> Read:
    is_windows = is_windows_1252(file.path)
    with file.open() as stream:
        text = stream.read(HEAD_BYTES).decode(WINDOWS if is_windows else "utf-8-sig", "replace")
    stated = SEPARATOR.match(text[:40].encode())
    whole = text
    text = text.partition("\n")[2] if stated else text.lstrip("\r\n")
    above = whole[: len(whole) - len(text)].count("\n")
    delimiter = stated[1].decode() if stated else delimiter_of(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    cells = [(above + reader.line_num, row) for row in islice(reader, MOST_RECORDS + 1)]
    between = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[delimiter]
    letters = ("not UTF-8; all its letters are of Windows-1252",) if is_windows else ()
    return "csv", _rows(cells), (f"a header and rows, with {between} between", *letters), delimiter


# --- JSON ---------------------------------------------------------------------------------------


def _json(file: Opened) -> Read:
    with file.open() as stream:
        lines = [raw for _, raw, _ in islice(filled_lines(stream), 2) if raw.strip()]
    is_line = len(lines) == 1
    if not is_line and not is_one_document(file) and not lines[0].lstrip().startswith(b"["):
        return "jsonl", list(_lines(file)), ("one JSON object a line",), ","
    with file.open() as stream:
        raw = stream.read(DOCUMENT_BYTES).removeprefix(b"\xef\xbb\xbf")
    document = parse_object(b'{"it": ' + raw + b"}")["it"]
    records, reason = _items(document)
    numbered = enumerate(records[:MOST_RECORDS], start=1)
    return "json", [{LINE: n, **flat(each)} for n, each in numbered], (reason,), ","


def _lines(file: Opened) -> Iterator[dict[str, Any]]:
    with file.open() as stream:
        for number, raw, _ in islice(filled_lines(stream), MOST_RECORDS):
            try:
                yield {LINE: number, **flat(parse_object(raw))}
            except ValueError:
                continue


def _items(document: Any) -> tuple[list[Mapping[str, Any]], str]:
    """The records of a document, as a map reads them, and where they stand."""
    if isinstance(document, list):
        return [each for each in document if isinstance(each, Mapping)], "a list of JSON objects"
    lists = [each for each in document.items() if _is_list(each[1])]
    if len(lists) == 1:
        return lists[0][1], f"the list {lists[0][0]!r} inside one JSON object"
    if len(document) > 1 and all(isinstance(each, Mapping) for each in document.values()):
        keyed: list[Mapping[str, Any]] = [{KEY: key, **each} for key, each in document.items()]
        return keyed, "one JSON object whose keys are ids"
    return [document], "a single JSON object"


def _is_list(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)
    )


def flat(record: Mapping[str, Any], above: str = "", depth: int = 0) -> dict[str, Any]:
    """A nested record by path: `a.b` into objects, `a[].b` into lists of them."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping) and value and depth < DEEPEST:
            found |= flat(value, f"{path}.", depth + 1)
        elif _is_list(value) and depth < DEEPEST:
            for member in value:
                for inside, each in flat(member, f"{path}[].", depth + 1).items():
                    found.setdefault(inside, []).append(each)
        else:
            found[path] = value
    return found


# --- columns ------------------------------------------------------------------------------------


def _columns(records: Sequence[Mapping[str, Any]], mark: Mark | None) -> Iterator[Column]:
    names = dict.fromkeys(name for record in records for name in record if name != LINE)
    above = {name.rpartition(mark)[0] for name in names for mark in (".", "[].") if mark in name}
    for name in (each for each in names if each not in above):
        values = tuple(value for each in records if not is_blank(value := each.get(name)))
        yield Column(name, values, len(records), mark)


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing."""
    if isinstance(value, list | Mapping):
        return not value
    return text_of(value.isoformat() if hasattr(value, "isoformat") else value) is None


def _cells(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (text for each in records for text in each.values() if isinstance(text, str))


def without(sample: Sample, names: Iterable[str], *more: Column) -> Sample:
    """A sample without some of its columns, and with others."""
    left_out = set(names)
    kept = (each for each in sample.columns if each.name not in left_out)
    return replace(sample, columns=(*kept, *more))
