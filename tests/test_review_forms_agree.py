"""The same figures in every form, cell by cell: each form is read back by a library of its own."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from dashboard.report.cells import cells
from dashboard.report.findings import findings
from dashboard.report.markdown import review_markdown
from dashboard.report.page.html import review_html
from dashboard.report.published import review_from_json, review_json
from dashboard.report.terminal import review_text
from dashboard.report.workbook import review_xlsx, sheet_names
from data.review.parts import Column, Part
from tests.hand_made_review import hand_made_review
from tests.review_page import ReviewPage

UNITS = {
    "money": st.decimals(-(10**9), 10**9, allow_nan=False, places=9),
    "money_per": st.decimals(-(10**4), 10**4, allow_nan=False, places=12),
    "count": st.integers(-(10**9), 10**9),
    "rate": st.floats(-2, 2),
    "seconds": st.floats(-1e7, 1e7),
    "ratio": st.floats(-1e6, 1e6),
    "day": st.dates(date(1900, 3, 1), date(2099, 1, 1)),
    "text": st.text(st.characters(codec="utf-8")),
}


def expected(review):
    """The cells of every part with rows, as `cells` writes them."""
    return {
        part.name: [squeezed(cells(review, part, row)) for row in part.rows]
        for part in review.parts
        if part.rows
    }


def squeezed(texts):
    return [" ".join(text.split()) for text in texts]


# --- each form, read back ---------------------------------------------------------------------


def in_html(review):
    page = ReviewPage(review_html(review))
    found = {name: [squeezed(row) for row in rows[1:]] for name, rows in page.rows.items()}
    for name, rows in page.findings.items():
        found[name] = [squeezed(row) for row in rows]
    return found


def in_markdown(review):
    reader = MarkdownIt("commonmark").enable("table")
    html = reader.render(review_markdown(review))
    html = re.sub(r"<h2>", '<section data-part="x">', html)
    return [squeezed(row) for rows in ReviewPage(html).rows.values() for row in rows if row]


def in_workbook(review):
    """Every cell as a spreadsheet shows it: its value in its number format."""
    book = load_workbook(io.BytesIO(review_xlsx(review)))
    parts = [part for part in review.parts if part.rows]
    names = sheet_names([part.title for part in sorted(parts, key=lambda p: p.is_small_print)])
    found = {}
    for part, name in zip(sorted(parts, key=lambda p: p.is_small_print), names, strict=True):
        last = {"max_row": 1 + len(part.rows), "max_col": len(part.columns)}
        rows = list(book[name].iter_rows(min_row=2, **last))
        found[part.name] = [squeezed([as_displayed(cell) for cell in row]) for row in rows]
    return found


def as_displayed(cell):
    value, pattern = cell.value, cell.number_format
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if pattern == "d mmm yyyy":
        return f"{value.day} {value:%b %Y}"
    section = pattern.split(";")[1 if value < 0 else 0]
    if re.fullmatch('"[^"]*"', section):
        return section.strip('"')
    if section.endswith("%"):
        value *= 100
    places = len(section.partition(".")[2].rstrip("\\ %"))
    exact = Decimal(f"{abs(value):.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return re.sub(r"#,##0(\.0+)?", f"{exact:,f}", section).replace('"', "").replace("\\", "")


# --- they agree -------------------------------------------------------------------------------


def test_the_page_holds_every_cell():
    review = hand_made_review()
    found, wanted = in_html(review), expected(review)
    part = review.part("findings")
    wanted["findings"] = [
        squeezed([each.money, each.sentence, *(text for _, text in each.details)])
        for each in findings(review, part)
    ]
    assert found == wanted


def test_markdown_holds_every_cell():
    review = hand_made_review()
    wanted = expected(review)
    del wanted["findings"]
    rows = in_markdown(review)
    assert [row for part in wanted.values() for row in part if row not in rows] == []
    headers = len(wanted)
    assert len(rows) == sum(map(len, wanted.values())) + headers


def test_the_terminal_holds_every_cell_of_the_findings():
    review = hand_made_review()
    texts = [text for row in expected(review)["findings"] for text in row]
    written = " ".join(review_text(review, 300).split())
    assert [text for text in texts if text not in written] == []


def test_the_workbook_shows_every_cell():
    review = hand_made_review()
    assert in_workbook(review) == expected(review)


def test_the_workbook_holds_every_number():
    review = hand_made_review()
    book = load_workbook(io.BytesIO(review_xlsx(review)))
    rows, sheet = review.part("clients").rows, book["By client"].iter_rows(min_row=2)
    for row, found in zip(rows, sheet, strict=True):
        _, _, *numbers = [cell.value for cell in found]
        wanted = [row[name] for name in ("spend", "usable", "discards", "wait")]
        known = [None if each is None else pytest.approx(float(each), rel=1e-15) for each in wanted]
        assert numbers == known


def test_json_holds_every_cell_to_the_last_digit():
    review = hand_made_review()
    back = review_from_json(review_json(review))
    assert [part.rows for part in back.parts] == [part.rows for part in review.parts]
    assert expected(back) == expected(review)


@st.composite
def any_part(draw):
    columns = tuple(Column(unit, unit, unit) for unit in UNITS)
    row = st.fixed_dictionaries({unit: st.none() | values for unit, values in UNITS.items()})
    return Part("any", "Any", (), columns, tuple(draw(st.lists(row, min_size=1, max_size=3))))


@settings(max_examples=60)
@given(any_part())
def test_whatever_the_figures_are_the_forms_agree(part):
    review = replace(hand_made_review(), parts=(part,))
    wanted = expected(review)
    assert in_html(review) == wanted
    assert in_markdown(review)[1:] == wanted["any"]
    assert in_workbook(review) == wanted
    assert expected(review_from_json(review_json(review))) == wanted
