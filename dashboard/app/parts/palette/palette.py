"""What the command palette offers: pages, figures, and the costliest clients, models and briefs.

The list is searched in the browser, so no key waits for the server; names are put there as text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.app.parts.address import page_address, selection_query
from dashboard.app.parts.filter_choice import OPTIONS, option_text
from data.asking.measure import fitting
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from streamlit.navigation.page import Page

    from dashboard.app.parts.cached_figures import Question

HERE = Path(__file__).parent
NAMES = ("client", "project", "model", "brief")
EXPLORE, BRIEF = "explore", "brief"

_component = st.components.v2.component(
    "offcut_palette",
    html=(HERE / "palette.html").read_text("utf-8"),
    css=(HERE / "palette.css").read_text("utf-8"),
    js=(HERE / "palette.js").read_text("utf-8"),
)


class Way(NamedTuple):
    """Somewhere to go: what kind of thing it is, its name, and its address."""

    kind: str
    name: str
    address: str


def show_palette(pages: Sequence[Page], question: Question | None) -> None:
    """The button that opens it, and the keys; without a question it knows the pages alone."""
    found = [*_pages(pages), *([] if question is None else _things(question))]
    _component(data={"items": [list(each) for each in found]}, key="palette", width="content")


def _pages(pages: Sequence[Page]) -> Iterator[Way]:
    for each in pages:
        yield Way("page", each.title, page_address(each.url_path, selection_query()))


def _things(question: Question) -> Iterator[Way]:
    for metric in fitting(["model"]):
        chosen = {**selection_query(), "metric": [metric.name]}
        yield Way("figure", metric.title, page_address(EXPLORE, chosen))
    for name in NAMES:
        for value in question.values(name, OPTIONS):
            page = BRIEF if name == "brief" and value is not None else EXPLORE
            text = option_text(value)
            yield Way(dimension(name).title.lower(), text, page_address(page, {name: [text]}))
