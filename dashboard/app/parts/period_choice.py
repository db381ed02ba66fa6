"""The period: four that are asked for most, any other days behind the button that says them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import go_to
from dashboard.words.periods import CUSTOM, SHORT, Period, period_of, periods
from dashboard.words.selection import days_words
from data.warehouse.records import EARLIEST, LATEST

if TYPE_CHECKING:
    from datetime import date

    from dashboard.app.parts.cached_figures import Question

OFTEN = "often"
"""The key of the choice of four."""


def show_period(question: Question) -> None:
    """Which days the figures are of."""
    selection = question.selection
    offered = periods(question.as_of.astimezone(question.settings.zone).date(), question.settings)
    current = period_of(selection, offered)
    _often(question, offered, current)
    with st.popover(days_words(selection) or "All days", icon=":material/date_range:", key="days"):
        st.session_state["period"] = current
        st.selectbox(
            "Period",
            [*(each.title for each in offered), CUSTOM],
            key="period",
            on_change=_take_period,
            args=(question, offered, "period"),
        )
        first, last = st.columns(2, gap="small", wrap=False)
        with first:
            _day(question, "From", "first_day")
        with last:
            _day(question, "To", "last_day")


def _often(question: Question, offered: tuple[Period, ...], current: str) -> None:
    st.session_state[OFTEN] = current if current in SHORT else None
    st.segmented_control(
        "Period",
        list(SHORT),
        key=OFTEN,
        format_func=SHORT.__getitem__,
        label_visibility="collapsed",
        on_change=_take_period,
        args=(question, offered, OFTEN),
    )


def _take_period(question: Question, offered: tuple[Period, ...], key: str) -> None:
    chosen = next((each for each in offered if each.title == st.session_state[key]), None)
    if chosen is not None:
        _take_days(question, chosen.first_day, chosen.last_day)


def _day(question: Question, title: str, name: str) -> None:
    st.session_state[name] = getattr(question.selection, name)
    st.date_input(
        title,
        key=name,
        value=None,
        format="YYYY-MM-DD",
        min_value=EARLIEST.date(),
        max_value=LATEST.date(),
        on_change=_take_day,
        args=(question, name),
    )


def _take_day(question: Question, name: str) -> None:
    """Take the day; where that puts the end before the start, both become that day."""
    chosen: date | None = st.session_state[name]
    first, last = question.selection.first_day, question.selection.last_day
    first, last = (chosen, last) if name == "first_day" else (first, chosen)
    if first and last and last < first:
        first = last = chosen
    _take_days(question, first, last)


def _take_days(question: Question, first: date | None, last: date | None) -> None:
    asked = replace(question.selection, first_day=first, last_day=last)
    go_to(asked, question.settings, since=question.selection)
