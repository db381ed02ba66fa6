"""The Commitments page, run through the real router as Streamlit runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.charts.commitments import burning_down
from data.warehouse import writing
from tests.credit_studio import Studio

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
LEDGER = """account,kind,at,credits,money,currency,expires_at
<b>pot</b>,purchase,2026-11-01T09:00:00Z,1000,80.00,USD,2026-11-30T09:00:00Z
<b>pot</b>,consume,2026-11-10T09:00:00Z,190,,,
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    made = Studio(tmp_path_factory.mktemp("page"), weeks=14)
    (made.folder / "ledger.csv").write_text(LEDGER)
    made.run("ingest", "ledger.csv")
    return made


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch):
    """A function: a config file → the page after its first run."""

    def start(config) -> AppTest:
        monkeypatch.setenv("OFFCUT_CONFIG", str(config))
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(config.parent / "w.duckdb"))
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        return app.switch_page("app_pages/commitments.py").run()

    return start


@pytest.fixture
def drawn(page, studio):
    return (
        page(studio.folder / "offcut.toml").selectbox("commitment_channel").set_value("acme").run()
    )


def said(app):
    return " ".join(element.proto.body for element in app.get("html"))


def is_fine(app):
    assert [each.value for each in app.title] == ["Commitments"]
    assert not app.exception
    assert not app.error


def quote(app, **fields):
    for name, value in fields.items():
        app.text_input(f"quote_{name}").set_value(value)
    return app.button("quote_add").click().run()


POOL = {"name": "Pool", "price": "80", "credits": "1000"}
PACK = {"pack_price": "20", "pack_credits": "200"}


def test_without_any_plan_it_says_what_to_name(drawn):
    is_fine(drawn)
    assert "No plan or pack is known that pays for the work on acme" in said(drawn)


def test_a_quote_that_was_typed_in_is_sized_and_recommended(drawn):
    sized = quote(drawn, **POOL, **PACK)
    is_fine(sized)
    assert "Buy acme Pool + Pool pack" in said(sized)
    assert "Enough: 14 complete weeks and 56 settled briefs" in said(sized)
    headings = [each.value for each in sized.subheader]
    for words in (
        "What does each size cost?",
        "When does a plan pay?",
        "How do the plans compare?",
    ):
        assert words in headings
    (mark,) = [row for row in sized.dataframe[0].value["offer"] if row.startswith("→")]
    assert mark == "→ acme Pool + Pool pack"
    removed = sized.button("quote_remove_0").click().run()
    assert "Buy acme" not in said(removed)


def test_nonsense_in_a_quote_is_a_sentence_that_names_the_field(drawn):
    refused = quote(drawn, **(POOL | {"price": "-80"}))
    is_fine(refused)
    assert "Pool: price: is below zero" in said(refused)
    assert "credits: is not a decimal number" in said(quote(drawn, **(POOL | {"credits": "many"})))


def test_a_campaign_that_cannot_be_read_is_a_sentence(drawn):
    drawn.text_input("commitment_campaigns").set_value("lots")
    typed = drawn.button("commitment_size").click().run()
    is_fine(typed)
    assert "write how many usable assets by which day" in said(typed)


def test_balances_say_when_they_lapse_and_names_stay_text(drawn):
    # 190 credits in 9 days are 21.1 a day; 10 days to the 30th use some of the 810 left.
    assert "credits lapse on 30 November 2026; at today" in said(drawn)
    assert "&lt;b&gt;pot&lt;/b&gt; holds 810 credits" in said(drawn)
    assert "<b>pot" not in said(drawn)


def test_a_thin_log_is_told_not_yet(page, tmp_path):
    thin = Studio(tmp_path, weeks=2)
    is_fine(app := page(thin.folder / "offcut.toml"))
    assert "Not yet: 2 complete weeks of at least 8" in said(app)
    assert "12 more settled briefs" in said(app)


def test_an_empty_warehouse_says_what_to_load(page, tmp_path):
    (tmp_path / "offcut.toml").write_text("")
    with writing(tmp_path / "w.duckdb"):
        pass
    is_fine(app := page(tmp_path / "offcut.toml"))
    assert "Nothing is loaded yet" in [each.value for each in app.subheader]


def test_no_balance_is_words_in_the_chart():
    assert burning_down(()).layout.annotations[0].text == "No account holds any credits."
