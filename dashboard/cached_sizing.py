"""Sizings for the Commitments page, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.commitments.plan_book import PlanBook
from data.commitments.sizing_question import SizingQuestion
from data.commitments.team_sizing import TeamSizing, sizable, size_team
from data.selection import Selection

if TYPE_CHECKING:
    from dashboard.cached_measures import Question
    from data.figures import Figures

ENTRIES = 24
"""Answers kept; one is some tens of kilobytes."""
Stamp = tuple[Any, ...]
_HASHED: Any = {SizingQuestion: repr, Selection: repr}


def sized(question: Question, asked: SizingQuestion) -> TeamSizing:
    """The sizing at the moment of the page. Raises QuestionError or SettingsError."""
    return _sized(question.figures, *_key(question), asked)


def channels(question: Question) -> tuple[str, ...]:
    """All channels, those first that have credits or plans."""
    return _channels(question.figures, *_key(question))


@st.cache_resource(show_spinner=False)
def shipped_plans() -> PlanBook:
    """The plan book that comes with Offcut."""
    return PlanBook.load()


def _key(question: Question) -> tuple[Stamp, Selection]:
    reader = question.figures.reader
    stamp = (str(reader.path), reader.generation, question.settings.model_dump_json())
    return stamp, replace(Selection(), as_of=question.as_of)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _sized(
    _figures: Figures, stamp: Stamp, selection: Selection, asked: SizingQuestion
) -> TeamSizing:
    del stamp
    return size_team(_figures, selection, asked)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _channels(_figures: Figures, stamp: Stamp, selection: Selection) -> tuple[str, ...]:
    del stamp
    return sizable(_figures, selection)
