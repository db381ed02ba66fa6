"""What only the Waste page asks, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from data.asking.passed_over import passed_over
from data.asking.selection import Selection
from data.asking.side_by_side import side_by_side
from data.review.asked import Asked
from data.review.content.stop_lines import stop_lines
from data.review.content.stop_lines_by import stop_lines_by
from data.review.facts import Facts
from data.review.levers.rules import levers, trials
from data.review.shared_values import WITH_PERSONS, in_common

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures
    from data.asking.passed_over import PassedOver
    from data.estimates.commonality import Commonality
    from data.review.findings.finding import Finding
    from data.review.levers.rules import Trials
    from data.review.parts import Part

ENTRIES = 100
_HASHED: Any = {Selection: repr, Asked: repr}


class Remedies(NamedTuple):
    """What to do about it: the levers, what a trial would settle, and where to stop."""

    levers: tuple[Finding, ...]
    trials: Trials
    stop_lines: Part | None
    stop_lines_by: Part | None


def passed_over_by(question: Question, by: str) -> tuple[PassedOver, ...]:
    """What was passed over, by a dimension or by outputs per brief."""
    return _passed_over(question.figures, question.stamp, standing(question), by)


def in_common_by_reason(question: Question, reason: str | None) -> tuple[Commonality, ...]:
    """What the rejected have in common, for one reason or for any."""
    return _in_common(question.figures, question.stamp, standing(question), reason)


def remedies(question: Question, asked: Asked) -> Remedies:
    """What the weeks up to the one asked about tell."""
    return _remedies(question.figures, question.stamp, asked)


def standing(question: Question) -> Selection:
    """The selection at the moment at which all figures of the page stand."""
    return replace(question.selection, as_of=question.as_of)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _passed_over(
    _figures: Figures, stamp: Stamp, selection: Selection, by: str
) -> tuple[PassedOver, ...]:
    del stamp
    cursor = _figures.cursor(selection)
    return passed_over(cursor, by, selection=selection, settings=_figures.settings)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _in_common(
    _figures: Figures, stamp: Stamp, selection: Selection, reason: str | None
) -> tuple[Commonality, ...]:
    del stamp
    return in_common(_figures, selection, factors=WITH_PERSONS, reason=reason)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _remedies(_figures: Figures, stamp: Stamp, asked: Asked) -> Remedies:
    del stamp
    facts = Facts(_figures, asked)
    lines, by = side_by_side(partial(tell, facts) for tell in (stop_lines, stop_lines_by))
    found = levers(facts, _none_is_quiet)
    return Remedies(tuple(found), trials(facts, _none_is_quiet), lines, by)


def _none_is_quiet(key: str) -> bool:
    """What was dismissed in the review is not told there; here all are looked up."""
    del key
    return False
