"""The way to every page, in one row on top, the page that is open marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import link
from dashboard.app.parts.palette.palette import show_palette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import Page

    from dashboard.app.parts.cached_figures import Question


def show_menu(pages: Sequence[Page], question: Question | None, *, without: str = "") -> None:
    """The name, a link to each page, with the selection of this one if it makes sense, the palette.

    Without a question the address makes no sense, and is not taken along; `without` names what
    belongs to this page alone.
    """
    with st.container(key="menu", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<b class="offcut-logo">Offcut</b>', width="content")
        for each in pages:
            link(each, takes_along=question is not None, without=without)
        st.space("stretch")
        has_names = question is not None and question.settings.warehouse.exists()
        show_palette(pages, question if has_names else None)
