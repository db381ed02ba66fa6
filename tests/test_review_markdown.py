"""A review as Markdown: read by a Markdown library, it shows every name as it is."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dashboard.report.markdown import escaped, review_markdown
from dashboard.words.formats import label
from tests.hand_made_review import CLIENTS, FINDINGS, HOSTILE, hand_made_review

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _Inside(HTMLParser):
    """The text of an HTML fragment, and the tags in it."""

    def __init__(self):
        super().__init__()
        self.text = ""
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def read(markdown):
    inside = _Inside()
    inside.feed(READER.render(markdown))
    inside.close()
    return inside


@pytest.mark.parametrize(
    "name", [*HOSTILE, "1. one", "- dash", "+1", "3) three", "= = =", "www.x.y"]
)
def test_a_name_is_shown_as_it_is(name):
    found = read(escaped(label(name)))
    assert found.text.strip() == label(name).strip()
    assert found.tags == ["p"]


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_so_is_any_text_in_a_table_and_by_itself(text):
    shown = " ".join(label(text).split())
    cell = read(f"| a | b |\n|---|---|\n| {escaped(shown)} | x |")
    assert cell.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert " ".join(cell.text.split()) == " ".join(f"a b {shown} x".split())
    assert " ".join(read(escaped(shown)).text.split()) == shown


def test_no_address_becomes_a_link_on_github():
    assert escaped("see https://evil.example and www.evil.example, me@evil.example") == (
        r"see https\://evil.example and www\.evil.example, me\@evil.example"
    )


def test_money_is_no_formula_and_stays_readable():
    assert escaped("from $3.12 to $4.87 for $x$") == r"from $3.12 to $4.87 for \$x\$"


def test_findings_are_a_numbered_list_with_the_money_in_front():
    text = review_markdown(replace(hand_made_review(), parts=(FINDINGS,)))
    assert (
        "1. **$412.20** petrichor-skin re-rolls where it could edit: 3.1 generations a usable "
        "asset, 1.4 the week before.  \n   from $210.50 · to $655.00 · briefs 34\n"
        "2. **−$38.70** &lt;script&gt;alert(1)&lt;/script&gt; waits less.  \n"
    ) in text
    assert read(text).tags.count("li") == 3


def test_figures_stand_to_the_right():
    text = review_markdown(replace(hand_made_review(), parts=(CLIENTS,)))
    assert "| client | since | spend | usable assets | discard rate | wait, p95 |\n" in text
    assert "| --- | --- | ---: | ---: | ---: | ---: |\n" in text
    assert r"| a\|b \`c\` \\\| d | 3 Jan 2026 | $12,345.68 | 4,115 | 11.8 % | 20.6 s |" in text


def test_only_our_own_markup_is_read():
    tags = set(read(review_markdown(hand_made_review())).tags)
    assert tags == {
        *("h1", "h2", "p", "strong", "blockquote", "ol", "li", "br"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
