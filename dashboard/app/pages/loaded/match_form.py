"""Which output a verdict means that fits none or several: said as `offcut match verdict` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.loaded.cached_listings import outputs_like
from dashboard.app.parts.markup import advice, sentence
from dashboard.app.parts.runs import runs
from dashboard.words.formats import day, label
from dashboard.words.told import output_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.app.parts.cached_figures import Question
    from data.asking.listings import UnmatchedReference

WAITING, FOUND = 500, 20
"""So many references and outputs are offered at once."""
LONGEST = 200


def show_match_form(question: Question, source: str, state: str, number: int) -> None:
    """A reference that waits, a search, and the output that it means."""
    waiting = {
        each.ref: each
        for each in question.on_all_days().about_all_work().unmatched(WAITING)
        if (each.source, each.state) == (source, state)
    }
    if not waiting:
        sentence("None of the latest verdicts waits.")
        return
    reference = st.selectbox(
        "The verdict on", list(waiting), key=f"meant_ref_{number}",
        format_func=lambda ref: _verdict_words(waiting[ref]),
    )  # fmt: skip
    text = st.text_input(
        "is on an output of this id, file name, brief, client or model",
        key=f"meant_text_{number}", max_chars=LONGEST, placeholder="A part of it is enough",
    )  # fmt: skip
    outputs = outputs_like(question, text.strip(), FOUND) if text.strip() else ()
    if text.strip() and not outputs:
        advice("No output is called so, or has that in any of its names.", "offcut-error")
    names = {each.name: output_words(each) for each in outputs}
    meant = st.selectbox(
        "It is", list(names), key=f"meant_output_{number}_{text}", format_func=names.__getitem__,
        index=0 if len(names) == 1 else None, disabled=not names,
        placeholder=_found_words(names),
    )  # fmt: skip
    st.button(
        "It is this one", key=f"meant_take_{number}", type="primary",
        disabled=meant is None or runs().current is not None,
        on_click=_match, args=(source, reference, meant),
    )  # fmt: skip


def _verdict_words(each: UnmatchedReference) -> str:
    whom = f" by {label(each.reviewer)}" if each.reviewer else ""
    decision = each.decision.replace("_", " ")
    return f"{label(each.ref)} · {decision}{whom}, {day(each.decided_at)}"


def _found_words(names: Iterable[str]) -> str:
    n = len(list(names))
    if not n:
        return "Search first"
    return f"The first {n} found: choose" if n == FOUND else f"{n} found: choose"


def _match(source: str, reference: str, meant: str) -> None:
    title = f"The meaning of {reference}"
    runs().start("told", title, "match", "verdict", "--", source, reference, meant)
