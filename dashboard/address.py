"""The address of a page is its selection: plain text that can be sent on, bookmarked, reloaded.

Streamlit drops the query when another page is opened, so the session keeps the last one and puts
it back. Nothing else reads or writes either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from data.dimensions import DIMENSIONS
from data.selection import Selection

if TYPE_CHECKING:
    from data.settings import Settings

_KEPT = "address"
_OURS = {"from", "to", "as_of", *(each.name for each in DIMENSIONS)}


def selection_of_address(settings: Settings) -> Selection:
    """The selection in the address. Raises QuestionError for one that makes no sense."""
    return Selection.from_query(_query(), settings)


def go_to(selection: Selection, settings: Settings) -> None:
    """Make the selection the address of this page and of the ones opened next."""
    if selection.as_of == settings.as_of:
        selection = replace(selection, as_of=None)
    _write(selection.to_query())


def clear() -> None:
    """Back to everything there is."""
    _write({})


def put_back() -> None:
    """Put the last address back where opening another page has dropped it."""
    if not _query() and st.session_state.get(_KEPT):
        _write(st.session_state[_KEPT])


def remember() -> None:
    """Take this address along to the pages opened next: one that made sense."""
    st.session_state[_KEPT] = _query()


def _query() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params if key in _OURS}


def _write(query: dict[str, list[str]]) -> None:
    others = {k: st.query_params.get_all(k) for k in st.query_params if k not in _OURS}
    st.query_params.from_dict({**others, **query})
    st.session_state[_KEPT] = query
