"""The Review page: says what `offcut review` says, and writes what the commands write."""

from __future__ import annotations

import html
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from shutil import copytree, rmtree
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.app.pages.review import downloads
from dashboard.app.pages.review.downloads import FORMS
from dashboard.app.parts.take_along import TABLES
from dashboard.report.written import SUFFIXES
from dashboard.words.formats import shown, signed_percent
from data.review.decisions import decisions_journal
from data.review.dismissals import dismissals_journal
from tests.app_links import menu_links, own_links, unfolded

pytest_plugins = ["tests.review_studio"]

ROOT = Path(__file__).parents[1]
AS_OF = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""Of the studio's settings."""
WAITING = """\
id,at,done,state,client,user,model,cost,outputs
late,2026-11-12T09:00:00Z,2026-11-12T09:00:20Z,OK,acme,ana,flux,40,4
"""
"""Four outputs of acme that nobody decided on in twelve days."""


@pytest.fixture(scope="module", autouse=True)
def _let_go():
    yield
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def read_alone(loaded_weeks, tmp_path_factory):
    """A studio that is only looked at, so that what one test asks is kept for the next."""
    folder = tmp_path_factory.mktemp("read")
    copytree(loaded_weeks.folder, folder, dirs_exist_ok=True)
    studio = type(loaded_weeks)(folder)
    studio.ingest("late.csv", WAITING, map_file="studio.map.toml")
    return studio


@pytest.fixture
def weeks(read_alone, tmp_path):
    """One of a test's own, to be written in."""
    copytree(read_alone.folder, tmp_path, dirs_exist_ok=True)
    return type(read_alone)(tmp_path)


@pytest.fixture
def page(request, monkeypatch):
    """A function: an address → the page after its first run."""
    studio = request.getfixturevalue("weeks" if "weeks" in request.fixturenames else "read_alone")

    def start(**address) -> AppTest:
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(studio.folder / "w.duckdb"))
        monkeypatch.setenv("OFFCUT_CONFIG", str(studio.folder / "offcut.toml"))
        app = AppTest.from_file(str(ROOT / "dashboard" / "app" / "app.py"), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        drawn = app.run()
        assert not drawn.exception
        assert [each.value for each in drawn.title] == ["Review"]
        return drawn

    return start


def texts(app):
    said = html.unescape(" ".join(element.proto.body for element in app.get("html")))
    return said.replace("\N{NO-BREAK SPACE}", " ")


def command(studio, *arguments):
    """The review that the command writes; what it keeps of it is taken away again."""
    studio.run("review", "--out", "said.json", *arguments)
    for kept in published(studio):
        kept.unlink()
    return json.loads((studio.folder / "said.json").read_text())


def published(studio):
    return list((studio.folder / "reviews").glob("*.json"))


def findings(review):
    (part,) = (each for each in review["parts"] if each["name"] == "findings")
    return part["rows"]


def button(app, label):
    return next(each for each in app.button if each.label == label)


# --- what it says -----------------------------------------------------------------------------


def test_it_says_what_the_command_says(page, read_alone):
    shown = page()
    folded = [each.label for each in shown.expander]
    said, drawn = command(read_alone), texts(unfolded(shown))
    assert said["headline"] in drawn
    (found,) = findings(said)
    assert found["sentence"] in drawn
    for part in said["parts"]:
        if not part["is_small_print"]:
            assert part["title"] in drawn or part["title"] in folded
            assert all(sentence in drawn for sentence in part["sentences"])


def test_what_is_folded_is_drawn_once_it_is_opened(page):
    shown = page()
    drawn, taken = len(shown.dataframe), {*shown.session_state[TABLES]}
    shown.session_state["fold_part_metrics"] = True
    opened = shown.run()
    assert not opened.exception
    assert len(opened.dataframe) == drawn + 1
    assert {*unfolded(opened).session_state[TABLES]} == taken  # folded or not


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ({"reviewed": "2026-W46"}, ("--week", "2026-W46")),
        ({"compare": "previous"}, ("--compare", "previous")),
        ({"client": ["bolt"]}, ("--where", "client=bolt")),
        ({"from": "2026-10-26", "to": "2026-11-01"}, ()),
    ],
)
def test_what_is_asked_stands_in_the_address(page, read_alone, address, arguments):
    assert command(read_alone, *arguments)["headline"] in texts(page(**address))


