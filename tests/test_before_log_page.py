"""The Commitments page before there is a log, run through the real router as Streamlit runs it."""

from __future__ import annotations

import json

import pytest
import streamlit as st

from data.warehouse.file import writing
from tests.app_links import page_opened
from tests.command_folder import CommandFolder
from tests.credit_studio import Studio

SETTINGS = "as_of = 2026-11-30T00:00:00Z\n"
FORM = "Before there is a log: size from what you state"
STATED = {"models": "Wan 2.7", "attempts": "3..5", "seconds": "5"}


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def page(monkeypatch, tmp_path):
    """A function: → the page of this folder after its first run."""

    def start(settings=SETTINGS, address=None):
        (tmp_path / "offcut.toml").write_text(settings)
        monkeypatch.setenv("OFFCUT_CONFIG", str(tmp_path / "offcut.toml"))
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(tmp_path / "w.duckdb"))
        return page_opened("commitments", address or {})

    return start


def stated(app, **changed):
    for name, value in (STATED | changed).items():
        app.text_input(f"before_{name}").set_value(value)
    app.number_input("before_assets").set_value(20)
    app.multiselect("before_platforms").set_value(["higgsfield-app"])
    app.selectbox("before_horizon").set_value("3 months")
    return app.button("before_size").click().run()


def said(app):
    return " ".join(element.proto.body for element in app.get("html"))


def tables(app):
    """What was sized, and the pilots."""
    return [each.value for each in app.dataframe if "cost_low" in each.value]


def is_fine(app):
    assert [each.value for each in app.title] == ["Credits"]
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("empty", [True, False])
def test_a_page_of_no_log_answers_from_what_is_stated(page, tmp_path, empty):
    if empty:
        with writing(tmp_path / "w.duckdb"):
            pass
    first = page()
    is_fine(first)
    assert {each.label: each.proto.expanded for each in first.expander}[FORM] is True
    assert "Nothing is loaded yet" in [each.value for each in first.header]
    answered = stated(first)
    is_fine(answered)
    assert "Nothing is known of your waste yet: pilot 44 briefs first" in said(answered)
    assert (tmp_path / "w.duckdb").exists() == empty


def test_page_and_command_give_the_same_rows(page, tmp_path):
    app = stated(page())
    ways, pilots = tables(app)
    folder = CommandFolder()
    folder.folder = tmp_path
    given = ("--assets", "20", "--attempts", "3..5", "--model", "Wan 2.7", "--seconds", "5")
    where = ("--platform", "higgsfield-app", "--horizon", "3mo", "--format", "json")
    rows = json.loads(folder.run("size", *given, *where).out)
    by_kind = {"plan": [], "pilot": [], "left out": []}
    for row in rows:
        by_kind[row["kind"]].append(row)
    assert len(ways) == len(by_kind["plan"]) > 2
    for name in ("cost_low", "cost_middle", "cost_high", "cost_a_month_low"):
        assert ways[name].tolist() == [float(row[name]) for row in by_kind["plan"]]
    assert ways["pays"].tolist() == [row["pays"] for row in by_kind["plan"]]
    assert pilots["cost_high"].tolist() == [float(row["cost_high"]) for row in by_kind["pilot"]]


def test_what_cannot_be_meant_is_a_sentence_on_the_page(page):
    app = stated(page(), attempts="5..3")
    is_fine(app)
    assert "attempts 5..3: the lower number comes first, 3..5." in said(app)
    assert tables(app) == []
    unknown = stated(app, models="<b>Wan</b> 9")
    assert "&lt;b&gt;Wan&lt;/b&gt; 9" in said(unknown)
    answered = stated(unknown)
    assert "pilot 44 briefs first" in said(answered)


def test_a_quote_that_was_typed_in_counts(page):
    app = page()
    for name, value in {"name": "Deal", "price": "10", "credits": "9000"}.items():
        app.text_input(f"quote_{name}").set_value(value)
    app.selectbox("quote_platform").set_value("higgsfield-app")
    app = stated(app.button("quote_add").click().run())
    assert tables(app)[0]["offer"][0].startswith("Higgsfield Deal")


def test_beside_a_log_it_is_there_but_closed(page, tmp_path):
    Studio(tmp_path, weeks=2)
    app = page(SETTINGS)
    is_fine(app)
    opened = {each.label: each.proto.expanded for each in app.expander}
    assert opened[FORM] is False
    assert "pilot 44 briefs first" in said(stated(app))


def test_what_was_stated_is_answered_from_the_address(page):
    """A browser writes it there; here it is typed in."""
    asked = {f"before_{name}": value for name, value in STATED.items()}
    asked |= {"before_assets": "20", "before_platforms": "higgsfield-app"}
    answered = page(address=asked | {"before_horizon": "3 months"})
    is_fine(answered)
    assert answered.text_input("before_attempts").value == "3..5"
    assert "20 usable assets a month cost least over 3 months" in said(answered)
