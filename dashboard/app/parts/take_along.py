"""What can be taken along of a page: its address, what it says, and its tables as one workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.app.parts.address import whole_query
from dashboard.app.parts.markup import advice
from dashboard.app.parts.paper.paper import show_print_button
from dashboard.report.tables_workbook import TakenTable, tables_xlsx
from dashboard.words.selection import selection_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from streamlit.delta_generator import DeltaGenerator

    from dashboard.app.parts.cached_figures import Question

TABLES, SAID = "tables_of_this_run", "said_in_this_run"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ELSE = "Each table has its CSV below it, each chart its PNG on hover."


def begin() -> None:
    """Forget what the run before drew."""
    st.session_state[TABLES], st.session_state[SAID] = {}, []


def note_table(name: str, titles: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """A table that this page draws."""
    st.session_state.setdefault(TABLES, {})[name] = TakenTable(name, titles, rows)


def note_said(text: str) -> None:
    """A sentence that this page begins with."""
    st.session_state.setdefault(SAID, []).append(text)


def show_take_along(place: DeltaGenerator, question: Question, title: str) -> None:
    """The menu of what can be taken along, once the page is drawn."""
    tables: dict[str, TakenTable] = dict(st.session_state.get(TABLES, {}))
    with place, st.popover("", icon=":material/ios_share:", help="Take it along", key="along"):
        st.caption("The address of this view")
        st.code(_address(), language=None, wrap_lines=True)
        st.caption("In a sentence")
        st.code(_in_a_sentence(question, title), language=None, wrap_lines=True)
        if tables:
            st.download_button(
                "Tables of this page as XLSX",
                lambda: tables_xlsx(tables.values()),
                f"offcut-{title.lower()}.xlsx",
                XLSX,
                on_click="ignore",
                icon=":material/download:",
            )
        show_print_button()
        advice(ELSE)


def _address() -> str:
    """As the browser shows it, without what only this run keeps."""
    base = urlsplit(st.context.url or "http://127.0.0.1")
    query = urlencode(whole_query(), doseq=True)
    return base._replace(query=query, fragment="").geturl()


def _in_a_sentence(question: Question, title: str) -> str:
    said = " ".join(st.session_state.get(SAID, [])) or f"Offcut, {title}."
    about = selection_words(question.selection)
    return f"{said} ({about})" if about else said
