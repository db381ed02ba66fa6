"""The pages, run through the real router as Streamlit runs them."""

from __future__ import annotations

import os
import shlex
import subprocess
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import pytest
import streamlit as st

from dashboard.words.formats import shown
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.metrics.catalogue import metric
from data.settings import Settings
from data.warehouse.file import writing
from ingest.load.load import load_paths
from tests.app_links import menu_links, page_opened
from tests.studio_logs import AS_OF, FIRST, NAMES, jobs, loaded

ROOT = Path(__file__).parents[1]
PAGES = {
    "review": "Review",
    "explore": "Explore",
    "briefs": "Briefs",
    "waste": "Waste",
    "waiting": "Waiting",
    "evidence": "Finals",
    "desk": "Desk",
    "commitments": "Credits",
    "loaded": "Data",
    "models": "Models",
}
UNFILTERED = ("commitments",)
"""Its figures no filter narrows, so it neither shows filters nor says them."""
MARKDOWN = ("markdown", "caption", "title", "header", "subheader", "error", "success", "warning")


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("awkward"), list(jobs()))


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("single"), list(jobs(("only",), 1)))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    with writing(path):
        pass
    return path


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reviews")
    settings = Settings(warehouse=folder / "w.duckdb")
    (folder / "review.csv").write_text("asset,decision,date\na.png,yes,2026-11-02\n")
    load_paths([str(folder / "review.csv")], settings)
    return settings


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()


@pytest.fixture
def app(monkeypatch):
    """A function: settings or a path, a page, and an address → the page after its first run."""

    def start(warehouse, page="explore", /, **address):
        path = getattr(warehouse, "warehouse", warehouse)
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(path))
        if getattr(warehouse, "as_of", None):
            monkeypatch.setenv("OFFCUT_AS_OF", warehouse.as_of.isoformat())
        return page_opened(page, address)

    return start


def opened(app, page):
    """Another page, opened by its link."""
    links = menu_links(app)
    app.query_params.clear()
    app.query_params.update(parse_qs(links[0].proto.query_string))
    return app.switch_page(f"pages/{page}/{page}.py").run()


def measured(settings, *metrics, by=(), **selected):
    """The rows that the command line would give."""
    figures = Figures.of(settings)
    with figures.reader:
        return figures.measure(metrics, by=by, selection=Selection(**selected)).rows


def html_of(app):
    return [element.proto.body for element in app.get("html")]


def sentences(app):
    return " ".join(html_of(app))


def is_fine(app, title):
    assert [each.value for each in app.title] == [title]
    assert not app.exception
    assert not [each for each in app.error if "accounted" not in each.value]


