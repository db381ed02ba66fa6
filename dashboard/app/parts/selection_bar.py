"""The one selection of all pages, in one bar under the menu, and kept in the address.

Each widget is filled from the address before it is drawn, and changes the address when it is used.
What a page does not heed is not in its bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.filter_choice import show_chips, show_clear, show_filters
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.period_choice import show_period
from dashboard.app.parts.standing import historic, show_freshness, show_historic, show_standing
from dashboard.words.selection import selection_words

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from dashboard.app.parts.cached_figures import Question


def show_bar(
    bar: DeltaGenerator, question: Question, *, has_period: bool, has_filters: bool
) -> DeltaGenerator:
    """Period, filters and the moment; below them the chips. Returns where the page is taken along.

    Without a period the page is of all days, or chooses its own; without filters of all work.
    """
    with bar:
        if has_period:
            show_period(question)
        if has_filters:
            show_filters(question)
        show_standing(question)
        st.space("stretch")
        show_freshness(question)
        along = st.container(key="take_along", width="content")
    is_historic = historic(question) is not None
    shown = question if has_period else question.on_all_days()
    shown = shown if has_filters else shown.about_all_work()
    with st.container(key="below_bar"):
        if is_historic or shown.selection.filters:
            with st.container(
                key="chosen", horizontal=True, vertical_alignment="center", gap="small"
            ):
                show_chips(shown)
                show_clear(shown, is_historic=is_historic)
        show_historic(question)
        sentence(selection_words(shown.selection), "offcut-selection")
    return along
