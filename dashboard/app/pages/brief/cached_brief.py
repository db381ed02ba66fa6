"""The story of a brief, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from data.asking.selection import Selection
from data.briefs.found import find_brief
from data.briefs.story import story_of

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures
    from data.briefs.found import Found
    from data.briefs.story import Story

ENTRIES = 100
_HASHED: Any = {Selection: repr}


def brief_found(question: Question) -> Found:
    """The brief that the address names."""
    return _found(question.figures, (*question.stamp, question.as_of), question.selection)


def brief_told(question: Question) -> Story:
    """What happened in the brief that the question is about."""
    return _told(question.figures, (*question.stamp, question.as_of), question.selection)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _found(_figures: Figures, stamp: Stamp, selection: Selection) -> Found:
    del stamp
    return find_brief(_figures.cursor(selection), selection, _figures.settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _told(_figures: Figures, stamp: Stamp, selection: Selection) -> Story:
    del stamp
    return story_of(_figures.cursor(selection), selection, _figures.settings)
