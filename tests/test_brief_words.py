"""A brief in words, in its chart and in tables: by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboard.app.charts.brief import timeline
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import _config, _styled, csv_text
from dashboard.words.briefs import decision_words, headline, outputs_words, shown_of, unknowns
from data.briefs.listed import ListedBrief
from data.briefs.story import BriefAttempt, BriefVerdict, Link, Piece, Story
from tests.brief_studio import piece

AT = datetime(2026, 11, 2, 9)
BRIEF = ListedBrief(
    brief_no=1, brief="b", client=None, project=None, media="image", state="usable", attempts=12,
    outputs=31, usable=2, spend=Decimal("14.20"), wasted=Decimal("9.80"),
    time_to_first_usable_s=10_800.0, rerolls=1, first_submitted_at=AT, last_active_at=AT,
    unpriced=0, pending=0, unreviewed=0, unfinished=0, shares_name=False,
)  # fmt: skip
IMAGES = [{"media": "image", "outputs": 31}]
LINES = {"usable": Decimal("4.40"), "rejected": Decimal(3), "not_selected": Decimal("6.80")}


@pytest.mark.parametrize(
    ("changed", "lines", "said"),
    [
        (
            {},
            LINES,
            (
                "12 attempts, 31 images, $14.20: 2 usable, the first after 3 h 00 min; $9.80 "
                "bought nothing usable, mostly “passed over”."
            ),
        ),
        (
            {"usable": 1, "time_to_first_usable_s": None},
            {"rejected": Decimal("0.5"), "failed": None},
            (
                "12 attempts, 31 images, $14.20: 1 usable; $0.50 bought nothing usable, all of it "
                "“rejected”."
            ),
        ),
        (
            {"state": "never_usable", "usable": 0, "spend": None},
            {},
            "12 attempts, 31 images, no known price: all is decided and nothing is usable.",
        ),
        (
            {"state": "open", "usable": 0},
            {"pending": Decimal("14.20")},
            "12 attempts, 31 images, $14.20: nothing usable yet; none of the money wasted so far.",
        ),
        (
            {"state": "unreviewed", "usable": 0, "unreviewed": 31},
            {"failed": Decimal("0.20")},
            (
                "12 attempts, 31 images, $14.20: nothing usable yet, for no review of this work is "
                "loaded; at least $0.20 bought nothing usable, all of it “failed”."
            ),
        ),
    ],
)
def test_the_headline(changed, lines, said):
    assert headline(replace(BRIEF, **changed), IMAGES, lines, "USD") == said


def test_what_the_headline_could_not_take_in_has_its_own_numbers():
    gaps = {"assumed_cost": Decimal("0.30"), "disputed_assets": 2}
    lacking = replace(BRIEF, unpriced=1, unfinished=2, pending=1)
    assert unknowns(lacking, gaps, "USD") == (
        "Not settled: 1 attempt has no known price, 2 attempts may still finish, 1 output waits "
        "for a decision, $0.30 rests on an assumption, reviewers disagree on 2 outputs."
    )
    assert unknowns(BRIEF, {"assumed_cost": Decimal(0), "disputed_assets": 0}, "USD") == ""


def test_outputs_are_called_by_their_medium():
    rows = [{"media": "image", "outputs": 1}, {"media": "video", "outputs": 16}]
    assert outputs_words(rows) == "1 image and 16 clips"
    assert outputs_words([{"media": None, "outputs": 2}]) == "2 other outputs"
    assert outputs_words([{"media": "image", "outputs": 0}]) == "no outputs"


def test_small_words():
    assert decision_words("needs_edit", "client") == "Needs an edit at client"
    assert decision_words(None, None) == ""
    assert shown_of(3, 3, "brief") == "3 briefs"
    assert shown_of(500, 12_345, "brief") == "The first 500 of 12,345 briefs"


# --- the chart --------------------------------------------------------------------------------

FAILED = BriefAttempt(
    attempt_no=9, source="s", source_id="r9", submitted_at=AT, started_at=None, completed_at=None,
    status="failed", raw_status="<b>boom</b>", error_code=None, tier="generate", operation=None,
    media="image", channel=None, model="<i>m</i>", variant=None, user=None, n_requested=1,
    outputs=0, cost=None, cost_basis="unpriced", assumed_because=None, unpriced_because=None,
    refund=None, latency_s=None,
)  # fmt: skip


def story():
    """A base, its upscale two hours on, and a failed attempt; a decision on the upscale."""
    base = replace(piece(0, "contributed"), money=Decimal(1))
    final = replace(piece(120, "usable"), money=Decimal(4), tier="upscale")
    said = BriefVerdict(120, 0, "approved", "qc", datetime(2026, 11, 3), "ines", None)
    return Story((FAILED,), (final, base), (said,), (Link(Piece(120, None), Piece(0, 0)),))


def traces(drawn):
    return {each.name: each for each in drawn.data if each.name}


def test_dots_stand_in_the_lane_of_their_stage_in_the_order_of_time():
    found = traces(timeline(story(), UTC, "USD"))
    assert list(found) == ["Usable", "Built on", "Failed", "Decision: approved"]
    assert round(found["Built on"].y[0]) == 0
    assert round(found["Usable"].y[0]) == 2
    ticks = found["Decision: approved"]
    assert found["Built on"].x[0] < found["Failed"].x[0] < ticks.x[0]
    assert found["Built on"].x[0] < found["Usable"].x[0] < ticks.x[0]
    assert ticks.y[0] == found["Usable"].y[0]


def test_dots_are_as_large_as_their_money_and_hollow_without_it():
    found = traces(timeline(story(), UTC, "USD"))
    large, small, unknown = (found[name].marker for name in ("Usable", "Built on", "Failed"))
    assert large.size[0] - unknown.size[0] == 2 * (small.size[0] - unknown.size[0])
    assert (large.symbol[0], unknown.symbol[0]) == ("circle", "square-open")


def test_a_line_leads_from_what_it_was_made_from():
    drawn = timeline(story(), UTC, "USD")
    found = traces(drawn)
    lineage = drawn.data[0]
    assert list(lineage.x) == [found["Built on"].x[0], found["Usable"].x[0], None]
    assert list(lineage.y) == [found["Built on"].y[0], found["Usable"].y[0], None]


def test_names_in_the_chart_are_text():
    words = traces(timeline(story(), UTC, "USD"))["Failed"].hovertext[0]
    assert "&lt;b&gt;boom&lt;/b&gt;" in words
    assert "&lt;i&gt;m&lt;/i&gt;" in words
    assert "money not known" in words


def test_a_story_of_nothing_is_words():
    assert timeline(Story((), (), (), ()), UTC, "USD").layout.annotations[0].text == (
        "Nothing was tried yet."
    )


# --- tables with pictures and links -----------------------------------------------------------

COLUMNS = [
    Column("picture", "Picture", "picture"),
    Column("brief", "Brief", "link", link="address"),
    Column("spend", "Money", "money"),
]
ROW = {"picture": "/pieces/ab.webp", "brief": "=a&b", "address": "/brief?brief=%3Da%26b",
       "spend": Decimal("0.1")}  # fmt: skip


def test_a_link_shows_a_name_and_leads_to_its_address():
    assert list(_styled([ROW], COLUMNS, "USD").data.iloc[0]) == [
        *("/pieces/ab.webp", "/brief?brief=%3Da%26b", 0.1),
    ]
    assert (
        _config(COLUMNS[1], is_pinned=False)["type_config"]["display_text"] == "[?&]brief=([^&]*)"
    )


def test_names_are_taken_away_guarded_and_pictures_are_not():
    assert csv_text([ROW], COLUMNS) == "brief,spend\r\n'=a&b,0.1\r\n"
