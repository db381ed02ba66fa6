"""Reviews, kept while neither the warehouse, the question nor what is remembered changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from data.review.asked import Asked
from data.review.content.review import Built, begin_review, end_review
from data.review.facts import Facts
from data.review.kept import reviews_folder
from data.review.targets import checked_targets

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures
    from data.settings import Settings

ENTRIES = 48
"""Reviews kept; one is some tens of kilobytes."""
UNDER_WAY = 4
"""Reviews between their beginning and their end whose facts are kept."""
_HASHED: Any = {Asked: repr}


def begun(question: Question, asked: Asked) -> Built:
    """The review that is asked for, but for what to try. Raises what asking raises."""
    checked_targets(question.settings)
    return _begun(question.figures, _stamp(question), asked)


def built(question: Question, asked: Asked) -> Built:
    """The whole review. Raises what asking raises."""
    return _built(question.figures, _stamp(question), asked, begun(question, asked))


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _begun(_figures: Figures, stamp: Stamp, asked: Asked) -> Built:
    return begin_review(_facts(_figures, stamp, asked))


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _built(_figures: Figures, stamp: Stamp, asked: Asked, _begun_with: Built) -> Built:
    facts = _facts(_figures, stamp, asked)
    ended = end_review(facts, _begun_with)
    facts.let_go()
    return ended


@st.cache_resource(max_entries=UNDER_WAY, show_spinner=False, hash_funcs=_HASHED)
def _facts(_figures: Figures, stamp: Stamp, asked: Asked) -> Facts:
    del stamp
    return Facts(_figures, asked)


def _stamp(question: Question) -> Stamp:
    return (*question.stamp, *_remembered(question.settings))


def _remembered(settings: Settings) -> list[tuple[str, int, int]]:
    """What changes with every decision, dismissal and published review."""
    files = sorted(reviews_folder(settings).glob("*.json*"))
    stats = ((path.name, path.stat()) for path in files)
    return [(name, found.st_mtime_ns, found.st_size) for name, found in stats]
