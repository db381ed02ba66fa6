"""The Finals page in a real browser: pictures are shown, names stay text, an answer is kept."""

from __future__ import annotations

import pytest

from data.evidence.match_journal import answers
from ingest.media import workers
from tests.media_studio import MediaStudio, picture
from tests.test_dashboard_browser import Visit, browser, served

__all__ = ["browser"]

pytestmark = pytest.mark.browser

NAME = "cut <img src=x onerror=alert(1)> **b** \u202egnp.png"
LOADED = (
    "[...document.querySelectorAll('[data-testid=stMain] img')]"
    ".map(e => e.complete && e.naturalWidth > 0)"
)


@pytest.fixture
def studio(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "FEW", 100)
    studio = MediaStudio(tmp_path)
    studio.save(picture(0), "finals/take_000.png")
    for number in (2, 4):
        crop = picture(number).crop((30, 18, 310, 220))
        studio.save(crop, f"finals/{number} {NAME}")
    studio.load()
    studio.scan()
    return studio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_stand_side_by_side_and_an_answer_is_kept(browser, studio, scheme):
    with served(studio.folder / "offcut.toml") as address:
        seen = Visit(browser, address, viewport={"width": 820, "height": 1600}, color_scheme=scheme)
        seen.open("finals")
        assert seen.title() == "Finals"
        seen.page.wait_for_function(f"{LOADED}.length === 4 && {LOADED}.every(Boolean)")
        assert "2 cut <img src=x onerror=alert(1)> **b** gnp.png" in seen.page.locator(
            "[data-testid=stMain]"
        ).inner_text().replace("\N{NO-BREAK SPACE}", " ")
        for width in (480, 820, 1280, 1920):
            seen.page.set_viewport_size({"width": width, "height": 1600})
            seen.page.wait_for_timeout(400)
            assert seen.too_wide() == []
        seen.page.get_by_role("button", name="No", exact=True).first.click()
        seen.page.get_by_text("1 answer waits for the next scan").wait_for()
        assert [*answers(studio.settings).values()] == ["reject"]
        assert seen.made_of_names() == []
        assert not seen.dialogs
        assert not seen.elsewhere
        seen.context.close()
