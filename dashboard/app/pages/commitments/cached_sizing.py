"""Sizings for the Commitments page, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.asking.selection import Selection
from data.commitments.team_sizing import TeamSizing, sizable, size_team
from data.commitments.terms.book import PlanBook

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.asking.figures import Figures
    from data.commitments.progress import Progress
    from data.commitments.question import SizingQuestion

ENTRIES = 24
"""Answers kept; one is some tens of kilobytes."""
Stamp = tuple[Any, ...]
_HASHED: Any = {Selection: repr}


class Answers:
    """The latest answers of all sessions, by what was asked. They are never changed.

    Not one of Streamlit's caches: those replay what was drawn meanwhile, so no progress could be
    shown.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._kept: OrderedDict[Stamp, TeamSizing] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Stamp) -> TeamSizing | None:
        """The answer, if it is still kept."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
            return self._kept.get(asked)

    def keep(self, asked: Stamp, answer: TeamSizing) -> None:
        """Keep an answer, and let go of the one not asked for longest."""
        with self._lock:
            self._kept[asked] = answer
            while len(self._kept) > ENTRIES:
                self._kept.popitem(last=False)


def sized(question: Question, asked: SizingQuestion, progress: Progress) -> TeamSizing:
    """The sizing at the moment of the page. Raises QuestionError or SettingsError."""
    stamp, selection = _key(question)
    key = (*stamp, repr(selection), repr(asked))
    found = _answers().get(key)
    if found is None:
        found = size_team(question.figures, selection, asked, progress)
        _answers().keep(key, found)
    return found


def channels(question: Question) -> tuple[str, ...]:
    """All channels, those first that have credits or plans."""
    return _channels(question.figures, *_key(question))


@st.cache_resource(show_spinner=False)
def shipped_plans() -> PlanBook:
    """The plan book that comes with Offcut."""
    return PlanBook.load()


@st.cache_resource(show_spinner=False)
def _answers() -> Answers:
    return Answers()


def _key(question: Question) -> tuple[Stamp, Selection]:
    reader = question.figures.reader
    stamp = (str(reader.path), reader.generation, question.settings.model_dump_json())
    return stamp, replace(Selection(), as_of=question.as_of)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _channels(_figures: Figures, stamp: Stamp, selection: Selection) -> tuple[str, ...]:
    del stamp
    return sizable(_figures, selection)
