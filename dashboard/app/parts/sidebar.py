"""The one selection of all pages, made in the sidebar and kept in the address.

Each widget is filled from the address before it is drawn, and changes the address when it is used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import clear, go_to
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import day, label
from dashboard.words.periods import CUSTOM, Period, period_of, periods
from data.asking.selection import NOT_KNOWN, moment
from data.metrics.dimensions import dimension
from data.warehouse.records import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dashboard.app.parts.cached_figures import Question
    from data.metrics.dimensions import Key

FILTERS = ("client", "project", "model", "media", "tier", "channel", "team", "user")
OPTIONS = 400
"""So many values are listed, the costliest; any other can be typed."""


def show_sidebar(question: Question, *, has_period: bool = True) -> None:
    """Filters and the moment the figures stand at; the period, where the page is of one."""
    offered = (*FILTERS, *question.tags())
    also = [name for name, _ in question.selection.filters if name not in offered]
    listed = {name: question.values(name, OPTIONS) for name in (*offered, *also)}
    with st.sidebar:
        if has_period:
            _period(question)
        for name, values in listed.items():
            _filter(question, name, values)
        st.button(
            "Clear the selection",
            on_click=clear,
            disabled=question.is_about_everything and not _historic(question),
            width="stretch",
        )
        _standing(question)


# --- period -----------------------------------------------------------------------------------


def _period(question: Question) -> None:
    selection = question.selection
    offered = periods(question.as_of.astimezone(question.settings.zone).date(), question.settings)
    st.session_state["period"] = period_of(selection, offered)
    st.selectbox(
        "Period",
        [*(each.title for each in offered), CUSTOM],
        key="period",
        on_change=_take_period,
        args=(question, offered),
    )
    first, last = st.columns(2, gap="small", wrap=False)
    with first:
        _day(question, "From", "first_day")
    with last:
        _day(question, "To", "last_day")


def _take_period(question: Question, offered: tuple[Period, ...]) -> None:
    chosen = next((each for each in offered if each.title == st.session_state["period"]), None)
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
    go_to(replace(question.selection, first_day=first, last_day=last), question.settings)


# --- filters ----------------------------------------------------------------------------------


def _filter(question: Question, name: str, values: Sequence[Key]) -> None:
    found = dimension(name)
    chosen = [option_text(value) for value in dict(question.selection.filters).get(name, ())]
    listed = [option_text(value) for value in values]
    if not chosen and len(listed) < 2:
        return
    key = f"filter_{name}"
    st.session_state[key] = chosen
    st.multiselect(
        found.title,
        [*dict.fromkeys([*listed, *chosen])],
        key=key,
        placeholder="All",
        help=found.meaning,
        accept_new_options=found.kind == "text",
        select_all=False,
        on_change=_take_filter,
        args=(question, name),
    )


def _take_filter(question: Question, name: str) -> None:
    others = tuple(each for each in question.selection.filters if each[0] != name)
    chosen = (name, tuple(st.session_state[f"filter_{name}"]))
    go_to(replace(question.selection, filters=(*others, chosen)), question.settings)


def option_text(value: object) -> str:
    """An option as text that finds its group again: the exact name."""
    if value is None or value == NOT_KNOWN:
        return NOT_KNOWN
    return value if isinstance(value, str) else label(value)


# --- as of ------------------------------------------------------------------------------------


def _standing(question: Question) -> None:
    settings, asked_for = question.settings, _historic(question)
    st.session_state["as_of"] = asked_for and asked_for.astimezone(settings.zone).date()
    st.date_input(
        "As it stood at the end of",
        key="as_of",
        value=None,
        format="YYYY-MM-DD",
        min_value=EARLIEST.date(),
        max_value=LATEST.date(),
        help="What was decided later does not count. Empty: as it stands now.",
        on_change=_take_as_of,
        args=(question,),
    )
    local = question.as_of.astimezone(settings.zone)
    sentence(f"As of {day(local)}, {local:%H:%M} ({settings.timezone}).", "offcut-quiet")
    if asked_for:
        sentence(
            "A historic view: decisions and completions stand as they did then, statuses and "
            "prices as they are known today.",
            "offcut-quiet",
        )


def _historic(question: Question) -> datetime | None:
    """The moment asked for, where it is not the one the settings give anyway."""
    given = question.selection.as_of
    return None if given == question.settings.as_of else given


def _take_as_of(question: Question) -> None:
    chosen, settings = st.session_state["as_of"], question.settings
    as_of = moment(chosen.isoformat(), settings) if chosen else settings.as_of
    go_to(replace(question.selection, as_of=as_of), settings)
