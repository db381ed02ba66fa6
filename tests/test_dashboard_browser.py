"""The pages in a real browser: names stay text, the address works, nothing leaves the machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.studio_logs import NAMES, jobs, loaded

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
SERVE = """
import sys
from pathlib import Path
from dashboard.serve.process import serve
from data.settings import load_settings
config = Path(sys.argv[1])
sys.exit(serve(load_settings(config), config, host="127.0.0.1", port=int(sys.argv[2]), say=print))
"""
PAGES = {
    "": "Review",
    "explore": "Explore",
    "briefs": "Briefs",
    "waste": "Waste",
    "waiting": "Waiting",
    "finals": "Finals",
    "desk": "Desk",
    "credits": "Credits",
    "data": "Data",
    "models": "Models",
}
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        sentence = f"{CHROMIUM} is not there: the pages were not looked at in a real browser"
        if os.environ.get("OFFCUT_REQUIRE_BROWSER") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site(browser, tmp_path_factory):
    """The address of the web app over a warehouse full of awkward names."""
    folder = tmp_path_factory.mktemp("site")
    settings = loaded(folder, list(jobs()))
    config = folder / "offcut.toml"
    config.write_text(
        f'warehouse = "{settings.warehouse.as_posix()}"\nas_of = {settings.as_of.isoformat()}\n'
    )
    with served(config) as address:
        yield address


@contextmanager
def served(config):
    """The address of a web app that nobody has visited yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(config), str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield server.stdout.readline().removeprefix("Offcut: ").strip()
    finally:
        server.terminate()
        server.communicate(timeout=20)


class Visit:
    """One person's browser window, and what must never happen in it."""

    def __init__(self, browser, site, **how):
        self.site = site
        self.context = browser.new_context(**({"viewport": {"width": 1440, "height": 2400}} | how))
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.dialogs = []
        self.elsewhere = []
        self.page.on("dialog", self._dismiss)
        self.page.on("request", self._look)

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _look(self, request):
        if not request.url.startswith(
            (self.site, self.site.replace("http", "ws"), "data:", "blob:")
        ):
            self.elsewhere.append(request.url)

    def open(self, path):
        self.page.goto(f"{self.site}/{path}")
        self.settle()

    def settle(self):
        """Wait until the page has run to its end."""
        self.page.wait_for_selector("h1")
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
        self.page.wait_for_function("!document.querySelector('[data-testid^=stSkeleton]')")

    def title(self):
        return self.page.locator("h1").inner_text()

    def goes_to(self, title):
        menu = self.page.locator(".st-key-menu")
        menu.locator("[data-testid=stPageLink]", has_text=title).click()
        self.arrives_at(title)

    def arrives_at(self, title):
        self.page.wait_for_function(f"document.querySelector('h1')?.innerText === '{title}'")
        self.settle()

    def made_of_names(self):
        """Elements and addresses that only a name could have made."""
        return self.page.evaluate(
            "[...document.querySelectorAll('img[src=\"x\"], a[href^=javascript], .katex')]"
            ".map(e => e.outerHTML)"
        )

    def too_wide(self):
        """The main part where it needs scrolling sideways, and figures that are cut off."""
        return self.page.evaluate(
            "[...document.querySelectorAll('[data-testid=stMain], [data-testid=stMetricValue] p,"
            " [data-testid=stMetricDelta] p')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
        )


@pytest.fixture
def visit(browser, site):
    visits = []

    def begin(**how):
        visits.append(Visit(browser, site, **how))
        return visits[-1]

    yield begin
    for each in visits:
        assert not each.dialogs
        assert not each.elsewhere
        each.context.close()


@pytest.fixture(scope="module")
def window(browser, site):
    """One window for page after page: Chromium fetches and reads their scripts once."""
    seen = Visit(browser, site)
    yield seen
    seen.context.close()


def assert_names_are_chosen(seen):
    seen.page.locator(".st-key-chosen").get_by_text(NAMES[1]).first.wait_for()
    seen.page.locator(".st-key-filters button").first.click()
    filters = seen.page.locator("[data-testid=stPopoverBody]")
    filters.locator("[data-testid=stMultiSelect]").first.wait_for()
    chosen = filters.inner_text()
    seen.page.keyboard.press("Escape")
    assert "**bold**" in chosen
    assert "<img src=x" in chosen


@pytest.mark.parametrize("path", PAGES)
def test_a_page_full_of_awkward_names(window, path):
    seen = window
    seen.page.set_viewport_size({"width": 1440, "height": 2400})
    seen.open(f"{path}?{'&'.join(f'project={quote(name)}' for name in NAMES)}")
    assert seen.title() == PAGES[path]
    assert seen.page.title() == f"{PAGES[path]} · Offcut"
    assert seen.page.locator("[data-testid=stException]").count() == 0
    if path == "credits":  # whose figures no filter narrows
        assert seen.page.locator(".st-key-chosen, .st-key-filters").count() == 0
    else:
        assert_names_are_chosen(seen)
    assert seen.made_of_names() == []
    if path == "explore":
        ends = seen.page.locator(".js-plotly-plot .annotation-text")
        ends.first.wait_for()
        said = (text.removeprefix("● ") for text in ends.all_text_contents())
        named = [text for text in said if text != "still settling"]
        starts = [name[:10] for name in NAMES]
        assert len(named) == 7
        assert all(any(text.startswith(start) for start in starts) for text in named[:-1]), named
    if path == "waste":
        ticks = seen.page.locator(".js-plotly-plot .ytick text")
        ticks.filter(has_text="=cmd|").first.wait_for()
        labels = " ".join(ticks.all_text_contents())
        for start in ("<img src=x", "**bold**", "$x^2$", ":red[x]", "=cmd|", "مرحبا", "2026-01-01"):
            assert start in labels
    seen.page.set_viewport_size({"width": 480, "height": 1600})
    seen.page.wait_for_timeout(600)
    assert seen.too_wide() == []
    assert not seen.dialogs
    assert not seen.elsewhere


