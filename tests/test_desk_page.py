"""The Desk through the real router: what it says, what the component is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.words.desk import (
    coverage_words,
    facts_of,
    left_out_sentence,
    pending_sentence,
    sample_sentence,
    share_words,
)
from data.desk.progress import DeskProgress, ShareOf
from data.desk.queue import DeskOutput
from data.desk.sample import Sample
from data.desk.waiting import PendingDecisions
from data.desk_journal import DeskEvent, DeskJournal, desk_folder
from tests.test_desk_queue import NOON, Team

ROOT = Path(__file__).parents[1]


@pytest.fixture
def team(tmp_path):
    yield Team(tmp_path)
    st.cache_resource.clear()


@pytest.fixture
def desk(team, monkeypatch):
    """A function: an address → the Desk after its first run."""

    def start(**address) -> AppTest:
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(team.settings.warehouse))
        monkeypatch.setenv("OFFCUT_AS_OF", team.settings.as_of.isoformat())
        drawn = AppTest.from_file(str(ROOT / "dashboard/app/app.py"), default_timeout=60)
        drawn.switch_page("pages/desk/desk.py")
        for key, value in address.items():
            drawn.query_params[key] = value
        drawn = drawn.run()
        assert drawn.title[0].value == "Desk"
        assert not drawn.exception
        return drawn

    return start


def said(drawn):
    words = " ".join(element.proto.body for element in drawn.get("html"))
    return words.replace("&nbsp;", " ")


def test_it_says_how_much_there_is_and_how_the_review_goes(desk):
    drawn = desk()
    assert "8 outputs of 3 briefs to decide." in said(drawn)
    assert drawn.get("bidi_component")
    assert [each.label for each in drawn.metric] == [
        *("Looked at (QC)", "Reviewers agree (QC)", "Escape rate"),
    ]
    assert drawn.metric[0].value == "0.0 %"
    assert "not counted yet" not in said(drawn)


def test_what_is_decided_and_not_loaded_is_said_until_it_is_loaded(desk, team):
    team.at_the_desk(1, "a")
    team.at_the_desk(2, "a", 1, "rejected")
    drawn = desk()
    assert "2 outputs decided here, not counted yet." in said(drawn)
    assert str(desk_folder(team.settings.warehouse)) in " ".join(each.value for each in drawn.code)
    assert "6 outputs of 3 briefs to decide." in said(drawn)
    team.loaded()
    drawn = desk()
    assert "not counted yet" not in said(drawn)
    assert drawn.metric[0].value == "25.0 %"


def test_what_is_decided_after_the_moment_of_the_figures_says_so(desk, team):
    team.at_the_desk(30 * 24 * 60, "a")
    team.loaded()
    drawn = desk()
    assert "not counted yet" not in said(drawn)
    assert "1 decision of this Desk came after 4 Nov 2026, 00:00, the moment of" in said(drawn)
    assert "7 outputs of 3 briefs to decide." in said(drawn)
    assert drawn.metric[0].value == "0.0 %"
    team.settings = team.settings.model_copy(update={"as_of": NOON + timedelta(days=31)})
    later = desk()
    assert "came after" not in said(later)
    assert later.metric[0].value == "12.5 %"


def test_the_address_keeps_stage_and_order(desk, team):
    drawn = desk(at_stage="client")
    assert "Nothing waits for a decision at the stage Client" in said(drawn)
    team.reviewed("a#0,approved,qc,ana,", "b#0,approved,qc,ana,")
    drawn = desk(at_stage="client", queue="costliest")
    assert "2 outputs of 2 briefs to decide." in said(drawn)
    drawn.button_group(key="desk_at_stage").set_value("qc").run()
    assert drawn.query_params["at_stage"] == "qc"
    assert "costliest" in drawn.query_params["queue"]
    assert "6 outputs of 3 briefs to decide." in said(drawn)


def test_an_address_that_names_no_stage_shows_the_usual_one(desk):
    assert "8 outputs of 3 briefs" in said(desk(at_stage="<img>", queue="'; DROP", missing="2"))


def test_a_sample_says_what_it_would_tell(desk):
    """With 2 bad ones of 8, 6 looks miss both with 2/8 · 1/7 = 1/28, and 5 with 3/28."""
    drawn = desk(queue="sample", missing="0.2", risk="0.1")
    assert "6 of 8 outputs, drawn at random: were 20.0 % or more of them bad" in said(drawn)


# --- words ------------------------------------------------------------------------------------


def test_a_sample_in_words():
    done = sample_sentence(Sample(100, 45, 45, 0, 0.05, 0.05))
    assert done.startswith("45 of 100 outputs, drawn at random: were 5.0 % or more of them bad, ")
    assert "0 of 45 decided are bad: between 0.0 % and " in done
    assert "so far" in sample_sentence(Sample(100, 45, 9, 1, 0.05, 0.05))
    assert "All 3 outputs: so few" in sample_sentence(Sample(3, 3, 0, 0, 0.05, 0.05))
    assert sample_sentence(Sample(0, 0, 0, 0, 0.05, 0.05)) == (
        "There is nothing to draw a sample of."
    )


def test_what_is_left_and_what_waits_in_words():
    assert left_out_sentence(3, 3, 1) == "3 outputs of 1 brief to decide."
    assert "the first 400 are here" in left_out_sentence(400, 519, 122)
    assert left_out_sentence(0, 0, 0) == ""
    assert pending_sentence(PendingDecisions()) == ""
    assert pending_sentence(PendingDecisions((), ("0" * 32,))).startswith(
        "1 decision taken back, still counted."
    )
    event = DeskEvent(
        id="0" * 32, source="fal", source_id="r", output_index=0, decision="approved", stage="qc",
        reviewer="ana", at=NOON, received_at=NOON,
    )  # fmt: skip
    assert pending_sentence(PendingDecisions((event, event))).startswith("1 output decided here")


def test_shares_in_words():
    assert share_words(ShareOf(0, 0)) == "0 of 0"
    assert share_words(ShareOf(1, 2)) == "1 of 2; 9.5 % to 90.5 %"
    assert coverage_words(DeskProgress(ShareOf(3, 8), ShareOf(0, 0))) == "3 of 8 delivered outputs"


def test_the_facts_of_an_output_leave_out_what_is_not_known():
    known = DeskOutput(
        1, 1, "fal", "r", 0, "b", None, None, "flux\u202e", "text_to_image", "image",
        datetime(2026, 11, 2, 9), "pending", None, Decimal("0.04"), "approved", "triage",
        None, None, None, None, "image", 1024, 768, None,
    )  # fmt: skip
    assert facts_of(known, "USD") == (
        "flux  · 2026-11-02 · $0.04 · 1024 × 768 · approved at triage"
    )


def test_the_journal_beside_the_warehouse_is_the_one_that_is_read(team):
    team.at_the_desk(1, "a")
    assert len(DeskJournal(team.folder / "w-desk").standing()) == 1
    assert team.settings.as_of.tzinfo is UTC
