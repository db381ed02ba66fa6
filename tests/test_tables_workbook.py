"""The tables of a page as a workbook: the same cells, and text that is never a formula."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from dashboard.report.tables_workbook import TakenTable, tables_xlsx

TITLES = {"name": "Name", "cost": "Cost", "day": "Day", "at": "At"}
ROWS = [
    {"name": "=1+1", "cost": Decimal("0.1"), "day": date(2026, 11, 2), "at": None},
    {"name": None, "cost": None, "day": None, "at": datetime(2026, 11, 2, 9, tzinfo=UTC)},
]


def sheets_of(*tables):
    return load_workbook(io.BytesIO(tables_xlsx(tables)))


def test_cells_are_those_of_the_rows():
    book = sheets_of(TakenTable("offcut-by-model", TITLES, ROWS))
    assert book.sheetnames == ["by-model"]
    values = [[cell.value for cell in row] for row in book["by-model"].iter_rows()]
    assert values[0] == ["Name", "Cost", "Day", "At"]
    assert values[1][:2] == ["=1+1", 0.1]
    assert values[1][2].date() == date(2026, 11, 2)
    assert values[2] == [None, None, None, "2026-11-02 09:00+00:00"]


def test_text_is_no_formula():
    cell = sheets_of(TakenTable("t", TITLES, ROWS))["t"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_names_of_sheets_are_short_allowed_and_different():
    long = "offcut-" + "x" * 60
    book = sheets_of(
        *(TakenTable(name, TITLES, ROWS) for name in (long, long + "y", "a:b/c", "A B C", "'q'"))
    )
    assert len({name.casefold() for name in book.sheetnames}) == 5
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_no_table_is_still_a_workbook():
    assert sheets_of().sheetnames == ["Nothing"]
