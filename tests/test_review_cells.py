"""How the cells and lines of a review read, the same in every form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.report.cells import caption, cells, is_figure, reading_order, sentences
from dashboard.report.findings import Finding, findings
from data.review.parts import Column, Part
from tests.hand_made_review import CARD, FIGURES, FINDINGS, NOTE, hand_made_review

REVIEW = hand_made_review()


def test_a_cell_is_written_in_the_unit_of_its_row():
    assert [cells(REVIEW, FIGURES, row)[1] for row in FIGURES.rows] == [
        "$4.87",
        "71.5 %",
        "4 min 12 s",
        "1,204",
        "3.10",
    ]


def test_money_is_of_the_reviews_currency_and_a_missing_cell_is_a_dash():
    columns = (Column("a", "a", "money"), Column("b", "b", "count"), Column("c", "c", "day"))
    part = Part("p", "P", (), columns)
    review = replace(REVIEW, currency="CHF")
    assert cells(review, part, {"a": Decimal(3)}) == ["CHF 3.00", "–", "–"]


@pytest.mark.parametrize(
    ("column", "is_one"),
    [
        (Column("a", "a"), False),
        (Column("a", "a", "day"), False),
        (Column("a", "a", "money"), True),
        (Column("a", "a", "count"), True),
        (Column("a", "a", "text", "unit"), True),
    ],
)
def test_figures_stand_to_the_right_and_so_do_those_whose_rows_name_the_unit(column, is_one):
    assert is_figure(column) is is_one


def test_the_caption_says_the_days_what_they_are_compared_with_and_as_of_when():
    assert caption(replace(REVIEW, selection=("media=image",))) == (
        "2 Nov 2026 to 8 Nov 2026 · compared with the week before, at equal age · "
        "as of 2026-11-09 08:00 UTC · USD · media=image"
    )
    day = replace(REVIEW, last_day=date(2026, 11, 2), compared_with="", selection=())
    assert caption(day) == "2 Nov 2026 · as of 2026-11-09 08:00 UTC · USD"


def test_small_print_is_read_last_and_all_else_in_its_order():
    review = replace(REVIEW, parts=(CARD, NOTE, FIGURES))
    assert reading_order(review) == [NOTE, FIGURES, CARD]


def test_a_part_without_words_and_rows_says_so():
    assert sentences(Part("p", "P")) == ["Nothing to show."]
    assert sentences(FIGURES) == []
    assert sentences(NOTE) == ["People are 94 % of the cost."]


def test_a_finding_is_its_money_its_sentence_and_what_it_rests_on():
    found = findings(REVIEW, FINDINGS)[1]
    assert found == Finding(
        "−$38.70",
        "<script>alert(1)</script> waits less.",
        (("briefs", "12"),),
    )
    assert findings(REVIEW, FINDINGS)[0].detail == "from $210.50 · to $655.00 · briefs 34"


def test_levers_are_listed_like_findings():
    levers = replace(FINDINGS, name="levers")
    assert findings(REVIEW, levers) == findings(REVIEW, FINDINGS)


def test_findings_without_money_have_none_and_other_parts_are_tables():
    part = Part("findings", "F", (), (Column("s", "s"),), ({"s": "It rained."},))
    assert findings(REVIEW, part) == [Finding("", "It rained.", ())]
    assert findings(REVIEW, FIGURES) == []
    assert findings(REVIEW, replace(FINDINGS, columns=FINDINGS.columns[:1])) == []
