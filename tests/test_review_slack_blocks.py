"""A review as a Slack message: within Slack's limits, with every name as text."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard.report.slack_blocks import slack_blocks, slack_text
from dashboard.words.formats import label
from data.review.parts import Part
from tests.hand_made_review import FIGURES, FINDINGS, HOSTILE, LONG, hand_made_review


def objects(blocks):
    """All objects that hold a text, however deep."""
    if isinstance(blocks, list):
        for each in blocks:
            yield from objects(each)
    elif isinstance(blocks, dict):
        if isinstance(blocks.get("text"), str):
            yield blocks
        for each in blocks.values():
            yield from objects(each)


def texts(blocks):
    return [each["text"] for each in objects(blocks)]


def findings(number, **cells):
    rows = tuple(FINDINGS.rows[0] | {"size": Decimal(n)} | cells for n in range(number))
    return replace(FINDINGS, rows=rows)


def test_headline_findings_and_figures_stand_in_it():
    found = texts(slack_blocks(hand_made_review()))
    assert found[0] == "Week 45 of 2026"
    assert found[1] == label(hand_made_review().headline)
    assert found[5:8] == [
        "$412.20 ",
        FINDINGS.rows[0]["sentence"],
        " (from $210.50 · to $655.00 · briefs 34)",
    ]
    assert found[-10:-8] == [
        "Cost per usable asset: ",
        "this week $4.87 · last week $3.12 · change $1.75 · variation worse · target $4.00",
    ]
    assert found[-2:] == ["Attempts per usable asset: ", "this week 3.10"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_that_slack_does_not_read(name):
    part = findings(1, sentence=name)
    blocks = slack_blocks(replace(hand_made_review(), headline=name, notice=name, parts=(part,)))
    assert {each["type"] for each in objects(blocks)} == {"text", "plain_text"}
    assert texts(blocks).count(label(name)) == 3
    assert {each.get("emoji", False) for each in objects(blocks)} == {False}


def test_the_text_of_the_notification_is_escaped():
    review = replace(hand_made_review(), headline="<!channel> & <https://evil.example|here>")
    assert slack_text(review) == "&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;"


def test_it_stays_within_slacks_limits():
    long = LONG * 50
    figures = replace(FIGURES, rows=tuple(FIGURES.rows[0] | {"metric": long} for _ in range(40)))
    parts = (replace(findings(40, sentence=long), title=long), figures)
    review = replace(hand_made_review(), title=long, headline=long, notice=long, parts=parts)
    blocks = slack_blocks(review)
    assert len(blocks) <= 50
    assert len(blocks[0]["text"]["text"]) == 150
    assert max(map(len, texts(blocks))) == 3000
    assert len(slack_text(review)) <= 3000


def test_seven_findings_are_shown_and_the_others_counted():
    found = texts(slack_blocks(replace(hand_made_review(), parts=(findings(9),))))
    assert [each for each in found if each.startswith("$")] == [f"${n}.00 " for n in range(7)]
    assert found[-1] == "2 more findings in the whole review"
    whole = texts(slack_blocks(replace(hand_made_review(), parts=(findings(7),))))
    assert whole[-1] == " (from $210.50 · to $655.00 · briefs 34)"


def test_without_key_figures_it_has_no_heading_for_them():
    found = texts(slack_blocks(replace(hand_made_review(), parts=(replace(FIGURES, rows=()),))))
    assert "Five figures" not in found


def test_without_findings_it_says_what_the_part_says():
    calm = Part("findings", "What moved", ("Nothing moved beyond chance this week.",))
    found = texts(slack_blocks(replace(hand_made_review(), parts=(calm,))))
    assert found[-2:] == ["What moved", "Nothing moved beyond chance this week."]


def test_it_is_json():
    assert json.loads(json.dumps(slack_blocks(hand_made_review())))
