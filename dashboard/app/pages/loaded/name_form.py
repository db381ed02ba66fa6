"""For whom a log's unnamed work was: said here as `offcut name` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.loaded.cached_listings import unnamed
from dashboard.app.parts.markup import advice
from dashboard.app.parts.runs import runs
from dashboard.words.formats import label
from dashboard.words.told import unnamed_words

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.told.names import UnnamedPart

KNOWN = 200
"""So many clients and projects are offered; any other is typed."""
NOBODY = "Choose or type a client or a project first."


def show_name_form(question: Question, source: str, number: int) -> None:
    """What stands for whom: all of the log, a folder, a key or a person."""
    advice("What a log tells itself stays. The next loads of this log are named the same way.")
    parts = unnamed(question, source)
    with st.form(f"name_{number}", border=False):
        st.selectbox(
            "The work of", parts, key=f"name_part_{number}",
            format_func=lambda each: unnamed_words(each, source),
        )  # fmt: skip
        for name in ("client", "project"):
            known = [label(each) for each in question.values(name, KNOWN) if each is not None]
            st.selectbox(
                f"is of the {name}", known, index=None, key=f"name_{name}_{number}",
                accept_new_options=True, placeholder="Choose or type a name",
            )  # fmt: skip
        st.form_submit_button(
            "Name it", type="primary", on_click=_name, args=(source, number),
            disabled=not parts or runs().current is not None,
        )  # fmt: skip
    if st.session_state.pop(f"name_refused_{number}", False):
        advice(NOBODY, "offcut-error")


def _name(source: str, number: int) -> None:
    part: UnnamedPart = st.session_state[f"name_part_{number}"]
    said = {name: st.session_state[f"name_{name}_{number}"] for name in ("client", "project")}
    named = [f"--{name}={value.strip()}" for name, value in said.items() if value and value.strip()]
    if not named:
        st.session_state[f"name_refused_{number}"] = True
        return
    about = [] if part.part == "source" else [f"--{part.part}={part.named}"]
    runs().start("told", f"The name of {source}", "name", f"--source={source}", *about, *named)
