"""`make test-screens`: look at every page everywhere, and tell what is wrong with it.

What is wrong: another title, an exception, an error on the console, something asked for elsewhere,
a part that is too wide for its screen, or a violation that axe finds. With `--out` each screen is
kept as a picture, to be looked at by a person.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.app_links import pages
from tests.screens.worlds import worlds
from tests.test_dashboard_browser import CHROMIUM, FLAGS, Visit, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage

WIDTHS = (820, 1280, 1920)
SCHEMES = ("light", "dark")
LOOKED_AT_BY_AXE = 1280
HEIGHT = 1400
TALLEST = 6000
NOT_OURS = ("_stcore/", "favicon")
"""Addresses that Streamlit asks for under every path, and is told that they are not there."""
BUSY = ", ".join(
    f"[data-testid={name}]"
    for name in ("stSpinner", "stStatusWidget", "stSkeleton", "stSkeletonElement")
)
PATIENCE_MS = 120_000


def main() -> int:
    """How many things are wrong, at most 1 as an exit code."""
    options = _options()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for world, made in worlds(Path(folder)).items():
            if options.world and world not in options.world:
                continue
            with served(made()) as address:
                for said in _look_at(browser, address, world, options.out):
                    wrong += 1
                    print(said, flush=True)
        browser.close()
    print(f"{wrong} wrong" if wrong else "nothing wrong")
    return min(wrong, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("--out", type=Path, help="keep each screen as a picture in this folder")
    parser.add_argument("--world", action="append", help="only this kind of warehouse")
    return parser.parse_args()


def _look_at(browser: Browser, address: str, world: str, out: Path | None) -> Iterator[str]:
    for scheme in SCHEMES:
        for width in WIDTHS:
            how = {"viewport": {"width": width, "height": HEIGHT}, "color_scheme": scheme}
            seen = Visit(browser, address, **how)
            seen.page.set_default_timeout(PATIENCE_MS)
            errors: list[ConsoleMessage] = []
            seen.page.on("console", lambda said, kept=errors: is_ours(said) and kept.append(said))
            for path, title in pages().items():
                where = f"{world} /{path} {scheme} {width}"
                errors.clear()
                seen.open(path)
                _calm(seen)
                for each in (*_wrong(seen, title, errors), *_violations(seen, width)):
                    yield f"{where}: {each}"
                if out is not None:
                    _keep(seen, out / world, f"{path or 'review'}_{scheme}_{width}.png")
            seen.context.close()


def _calm(seen: Visit) -> None:
    """Wait until nothing has been under way for a second."""
    quiet = 0
    while quiet < 3:
        seen.page.wait_for_timeout(350)
        quiet = 0 if seen.page.locator(BUSY).count() else quiet + 1


def is_ours(said: ConsoleMessage) -> bool:
    """Whether it is an error, and of an address that the app itself asks for."""
    url = said.location.get("url", "")
    return said.type == "error" and not any(part in url for part in NOT_OURS)


def _wrong(seen: Visit, title: str, errors: list[ConsoleMessage]) -> Iterator[str]:
    if seen.title() != title:
        yield f"its title is {seen.title()!r}"
    if seen.page.title() != f"{title} · Offcut":
        yield f"its tab is called {seen.page.title()!r}"
    if seen.page.locator("[data-testid=stException]").count():
        yield "an exception"
    if seen.page.get_by_text("This page could not be drawn.").count():
        yield f"not drawn: {seen.page.locator('.offcut-error').first.inner_text()}"
    for each in errors:
        yield f"console: {each.text[:200]}"
    if seen.elsewhere:
        yield f"asked elsewhere: {seen.elsewhere[:3]}"
    for each in seen.too_wide():
        yield f"too wide: {each[:80]!r}"


def _violations(seen: Visit, width: int) -> Iterator[str]:
    if width != LOOKED_AT_BY_AXE:
        return
    for each in Axe().run(seen.page).response["violations"]:
        first = each["nodes"][0]
        yield f"axe {each['id']} ({len(each['nodes'])}): {first['html'][:160]}"


def _keep(seen: Visit, folder: Path, name: str) -> None:
    """The whole page, and not only what the screen has room for."""
    folder.mkdir(parents=True, exist_ok=True)
    size = seen.page.viewport_size
    assert size is not None
    whole = seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    seen.page.set_viewport_size({"width": size["width"], "height": min(int(whole), TALLEST)})
    _calm(seen)
    seen.page.screenshot(path=folder / name)
    seen.page.set_viewport_size(size)


if __name__ == "__main__":
    sys.exit(main())
