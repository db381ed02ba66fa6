"""Lists of briefs, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from data.asking.selection import Selection
from data.briefs.listed import listed_briefs, pictures_of

if TYPE_CHECKING:
    from dashboard.app.pages.briefs.views import Chosen
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures
    from data.briefs.listed import BriefList

ENTRIES = 48
MOST = 500
"""So many briefs are listed."""
_HASHED: Any = {Selection: repr}


class Pictured(NamedTuple):
    """Briefs, and the content of the file that shows each best, by its number."""

    found: BriefList
    pictures: dict[int, str]


def pictured_briefs(question: Question, chosen: Chosen) -> Pictured:
    """The briefs of the question that are to be listed."""
    stamp = (*question.stamp, question.as_of)
    return _pictured(question.figures, stamp, question.selection, tuple(chosen))


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _pictured(
    _figures: Figures, stamp: Stamp, selection: Selection, chosen: tuple[Any, ...]
) -> Pictured:
    del stamp
    view, order, name = chosen
    cursor = _figures.cursor(selection)
    found = listed_briefs(
        cursor,
        selection=selection,
        settings=_figures.settings,
        view=view,
        order=order,
        name=name,
        limit=MOST,
    )
    return Pictured(found, pictures_of(cursor, tuple(each.brief_no for each in found.briefs)))
