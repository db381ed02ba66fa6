"""Sheets people keep by hand, as CSV or Excel: which column holds what, and what a cell means.

A sheet's columns are recognised by their names, whatever their case, spacing or accents. Dates and
numbers that can be read in two ways are settled by the other rows of the same file, or refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from data.errors import RefusedFileError
from ingest.formats.amounts import amount, decimal_mark
from ingest.formats.csv_documents import csv_header, csv_rows, header_fault, titled_header
from ingest.formats.item import Item
from ingest.formats.times import date_order, iso_text, moment
from ingest.formats.workbooks import is_workbook
from ingest.formats.worksheets import TITLE_ROWS, UNREAD, worksheet_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from ingest.formats.amounts import Mark
    from ingest.formats.log_file import LogFile
    from ingest.formats.times import DateOrder

BLANK = {"", "-", "–", "—", "n/a", "#n/a", "none", "null"}
"""What people and programs write into an empty cell."""
Row = dict[str, str]
"""One row: field to text, blank cells left out."""
MOST_ROWS = 1_048_576
"""Of a worksheet: a number up to that may be a row's place."""


def compact(text: str) -> str:
    """A header or word without case, accents, spaces and signs: `Décidé_le ` is `decidele`."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


class Notation(NamedTuple):
    """How a sheet writes its dates and its numbers, so far as its rows settle it."""

    order: DateOrder | None
    mark: Mark | None


@dataclass(frozen=True)
class SheetFormat:
    """What the columns of one kind of sheet are called."""

    title: str
    """What such a sheet is: `credit ledger`."""
    needs: str
    """The columns it cannot do without, for a message."""
    names: Mapping[str, tuple[str, ...]]
    """Field to the names of its column, best first; the first one present is read."""
    recognises: Callable[[Sequence[str]], bool]
    """Whether a header, in compact form, is one of this kind and of nothing else."""
    suffices: Callable[[Sequence[str]], bool]
    """Whether a header, in compact form, has the columns it cannot do without."""
    times: frozenset[str]
    numbers: frozenset[str]
    alternatives: frozenset[str] = frozenset()
    """Fields read from the first of their columns that is filled, row by row."""

    def columns(self, header: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The columns of a header that hold each field, best first."""
        written = {compact(cell): cell for cell in reversed(header)}
        found = {
            field: tuple(written[name] for name in map(compact, names) if name in written)
            for field, names in self.names.items()
        }
        return {
            field: columns if field in self.alternatives else columns[:1]
            for field, columns in found.items()
            if columns
        }

    def header(self, file: LogFile) -> list[str]:
        """The header of the file's first sheet of this kind; [] when it has none."""
        try:
            return self.first_header(file)
        except ValueError:
            return []

    def first_header(self, file: LogFile) -> list[str]:
        """As `header`. Raises ValueError with a sentence for a damaged file."""
        return next((header for header, _ in self._tables(file) if header), [])

    def told_to_read(self, file: LogFile) -> SheetFormat:
        """This format, content with any header that suffices where none is recognised.

        Raises RefusedFileError where none suffices. A damaged file is left to `rows`.
        """
        content = replace(self, recognises=self.suffices)
        try:
            if self.first_header(file):
                return self
            if content.first_header(file):
                return content
        except ValueError:
            return self
        raise RefusedFileError(
            f"{file.name}: no header of a {self.title}, which needs {self.needs}; "
            f"{_found(file).rstrip('.')}. Rename its columns, or describe the file with --map FILE."
        )

    def sample(self, file: LogFile, limit: int = 50) -> list[Row]:
        """The first rows as they are written, for identification."""
        items = islice(self._items(file), limit)
        rows = (item.value for item in items if item.problem is None)
        return [row for row in rows if UNREAD not in row]

    def notation(self, file: LogFile) -> Notation:
        """What all rows together say of how dates and numbers are written."""
        order = date_order(self._cells(file, self.times))
        mark = decimal_mark(self._cells(file, self.numbers))
        if mark is None and _is_semicolon_separated(file):
            mark = "unclear"  # spreadsheets write semicolons where the comma is the decimal mark
        return Notation(order, mark)

    def rows(self, file: LogFile, notation: Notation) -> Iterator[Item]:
        """One item per row, its value a Row with dates as ISO 8601 and plain numbers.

        A row that cannot be split, or with a date or number that stays unclear, has a problem. A
        worksheet of something else is one row, with UNREAD.
        """
        for item in self._items(file):
            yield self._settled(item, *notation) if item.problem is None else item

    def _cells(self, file: LogFile, fields: frozenset[str]) -> Iterator[str]:
        if not is_workbook(file) and fields.isdisjoint(self.columns(self.header(file))):
            return
        for item in self._items(file):
            if item.problem is None:
                yield from (item.value[field] for field in fields & item.value.keys())

    def _settled(self, item: Item, order: DateOrder | None, mark: Mark | None) -> Item:
        row: Row = dict(item.value)
        for field in row:
            try:
                if field in self.times:
                    row[field] = iso_text(row[field], order)
                elif field in self.numbers:
                    row[field] = _plain_number(row[field], mark)
            except ValueError as error:
                return replace(item, value=None, problem=f"{field}: {error}")
        return Item(item.line, item.raw, row)

    def _items(self, file: LogFile) -> Iterator[Item]:
        known: list[str] = []
        columns, problem = self.columns(known), self._doubled(known)
        try:
            for header, items in self._tables(file):
                if header is not known:  # a worksheet comes row by row, each with its header
                    columns, problem = self.columns(header), self._doubled(header)
                    known = header
                for item in items:
                    if not header:
                        yield item
                    elif item.problem is not None or any(item.value.values()):
                        yield _read(item, columns, problem)
        except ValueError as error:
            yield Item(1, b"", problem=str(error))

    def _doubled(self, header: Sequence[str]) -> str | None:
        names = [compact(cell) for cell in header]
        read = (column for columns in self.columns(header).values() for column in columns)
        twice = next((column for column in read if names.count(compact(column)) > 1), None)
        return None if twice is None else f"two columns are called {twice!r}; keep one of them"

    def _tables(self, file: LogFile) -> Iterator[tuple[list[str], Iterator[Item]]]:
        if is_workbook(file):
            yield from worksheet_tables(file, self._is_header)
        elif _may_be_csv(file) and self._is_header(csv_header(file)):
            yield csv_header(file), csv_rows(file)
        elif _may_be_csv(file) and self._is_header(titled := titled_header(file)):
            yield titled, csv_rows(file, titled)

    def _is_header(self, cells: Sequence[str]) -> bool:
        return self.recognises([compact(cell) for cell in cells])


