"""A review as a workbook: numbers are numbers, and nothing in it is a formula or a link."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.report.workbook import ROUNDED, number_format, review_xlsx, sheet_names
from dashboard.words.formats import label, shown
from data.review.parts import Column, Part
from tests.hand_made_review import CLIENTS, FINDINGS, HOSTILE, hand_made_review


def book(review):
    return load_workbook(io.BytesIO(review_xlsx(review)))


@pytest.fixture(scope="module")
def found():
    return book(hand_made_review())


def test_a_sheet_of_words_and_one_per_part_with_rows_small_print_last(found):
    assert found.sheetnames == [
        "Review",
        "What moved beyond chance",
        "From last week to this",
        "Five figures",
        "Where the money went by week",
        "Young weeks projected",
        "By client",
        "Disclosure",
    ]


def test_the_first_sheet_says_what_the_review_says(found):
    lines = [row[0] for row in found["Review"].iter_rows(values_only=True)]
    assert lines[0] == "Week 45 of 2026"
    assert "Cost per usable asset rose from $3.12 to $4.87." in lines
    assert "None was taken." in lines
    assert ROUNDED in lines


def test_it_speaks_of_digits_only_where_some_are_lost():
    lines = list(book(replace(hand_made_review(), parts=(FINDINGS,)))["Review"].values)
    assert (ROUNDED,) not in lines


def test_numbers_are_numbers_that_read_as_everywhere(found):
    sheet = found["What moved beyond chance"]
    assert [cell.value for cell in sheet[2]] == [
        412.201234567891,
        FINDINGS.rows[0]["sentence"],
        210.5,
        655.000001,
        34,
    ]
    assert sheet["A2"].number_format == '"$"#,##0.00;−"$"#,##0.00'
    assert sheet["D4"].number_format == '"$"#,##0.0000;−"$"#,##0.0000'
    assert sheet["A4"].value is None


def test_the_header_stays_and_columns_are_as_wide_as_their_cells(found):
    sheet = found["By client"]
    assert sheet.freeze_panes == "A2"
    assert [(cell.font.bold, cell.alignment.horizontal) for cell in sheet[1]] == [
        *[(True, None)] * 2,
        *[(True, "right")] * 4,
    ]
    assert sheet.column_dimensions["A"].width == pytest.approx(60, abs=1)
    assert sheet.column_dimensions["B"].width == pytest.approx(13, abs=1)


def test_a_day_is_a_day(found):
    assert found["By client"]["B3"].value == datetime(2026, 1, 2)
    assert found["By client"]["B3"].number_format == "d mmm yyyy"


def test_no_name_is_a_formula_or_a_link(found):
    cells = [cell for cell in found["By client"]["A"] if cell.value in set(map(label, HOSTILE))]
    assert len(cells) == len(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(review_xlsx(hand_made_review()))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "sheets/" in name]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("money", Decimal("-0.125"), '"€"#,##0.000;−"€"#,##0.000'),
        ("money", Decimal("0.00001"), '"under €0.0001";"under €0.0001";"under €0.0001"'),
        ("money", Decimal("1234.565"), '"€1,234.56";"€1,234.56";"€1,234.56"'),
        ("rate", 0.25, "#,##0.0\\ %;−#,##0.0\\ %"),
        ("rate", 0.99999, '"over 99.9 %";"over 99.9 %";"over 99.9 %"'),
        ("seconds", 252.4, '"4 min 12 s";"4 min 12 s";"4 min 12 s"'),
        ("count", -3, "#,##0;−#,##0"),
        ("ratio", 3.1, "#,##0.00;−#,##0.00"),
    ],
)
def test_each_number_has_the_format_in_which_it_reads_as_it_is_shown(unit, value, expected):
    assert number_format(unit, float(value), shown(value, unit, "EUR"), "EUR") == expected


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=6))
def test_any_titles_make_sheets(titles):
    columns = (Column("c", "c", "count"),)
    parts = tuple(Part("p", title, (), columns, ({"c": n},)) for n, title in enumerate(titles))
    found = book(replace(hand_made_review(), parts=parts))
    assert found.sheetnames[1:] == sheet_names(titles)
    assert [found[name]["A2"].value for name in found.sheetnames[1:]] == list(range(len(titles)))


def test_two_titles_alike_are_told_apart():
    assert sheet_names(["By [client]", "by client", "x" * 40, "x" * 40, "Review", ""]) == [
        "By  client",
        "by client",
        "x" * 31,
        f"{'x' * 29} 2",
        "Review 2",
        "–",
    ]


def test_a_text_longer_than_a_cell_can_hold_does_not_break_the_book():
    part = replace(CLIENTS, rows=({"client": "x" * 40_000, "since": date(2026, 1, 1)},))
    assert len(book(replace(hand_made_review(), parts=(part,)))["By client"]["A2"].value) == 32_767
