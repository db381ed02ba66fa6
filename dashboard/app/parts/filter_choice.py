"""Filters: one popover with every dimension, and each filter in force as a chip that goes away.

Names from the data are options of widgets, which stay text; labels of buttons would not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import clear, go_to
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import label
from dashboard.words.named_groups import group_name
from data.asking.selection import NOT_KNOWN
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.parts.cached_figures import Question
    from data.asking.selection import Filter
    from data.metrics.dimensions import Key

FILTERS = ("client", "project", "model", "media", "tier", "channel", "team", "user")
OPTIONS = 400
"""So many values are listed, the costliest; any other can be typed."""
CHIPS = "chips"
_HINT = "The costliest come first, each with its attempts. Type to search."


def show_filters(question: Question) -> None:
    """A button that opens all filters, and says how many are in force."""
    offered = (*FILTERS, *question.tags())
    filters = question.selection.filters
    also = [name for name, _ in filters if name not in offered]
    with st.popover(
        f"Filter · {len(filters)}" if filters else "Filter",
        icon=":material/filter_list:",
        key="filters",
    ):
        sentence(_HINT, "offcut-quiet")
        for name in (*offered, *also):
            _filter(question, name, question.counted_values(name, OPTIONS))


def show_chips(question: Question) -> None:
    """Each value that is filtered by; taking its chip away takes it out of the filter."""
    chips = {
        _chip(name, value): (name, value)
        for name, values in question.selection.filters
        for value in values
    }
    if not chips:
        return
    st.session_state[CHIPS] = list(chips)
    st.multiselect(
        "Filters in force",
        list(chips),
        key=CHIPS,
        label_visibility="collapsed",
        select_all=False,
        on_change=_take_chips,
        args=(question, chips),
    )


def show_clear(question: Question, *, is_historic: bool) -> None:
    """Back to everything, where anything is left out."""
    if not question.is_about_everything or is_historic:
        st.button("Clear the selection", on_click=clear, type="tertiary")


def option_text(value: object) -> str:
    """An option as text that finds its group again: the exact name."""
    if value is None or value == NOT_KNOWN:
        return NOT_KNOWN
    return value if isinstance(value, str) else label(value)


def _chip(name: str, value: str | None) -> str:
    return f"{dimension(name).title}: {group_name(value, name)}"


def _take_chips(question: Question, chips: dict[str, tuple[str, str | None]]) -> None:
    kept: dict[str, list[str | None]] = {}
    for name, value in (chips[chip] for chip in st.session_state[CHIPS] if chip in chips):
        kept.setdefault(name, []).append(value)
    filters = tuple((name, tuple(values)) for name, values in kept.items())
    _filter_by(question, filters)


def _filter(question: Question, name: str, values: Sequence[tuple[Key, int]]) -> None:
    found = dimension(name)
    chosen = [option_text(value) for value in dict(question.selection.filters).get(name, ())]
    attempts = {option_text(value): n for value, n in values}
    if not chosen and len(attempts) < 2:
        return
    key = f"filter_{name}"
    st.session_state[key] = chosen
    st.multiselect(
        found.title,
        [*dict.fromkeys([*attempts, *chosen])],
        key=key,
        format_func=lambda option: _with_attempts(option, name, attempts),
        placeholder="All",
        help=found.meaning,
        accept_new_options=found.kind == "text",
        select_all=False,
        on_change=_take_filter,
        args=(question, name),
    )


def _with_attempts(option: str, name: str, attempts: dict[str, int]) -> str:
    n, words = attempts.get(option), group_name(None if option == NOT_KNOWN else option, name)
    return f"{words} ({n:,})" if n else words


def _take_filter(question: Question, name: str) -> None:
    others = tuple(each for each in question.selection.filters if each[0] != name)
    chosen = (name, tuple(st.session_state[f"filter_{name}"]))
    _filter_by(question, (*others, chosen))


def _filter_by(question: Question, filters: tuple[Filter, ...]) -> None:
    asked = replace(question.selection, filters=filters)
    go_to(asked, question.settings, since=question.selection)
