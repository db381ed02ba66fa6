"""What the page says where the address names no brief, or several."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.brief.links import brief_address
from dashboard.app.parts.address import query_of
from dashboard.app.parts.columns import Column
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import sentence
from dashboard.words.briefs import STATES, shown_of
from dashboard.words.formats import label
from data.briefs.found import only

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.briefs.listed import BriefList

LIST = "pages/briefs/briefs.py"
COLUMNS = (
    Column("brief", "Brief", "link", "Opens its story.", link="address"),
    Column("client", "Client"),
    Column("project", "Project"),
    Column("state_title", "State"),
    Column("attempts", "Attempts", "count"),
    Column("spend", "Money", "money"),
)
NAMELESS = (
    "Every attempt belongs to a brief: where a log names none, the brief is called by the "
    "operation or the id of its first attempt. Only credits that lapsed belong to no brief."
)


def show_not_one(question: Question, others: BriefList) -> None:
    """Which briefs there are to choose from, or why there is none."""
    everything = replace(question, selection=only(question.selection))
    if others.n:
        _show_choice(question, others)
    elif empty_state(everything):
        return
    else:
        _show_none(dict(question.selection.filters).get("brief", ()))
    show_way_back(question)


def _show_none(names: tuple[str | None, ...]) -> None:
    known = [name for name in names if name is not None]
    if known:
        heading("There is no such brief")
        called = " or ".join(f"“{label(name)}”" for name in known)
        sentence(
            f"No brief is called {called} at this moment. A name must be written as it stands in "
            "the logs, capitals and spaces included. The list of briefs can be searched by a part "
            "of it."
        )
        return
    heading("Which brief?")
    sentence(NAMELESS if names else "The address of this page names a brief; this one names none.")
    sentence("Choose one from the list of briefs.")


def _show_choice(question: Question, others: BriefList) -> None:
    heading("Which of them?")
    sentence(f"{shown_of(len(others.briefs), others.n, 'brief')} to choose from.")
    rows = [
        asdict(each) | {"address": brief_address(question, each), "state_title": STATES[each.state]}
        for each in others.briefs
    ]
    show_table(rows, COLUMNS, question.currency, file="offcut-briefs-of-a-name")


def show_way_back(question: Question) -> None:
    """A link to the list, with the selection but for the brief."""
    kept = tuple(each for each in question.selection.filters if each[0] != "brief")
    query = query_of(replace(question.selection, filters=kept), question.settings)
    st.page_link(LIST, label="All briefs", icon=":material/arrow_back:", query_params=query)
