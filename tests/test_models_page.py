"""The Models page: dots and table agree, choices stand in the address, gaps are said."""

from __future__ import annotations

import csv
import html
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from hypothesis import given, strategies
from streamlit.testing.v1 import AppTest

from dashboard.app.pages.models.pilots import _joined, _parts
from data.settings import Settings
from ingest.load.load import load_paths

ROOT = Path(__file__).parents[1]
AS_OF = datetime(2026, 11, 30, 12, tzinfo=UTC)
FIRST = datetime(2026, 11, 3, 9, tzinfo=UTC)
DEAR, CHEAP = "gemini-3-pro-image", "<b>lumen</b>, [x](javascript:alert(1))"
JOBS_MAP = """\
name = "studio log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
completed_at = "done"
status = "status"
client = "client"
model = "model"
channel = "channel"
brief_id = "brief"
operation = "operation"
reported_cost = "cost"
n_requested = "outputs"
n_outputs = "outputs"
[constants]
currency = "USD"
"""
VERDICTS_MAP = """\
name = "review"
record = "verdict"
format = "csv"
[columns]
asset_ref = "ref"
decision = "decision"
decided_at = "at"
"""
CHANNELS = {DEAR: "google", CHEAP: "here"}


def jobs(briefs=24, models=(DEAR, CHEAP), **given):
    """A brief of each model a day: $4 for one of four or five taken, $1 for one of one or two."""
    for n in range(briefs):
        for place, model in enumerate(models):
            at = FIRST + timedelta(days=n, hours=place)
            yield {
                "id": f"job{n}-{place}",
                "at": at.isoformat(),
                "done": (at + timedelta(seconds=20)).isoformat(),
                "status": "succeeded",
                "client": "acme",
                "model": model,
                "channel": CHANNELS.get(model, "here"),
                "brief": f"{n}-{place}",
                "operation": "text_to_image",
                "cost": (4, 1)[place % 2],
                "outputs": (4 if model == DEAR else 1) + n % 2,
            } | given


def verdicts(some):
    for job in some:
        for output in range(job["outputs"]):
            decision = "rejected" if output else "approved"
            yield {"ref": f"{job['id']}#{output}", "decision": decision, "at": job["done"]}


def loaded(folder, some, *, reviewed=True):
    settings = Settings(warehouse=folder / "warehouse.duckdb", as_of=AS_OF)
    tables = [("jobs", some, JOBS_MAP)]
    tables += [("verdicts", list(verdicts(some)), VERDICTS_MAP)] if reviewed else []
    for kind, rows, described in tables:
        log, described_in = folder / f"{kind}.csv", folder / f"{kind}.toml"
        with log.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=rows[0])
            writer.writeheader()
            writer.writerows(rows)
        described_in.write_text(described, encoding="utf-8")
        (account,) = load_paths([str(log)], settings, map_file=described_in)
        assert account.error is None
    return settings


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """Two models on the same work, and a clip that one of them made."""
    clip = next(jobs(1, (CHEAP,), id="clip", brief="clip", operation="text_to_video"))
    return loaded(tmp_path_factory.mktemp("studio"), [*jobs(), clip])


