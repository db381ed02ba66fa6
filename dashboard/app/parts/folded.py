"""What stands folded under its title: it is drawn, and sent, once somebody opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def folded(title: str, name: str) -> AbstractContextManager[object] | None:
    """The place under the title where it is open, else None.

    A page has dozens of tables that few people look at; each takes server and browser as long as a
    chart does. `name` is the fold's own among all pages: it stays open under another selection.
    """
    place = st.expander(title, key=f"fold_{name}", on_change="rerun")
    return place if place.open else None
