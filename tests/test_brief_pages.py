"""Briefs and the page of each, run through the real router."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st

from dashboard.app.pages.brief.contact_sheet import chain_html, sheet_html
from dashboard.words.ledger_lines import LINE_TITLES
from data.briefs.chains import Chain
from ingest.load.load import load_paths
from ingest.media import workers
from tests.app_links import own_links
from tests.brief_studio import VOTES, VOTES_MAP, is_fine, opened, piece, said, starter, table
from tests.media_studio import MediaStudio, picture
from tests.studio_logs import NAMES, jobs, loaded


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("awkward"), list(jobs()))


@pytest.fixture(scope="module")
def pictured(tmp_path_factory):
    studio = MediaStudio(tmp_path_factory.mktemp("pictured"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "FEW", 100)
        (studio.folder / "votes.map.toml").write_text(VOTES_MAP)
        (studio.folder / "votes.csv").write_text(VOTES)
        studio.load()
        load_paths([str(studio.folder / "votes.csv")], studio.settings)
        studio.save(picture(0), "finals/take_000.png")
        studio.scan()
    return studio.settings


@pytest.fixture(scope="module", autouse=True)
def _let_go_of_warehouses():
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch):
    return starter(monkeypatch)


# --- the list ---------------------------------------------------------------------------------


def test_a_row_a_brief_the_costliest_first(page, pictured):
    drawn = page(pictured, "briefs")
    is_fine(drawn, "Briefs")
    found = table(drawn)
    assert list(found["state_title"]) == ["Usable", "Never usable"]
    assert list(found["spend"]) == [1.5, 1.5]
    assert list(found["attempts"]) == [3, 3]
    assert "2 briefs, in the order of: most money." in said(drawn)


def test_pictures_are_asked_for_of_our_own_route_or_hatched(page, pictured, awkward):
    for address in table(page(pictured, "briefs"))["picture"]:
        assert re.fullmatch(r"/pieces/[0-9a-f]{64}\.webp", address)
    for address in table(page(awkward, "briefs"))["picture"]:
        assert address.startswith("data:image/svg+xml,")


@pytest.mark.parametrize(
    ("view", "states"),
    [("open", {"Open", "Open, not reviewed"}), ("never_usable", {"Never usable"}),
     ("one_shot", {"Usable"})],
)  # fmt: skip
def test_a_view_in_the_address_shows_its_briefs(page, awkward, view, states):
    found = set(table(page(awkward, "briefs", view=view))["state_title"])
    assert found
    assert found <= states


def test_a_view_is_one_click_and_kept_in_the_address(page, awkward):
    drawn = page(awkward, "briefs", client=[NAMES[1]])
    drawn.button_group(key="briefs_view").set_value("never_usable").run()
    assert drawn.query_params == {"view": "never_usable", "client": NAMES[1]}
    assert set(table(drawn)["state_title"]) == {"Never usable"}


def test_nonsense_in_the_address_is_the_usual_list(page, awkward):
    drawn = page(awkward, "briefs", view="DROP", order="1; --")
    is_fine(drawn, "Briefs")
    assert "in the order of: most money." in said(drawn)


def test_a_search_that_finds_nothing_says_so(page, awkward):
    drawn = page(awkward, "briefs", named="no such brief")
    is_fine(drawn, "Briefs")
    assert "No brief of that name is in this view of the selection." in said(drawn)
    found = table(page(awkward, "briefs", named="ÉMOJI"))
    assert set(found["client"]) == {NAMES[7]}


def test_no_more_than_the_first_are_listed_and_all_are_counted(page, awkward, monkeypatch):
    monkeypatch.setattr("dashboard.app.pages.briefs.cached_briefs.MOST", 5)
    drawn = page(awkward, "briefs", named=" ")
    assert len(table(drawn)) == 5
    assert re.search(r"The first 5 of \d\d briefs, in the order of: most money\.", said(drawn))


def test_a_row_leads_to_its_brief_with_the_selection(page, awkward):
    drawn = page(awkward, "briefs", project=list(NAMES[:3]), **{"from": "2026-09-01"})
    for address in table(drawn)["brief"][:3]:
        assert address.startswith("/brief?brief=")
        query = parse_qs(urlsplit(address).query, keep_blank_values=True)
        assert set(query) == {"brief", "project", "from"}
        assert sorted(query["project"]) == sorted(NAMES[:3])
        opened = page(awkward, "brief", **query)
        is_fine(opened, "Brief")
        assert "There is no such brief" not in said(opened)
        assert "The whole brief, whatever else is selected." in said(opened)


# --- a brief ----------------------------------------------------------------------------------


def test_a_name_of_any_kind_is_a_brief_and_stays_text(page, awkward):
    drawn = page(awkward, "brief", brief=["one after the other"])
    for name in NAMES:
        told = said(opened(drawn, f"{name[:20]} 1"))
        assert "There is no such brief" not in told
        assert 'class="offcut-headline"' in told
        assert "<img src=x" not in told
        assert "<b>b" not in told
        assert "<a " not in told


def test_it_tells_its_story(page, pictured):
    drawn = page(pictured, "brief", brief=["brief0"])
    is_fine(drawn, "Brief")
    told = said(drawn)
    assert "3 attempts, 3 images, $1.50: 1 usable" in told
    assert "; $1.00 bought nothing usable, mostly “" in told
    assert told.count('class="offcut-piece"') == 3
    first, second, third = re.findall(r"<b>([A-Z][a-z ]+)<span>([^<]+)</span></b>", told)
    assert (first, second, third) == (
        *(("Usable", "$0.50"), ("Rejected", "$0.50"), (LINE_TITLES["not_selected"], "$0.50")),
    )
    assert "Rejected at qc · colour off · bruno" in told
    assert "Nothing was made from anything else here, as far as the logs say." in told
    assert len(drawn.get("plotly_chart")) == 1
    lines = dict(zip(table(drawn)["title"], table(drawn)["money"], strict=True))
    assert lines == {"Usable": 0.5, "Rejected": 0.5, LINE_TITLES["not_selected"]: 0.5, "Total": 1.5}
    attempts = table(drawn, 1)
    assert list(attempts["basis"]) == ["Reported"] * 3


def test_pictures_of_a_brief_come_from_our_own_route_alone(page, pictured):
    told = said(page(pictured, "brief", brief=["brief0"]))
    sources = re.findall(r'(?:src|poster)="([^"]*)"', told)
    assert len(sources) == 6  # small and large of each
    assert all(re.fullmatch(r"/pieces/[0-9a-f]{64}\.(webp|full)", each) for each in sources)
    assert "cdn.example" not in told


def test_without_a_picture_the_tile_is_hatched_in_the_colour_of_the_outcome():
    told = sheet_html([piece(1, "rejected"), piece(2, "usable")], "USD")
    assert "<img" not in told
    assert 'style="--outcome: #e07b39"' in told
    assert 'aria-label="No picture. Rejected: output 0 of r1"' in told
    assert "<b>Usable<span>–</span></b>" in told


def test_a_chain_of_hatched_tiles_is_one_row():
    """No block within a paragraph: browsers would end the paragraph there."""
    told = chain_html(Chain((piece(1, "contributed"),), piece(2, "usable")), "USD")
    assert "<p" not in told
    assert told.count("<div") == 1
    assert told.count('class="offcut-no-piece"') == 2
    assert told.index("output 0 of r1") < told.index("→") < told.index("output 0 of r2")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"brief": ["no such"]}, "No brief is called “no such” at this moment."),
        ({"brief": ["<img src=x>"]}, "No brief is called “&lt;img src=x&gt;” at this moment."),
        ({"brief": [""]}, "Every attempt belongs to a brief: where a log names none"),
        ({"brief": ["–"]}, "Only credits that lapsed belong to no brief."),
        ({"client": ["x"]}, "The address of this page names a brief; this one names none."),
        ({"brief": ["a", "b"]}, "No brief is called “a” or “b” at this moment."),
    ],
)
def test_an_address_of_no_brief_says_what_is_wrong(page, awkward, address, words):
    drawn = page(awkward, "brief", **address)
    is_fine(drawn, "Brief")
    assert words in said(drawn)
    assert "All briefs" in [each.proto.label for each in drawn.main.get("page_link")]


def test_the_way_back_takes_the_selection_but_not_the_brief(page, awkward):
    drawn = page(awkward, "brief", brief=["no such"], client=[NAMES[4]], **{"from": "2026-09-01"})
    (back,) = own_links(drawn)
    assert parse_qs(back.proto.query_string) == {"client": [NAMES[4]], "from": ["2026-09-01"]}


def test_briefs_of_one_name_are_chosen_between(page, tmp_path):
    rows = [row | {"brief": "hero"} for row in jobs(NAMES[:3], 1)]
    settings = loaded(tmp_path, rows)
    drawn = page(settings, "brief", brief=["hero"])
    is_fine(drawn, "Brief")
    assert "3 briefs to choose from." in said(drawn)
    for address in table(drawn)["brief"]:
        query = parse_qs(urlsplit(address).query)
        assert set(query) == {"brief", "client", "project"}
        assert "1 attempt, " in said(page(settings, "brief", **query))


def test_without_a_warehouse_it_says_what_to_load(page, tmp_path):
    class Nothing:
        warehouse, as_of = tmp_path / "none.duckdb", None

    for name, title in (("briefs", "Briefs"), ("brief", "Brief")):
        drawn = page(Nothing, name)
        is_fine(drawn, title)
        assert [each.value for each in drawn.header] == ["Nothing is loaded yet"]