def test_the_first_visit_of_all_may_be_to_any_page(browser, tmp_path):
    config = tmp_path / "offcut.toml"
    config.write_text(f'warehouse = "{(tmp_path / "w.duckdb").as_posix()}"\n')
    with served(config) as address:
        first = Visit(browser, address)
        first.open("credits")
        assert first.page.locator("h1").inner_text() == "Credits"
        assert first.page.get_by_role("dialog").count() == 0
        first.context.close()


def test_a_filter_is_chosen_kept_reloaded_and_cleared(visit):
    seen = visit()
    seen.open("")
    seen.page.locator(".st-key-filters button").first.click()
    field = seen.page.get_by_role("combobox", name="Project", exact=True)
    field.click()
    field.press_sequentially("<img")
    field.press("Enter")
    seen.page.wait_for_url("**project=*")
    field.press("Escape")
    seen.page.keyboard.press("Escape")
    seen.settle()
    asked = f"project={quote(NAMES[0], safe='')}".replace("%20", "+")
    for title in ("Waste", "Data"):
        seen.goes_to(title)
        assert asked.lower() in seen.page.url.lower()
    seen.page.reload()
    seen.settle()
    seen.page.locator(".st-key-chosen").get_by_text(NAMES[0]).first.wait_for()
    for title in ("Waste", "Review"):  # each is one place in the history
        seen.page.go_back()
        seen.arrives_at(title)
        assert asked.lower() in seen.page.url.lower()
    seen.goes_to("Waste")
    seen.page.get_by_text("Clear the selection").click()
    seen.page.wait_for_url(re.compile(r"/waste$"))


def test_the_charts_of_a_review_have_their_labels_in_light_and_in_dark(visit):
    """The data of a chart reach the browser under the name by which its labels ask for them."""
    seen = visit(color_scheme="light")
    seen.open("?reviewed=2026-W45")
    chart = seen.page.locator("[data-testid=stVegaLiteChart] svg").last
    chart.get_by_text("2 Nov 2026", exact=True).wait_for()
    ink = "e => getComputedStyle(e).fill"
    label = chart.get_by_text("2 Nov 2026", exact=True)
    assert label.evaluate(ink) == "rgb(31, 39, 51)"
    seen.page.emulate_media(color_scheme="dark")
    seen.page.wait_for_timeout(1500)
    assert label.evaluate(ink) == "rgb(228, 232, 238)"


def test_an_address_without_sense_has_a_way_back(visit):
    seen = visit()
    seen.open("waste?from=nonsense&to=%3Cimg%20src%3Dx%20onerror%3Dalert(2)%3E")
    assert "is not a day" in seen.page.locator(".offcut-error").inner_text()
    seen.page.get_by_text("Show everything instead").click()
    seen.page.wait_for_selector(".offcut-summary")
    assert seen.page.url == f"{seen.site}/waste"


def test_a_table_is_taken_away_by_a_guarded_file_only(visit):
    seen = visit()
    seen.open("waste?from=2026-09-21")
    with seen.page.expect_download() as taken:
        seen.page.locator(".st-key-csv_offcut-waste-by-project button").click()
    written = Path(taken.value.path()).read_text("utf-8")
    assert taken.value.suggested_filename == "offcut-waste-by-project.csv"
    assert "'=cmd|'/c calc'!A1" in written
    assert "<img src=x onerror=alert(1)>" in written
    seen.page.locator("[class*=st-key-offcut-waste-by-project] [data-testid=stDataFrame]").hover()
    toolbar = seen.page.locator("[data-testid=stElementToolbarButton]")
    assert toolbar.filter(has_text="Download").count() == 0


def test_a_narrow_screen_in_the_dark(visit):
    seen = visit(viewport={"width": 480, "height": 1600}, color_scheme="dark")
    seen.open("")
    assert seen.title() == "Review"
    assert seen.too_wide() == []
    background = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert seen.page.evaluate(background) == "rgb(20, 24, 30)"


def test_a_quote_is_typed_in_and_its_name_stays_text(visit):
    seen = visit()
    seen.open("credits")
    seen.page.get_by_text("Add a quote that is in no price list").click()
    name = "<img src=x onerror=alert(3)> **Pool** $5"
    for label, typed in (
        ("Name", name),
        ("Price per payment", "80"),
        ("Credits each time", "1000"),
        ("Price of a credit beyond them", "0.1"),
    ):
        seen.page.get_by_label(label, exact=True).fill(typed)
    seen.page.get_by_role("button", name="Add the quote").click()
    seen.page.get_by_role("button", name="Remove it").wait_for()
    seen.settle()
    assert f"{name}: $80.00 a month" in seen.page.locator("[data-testid=stMain]").inner_text()
    assert seen.made_of_names() == []
    seen.page.set_viewport_size({"width": 480, "height": 1600})
    seen.page.wait_for_timeout(600)
    assert seen.too_wide() == []
