"""The frame in a real browser: drawer, chips, palette, and what is taken along of a page."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from openpyxl import load_workbook

from tests.studio_logs import NAMES, jobs, loaded
from tests.test_dashboard_browser import Visit, browser, served, site, visit

__all__ = ["browser", "site", "visit"]

pytestmark = pytest.mark.browser


def drawers(seen):
    return seen.page.get_by_role("dialog").filter(has_text="Where it comes from")


def open_first_row(seen):
    table = seen.page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    seen.page.mouse.click(box["x"] + 60, box["y"] + 55)
    drawers(seen).wait_for()


def test_a_row_opens_the_drawer_and_back_closes_it(visit):
    seen = visit()
    seen.open("explore?by=project&metric=cost_per_generation")
    open_first_row(seen)
    opened = unquote_plus(seen.page.url)
    assert "open=project:" in opened
    assert any(name[:20] in opened for name in NAMES)
    assert "÷" in drawers(seen).inner_text()
    assert seen.made_of_names() == []
    seen.page.go_back()
    drawers(seen).wait_for(state="detached")
    assert "open=" not in seen.page.url
    seen.page.go_forward()
    drawers(seen).wait_for()
    seen.page.reload()
    drawers(seen).wait_for()
    seen.page.keyboard.press("Escape")
    drawers(seen).wait_for(state="detached")
    seen.settle()
    open_first_row(seen)  # the same row again


def test_a_chip_takes_its_value_out_of_the_filter(visit):
    seen = visit()
    seen.open("explore?project=2026-01-01&media=video")
    chips = seen.page.locator(".st-key-chosen")
    chips.get_by_text("Project: 2026-01-01").wait_for()
    chips.get_by_text("Media: video").locator("..").get_by_role("button").first.click()
    seen.page.wait_for_url(lambda url: "media=" not in url)
    assert "project=2026-01-01" in seen.page.url
    seen.page.go_back()
    chips.get_by_text("Media: video").wait_for()


def test_the_palette_goes_there_without_loading_the_page_again(visit):
    seen = visit()
    seen.open("waste?media=image")
    seen.page.get_by_role("button", name="Go to").wait_for()
    seen.page.evaluate("window.__same = true")
    seen.page.keyboard.press("/")
    field = seen.page.get_by_role("combobox", name="Go to")
    field.press_sequentially("waste share")
    field.press("Enter")
    seen.arrives_at("Explore")
    assert "metric=waste_share" in seen.page.url
    assert "media=image" in seen.page.url
    assert seen.page.evaluate("window.__same")
    seen.page.keyboard.press("Control+k")
    field.press_sequentially("<img src")
    seen.page.get_by_role("option").first.wait_for()
    assert seen.page.get_by_role("option").first.inner_text().startswith(NAMES[0])
    field.press("Enter")
    seen.page.wait_for_url("**client=*")
    assert seen.made_of_names() == []
    seen.page.go_back()
    seen.page.wait_for_url("**metric=waste_share*")
    seen.arrives_at("Explore")
    seen.page.go_back()
    seen.arrives_at("Waste")


BACK_TWICE = "history.back(); setTimeout(() => history.back(), 200)"
FAR_AWAY = """
const listen = WebSocket.prototype.addEventListener
WebSocket.prototype.addEventListener = function (kind, heard, ...how) {
    const late = (event) => setTimeout(() => heard.call(this, event), 400)
    return listen.call(this, kind, kind === "message" ? late : heard, ...how)
}
"""
"""What the server says comes late."""


def test_forward_leads_on_however_fast_somebody_went_back(visit):
    seen = visit()
    seen.page.add_init_script(FAR_AWAY)
    seen.open("credits")
    for name in ("Waste", "Models"):
        seen.page.get_by_role("link", name=name, exact=True).first.click()
        seen.arrives_at(name)
        seen.settle()
    visits = seen.page.evaluate("history.length")
    seen.page.evaluate(BACK_TWICE)
    seen.page.wait_for_url("**/credits*")
    seen.arrives_at("Credits")
    seen.settle()
    assert seen.page.evaluate("history.length") == visits
    for name in ("Waste", "Models"):
        seen.page.go_forward()
        seen.arrives_at(name)
    seen.page.get_by_role("link", name="Data", exact=True).first.click()
    seen.page.wait_for_url("**/data*")


def test_back_before_a_page_was_drawn_leads_back(visit):
    """What its widgets said on the page before is no change of them."""
    seen = visit()
    seen.page.add_init_script(FAR_AWAY)
    seen.open("explore?media=image&metric=waste_share")
    seen.page.keyboard.press("/")
    field = seen.page.get_by_role("combobox", name="Go to")
    field.press_sequentially("<img src")
    seen.page.get_by_role("option").first.wait_for()
    field.press("Enter")
    seen.page.wait_for_url("**client=*")
    seen.page.wait_for_timeout(300)  # the server has run, and its answer is on its way
    seen.page.go_back()
    seen.page.wait_for_url("**metric=waste_share*")
    seen.page.wait_for_timeout(1500)
    seen.arrives_at("Explore")
    seen.page.locator(".st-key-chosen").get_by_text("Media: image").wait_for()
    assert unquote_plus(seen.page.url).endswith("explore?media=image&metric=waste_share")
    seen.page.go_forward()
    seen.page.wait_for_url("**client=*")
    seen.arrives_at("Explore")


def test_a_slash_that_is_typed_stays_a_slash(visit):
    seen = visit()
    seen.open("explore")
    seen.page.locator(".st-key-filters button").first.click()
    field = seen.page.get_by_role("combobox", name="Project", exact=True)
    field.press_sequentially("a/b")
    assert field.input_value() == "a/b"


def test_the_tables_of_a_page_are_taken_along_as_they_are_on_screen(visit):
    seen = visit()
    seen.open("explore?by=project")
    seen.page.locator(".st-key-along button").first.click()
    along = seen.page.locator("[data-testid=stPopoverBody]")
    along.get_by_text("/explore?by=project").wait_for()
    with seen.page.expect_download() as taken:
        along.get_by_text("Tables of this page as XLSX").click()
    book = load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    named = [row[0].value for row in book["by-project"].iter_rows(min_row=2)]
    assert set(NAMES) <= set(named)
    assert taken.value.suggested_filename == "offcut-explore.xlsx"


def test_a_page_is_taken_along_in_a_sentence_and_as_pdf_once_its_menu_is_gone(visit):
    seen = visit()
    seen.open("waste")
    opened = "document.querySelectorAll('[data-testid=stPopoverBody]').length"
    seen.page.evaluate(f"() => {{ window.print = () => (window.__printed ??= []).push({opened}) }}")
    seen.page.locator(".st-key-along button").first.click()
    along = seen.page.locator("[data-testid=stPopoverBody]")
    along.get_by_text("bought nothing usable").wait_for()
    along.get_by_role("button", name="Print this page").click()
    seen.page.wait_for_function("!!window.__printed")
    assert seen.page.evaluate("window.__printed") == [0]


def click_first_brief(seen):
    """A table draws its links a while after the page is there."""
    seen.page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    seen.page.wait_for_function("!!window.__offcutOpens")
    seen.page.wait_for_timeout(2000)
    box = seen.page.locator("[data-testid=stDataFrame]").first.bounding_box()
    seen.page.mouse.move(box["x"] + 88, box["y"] + 60)
    seen.page.mouse.click(box["x"] + 88, box["y"] + 62)


def test_a_link_of_a_table_opens_in_this_tab_and_back_leads_back(visit):
    seen = visit()
    seen.open("briefs?media=image")
    seen.page.evaluate("window.__same = true")
    click_first_brief(seen)
    seen.arrives_at("Brief")
    assert "brief=" in seen.page.url
    assert "media=image" in seen.page.url
    assert seen.page.evaluate("window.__same")
    assert len(seen.context.pages) == 1
    seen.page.go_back()
    seen.arrives_at("Briefs")
    assert seen.page.url.endswith("/briefs?media=image")


def test_ctrl_asks_for_a_new_tab(visit):
    seen = visit()
    seen.open("briefs")
    with seen.context.expect_page() as opened:
        seen.page.keyboard.down("Control")
        click_first_brief(seen)
        seen.page.keyboard.up("Control")
    assert "/brief?brief=" in opened.value.url
    assert seen.title() == "Briefs"


def test_the_freshness_in_the_bar_says_what_loads_by_itself(visit):
    seen = visit()
    seen.open("briefs?media=image")
    seen.page.locator(".st-key-fresh button").click()
    body = seen.page.locator("[data-testid=stPopoverBody]")
    body.get_by_text("Loaded last: ").wait_for()
    body.get_by_text("How fresh each source is").click()
    seen.arrives_at("Data")
    assert "media=image" in seen.page.url


def test_below_a_base_path_everything_leads_to_places_below_it(browser, tmp_path, monkeypatch):
    settings = loaded(tmp_path, list(jobs()))
    config = tmp_path / "offcut.toml"
    moment = settings.as_of.isoformat()
    config.write_text(f'warehouse = "{settings.warehouse.as_posix()}"\nas_of = {moment}\n')
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\nbaseUrlPath = "costs"\n')
    monkeypatch.setenv("HOME", str(tmp_path))
    with served(config) as address:
        assert address.endswith("/costs")
        seen = Visit(browser, address)
        seen.open("briefs")
        click_first_brief(seen)
        seen.arrives_at("Brief")
        assert "/costs/brief?brief=" in seen.page.url
        seen.page.keyboard.press("/")
        seen.page.get_by_role("combobox", name="Go to").press_sequentially("Waste page")
        seen.page.keyboard.press("Enter")
        seen.arrives_at("Waste")
        assert "/costs/waste" in seen.page.url
        asked = f"{address}/pieces/{'0' * 64}.webp"
        assert seen.page.request.get(asked).text() == "There is no such piece."
        assert not seen.elsewhere
        seen.context.close()
