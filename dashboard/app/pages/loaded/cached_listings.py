"""What hides money, and how fresh sources are, kept while warehouse and question stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from data.asking.freshness import SourceFreshness, fresh_sources
from data.asking.selection import Selection
from data.asking.to_fix import ToFix, to_fix
from data.told.names import UnnamedPart, unnamed_parts
from data.told.references import LoggedOutput, found_outputs

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures

ENTRIES = 48
_HASHED: Any = {Selection: repr}


def what_to_fix(question: Question) -> tuple[ToFix, ...]:
    """What hides money in the selection, and in the whole warehouse what belongs to no call."""
    stamp = (*question.stamp, question.as_of)
    return _to_fix(question.figures, stamp, question.selection)


def freshness(question: Question) -> tuple[SourceFreshness, ...]:
    """Of every source its last record and its last load."""
    return _freshness(question.figures, question.stamp)


def unnamed(question: Question, source: str) -> list[UnnamedPart]:
    """What may stand for the client or project of a log's unnamed work."""
    return _unnamed(question.figures, (*question.stamp, question.as_of), source)


def outputs_like(question: Question, text: str, limit: int) -> list[LoggedOutput]:
    """Outputs of the whole warehouse that have this text in one of their names."""
    return _outputs_like(question.figures, (*question.stamp, question.as_of), text, limit)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _unnamed(_figures: Figures, stamp: Stamp, source: str) -> list[UnnamedPart]:
    del stamp
    return unnamed_parts(_figures.cursor(Selection()), source)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _outputs_like(_figures: Figures, stamp: Stamp, text: str, limit: int) -> list[LoggedOutput]:
    del stamp
    return found_outputs(_figures.cursor(Selection()), text, limit=limit)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _to_fix(_figures: Figures, stamp: Stamp, selection: Selection) -> tuple[ToFix, ...]:
    del stamp
    cursor = _figures.cursor(selection)
    return to_fix(cursor, selection=selection, settings=_figures.settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _freshness(_figures: Figures, stamp: Stamp) -> tuple[SourceFreshness, ...]:
    del stamp
    return fresh_sources(_figures.open())
