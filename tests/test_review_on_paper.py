"""A review set by Typst: every cell is on the pages, and no name is markup."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dashboard.report.cells import cells
from dashboard.report.paper.typeset import review_pdf, review_png
from dashboard.words.formats import label
from data.review.parts import Column, Part
from tests.hand_made_review import BRIDGE, CLIENTS, HOSTILE, hand_made_review

A4 = (595.28, 841.89)


def squeezed(text):
    return "".join(text.replace("\u200b", "").split())


def pages(review):
    return PdfReader(io.BytesIO(review_pdf(review))).pages


def text_of(review):
    return squeezed("".join(page.extract_text() for page in pages(review)))


@pytest.fixture(scope="module")
def found():
    return text_of(hand_made_review())


def test_pages_are_a4_and_numbered():
    drawn = pages(hand_made_review())
    assert [round(float(side), 2) for side in drawn[0].mediabox[2:]] == list(A4)
    assert f"1 of {len(drawn)}" in drawn[0].extract_text()


def test_every_cell_stands_on_the_pages(found):
    review = hand_made_review()
    rows = [(part, row) for part in review.parts for row in part.rows]
    texts = [text for part, row in rows for text in cells(review, part, row)]
    assert len(texts) > 150
    assert [text for text in texts if squeezed(text) not in found] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_markup(found, name):
    assert squeezed(label(name)) in found


@settings(max_examples=12)
@given(st.text(st.characters(codec="utf-8", max_codepoint=0x24F, exclude_categories=["Cc", "Mn"])))
def test_nor_is_any_text_wherever_it_stands(text):
    part = Part("p", text, (text,), (Column("c", text),), ({"c": text},))
    review = replace(
        hand_made_review(), title=text, headline=text, notice=text, selection=(text,), parts=(part,)
    )
    assert review_pdf(review).startswith(b"%PDF")


def test_a_long_table_says_on_every_page_what_its_columns_are():
    rows = tuple(row for _ in range(12) for row in CLIENTS.rows)
    part = replace(CLIENTS, rows=rows, chart=None)
    drawn = pages(replace(hand_made_review(), parts=(part,)))
    assert len(drawn) > 2
    assert all("discard rate" in page.extract_text() for page in drawn)


@pytest.mark.parametrize("is_small_print", [True, False])
def test_a_part_of_few_rows_that_is_taller_than_a_page_loses_nothing(is_small_print):
    columns = (Column("n", "n"), Column("c", "c"))
    rows = tuple({"n": f"row{n}", "c": f"{'word ' * 400}end{n}"} for n in range(9))
    part = Part("p", "P", (), columns, rows, is_small_print=is_small_print)
    drawn = pages(replace(hand_made_review(), parts=(part,)))
    assert len(drawn) > 2  # on one page it would run over the edge
    assert all("word" in page.extract_text() for page in drawn[1:])
    text = squeezed("".join(page.extract_text() for page in drawn))
    assert [n for n in range(9) if f"row{n}" not in text or f"end{n}" not in text] == []


def test_the_same_review_is_the_same_file():
    review = replace(hand_made_review(), parts=(BRIDGE,))
    assert review_pdf(review) == review_pdf(review)


def test_the_picture_holds_the_whole_review():
    short = review_png(replace(hand_made_review(), parts=(BRIDGE,)))
    whole = review_png(hand_made_review())
    assert whole[:8] == short[:8] == b"\x89PNG\r\n\x1a\n"
    (width, short_height), (same, height) = (struct.unpack(">II", p[16:24]) for p in (short, whole))
    assert width == same
    assert height > 2 * short_height
