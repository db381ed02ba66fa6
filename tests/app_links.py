"""The pages by their addresses, opened; and the links of a drawn one: the menu's and its own."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).parents[1] / "dashboard" / "app" / "app.py"
SOURCE = APP.read_text("utf-8")
TITLES = re.findall(r'title="(\w+)"', SOURCE)


PLACES = {
    folder: (path or folder, title)
    for folder, title, path in re.findall(
        r'st\.Page\(\s*"pages/(\w+)/\w+\.py",\s*title="(\w+)"(?:,\s*url_path="(\w+)")?', SOURCE
    )
}
"""The address and the title of each page, by its folder."""


def pages() -> dict[str, str]:
    """The title of every page by its address; the first one is at the root."""
    first, *others = PLACES.values()
    return {"": first[1], **dict(others)}


def page_opened(folder, address, patience_s=60) -> AppTest:
    """The app after its first run: the page in this folder, as somebody opens it by its address.

    `AppTest.switch_page` knows the addresses of pages only after a run of another page.
    """
    app = AppTest.from_file(str(APP), default_timeout=patience_s)
    app.query_params.update(address)
    app._page_hash = calc_hash(PLACES[folder][0])
    return app.run()


def unfolded(app) -> AppTest:
    """The same page with all that is folded on it opened."""
    for key in [
        each for each in app.session_state._state.filtered_state if each.startswith("fold_")
    ]:
        app.session_state[key] = True
    return app.run()


def menu_links(app):
    """The links to the pages, in the order of the menu."""
    return [each for each in app.get("page_link") if each.proto.label in TITLES]


def own_links(app):
    """The others, such as those from a finding to its rows; not that of the bar on every page."""
    shared = {*TITLES, "How fresh each source is"}
    return [each for each in app.get("page_link") if each.proto.label not in shared]