def test_the_weeks_there_are_begin_with_the_last_complete_one(page):
    drawn = page()
    weeks = drawn.selectbox(key="review_week")
    assert weeks.value == "2026-W47"
    assert [name.split(" ")[0] for name in weeks.options] == [
        *("2026-W47", "2026-W46", "2026-W45", "2026-W44"),
    ]
    weeks.set_value("2026-W45").run()
    assert drawn.query_params["reviewed"] == "2026-W45"
    assert "in 2026-W45" in texts(drawn)


def test_it_begins_with_the_last_week_that_has_work(page, weeks):
    (weeks.folder / "offcut.toml").write_text('as_of = "2026-12-16T09:00:00Z"\n')
    drawn = page()
    assert drawn.selectbox(key="review_week").value == "2026-W47"
    assert "No later week has work in it" in texts(drawn)


def test_a_week_that_makes_no_sense_is_a_sentence_with_a_way_back(page):
    drawn = page(reviewed="nonsense")
    assert drawn.error[0].value == "This selection cannot be shown."
    assert "nonsense" in texts(drawn)
    button(drawn, "Show everything instead").click().run()
    assert "reviewed" not in drawn.query_params
    assert "One usable asset cost" in texts(drawn)


def test_a_period_is_not_drawn_and_not_lost(page):
    drawn = page(**{"from": "2026-10-26"})
    assert not [each for each in drawn.selectbox if each.key == "period"]
    assert "26 Oct 2026" not in next(
        (e.proto.body for e in drawn.get("html") if "offcut-selection" in e.proto.body), ""
    )
    drawn.multiselect(key="filter_client").set_value(["acme"]).run()
    links = [parse_qs(each.proto.query_string) for each in menu_links(drawn)]
    assert links[1] == {"client": ["acme"], "from": ["2026-10-26"]}


def test_five_figures_stand_as_tiles_with_their_weeks(page, read_alone):
    drawn = page()
    (part,) = (each for each in command(read_alone)["parts"] if each["name"] == "metrics")
    assert [each.label for each in drawn.metric] == [row["title"] for row in part["rows"]]
    (cost,) = (each for each in drawn.metric if each.label == "Cost per usable asset")
    row = next(each for each in part["rows"] if each["metric"] == "cost_per_usable_asset")
    assert cost.value == shown(Decimal(str(row["value"])), "money_per")
    change = float(row["value"]) / float(row["before"]) - 1
    assert cost.delta.replace("\\", "").startswith(signed_percent(change))


def test_a_client_of_the_period_opens_and_the_address_says_so(page):
    drawn = page(open="client:acme")
    assert "Client: acme" in texts(drawn)
    assert "÷" in texts(drawn)
    assert "Filter to this" in [each.proto.label for each in own_links(drawn)]


# --- findings ---------------------------------------------------------------------------------


def test_a_finding_begins_a_decision(page, read_alone):
    drawn = page()
    (found,) = findings(command(read_alone))
    button(drawn, "Decide").click().run()
    assert drawn.text_input(key="review_decide_text").value == found["sentence"]
    assert drawn.selectbox(key="review_decide_client").value == "acme"
    assert "Filled in from the finding" in texts(drawn)


def test_a_finding_leads_to_its_rows(page):
    to_rows, to_briefs = own_links(page())
    assert (to_rows.proto.page, to_briefs.proto.page) == ("waste", "briefs")
    for link in (to_rows, to_briefs):
        assert parse_qs(link.proto.query_string) == {"client": ["acme"], "to": ["2026-11-22"]}


def test_a_dismissed_finding_is_gone_here_and_in_the_command(page, weeks):
    drawn = page()
    ((key, sentence),) = [(each["key"], each["sentence"]) for each in findings(command(weeks))]
    button(drawn, "Dismiss").click().run()
    assert f"{key} is quiet until 22 Dec 2026. That cannot be undone." in texts(drawn)
    assert sentence not in texts(drawn)
    assert findings(command(weeks)) == []
    (noted,) = dismissals_journal(weeks.settings()).entries()
    assert (noted.entry.key, noted.entry.because, noted.entry.created_at) == (key, None, AS_OF)
    drawn.run()
    assert "is quiet until" not in texts(drawn)


