"""The address of a page is its selection: plain text that can be sent on, bookmarked, reloaded.

The links to the other pages take it along, if it makes sense. Nothing else reads or writes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from data.asking.selection import Selection
from data.metrics.dimensions import DIMENSIONS, is_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.navigation.page import Page

    from data.settings import Settings

_OURS = {"from", "to", "as_of", *(each.name for each in DIMENSIONS)}
REVIEWED, COMPARED = "reviewed", "compare"
"""What the Review page alone keeps in its address: its days, and what they are held against."""


def selection_of_address(settings: Settings) -> Selection:
    """The selection in the address. Raises QuestionError for one that makes no sense."""
    return Selection.from_query(selection_query(), settings)


def go_to(selection: Selection, settings: Settings, *, since: Selection) -> None:
    """Write into the address what a widget that was drawn from `since` changed of it.

    The rest stays as it stands there, what this page does not heed included. Who goes Back before
    a browser has drawn a page sends what widgets said on the page before, and Streamlit takes it
    for a change; the address says the same already then, and stays.
    """
    drawn, asked = (query_of(each, settings) for each in (since, selection))
    changed = {name for name in drawn | asked if drawn.get(name) != asked.get(name)}
    here = selection_query()
    if any(here.get(name) != asked.get(name) for name in changed):
        rest = {name: values for name, values in here.items() if name not in changed}
        _write(rest | {name: asked[name] for name in changed & asked.keys()})


def query_of(selection: Selection, settings: Settings) -> dict[str, list[str]]:
    """The selection as it stands in an address."""
    if selection.as_of == settings.as_of:
        selection = replace(selection, as_of=None)
    return selection.to_query()


def whole_query() -> dict[str, list[str]]:
    """The selection of this page, and whatever the page keeps besides."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def kept(name: str) -> str:
    """What a page keeps in its address besides the selection; "" where it keeps nothing."""
    return st.query_params.get(name, "")


def keep(name: str, value: str) -> None:
    """Keep it there, for this page alone: links to others leave it out."""
    st.query_params[name] = value


def let_go(name: str) -> None:
    """Keep it no longer."""
    st.query_params.pop(name, None)


def under_base(path: str) -> str:
    """Where a path of ours lies, from the root of the server: below `server.baseUrlPath`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return "/" + "/".join(filter(None, (base, path)))


def page_address(page: str, query: Mapping[str, list[str]]) -> str:
    """A page as a link of our own writes it, from wherever the link stands; "" is the first one."""
    asked = urlencode(query, doseq=True)
    return f"{under_base(page)}?{asked}" if asked else under_base(page)


def clear() -> None:
    """Back to everything there is, and to the week that the Review page begins with."""
    for name in (REVIEWED, COMPARED):
        st.query_params.pop(name, None)
    _write({})


def link(page: Page, *, takes_along: bool, without: str = "") -> None:
    """A link to a page, with the selection of this one if it takes it along.

    `without` names what belongs to this page alone, as the brief does to a brief's page.

    Streamlit's own menu drops it. To put it back makes two places of each page in the browser's
    history, from the second of which there is no way back past the first.
    """
    query = selection_query() if takes_along else {}
    query.pop(without, None)
    st.page_link(page, query_params=query or None)


def selection_query() -> dict[str, list[str]]:
    """What the address says of the selection, as it stands there."""
    return {
        key: st.query_params.get_all(key) for key in st.query_params if key in _OURS or is_tag(key)
    }


def _write(query: dict[str, list[str]]) -> None:
    others = {
        k: st.query_params.get_all(k) for k in st.query_params if k not in _OURS and not is_tag(k)
    }
    st.query_params.from_dict({**others, **query})
