"""A choice of what a page shows that stands in its address, for this page alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import keep, kept
from dashboard.app.parts.markup import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def kept_choice(name: str, options: Sequence[str], title: Callable[[str], str], words: str) -> str:
    """One of the options, the first to begin with; said where the address names none of them."""
    asked = kept(name)
    chosen = asked if asked in options else options[0]
    if asked and chosen != asked:
        sentence(f"“{asked}” is not in this selection: {title(chosen)} is shown.", "offcut-quiet")
    if len(options) > 1:
        key = f"kept_{name}"
        st.session_state[key] = chosen
        st.segmented_control(
            words,
            list(options),
            format_func=title,
            key=key,
            required=True,
            label_visibility="collapsed",
            on_change=_take,
            args=(name, key, options[0]),
        )
    return chosen


def kept_option(name: str, options: Sequence[str], words: str, *, place: int = 0) -> str:
    """The same as a list to pick a name from; the option at `place` to begin with."""
    asked = kept(name)
    key = f"kept_{name}"
    st.session_state[key] = asked if asked in options else options[place]
    usual = options[place]
    st.selectbox(words, list(options), key=key, on_change=_take, args=(name, key, usual))
    return str(st.session_state[key])


def _take(name: str, key: str, usual: str) -> None:
    """Nothing where the address says so already: see `go_to`."""
    if st.session_state[key] != (kept(name) or usual):
        keep(name, st.session_state[key])
