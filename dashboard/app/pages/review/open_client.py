"""The way from a step of the bridge to its client: its figure of the week, taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import keep
from dashboard.app.parts.drawer import show_drawer
from dashboard.app.parts.drawer_marks import OPEN
from dashboard.app.parts.filter_choice import OPTIONS, option_text

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.review.asked import Asked

KEY = "open_client"


def show_open_client(question: Question, asked: Asked) -> None:
    """A choice of the clients of the period, the costliest first; what is chosen opens."""
    of_the_week = question.asking(asked.selection)
    clients = [option_text(each) for each in of_the_week.costliest("client", OPTIONS)]
    if len(clients) > 1:
        st.session_state[KEY] = None
        st.selectbox(
            "Open a client of this period",
            clients,
            key=KEY,
            index=None,
            placeholder="Open a client of this period",
            label_visibility="collapsed",
            width=340,
            on_change=_open,
        )
    show_drawer(of_the_week)


def _open() -> None:
    if st.session_state[KEY] is not None:
        keep(OPEN, f"client:{st.session_state[KEY]}")