def test_what_cannot_be_written_is_a_sentence(page, weeks):
    drawn = page()
    rmtree(weeks.folder / "reviews", ignore_errors=True)
    (weeks.folder / "reviews").write_text("a file stands where the folder should")
    button(drawn, "Dismiss").click().run()
    assert not drawn.exception
    assert "cannot be written" in texts(drawn)


# --- decisions --------------------------------------------------------------------------------


def decided(app, **given):
    for field in ("text", "owner"):
        app.text_input(key=f"review_decide_{field}").set_value(given.get(field, ""))
    app.date_input(key="review_decide_by").set_value(given.get("by"))
    for field in ("watch", "client"):
        app.selectbox(key=f"review_decide_{field}").set_value(given.get(field))
    return button(app, "Note the decision").click().run()


DECISION = {"text": "Edit <b>first</b>", "owner": "Ana", "by": AS_OF.date()}


def test_a_decision_is_noted_as_the_command_notes_it(page, weeks):
    drawn = decided(page(), **DECISION, watch="reroll_share", client="acme")
    assert "Decision 1 of the week from 2026-11-16 is noted in" in texts(drawn)
    options = ("--owner", "Ana", "--by", "2026-11-24", "--watch", "reroll_share")
    weeks.run("decide", "Edit <b>first</b>", *options, "--where", "client=acme")
    ours, theirs = (each.entry for each in decisions_journal(weeks.settings()).entries())
    assert ours.model_dump(exclude={"created_at"}) == theirs.model_dump(exclude={"created_at"})
    assert drawn.text_input(key="review_decide_text").value == ""
    assert "What was decided, and did the number move?" in texts(drawn)
    bodies = " ".join(element.proto.body for element in drawn.get("html"))
    assert "<b>first" not in bodies


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say what was decided and who does it and by when: a decision needs it."),
        (DECISION | {"owner": " "}, "Say who does it: a decision needs it."),
        (DECISION | {"client": "acme"}, "client=acme: nothing is watched yet."),
        (
            DECISION | {"by": date(2026, 11, 15)},
            "By 2026-11-15: before the week from 2026-11-16 that was reviewed.",
        ),
    ],
)
def test_half_a_decision_is_refused_and_stays_in_the_form(page, weeks, given, sentence):
    drawn = decided(page(), **given)
    assert sentence in texts(drawn)
    assert drawn.text_input(key="review_decide_text").value == given.get("text", "")
    assert decisions_journal(weeks.settings()).entries() == ()


# --- taken away -------------------------------------------------------------------------------


def test_every_form_can_be_taken_away(page):
    drawn = page()
    labels = [each.proto.label for each in drawn.main.get("download_button")]
    of_any_page = ("Download as CSV", "Tables of this page as XLSX")
    assert [label for label in labels if label not in of_any_page] == [
        *("HTML", "PDF", "PNG", "XLSX", "Markdown", "JSON"),
    ]
    assert set(FORMS) == set(SUFFIXES)


def test_what_is_taken_away_is_what_the_command_writes_and_kept(page, weeks, monkeypatch):
    taken = {}
    monkeypatch.setattr(
        downloads.st,
        "download_button",
        lambda name, content, *_, **__: taken.update({name: content}),
    )
    page()
    assert published(weeks) == []
    assert taken["HTML"]().startswith(b"<!doctype html>")
    said = json.loads(taken["JSON"]())
    assert [path.name for path in published(weeks)] == ["2026-W47.json"]
    assert said == command(weeks)


def test_a_form_that_cannot_be_drawn_here_is_named(page, monkeypatch):
    monkeypatch.setattr(downloads, "is_drawn_here", lambda suffix: suffix in (".md", ".json"))
    drawn = page()
    labels = [each.proto.label for each in drawn.main.get("download_button")]
    assert "PDF" not in labels
    assert "HTML, PDF, PNG and XLSX: what draws them is not installed here" in texts(drawn)


def test_a_review_of_one_person_is_shown_and_not_taken_away(page):
    drawn = page(user=["ana"])
    assert "One usable asset cost" in texts(drawn)
    assert "this review is about a person, and is not passed on" in texts(drawn)
    labels = [each.proto.label for each in drawn.main.get("download_button")]
    assert "JSON" not in labels
