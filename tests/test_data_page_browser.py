"""The Data page in a browser: a file is dropped, looked through and loaded, and figures change."""

from __future__ import annotations

import re

import pytest

from tests.command_studio import VERDICTS
from tests.test_dashboard_browser import Visit, browser, served
from tests.test_map_command import JOBS

__all__ = ["browser"]

pytestmark = pytest.mark.browser

LOAD_MS = 120_000
FITS = (
    "[...document.querySelectorAll('[data-testid=stMain]')]"
    ".every(e => e.scrollWidth <= e.clientWidth + 1)"
)
NAME = "<img src=x onerror=alert(1)> jobs.csv"


@pytest.fixture
def visit(browser, tmp_path):
    config = tmp_path / "offcut.toml"
    config.write_text('warehouse = "w.duckdb"\nas_of = 2026-11-20T00:00:00Z\ncurrency = "EUR"\n')
    with served(config) as address:
        visit = Visit(browser, address)
        visit.page.set_default_timeout(LOAD_MS)
        yield visit
        assert not visit.dialogs
        assert not visit.elsewhere
        assert visit.made_of_names() == []
        visit.context.close()


def drop(visit, name, text):
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    visit.page.set_input_files("[data-testid=stFileUploader] input[type=file]", file)


def test_a_dropped_file_is_understood_corrected_loaded_and_the_figures_change(visit, tmp_path):
    visit.open("data")
    page = visit.page
    page.get_by_text("Nothing is loaded yet").wait_for()
    drop(visit, NAME, JOBS)
    # While it is looked at a text moves: how long that has taken so far.
    page.get_by_text(re.compile(r"^\(\d+\.\d seconds\)$")).first.wait_for()
    page.get_by_text("Of 4 records, 3 would load, 1 would wait in quarantine.").wait_for()
    page.get_by_text("2026-05-13T07:00:00Z").first.wait_for()
    page.get_by_role("button", name="Save the map and load").click()
    page.get_by_text("jobs.csv is loaded.").wait_for()
    page.get_by_text("1 record waits in quarantine").first.wait_for()
    (kept,) = (tmp_path / "w-uploads").glob("*/*.csv")
    assert kept.read_text("utf-8") == JOBS
    visit.goes_to("Explore")
    page.get_by_text("€0.32").first.wait_for()
    assert page.get_by_text("usable image").count() == 0
    visit.goes_to("Data")
    drop(visit, "verdicts.csv", VERDICTS.replace("a#0", "A-1#0"))
    page.get_by_text("Of 3 records, 3 would load.").wait_for()
    for width in (480, 820, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 1600})
        page.wait_for_timeout(1000)  # tables are drawn anew a while later
        page.wait_for_function(FITS)
    page.get_by_role("button", name="Load it").click()
    page.get_by_text("verdicts.csv is loaded.").wait_for()
    visit.goes_to("Explore")
    page.get_by_text("1 usable image").first.wait_for()
