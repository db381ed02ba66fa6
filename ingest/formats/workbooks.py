"""The rows of an Excel workbook as text. Nothing is executed: a formula is its saved value.

A formula whose value was never saved is read as its own text (`=A1`), so that it is refused where a
date or a number is wanted rather than passed over as blank.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.formats.log_file import LogFile

XML_BYTES = 256 * 2**20
"""The most a workbook may hold once unpacked: shared texts are read into memory."""
MAX_ROWS = 1_048_576
"""What Excel itself can hold; a row number beyond it is made up."""
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
)
"""What openpyxl and zipfile raise on files that are not what they say."""


def is_workbook(file: LogFile) -> bool:
    """Whether the bytes are a zip archive with an Excel workbook inside."""
    if not file.first_bytes.startswith(b"PK\x03\x04"):
        return False
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except UNREADABLE:
        return False


def workbook_rows(file: LogFile) -> Iterator[tuple[tuple[int, str], list[str]]]:
    """((number from 0 and title of the worksheet), cells as text) of every row.

    Raises ValueError with a sentence for a workbook that is too large or cannot be read.
    """
    try:
        with _opened(file, values=True) as values, _opened(file, values=False) as formulas:
            sheets = zip(values.worksheets, formulas.worksheets, strict=True)
            for number, (saved, written) in enumerate(sheets):
                for cells in _rows(saved, written):
                    yield (number, str(saved.title)), cells
    except UNREADABLE as error:
        raise ValueError(f"not a readable Excel workbook: {error}") from None


@contextmanager
def _opened(file: LogFile, *, values: bool) -> Iterator[Any]:
    import openpyxl

    with file.open() as stream:
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > XML_BYTES:
            raise ValueError(f"{unpacked:,} bytes unpacked; at most {XML_BYTES:,} are read")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing styles and the like
            book = openpyxl.load_workbook(
                stream, read_only=True, data_only=values, keep_links=False
            )
        try:
            yield book
        finally:
            book.close()


def _rows(saved: Any, written: Any) -> Iterator[list[str]]:
    for sheet in (saved, written):
        sheet.reset_dimensions()  # as stated they may be huge, or wrong
    rows = zip_longest(
        saved.iter_rows(values_only=True), written.iter_rows(values_only=True), fillvalue=()
    )
    for values, formulas in islice(rows, MAX_ROWS):
        yield _filled(values, formulas)
    if next(rows, None) is not None:
        raise ValueError(f"more than {MAX_ROWS:,} rows")


def _filled(values: Sequence[Any], formulas: Sequence[Any]) -> list[str]:
    cells = zip_longest(values, formulas)
    return [cell_text(formula if value is None else value) for value, formula in cells]


def cell_text(value: Any) -> str:
    """One cell as the text a person would type; midnight is a bare date."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 10**15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return "" if value is None else str(value).strip()