# --- every page, every kind of warehouse ------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_awkward_names_as_text(app, awkward, page):
    drawn = app(awkward, page, project=list(NAMES[:3]))
    is_fine(drawn, PAGES[page])
    assert ("&lt;img src=x onerror=alert(1)&gt;" in sentences(drawn)) is (page not in UNFILTERED)
    for kind in MARKDOWN:
        for element in drawn.get(kind):
            assert not [name for name in NAMES if name in element.value]
    for body in html_of(drawn):
        assert "<img" not in body
        assert "<a " not in body


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_everything(app, awkward, page):
    is_fine(app(awkward, page), PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_the_notice_of_the_settings_stands_on_every_page_as_text(app, single, page, monkeypatch):
    assert 'class="offcut-notice"' not in sentences(app(single, page))
    monkeypatch.setenv("OFFCUT_NOTICE", "Draft <b>only</b>")
    assert '"offcut-notice">Draft &lt;b&gt;only&lt;/b&gt;<' in sentences(app(single, page))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_single_attempt(app, single, page):
    is_fine(app(single, page), PAGES[page])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_no_warehouse_says_what_to_load(app, tmp_path, page):
    drawn = app(tmp_path / "none.duckdb", page)
    is_fine(drawn, PAGES[page])
    assert [each.value for each in drawn.header] == ["Nothing is loaded yet"]
    assert " ingest ." in drawn.code[0].value


def test_what_an_empty_page_says_to_type_works_when_pasted(app, tmp_path, monkeypatch):
    """In another folder than that of the dashboard, and with awkward names."""
    folder, logs = tmp_path / "it's $HOME", tmp_path / "logs"
    folder.mkdir()
    logs.mkdir()
    (config := folder / "own settings.toml").write_text('timezone = "Asia/Tokyo"')
    monkeypatch.setenv("OFFCUT_CONFIG", str(config))
    (logs / "review.csv").write_text("asset,decision,date\na.png,yes,2026-11-02\n")
    drawn = app(folder / "my logs.duckdb")
    load, sources, demo = (each.value for each in drawn.code)
    assert shlex.split(load)[-6:-2] == [
        *("--config", str(config), "--warehouse", str(folder / "my logs.duckdb"))
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command in (load, sources):
        subprocess.run(command, shell=True, check=True, cwd=logs, env=environment)  # noqa: S602
    assert (folder / "my logs.duckdb").exists()
    assert shlex.split(demo)[-3:] == ["demo", "--port", "8502"]


@pytest.mark.parametrize("page", [page for page in PAGES if page != "loaded"])
def test_a_page_of_an_empty_warehouse_says_what_to_load(app, empty, page):
    drawn = app(empty, page)
    is_fine(drawn, PAGES[page])
    assert [each.value for each in drawn.header] == ["Nothing is loaded yet"]


@pytest.mark.parametrize("page", [page for page in PAGES if page != "loaded"])
def test_a_page_of_reviews_alone_says_that_no_generation_is_loaded(app, reviews, page):
    drawn = app(reviews, page)
    is_fine(drawn, PAGES[page])
    assert [each.value for each in drawn.header] == ["No generation is loaded yet"]
    assert "1 file was read, without a generation in it" in sentences(drawn)


def broken(path):
    path.write_text("id,cost\n1,2\n")


def of_a_newer_offcut(path):
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE schema_versions AS SELECT 99 AS version, now() AS applied_at")


def of_somebody_else(path):
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE customers (name VARCHAR)")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (broken, "not a warehouse of Offcut"),
        (of_a_newer_offcut, "written by a newer Offcut"),
        (of_somebody_else, "not a warehouse of Offcut"),
    ],
)
def test_a_file_that_is_no_warehouse_is_explained(app, tmp_path, spoil, sentence):
    path = tmp_path / "spoilt.duckdb"
    spoil(path)
    drawn = app(path)
    assert not drawn.exception
    assert drawn.title[0].value == "Explore"
    assert drawn.error[0].value == "The warehouse cannot be read."
    assert sentence in sentences(drawn)


