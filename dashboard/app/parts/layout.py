"""How pages are laid out: headings, charts, columns, and choices of what to look at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from dashboard.app.parts.drawer_marks import open_point, opener
from dashboard.app.parts.markup import advice
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import plotly.graph_objects as go
    from streamlit.delta_generator import DeltaGenerator

QUIETLY = {
    "displayModeBar": "hover",
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "offcut"},
    "showSendToCloud": False,
    "responsive": True,
}
"""Of all its buttons a chart has the one that takes it along as a picture."""
Option = TypeVar("Option")


def heading(words: str) -> None:
    """The heading of a section: the question it answers."""
    st.header(words, anchor=False)


def show_chart(drawn: go.Figure, alt: str, *, opens: str = "", key: str = "") -> None:
    """The figure in the theme of the page; `alt` says what it shows to those who cannot see it.

    With `opens`, a dimension, a mark opens the drawer of the group that is first in its
    `customdata`; `key` names the chart on its page.
    """
    if not opens:
        st.plotly_chart(drawn, config=QUIETLY, alt=alt)
        return
    drawn.update_layout(clickmode="event+select")
    st.plotly_chart(
        drawn,
        config=QUIETLY,
        alt=alt,
        key=opener(key),
        on_select=partial(open_point, key, opens),
        selection_mode="points",
    )


def note_undrawn(drawn: int, groups: int) -> None:
    """Say so when a chart shows only the first of many groups."""
    if groups > drawn:
        advice(f"The first {drawn} of {groups:,} are drawn; the table has them all.")


def wide_and_narrow() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two columns, three to two; under each other on a narrow screen."""
    left, right = st.columns([3, 2], gap="medium")
    return left, right


def choice(
    key: str, options: Sequence[Option], title: Callable[[Option], str], words: str
) -> Option:
    """One of our own options, the first to begin with; kept while the session lasts."""
    chosen = st.segmented_control(
        words,
        list(options),
        format_func=title,
        default=options[0],
        key=f"choice_{key}",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return options[0] if chosen is None else chosen


def chosen_dimension(key: str, names: Sequence[str]) -> str:
    """The dimension the reader wants to see things by."""
    return choice(key, names, lambda name: dimension(name).title, "See it by")