@pytest.fixture(scope="module", autouse=True)
def _let_go():
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch):
    """A function: settings and an address → the page after its first run."""

    def start(settings, **address) -> AppTest:
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(settings.warehouse))
        monkeypatch.setenv("OFFCUT_AS_OF", AS_OF.isoformat())
        app = AppTest.from_file(str(ROOT / "dashboard" / "app" / "app.py"), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        drawn = app.switch_page("pages/models/models.py").run()
        assert [each.value for each in drawn.title] == ["Models"]
        assert not drawn.exception
        assert not drawn.error
        return drawn

    return start


def bodies(app):
    return " ".join(each.proto.body for each in app.get("html"))


def texts(app):
    return html.unescape(bodies(app)).replace("\N{NO-BREAK SPACE}", " ")


def frames(app):
    return [each.value for each in app.dataframe]


def named(model):
    return f"{model} at {CHANNELS[model]}"


# --- where they stand -------------------------------------------------------------------------


def test_the_table_has_the_numbers_of_the_dots_and_words_say_who_is_beaten(page, studio):
    drawn = page(studio)
    table = next(each for each in frames(drawn) if "left_out" in each.columns)
    assert list(table["model"]) == [DEAR, CHEAP]
    assert list(table["cost"]) == [4, 1]
    assert list(table["share"]) == pytest.approx([24 / 108, 24 / 36])
    assert list(table["briefs"]) == [24, 24]
    assert f"{named(DEAR)} is dearer and less often accepted than {named(CHEAP)}" in texts(drawn)
    assert len(drawn.get("plotly_chart")) == 1


def test_names_stay_text(page, studio):
    drawn = page(studio)
    assert "&lt;b&gt;lumen&lt;/b&gt;" in bodies(drawn)
    assert "<b>lumen" not in bodies(drawn)
    for kind in ("markdown", "caption", "subheader", "header"):
        assert not [each for each in drawn.get(kind) if "lumen" in each.value]


def test_the_medium_stands_in_the_address(page, studio):
    drawn = page(studio, at="video")
    table = next(each for each in frames(drawn) if "left_out" in each.columns)
    assert list(table["model"]) == [CHEAP]
    assert drawn.query_params["at"] == "video"
    assert "A pilot takes two models or channels; this work knows one." in texts(drawn)


def test_choosing_a_medium_puts_it_into_the_address(page, studio):
    drawn = page(studio)
    medium = next(each for each in drawn.get("button_group") if each.key == "kept_at")
    medium.set_value("video").run()
    assert drawn.query_params["at"] == "video"


def test_an_address_of_something_else_is_said_and_shows_the_first(page, studio):
    drawn = page(studio, at="<i>holograms")
    assert "“<i>holograms” is not in this selection: Images is shown." in texts(drawn)
    assert "<i>" not in bodies(drawn)


def test_where_nobody_reviews_the_page_says_why_no_share_is_known(page, tmp_path):
    drawn = page(loaded(tmp_path, list(jobs(6)), reviewed=False))
    said = texts(drawn)
    assert "No review is loaded for 1 project, $30.00" in said
    assert f"{named(DEAR)} has no dot: none of its 6 briefs is decided and priced whole" in said


def test_an_empty_selection_says_so(page, studio):
    drawn = page(studio, client="nobody at all")
    assert "Nothing was submitted in this selection." in texts(drawn)


def test_work_without_a_model_is_said_with_its_money(page, tmp_path):
    some = [*jobs(12), *jobs(1, ("",), id="none", brief="none", cost=7)]
    assert "$7.00 of this work name no model or no channel" in texts(page(loaded(tmp_path, some)))


# --- the pilot --------------------------------------------------------------------------------


def test_a_pilot_judges_each_criterion_with_its_interval_and_n(page, studio):
    said = texts(page(studio))
    assert f"Ideation only: dearer than {named(CHEAP)}, beyond chance" in said
    assert "n = 24 briefs" in said
    assert "Not known: it takes <code>[delivery]</code>" not in said
    assert "Not known: it takes [delivery] in offcut.toml, and <code>offcut scan</code>" in said


def test_a_pilot_is_chosen_by_the_address_and_kept_there(page, studio):
    written = '"{}","{}"'.format(named(CHEAP).replace('"', '""'), named(DEAR))
    drawn = page(studio, pilot=written)
    (chosen,) = [each for each in drawn.multiselect if each.key == "kept_pilot"]
    assert chosen.value == [named(CHEAP), named(DEAR)]
    chosen.set_value([named(DEAR)]).run()
    assert drawn.query_params["pilot"] == f'"{named(DEAR)}"'
    assert "Choose two models or more." in texts(drawn)


def test_what_the_address_names_and_is_not_there_is_said(page, studio):
    said = texts(page(studio, pilot=f'"{named(DEAR)}","<i>nobody"'))
    assert "not among the models of this step: <i>nobody." in said


@given(strategies.lists(strategies.text("ab,\"'= <\\é", min_size=1), min_size=1))
def test_names_come_back_from_the_address_as_they_were(names):
    assert _parts(_joined(names)) == names


def test_models_that_never_met_are_told_so(page, tmp_path):
    some = [*jobs(12, (DEAR,)), *jobs(12, (CHEAP,), client="bolt")]
    for n, job in enumerate(some):
        job |= {"id": f"job{n}", "brief": f"b{n}"}
    said = texts(page(loaded(tmp_path, some)))
    assert "Nothing can be compared yet: no client has briefs of all of them" in said
    assert "Not known: no client has briefs of both" in said


# --- a switch ---------------------------------------------------------------------------------


def test_moving_work_is_told_in_money_a_week_with_its_range(page, studio):
    # 24 accepted in four weeks at $4, there at $1: all of them save $72, $18 a week.
    drawn = page(studio, share="100", move=named(DEAR), onto=named(CHEAP))
    said = texts(drawn)
    assert f"Moving 100 % of it to {named(CHEAP)} saves $18.00 a week, between $" in said
    assert "It moves 24 of the 24 outputs" in said
    assert "at $1.00 instead of $4.00 each (n = 24 and 24 briefs" in said


def test_what_is_moved_stands_in_the_address(page, studio):
    drawn = page(studio)
    share = next(each for each in drawn.selectbox if each.key == "kept_share")
    share.set_value("25").run()
    assert drawn.query_params["share"] == "25"
    assert "Moving 25 % of it" in texts(drawn)


# --- prices -----------------------------------------------------------------------------------


def test_prices_in_force_stand_with_their_source_and_missing_ones_are_said(page, studio):
    drawn = page(studio)
    table = next(each for each in frames(drawn) if "source" in each.columns)
    assert set(table["model"]) == {DEAR}
    assert "$0.134" in set(table["price"])
    assert all(each.startswith("https://") for each in table["source"])
    assert f"The book has no price in force of {named(CHEAP)}" in texts(drawn)
