"""Splitting CSV into rows. Memory is bounded.

Line numbers are physical lines from 1. A row that cannot be used is yielded with its `problem`, so
that nothing disappears between the file and the account.
"""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING

from ingest.formats.csv_lines import CsvLines
from ingest.formats.documents import EMPTY_LINES, RAW_BYTES_KEPT, too_long
from ingest.formats.headings import under_titles
from ingest.formats.item import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.formats.csv_lines import Line
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


def titled_header(file: LogFile) -> list[str]:
    """The cells of the second row, under titles in the first; [] where these are no two rows."""
    titles, names = [*_filled_lines(file), b"", b""][:2]
    delimiter = delimiter_of(names.decode("utf-8", "replace"))
    try:
        return under_titles(header_cells(names, delimiter), header_cells(titles, delimiter))
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
    return next(_filled_lines(file), b"")


def _filled_lines(file: LogFile) -> Iterator[bytes]:
    lines = file.first_bytes.removeprefix(codecs.BOM_UTF8).split(b"\n")
    return (line for line in lines if line.strip())


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
    is_plain = "," not in cell and '"' not in cell and "\n" not in cell
    return cell if is_plain else f'"{cell.replace(chr(34), chr(34) * 2)}"'


def csv_rows(file: LogFile, titled: Sequence[str] = ()) -> Iterator[Item]:
    """One item per data row, its value a dict by header; `line` is the row's last physical line.

    `titled` is a header of two rows, where the file has one.
    A row with more or fewer cells than the header carries a problem, and so does the line on which
    a quote opens that never closes, and a line longer than CSV_FIELD_BYTES, which is never held
    whole.
    """
    header, delimiter = [*titled] or csv_header(file), ""
    n_above = 2 if titled else 1
    with file.open() as stream:
        lines = CsvLines(stream, CSV_FIELD_BYTES)
        for line in lines:
            if line.raw in EMPTY_LINES:
                lines.pass_empty()
            elif line.is_cut:
                problem = too_long(line.length, CSV_FIELD_BYTES)
                yield Item(line.number, line.raw, problem=problem)
            elif not n_above:
                yield from _row(lines, line, delimiter, header)
            elif line.text.strip():
                n_above, delimiter = n_above - 1, delimiter_of(line.text)


def _row(lines: CsvLines, first: Line, delimiter: str, header: list[str]) -> Iterator[Item]:
    """The row that begins with a line; none where that is empty."""
    try:
        cells, last = lines.row(first, delimiter, len(header))
    except csv.Error as error:
        raw = first.raw.rstrip(b"\r\n")
        yield Item(first.number, raw[:RAW_BYTES_KEPT], problem=fault_of(error))
        return
    if cells:
        yield _item(last, cells, header)


def _item(line: int, cells: list[str], header: list[str]) -> Item:
    row = comma_separated(cells)
    try:
        raw = row.encode()
    except UnicodeEncodeError:
        raw = row.encode("utf-8", "surrogateescape")
        return Item(line, raw, problem=f"not UTF-8. {SAVE_AGAIN}")
    if len(cells) != len(header):
        return Item(line, raw, problem=f"{len(cells)} cells where the header has {len(header)}")
    return Item(line, raw, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
