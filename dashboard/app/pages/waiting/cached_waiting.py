"""What only the Waiting page asks, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.asking.selection import Selection
from data.asking.waiting_times import first_reached, percentile_bounds, times_within
from data.review.service_levels import service_levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Answer, Stamp
    from data.asking.figures import Figures
    from data.asking.waiting_times import Bounds, Reached, Within
    from data.review.service_levels import ServiceLevel

    Group = tuple[Any, ...]

ENTRIES = 200
_HASHED: Any = {Selection: repr}


def bounds(
    question: Question, stem: str, by: tuple[str, ...] = ()
) -> dict[Group, dict[str, Bounds]]:
    """By group and percentile, between what it lies."""
    return _bounds(question.figures, question.stamp, _standing(question), stem, by)


def with_bounds(question: Question, answer: Answer, stem: str) -> list[dict[str, Any]]:
    """The rows, each with the names of its thin figures and the intervals of one time."""
    found = bounds(question, stem, answer.by)
    return [
        {
            **row,
            "thin": thin_of(evidence),
            "bounds": found.get(tuple(row[name] for name in answer.by), {}),
        }
        for row, evidence in zip(answer.rows, answer.evidence, strict=True)
    ]


def thin_of(evidence: Mapping[str, Any]) -> frozenset[str]:
    """The names of the figures whose tail is thin."""
    return frozenset(name for name, what in evidence.items() if what.thin)


def within(question: Question, stem: str) -> Within:
    """Which share was done by when."""
    return _within(question.figures, question.stamp, _standing(question), stem)


def reached(question: Question, stem: str) -> Reached:
    """Which share of briefs had one by when."""
    return _reached(question.figures, question.stamp, _standing(question), stem)


def levels(question: Question) -> tuple[ServiceLevel, ...]:
    """The targets of waiting, week by week."""
    return _levels(question.figures, question.stamp, _standing(question))


def _standing(question: Question) -> Selection:
    return replace(question.selection, as_of=question.as_of)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _bounds(
    _figures: Figures, stamp: Stamp, selection: Selection, stem: str, by: tuple[str, ...]
) -> dict[Group, dict[str, Bounds]]:
    del stamp
    cursor = _figures.cursor(selection)
    return percentile_bounds(cursor, stem, by, selection=selection, settings=_figures.settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _within(_figures: Figures, stamp: Stamp, selection: Selection, stem: str) -> Within:
    del stamp
    cursor = _figures.cursor(selection)
    return times_within(cursor, stem, selection=selection, settings=_figures.settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _reached(_figures: Figures, stamp: Stamp, selection: Selection, stem: str) -> Reached:
    del stamp
    cursor = _figures.cursor(selection)
    return first_reached(cursor, stem, selection=selection, settings=_figures.settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _levels(_figures: Figures, stamp: Stamp, selection: Selection) -> tuple[ServiceLevel, ...]:
    del stamp
    return service_levels(_figures, selection)
