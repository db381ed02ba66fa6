"""The review's HTML: one file that asks for nothing, in which every name is text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from dashboard.report.page.html import review_html
from dashboard.words.formats import label
from data.review.parts import Chart, Column, Part
from tests.hand_made_review import FINDINGS, HOSTILE, LONG, hand_made_review
from tests.review_page import ReviewPage

CHROMIUM = Path("/usr/bin/chromium")
OUR_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "div"),
    *("p", "h1", "h2", "figure", "ol", "li", "b", "span", "small"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("svg", "g", "path", "text", "line", "rect", "defs", "clippath", "tspan"),
}
CALM = Part(
    "weeks",
    "By week",
    (),
    (Column("week", "week of", "day"), Column("spend", "spend", "money")),
    tuple({"week": date(2026, 11, 2 + n), "spend": Decimal(n)} for n in range(3)),
    Chart("stacked", "week", ("spend",)),
)


@pytest.fixture(scope="module")
def page():
    return ReviewPage(review_html(hand_made_review()))


def test_it_names_no_host_at_all():
    review = replace(
        hand_made_review(), parts=(CALM,), headline="Nothing moved.", notice="", selection=()
    )
    text = review_html(review)
    assert re.findall(r"https?:|//\w|url\(|@import|@font-face|src=|href=", text) == []
    assert "<svg" in text


def test_with_hostile_names_it_still_asks_for_nothing_and_runs_nothing(page):
    assert page.tags <= OUR_TAGS
    loading = {"src", "href", "xlink:href", "srcset", "action", "data", "poster", "background"}
    names = {name for _, name, _ in page.attributes}
    assert not names & loading
    assert [name for name in names if name.startswith("on")] == []
    values = [value or "" for _, _, value in page.attributes]
    assert [value for value in values if "evil" in value] == []
    assert [value for value in values if "url(" in value and "url(#" not in value] == []
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


@pytest.mark.parametrize("name", [*HOSTILE, LONG])
def test_every_name_is_text(page, name):
    assert label(name) in [row[0] for row in page.rows["clients"]]


@given(st.text(st.characters(codec="utf-8")))
def test_so_is_any_text_wherever_it_stands(text):
    part = Part("p", text, (text,), (Column("c", text),), ({"c": text},))
    review = replace(
        hand_made_review(), title=text, headline=text, notice=text, selection=(text,), parts=(part,)
    )
    found = ReviewPage(review_html(review))
    assert found.tags <= OUR_TAGS - {"svg"}
    assert found.rows == {"p": [[label(text)], [label(text)]]}


def test_parts_stand_in_their_order_with_small_print_at_the_end(page):
    assert page.parts == [
        *("findings", "bridge", "metrics", "weeks", "projected", "clients", "decisions", "note"),
        "card",
    ]


def test_findings_have_their_money_in_front(page):
    assert page.findings["findings"][0] == [
        "$412.20",
        FINDINGS.rows[0]["sentence"],
        "$210.50",
        "$655.00",
        "34",
    ]
    assert page.findings["findings"][1][:2] == ["−$38.70", f"{HOSTILE[0]} waits less."]


def test_figures_stand_to_the_right_and_names_to_the_left():
    text = review_html(hand_made_review())
    assert '<td class="figure">$1,234,567.89</td>' in text
    assert '<th scope="col" class="text">client</th>' in text


def test_a_part_of_which_nothing_is_said_says_so():
    review = replace(hand_made_review(), parts=(Part("empty", "Empty"),))
    assert "Nothing to show." in ReviewPage(review_html(review)).texts


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")
def test_in_a_browser_it_asks_for_nothing_fits_and_prints(tmp_path, chromium):
    file = tmp_path / "2026-W45.html"
    file.write_text(review_html(hand_made_review()), "utf-8")
    asked, said = [], []
    tab = chromium.new_page(viewport={"width": 820, "height": 900})
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda line: said.append(line.text))
    tab.on("dialog", lambda box: said.append(box.message))
    tab.goto(file.as_uri())
    for width in (390, 820, 1400):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert asked == [file.as_uri()]
    assert said == []
