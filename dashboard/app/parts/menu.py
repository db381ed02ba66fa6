"""The way to every page, in one row on top, the page that is open marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import Page


def show_menu(pages: Sequence[Page], *, takes_along: bool) -> None:
    """The name, and a link to each page, with the selection of this one if it takes it along."""
    with st.container(key="menu", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<b class="offcut-logo">Offcut</b>', width="content")
        for each in pages:
            link(each, takes_along=takes_along)
