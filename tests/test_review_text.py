"""A review for the terminal: fits its width, loses nothing, obeys no name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from dashboard.report.cells import cells
from dashboard.report.terminal import print_review, review_text
from data.review.parts import Column, Part
from tests.hand_made_review import HOSTILE, hand_made_review

SMALL = Part(
    "clients",
    "By client",
    ("Two clients.",),
    (Column("client", "client"), Column("spend", "spend", "money")),
    ({"client": "petrichor-skin", "spend": Decimal("12.5")}, {"client": None, "spend": None}),
)
FINDING = Part(
    "findings",
    "What moved",
    (),
    (Column("size", "a week", "money"), Column("sentence", "finding"), Column("n", "n", "count")),
    (
        {"size": Decimal(-412), "sentence": "Re-rolls fell by half in a week.", "n": 34},
        {"size": None, "sentence": "It rained.", "n": 5},
    ),
)


def test_a_whole_small_one():
    review = replace(
        hand_made_review(), headline="Nothing moved.", notice="", parts=(SMALL, FINDING)
    )
    assert review_text(review, 60) == (
        "Week 45 of 2026\n"
        "Nothing moved.\n"
        "2 Nov 2026 to 8 Nov 2026 · compared with the week before, at\n"
        "equal age · as of 2026-11-09 08:00 UTC · USD · media=image ·\n"
        "client=*b* _i_ ~s~ [link](https://evil.example)\n"
        "<https://evil.example>\n"
        "\n"
        "By client\n"
        "Two clients.\n"
        "client           spend\n"
        "--------------  ------\n"
        "petrichor-skin  $12.50\n"
        "–                    –\n"
        "\n"
        "What moved\n"
        "1.  −$412.00  Re-rolls fell by half in a week.\n"
        "              n 34\n"
        "2.         –  It rained.\n"
        "              n 5\n"
    )


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width):
    text = review_text(hand_made_review(), width)
    assert [line for line in text.split("\n") if len(line) > width] == []


def test_every_cell_stands_in_a_wide_terminal_on_the_line_of_its_row():
    review = hand_made_review()
    lines = [" ".join(line.split()) for line in review_text(review, 400).split("\n")]
    for part in review.parts:
        if part.name != "findings":
            for row in part.rows:
                assert " ".join(" ".join(cells(review, part, row)).split()) in lines


def test_nothing_is_lost_where_it_is_narrow():
    review = hand_made_review()
    narrow = "".join(review_text(review, 50).split())
    for part in review.parts:
        texts = [text for row in part.rows for text in cells(review, part, row)]
        figures = [text for text in texts if text.startswith(("$", "−"))]
        assert [text for text in figures if "".join(text.split()) not in narrow] == []


def test_small_print_stands_last():
    text = review_text(hand_made_review())
    assert text.index("A note beside the totals") < text.index("Disclosure")


def test_no_name_drives_the_terminal():
    part = replace(SMALL, rows=({"client": "\x1b[31mred\x07[bold]", "spend": None},))
    review = replace(hand_made_review(), parts=(part,), headline="\x1b]0;title\x07")
    text = review_text(review)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]" in text


def test_on_a_terminal_it_has_colours(capsys):
    print_review(
        hand_made_review(), Console(force_terminal=True, width=90, color_system="standard")
    )
    printed = capsys.readouterr().out
    assert "\x1b[1mWeek 45 of 2026\x1b[0m" in printed
    assert "\x1b[1mFive figures\x1b[0m" in printed
    assert "\x1b[2mDisclosure\x1b[0m" in printed
    assert "\x1b[1m$412.20\x1b[0m" in printed
    assert HOSTILE[0] in printed


def test_where_it_is_no_terminal_a_row_is_a_line(capsys):
    review = hand_made_review()
    print_review(review)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.split("\n")]
    part = review.part("clients")
    for row in part.rows:
        assert " ".join(" ".join(cells(review, part, row)).split()) in lines
