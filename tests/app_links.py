"""The links of a drawn page: those of the menu, and those of its own."""

from __future__ import annotations

import re
from pathlib import Path

APP = Path(__file__).parents[1] / "dashboard" / "app" / "app.py"
TITLES = re.findall(r'title="(\w+)"', APP.read_text("utf-8"))


def menu_links(app):
    """The links to the pages, in the order of the menu."""
    return [each for each in app.get("page_link") if each.proto.label in TITLES]


def own_links(app):
    """The others, such as those from a finding to its rows."""
    return [each for each in app.get("page_link") if each.proto.label not in TITLES]
