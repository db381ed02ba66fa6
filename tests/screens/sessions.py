"""Twenty-five people at once for five minutes: `python -m tests.screens.sessions`.

Each goes from page to page, and filters. Wrong is an exception, an error on the console, or a
server whose memory still grows once every page has been seen by everybody.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.app_links import pages
from tests.screens.__main__ import is_ours
from tests.screens.worlds import worlds
from tests.test_dashboard_browser import CHROMIUM, FLAGS, served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

PEOPLE = 25
SECONDS = 300
MOST_GROWTH = 1.1
"""Memory at the end / at half-time: by then everybody has seen everything."""
PERIODS = ("", "from=2026-10-01", "from=2026-09-01&to=2026-10-31")


def main() -> int:
    """1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens.sessions", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with served(worlds(Path(folder))["demo"]()) as address:
            people = [browser.new_context().new_page() for _ in range(options.people)]
            errors = [_listen(page) for page in people]
            half, end = _visit(address, people, options.seconds)
            browser.close()
    wrong = [each for kept in errors for each in kept]
    print(*wrong, sep="\n")
    print(f"{half / 1e6:,.0f} MB at half-time, {end / 1e6:,.0f} MB at the end, {len(wrong)} errors")
    return int(bool(wrong) or end > half * MOST_GROWTH)


def _listen(page: Page) -> list[str]:
    errors: list[str] = []
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: errors.append(str(error)[:200]))
    page.on("console", lambda said: is_ours(said) and errors.append(said.text[:200]))
    return errors


def _visit(address: str, people: Sequence[Page], seconds: int) -> tuple[int, int]:
    """Bytes of the server at half-time and at the end."""
    dice, begun, half = random.Random(7), time.monotonic(), 0
    for page in itertools.cycle(people):
        gone = time.monotonic() - begun
        if gone > seconds:
            return half, _resident_bytes(address)
        if not half and gone > seconds / 2:
            half = _resident_bytes(address)
        path, period = dice.choice(list(pages())), dice.choice(PERIODS)
        page.goto(f"{address}/{path}?{period}")
        page.wait_for_selector("h1")
        assert not page.locator("[data-testid=stException], .offcut-error").count(), page.url
    raise AssertionError("nobody came")


def _resident_bytes(address: str) -> int:
    """Of the process that serves this address."""
    port = address.rstrip("/").rpartition(":")[2]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "dashboard.serve.launcher" in command and port in command:
            return int((process / "statm").read_text().split()[1]) * 4096
    raise AssertionError(f"nothing serves {address}")


if __name__ == "__main__":
    sys.exit(main())