def test_half_a_warehouse_is_explained(app, awkward, tmp_path):
    whole = awkward.warehouse.read_bytes()
    (half := tmp_path / "half.duckdb").write_bytes(whole[: len(whole) * 2 // 3])
    drawn = app(half)
    assert not drawn.exception
    assert drawn.error[0].value == "The warehouse cannot be read."
    assert "this warehouse is damaged, or was copied in part" in sentences(drawn)


def test_settings_that_do_not_hold_are_explained(app, awkward, tmp_path, monkeypatch):
    config = tmp_path / "offcut.toml"
    config.write_text("week_starts_on = 'someday'")
    monkeypatch.setenv("OFFCUT_CONFIG", str(config))
    drawn = app(awkward)
    assert not drawn.exception
    assert drawn.error[0].value == "The settings do not hold together."
    assert "week_starts_on" in sentences(drawn)


def test_what_nobody_thought_of_is_explained_too(app, awkward, monkeypatch, caplog):
    monkeypatch.setattr(Figures, "proof", lambda *_: 1 / 0)
    drawn = app(awkward, "loaded", project=[NAMES[5], "not asked before"])
    assert not drawn.exception
    assert drawn.error[0].value == "This page could not be drawn."
    assert "ZeroDivisionError" in sentences(drawn)
    assert "A page failed" in caplog.text


# --- what it says -----------------------------------------------------------------------------


def test_the_headline_is_what_the_figures_say(app, awkward):
    drawn = app(awkward)
    names = ("cost_per_usable_asset", "spend", "usable_assets", "waste_share")
    (total,) = measured(awkward, *names, "unpriced_attempts")
    expected = [shown(total[name], metric(name).unit) for name in names]
    assert [each.value for each in drawn.metric] == expected
    assert drawn.metric[1].value == shown(total["spend"], "money")
    assert f"{total['unpriced_attempts']}\N{NO-BREAK SPACE}unpriced" in drawn.metric[1].delta


def test_closed_weeks_stand_beside_all_weeks(app, awkward):
    drawn = app(awkward)
    for row in measured(awkward, "closed_cost_per_usable_asset", by=["media"]):
        cost = row["closed_cost_per_usable_asset"]
        said = f"{shown(cost, 'money')} a usable asset" if cost is not None else "No week is closed"
        assert said in sentences(drawn)


def test_a_figure_that_is_not_known_says_why_on_its_tile(app, awkward):
    unpriced_but_usable = {"project": [NAMES[1]], "from": "2026-10-19", "to": "2026-10-19"}
    tiles = {each.label: each for each in app(awkward, **unpriced_but_usable).metric}
    assert tiles["Usable assets"].value == "1"
    for title, because in (
        ("Cost per usable asset", "no known price"),
        ("Waste share", "no known price"),
    ):
        said = tiles[title].delta.replace("\N{NO-BREAK SPACE}", " ")
        assert (tiles[title].value, said.split(" · ")[0]) == ("–", because)
    people = app(awkward, metric="people_cost", **unpriced_but_usable).metric[0]
    assert (people.label, people.value) == ("People cost", "–")
    assert people.delta.startswith("no work recorded")


def test_the_summary_counts_each_medium(app, awkward):
    drawn = app(awkward)
    rows = measured(awkward, "usable_assets", by=["media"])
    found = {row["media"]: row["usable_assets"] for row in rows}
    assert "in 7 weeks" in sentences(drawn)
    assert f"{found['image']} usable images" in sentences(drawn)
    assert f"{found['video']} usable videos" in sentences(drawn)


def test_the_ledger_of_the_waste_page_sums_to_spend(app, awkward):
    drawn = app(awkward, "waste")
    lines = drawn.dataframe[0].value
    assert lines["title"].iloc[0] == "Spend"
    for column in ("money", "share", "outputs"):
        assert lines[column].iloc[0] == pytest.approx(lines[column].iloc[1:].sum())
    assert "sum to spend to the last digit" in sentences(drawn)


def test_the_waste_page_says_what_the_wasted_money_bought(app, awkward):
    said = sentences(app(awkward, "waste"))
    assert ") bought nothing usable; the largest part, $" in said


def test_what_was_passed_over_is_the_line_of_the_ledger_taken_apart(app, awkward):
    drawn = app(awkward, "waste")
    lines = drawn.dataframe[0].value.set_index("title")
    parts = next(each.value for each in drawn.dataframe if "never_decided" in each.value)
    assert parts["money"].sum() == pytest.approx(lines["money"]["Passed over"])
    assert parts["passed_over"].sum() == lines["outputs"]["Passed over"]
    apart = parts["for_another"] + parts["never_decided"]
    assert list(apart) == pytest.approx(list(parts["money"]))


def test_what_would_have_cost_less_is_of_the_weeks_up_to_the_last_one_with_work(app, awkward):
    said = sentences(app(awkward, "waste"))
    assert "On this work of the 4 weeks up to 15 Nov 2026;" in said
    early = app(awkward, "waste", to="2026-10-14")
    assert "On this work of the 4 weeks up to 18 Oct 2026;" in sentences(early)


def test_the_data_page_counts_what_is_in_quarantine(app, awkward):
    drawn = app(awkward, "loaded")
    (refused,) = measured(awkward, "rejected_rows")
    assert refused["rejected_rows"] > 0
    assert f"Quarantine ({refused['rejected_rows']})" in [each.label for each in drawn.tabs]


def test_waiting_is_shown_for_one_medium_at_a_time(app, awkward):
    drawn = app(awkward, "waiting")
    names = ("latency_s_p95", "time_to_first_usable_s_p50", "never_usable_share")
    (stills,) = measured(awkward, *names, filters=(("media", ("image",)),))
    took, _, never = (shown(stills[name], metric(name).unit) for name in names)
    assert stills[names[1]] is None  # more than half never had one: no bound is read as a wait
    assert [each.value for each in drawn.metric] == [took, "not half yet", never]
    assert [each.label for each in drawn.metric] == [
        "19 of 20 calls for images came within",
        "Half of the briefs had a usable image within",
        "Briefs that ended without a usable image",
    ]
    assert "thin tail" in drawn.metric[0].delta


def test_targets_of_waiting_are_held_against_each_week(app, awkward, tmp_path, monkeypatch):
    assert "No target of waiting is set" in sentences(app(awkward, "waiting"))
    config = tmp_path / "offcut.toml"
    config.write_text('[[targets]]\nmetric = "latency_s_p95"\nat_most = 40\n')
    monkeypatch.setenv("OFFCUT_CONFIG", str(config))
    drawn = app(awkward, "waiting")
    is_fine(drawn, "Waiting")
    (row,) = next(each.value for each in drawn.dataframe if "missed" in each.value).to_dict(
        "records"
    )
    assert row["target"] == "Latency, p95: at most 40.0 s a week"
    weeks = measured(awkward, "latency_s_p95", by=["week"], filters=(("media", ("image",)),))
    kept = [each["latency_s_p95"] <= 40 for each in weeks if each["latency_s_p95"] is not None]
    assert (row["kept"], row["missed"]) == (sum(kept), len(kept) - sum(kept))


# --- the selection ----------------------------------------------------------------------------


def test_a_filter_stands_in_the_address_and_in_that_of_each_link(app, awkward):
    drawn = app(awkward)
    drawn.multiselect(key="filter_project").set_value([NAMES[0]]).run()
    assert drawn.query_params["project"] == NAMES[0]
    for page in reversed(PAGES):
        links = [parse_qs(each.proto.query_string) for each in menu_links(drawn)]
        assert links == [{"project": [NAMES[0]]}] * len(menu_links(drawn))
        opened(drawn, page)
        if page in UNFILTERED:
            assert "filter_project" not in [each.key for each in drawn.multiselect]
        else:
            assert drawn.multiselect(key="filter_project").value == [NAMES[0]]
    opened(drawn, "explore")
    again = app(awkward, project=[NAMES[0]])
    assert [each.value for each in again.metric] == [each.value for each in drawn.metric]


def test_a_chip_that_is_taken_away_takes_nothing_else_along(app, awkward):
    """The Review heeds no days, and leaves them in the address for the pages that do."""
    days = {"from": "2026-11-01", "to": "2026-11-16"}
    drawn = app(awkward, "review", project=[NAMES[0]], **days)
    drawn.multiselect(key="chips").set_value([]).run()
    assert drawn.query_params == days


def test_what_a_widget_said_on_the_page_before_is_no_change_of_this_one(app, awkward):
    """As a browser sends it with Back where it has not drawn the page between."""
    drawn = app(awkward, "explore", project=[NAMES[0]])
    drawn.query_params.clear()
    drawn.query_params["media"] = "image"
    drawn.multiselect(key="filter_media").set_value(["image"])
    drawn.multiselect(key="filter_project").set_value([])
    drawn.run()
    assert not drawn.exception
    assert drawn.query_params == {"media": "image"}
    assert drawn.multiselect(key="chips").value == ["Media: image"]


def test_clearing_the_selection_clears_the_address(app, awkward):
    drawn = app(awkward, project=[NAMES[0]], variant=["–"])
    assert drawn.multiselect(key="filter_variant").value == ["–"]
    button = next(each for each in drawn.button if each.label == "Clear the selection")
    button.click().run()
    assert not drawn.query_params
    assert drawn.multiselect(key="filter_project").value == []


def test_a_period_is_written_as_days(app, awkward):
    drawn = app(awkward)
    drawn.selectbox(key="period").set_value("Last 7 days").run()
    assert drawn.query_params["from"] == "2026-11-10"
    assert drawn.query_params["to"] == "2026-11-16"
    assert drawn.selectbox(key="period").value == "Last 7 days"


def test_days_in_an_address_may_be_written_as_people_write_them(app, awkward):
    drawn = app(awkward, **{"from": "2026-W40", "to": "2026-W40"})
    is_fine(drawn, "Explore")
    days = [drawn.date_input(key=key).value.isoformat() for key in ("first_day", "last_day")]
    assert days == ["2026-09-28", "2026-10-04"]


def test_days_the_wrong_way_round_follow_each_other(app, awkward):
    drawn = app(awkward, **{"from": "2026-11-02", "to": "2026-11-08"})
    assert drawn.selectbox(key="period").value == "Other days"
    drawn.date_input(key="first_day").set_value(AS_OF.date()).run()
    assert drawn.query_params["from"] == drawn.query_params["to"] == "2026-11-16"
    assert not drawn.exception


def test_as_of_an_earlier_day_says_that_it_is_historic(app, awkward):
    drawn = app(awkward)
    drawn.date_input(key="as_of").set_value((FIRST + timedelta(days=2)).date()).run()
    assert "As of 23 Sep 2026, 23:59 (UTC)." in sentences(drawn)
    assert "A historic view" in sentences(drawn)
    (then,) = measured(awkward, "spend", as_of=FIRST + timedelta(days=2, hours=14))
    assert drawn.metric[1].value == shown(then["spend"], "money")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"from": "nonsense"}, "is not a day"),
        ({"from": "2026-12-01", "to": "2026-01-01"}, "the last day is before the first"),
        ({"as_of": "soon"}, "as of soon"),
        ({"as_of": "0001-01-01"}, "nothing stood before the year 2000"),
        ({"weekday": "Funday"}, "no weekday is called so"),
        ({"reason": "artifacts"}, "belong to single outputs"),
        ({"from": "0001-01-01"}, "between the years"),
    ],
)
def test_an_address_without_sense_is_a_sentence_with_a_way_back(app, awkward, address, sentence):
    drawn = app(awkward, **address)
    assert not drawn.exception
    assert drawn.error[0].value == "This selection cannot be shown."
    assert sentence in sentences(drawn)
    drawn.button[0].click().run()
    is_fine(drawn, "Explore")
    assert len(drawn.metric) == 4


def test_an_address_without_sense_is_not_taken_along(app, awkward):
    drawn = opened(app(awkward, **{"from": "nonsense"}), "waste")
    is_fine(drawn, "Waste")


def test_a_selection_of_nothing_offers_everything(app, awkward):
    drawn = app(awkward, model=["no such model"])
    is_fine(drawn, "Explore")
    assert "Nothing was submitted in this selection." in sentences(drawn)
    next(b for b in drawn.button if b.label == "Show everything instead").click().run()
    assert len(drawn.metric) == 4


def test_another_filter_in_the_address_gets_a_widget_of_its_own(app, awkward):
    drawn = app(awkward, operation=["text_to_video"])
    assert drawn.multiselect(key="filter_operation").value == ["text_to_video"]
    assert "usable images" not in sentences(drawn)


# --- loading meanwhile ------------------------------------------------------------------------


def test_a_load_shows_on_the_next_run(app, tmp_path):
    rows = list(jobs(("one",), 2))
    drawn = app(loaded(tmp_path, rows[:1]))
    before = drawn.metric[1].value
    loaded(tmp_path, rows)
    drawn.run()
    assert (before, drawn.metric[1].value) == ("$0.25", "$0.50")
