"""Which briefs are listed: the view, the order and the search, kept in the address."""

from __future__ import annotations

from typing import NamedTuple, TypeVar, get_args

import streamlit as st

from dashboard.app.parts.address import keep, kept
from dashboard.app.parts.markup import sentence
from dashboard.words.briefs import ORDERS, VIEW_MEANS, VIEWS
from data.briefs.listed import Order, View

VIEW, ORDER, SEARCH = "view", "order", "named"
"""What the page keeps in its address."""


Option = TypeVar("Option", bound=str)


class Chosen(NamedTuple):
    """What to list."""

    view: View
    order: Order
    name: str


def chosen_list() -> Chosen:
    """What the address says, with the widgets that change it; nonsense in it is the usual."""
    views: tuple[View, ...] = get_args(View)
    orders: tuple[Order, ...] = get_args(Order)
    chosen = Chosen(_kept(VIEW, views, "all"), _kept(ORDER, orders, "money"), kept(SEARCH))
    with st.container(key="briefs_chosen", horizontal=True, vertical_alignment="bottom"):
        _view(chosen.view)
        _order(chosen.order)
        _search(chosen.name)
    sentence(f"{VIEW_MEANS[chosen.view]}.", "offcut-quiet")
    return chosen


def _kept(name: str, known: tuple[Option, ...], usual: Option) -> Option:
    return next((each for each in known if each == kept(name)), usual)


def _view(chosen: View) -> None:
    st.session_state["briefs_view"] = chosen
    st.segmented_control(
        "Show",
        list(VIEWS),
        format_func=VIEWS.__getitem__,
        key="briefs_view",
        required=True,
        on_change=_take,
        args=(VIEW, "briefs_view"),
        label_visibility="collapsed",
    )


def _order(chosen: Order) -> None:
    st.session_state["briefs_order"] = chosen
    st.selectbox(
        "In the order of",
        list(ORDERS),
        format_func=ORDERS.__getitem__,
        key="briefs_order",
        on_change=_take,
        args=(ORDER, "briefs_order"),
        label_visibility="collapsed",
        width=250,
    )


def _search(chosen: str) -> None:
    st.session_state["briefs_search"] = chosen
    st.text_input(
        "Search by name",
        key="briefs_search",
        max_chars=200,
        placeholder="Search by name",
        on_change=_take,
        args=(SEARCH, "briefs_search"),
        label_visibility="collapsed",
        icon=":material/search:",
        width=250,
    )


def _take(name: str, key: str) -> None:
    keep(name, str(st.session_state[key] or ""))
