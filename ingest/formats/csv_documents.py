"""Splitting CSV into rows. Memory is bounded.

Line numbers are physical lines from 1. A row that cannot be used is yielded with its `problem`, so
that nothing disappears between the file and the account.
"""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING

from ingest.formats.documents import physical_lines, too_long
from ingest.formats.item import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from ingest.formats.log_file import LogFile

CSV_FIELD_BYTES = 16 * 2**20
# The whole process shares the limit of Python's csv, which is 128 KiB until it is raised.
csv.field_size_limit(CSV_FIELD_BYTES)
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""
SAVE_AGAIN = "Save it as CSV in UTF-8, as Excel's 'CSV UTF-8' is."
FAULTS = {
    "unexpected end of data": "a quote is opened and not closed",
    "new-line character seen": "a carriage return stands in a cell without quotes",
    "field larger than field limit": f"a cell of more than {CSV_FIELD_BYTES:,} characters",
}
"""What Python's csv says, by how it begins, and what is wrong with the row."""


def csv_header(file: LogFile) -> list[str]:
    """The first row's cells, stripped; [] when it cannot be read: see `header_fault`."""
    first = _first_line(file)
    try:
        return header_cells(first, delimiter_of(first.decode("utf-8", "replace")))
    except ValueError:
        return []


def header_fault(file: LogFile) -> str | None:
    """Why a file has no CSV header, as a sentence; None where it has one."""
    try:
        header_cells(_first_line(file), ",")
    except ValueError as error:
        return str(error)
    return None


def header_cells(raw: bytes, delimiter: str) -> list[str]:
    """The stripped cells of a header. Raises ValueError with a sentence."""
    if b"\0" in raw:
        raise ValueError(f"it is no text. {SAVE_AGAIN}")
    try:
        text = raw.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} is 0x{raw[error.start]:02x}"
        raise ValueError(f"its header is not UTF-8: {byte}. {SAVE_AGAIN}") from None
    if "\r" in text:
        raise ValueError(f"its lines end in a carriage return alone. {SAVE_AGAIN}")
    n_columns = text.count(delimiter_of(text)) + 1
    if n_columns > MOST_COLUMNS:
        raise ValueError(
            f"its header has {n_columns:,} columns, and at most {MOST_COLUMNS:,} are read. Save "
            "those that matter as a sheet of their own."
        )
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]
    except csv.Error as error:
        raise ValueError(f"its header is {fault_of(error)}. {SAVE_AGAIN}") from None


def _first_line(file: LogFile) -> bytes:
    lines = file.first_bytes.removeprefix(codecs.BOM_UTF8).split(b"\n")
    return next((line for line in lines if line.strip()), b"")


def fault_of(error: csv.Error) -> str:
    """What is wrong with a row that Python's csv does not take."""
    said = str(error)
    found = (fault for begins, fault in FAULTS.items() if said.startswith(begins))
    return f"not a CSV row: {next(found, said)}"


def delimiter_of(header_line: str) -> str:
    """The delimiter that splits the header into most cells: comma, semicolon, tab or bar."""
    return max(",;\t|", key=header_line.count)


def comma_separated(cells: Iterable[str]) -> str:
    """A row with commas, whatever its file has between its cells."""
    return ",".join(map(_quoted, cells))


def _quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(',"\n') else cell


def csv_rows(file: LogFile) -> Iterator[Item]:
    """One item per data row, its value a dict by header; `line` is the row's last physical line.

    A row with more or fewer cells than the header carries a problem, and so does a line longer than
    CSV_FIELD_BYTES, which is never held whole.
    """
    header = csv_header(file)
    with file.open() as stream:
        lines = _CsvLines(stream)
        start = next((line for line in lines if line.strip()), "")
        before = lines.number
        reader = csv.reader(lines, delimiter=delimiter_of(start))
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield Item(reader.line_num + before, b"", problem=fault_of(error))
                continue
            yield from lines.taken()
            if row is None:
                return
            if row:
                yield _row(reader.line_num + before, row, header)


class _CsvLines:
    """The decoded lines of a CSV; an over-long one reads as blank and is kept as an item."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = physical_lines(stream, CSV_FIELD_BYTES)
        self._too_long: list[Item] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number, raw, length = next(self._lines)
        if length > len(raw):
            self._too_long.append(Item(self.number, raw, problem=too_long(length, CSV_FIELD_BYTES)))
            return "\n"
        encoding = "utf-8-sig" if self.number == 1 else "utf-8"
        return raw.decode(encoding, "surrogateescape")

    def taken(self) -> list[Item]:
        """The over-long lines met since the last call."""
        items, self._too_long = self._too_long, []
        return items


def _row(line: int, row: list[str], header: list[str]) -> Item:
    raw = comma_separated(row).encode("utf-8", "surrogateescape")
    if any("\udc80" <= character <= "\udcff" for cell in row for character in cell):
        return Item(line, raw, problem=f"not UTF-8. {SAVE_AGAIN}")
    if len(row) != len(header):
        return Item(line, raw, problem=f"{len(row)} cells where the header has {len(header)}")
    return Item(line, raw, dict(zip(header, (cell.strip() for cell in row), strict=True)))
