"""The links of a drawn page: those of the menu, and those of its own."""

from __future__ import annotations

import re
from pathlib import Path

APP = Path(__file__).parents[1] / "dashboard" / "app" / "app.py"
SOURCE = APP.read_text("utf-8")
TITLES = re.findall(r'title="(\w+)"', SOURCE)


def pages() -> dict[str, str]:
    """The title of every page by its address; the first one is at the root."""
    places = re.findall(
        r'st\.Page\(\s*"pages/(\w+)/\w+\.py",\s*title="(\w+)"(?:,\s*url_path="(\w+)")?', SOURCE
    )
    first, *others = [(path or folder, title) for folder, title, path in places]
    return {"": first[1], **dict(others)}


def menu_links(app):
    """The links to the pages, in the order of the menu."""
    return [each for each in app.get("page_link") if each.proto.label in TITLES]


def own_links(app):
    """The others, such as those from a finding to its rows."""
    return [each for each in app.get("page_link") if each.proto.label not in TITLES]
