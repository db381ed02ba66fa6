"""A figure opens: what it is made of, how it moved, its worst briefs, and the way to filter by it.

What is open stands in the address (`open=model:Nano Banana`), so Back closes it and a link opens
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.app.parts.address import kept, let_go
from dashboard.app.parts.drawer_content import show_group
from dashboard.app.parts.drawer_marks import METRIC, OPEN, begin_anew
from data.errors import QuestionError
from data.metrics.dimensions import TAG, dimension, is_tag

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question

USUAL_METRIC = "cost_per_usable_asset"
WIDTH_PX = 560


class Opened(NamedTuple):
    """A group of a dimension, as text."""

    dimension: str
    value: str


def show_drawer(question: Question, usual: str = USUAL_METRIC) -> None:
    """What is open, if anything is, by the figure of the address or the usual one of its page.

    Raises QuestionError for an address without sense.
    """
    found = opened()
    if found is not None:
        st.dialog("Where it comes from", position="right", width=WIDTH_PX, on_dismiss=_close)(
            show_group
        )(question, found.dimension, found.value, kept(METRIC) or usual)


def opened() -> Opened | None:
    """What the address says is open. Raises QuestionError where no dimension is called so."""
    name, colon, value = _split(kept(OPEN))
    if not name and not value:
        return None
    if not colon:
        raise QuestionError(f"open={name}: write a dimension and a name, as in open=model:FLUX.")
    if dimension(name).grain == "asset":
        raise QuestionError(f"open={name}: it belongs to single outputs, which have no drawer.")
    return Opened(name, value)


def _close() -> None:
    let_go(OPEN)
    begin_anew()


def _split(text: str) -> tuple[str, str, str]:
    """Dimension, colon, name; the dimension of a tag has a colon of its own."""
    if not is_tag(text):
        return text.partition(":")
    name, colon, value = text.removeprefix(TAG).partition(":")
    return TAG + name, colon, value
