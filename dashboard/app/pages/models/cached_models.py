"""Models held against each other, kept while neither the warehouse nor the question changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from data.asking.selection import Selection
from data.review.models.at_work import models_at_work
from data.review.models.pilot import Piloted, likely_pair, piloted
from data.review.models.recent_weeks import facts_of
from data.review.models.standings import Standing, standings
from data.review.models.switch import Switch, switched

if TYPE_CHECKING:
    from decimal import Decimal

    from dashboard.app.pages.models.choices import ChosenWork
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures
    from data.review.models.at_work import ModelAtWork, Name

ENTRIES = 60
"""Answers kept of each kind; an answer is some kilobytes."""
LARGE = 3
"""Views kept: some 130 bytes for each model's brief."""
_HASHED: Any = {Selection: repr}
Work = tuple[str | None, str | None]
"""The medium and the tier."""


def standings_of(work: ChosenWork) -> tuple[Standing, ...]:
    """Where the models stand."""
    return _standings(*_asked(work))


def pair_of(work: ChosenWork) -> tuple[Name, ...]:
    """The two models that can be compared best."""
    return _pair(*_asked(work))


def pilot_of(work: ChosenWork, names: tuple[Name, ...]) -> Piloted:
    """A pilot of these models."""
    return _pilot(*_asked(work), names)


def switch_of(work: ChosenWork, used: Name, other: Name, share: Decimal) -> Switch:
    """What moving part of one model's work to another changes."""
    return _switch(*_asked(work), used, other, share)


def _asked(work: ChosenWork) -> tuple[Figures, Stamp, Selection, Work]:
    question = work.question
    return question.figures, question.stamp, work.selection, (work.media, work.tier)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _standings(
    _figures: Figures, stamp: Stamp, selection: Selection, work: Work
) -> tuple[Standing, ...]:
    models = _models(_figures, stamp, selection, work)
    return standings(facts_of(_figures, selection), selection, models, *work)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _pair(_figures: Figures, stamp: Stamp, selection: Selection, work: Work) -> tuple[Name, ...]:
    return likely_pair(_models(_figures, stamp, selection, work))


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _pilot(
    _figures: Figures, stamp: Stamp, selection: Selection, work: Work, names: tuple[Name, ...]
) -> Piloted:
    known = {each.name: each for each in _models(_figures, stamp, selection, work)}
    return piloted(facts_of(_figures, selection), [known[name] for name in names])


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _switch(
    _figures: Figures,
    stamp: Stamp,
    selection: Selection,
    work: Work,
    used: Name,
    other: Name,
    share: Decimal,
) -> Switch:
    known = {each.name: each for each in _models(_figures, stamp, selection, work)}
    return switched(facts_of(_figures, selection), known[used], known[other], share)


@st.cache_resource(max_entries=LARGE, show_spinner=False, hash_funcs=_HASHED)
def _models(
    _figures: Figures, stamp: Stamp, selection: Selection, work: Work
) -> tuple[ModelAtWork, ...]:
    """What all answers of a view are made of; nobody changes it."""
    del stamp
    return models_at_work(facts_of(_figures, selection), selection, *work)
