"""The tables of a page as one XLSX workbook: a sheet a table, the same cells as on screen."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dashboard.words.formats import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

_SHEET_CHARACTERS = 31
_CELL_CHARACTERS = 32_767
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDTH = 18


class TakenTable(NamedTuple):
    """A table: what its file is called, the titles by key, and the rows with their own values."""

    name: str
    titles: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]


def tables_xlsx(tables: Iterable[TakenTable]) -> bytes:
    """A sheet for each table; numbers stay numbers, NULL an empty cell, text never a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _write(book.create_sheet(_sheet_name(table.name, book.sheetnames)), table)
    if not book.worksheets:
        book.create_sheet("Nothing")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Within what a spreadsheet allows, and none twice, whatever the letters' case."""
    short = _NOT_IN_A_NAME.sub(" ", label(name).removeprefix("offcut-")).strip("'")
    short, number = short[:_SHEET_CHARACTERS] or "table", 2
    folded, found = {each.casefold() for each in taken}, short
    while found.casefold() in folded:
        found = f"{short[: _SHEET_CHARACTERS - 4]} ({number})"
        number += 1
    return found


def _write(sheet: Worksheet, table: TakenTable) -> None:
    for place, title in enumerate(table.titles.values(), 1):
        _put(sheet, 1, place, title)
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    for number, row in enumerate(table.rows, 2):
        for place, name in enumerate(table.titles, 1):
            _put(sheet, number, place, row[name])
    sheet.freeze_panes = "A2"


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    cell = sheet.cell(row, column)
    if isinstance(value, (int, float, Decimal)) or type(value) is date:
        cell.value = value
        return
    if isinstance(value, datetime) and value.tzinfo is None:
        cell.value = value
        return
    cell.value = label(value)[:_CELL_CHARACTERS]
    cell.data_type = "s"