def _may_be_csv(file: LogFile) -> bool:
    return file.first_bytes.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"[", b"<", b""}


def _found(file: LogFile) -> str:
    if is_workbook(file):
        return f"no worksheet has one in its first {TITLE_ROWS} rows"
    if not _may_be_csv(file):
        return "it is neither CSV nor an Excel workbook"
    named = ", ".join(repr(cell[:40]) for cell in csv_header(file)[:12])
    return header_fault(file) or f"its first row has {named}"


def _read(item: Item, columns: Mapping[str, tuple[str, ...]], problem: str | None) -> Item:
    if item.problem is not None or problem is not None:
        return replace(item, value=None, problem=item.problem or problem)
    row: Row = {}
    for field, names in columns.items():
        for name in names:
            text = item.value.get(name, "").strip()
            if text.casefold() not in BLANK:
                row[field] = text
                break
    return Item(item.line, item.raw, row)


def _plain_number(text: str, mark: Mark | None) -> str:
    value, sign = amount(text, mark)
    return f"{'-' if value < 0 else ''}{sign or ''} {abs(value):f}".strip()


def _is_semicolon_separated(file: LogFile) -> bool:
    lines = file.first_bytes.splitlines()  # a title may stand above them, with no mark in it
    first_line = next((line for line in lines if b";" in line or b"," in line), b"")
    return not is_workbook(file) and first_line.count(b";") > first_line.count(b",")


_CLOCK = re.compile(r"\d{1,2}:\d{2}.*", re.ASCII)
_PLACE = re.compile(r"#? ?0*(\d{1,7})[.)]?", re.ASCII)


def row_moment(
    row: Mapping[str, Any], field: str, zone: tzinfo, clock: str | None = "clock"
) -> datetime | None:
    """The time in a row's field, as UTC; a bare date takes the time of day of the `clock` field.

    Raises ValueError with a sentence.
    """
    written = row.get(field)
    if written is None:
        return None
    time_of_day = row.get(clock, "") if clock else ""
    if len(written) == 10 and _CLOCK.fullmatch(time_of_day):
        written = iso_text(f"{written} {time_of_day}")
    return moment(written, zone)


def stated_id(written: str | None) -> str | None:
    """An id in a column that is called no more than `ID`; None for what may be a row's place."""
    found = _PLACE.fullmatch(written or "")
    return None if found and int(found[1]) <= MOST_ROWS else written
