"""What a period is held against, on the pages whose figures can be: chosen here, in the address.

Where the selection has no first day there is no period before it, and nothing is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import streamlit as st

from dashboard.app.parts.address import COMPARED, keep, kept
from dashboard.app.parts.markup import sentence
from dashboard.words.changes import change_words
from dashboard.words.formats import shown
from dashboard.words.selection import days_words
from data.asking.earlier import Compared, earlier
from data.errors import QuestionError
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.parts.cached_figures import Question

COMPARISONS: dict[str, str] = {
    "previous": "the period before",
    "equal-age": "the one before, at equal age",
    "none": "nothing",
}
HELP = (
    "As many days right before the period. At equal age: as they stood when they were as old as "
    "these days are now, so that what is still undecided counts on both sides alike."
)
KEY, WIDTH_PX = "compared_with", 230


def asked_before(question: Question) -> Question | None:
    """The question about the period before, if there is one. Raises QuestionError."""
    compared = kept(COMPARED) or "previous"
    if compared not in get_args(Compared):
        listed = ", ".join(COMPARISONS)
        raise QuestionError(f"compare={compared}: write one of {listed}.")
    before = earlier(question.selection, compared, question.as_of, question.settings)  # type: ignore[arg-type]
    return None if before is None else question.asking(before)


def choose_comparison(question: Question) -> None:
    """The choice, where there is a period before."""
    if not question.selection.first_day:
        return
    st.session_state[KEY] = kept(COMPARED) or "previous"
    st.selectbox(
        "compared with", list(COMPARISONS), key=KEY, format_func=COMPARISONS.__getitem__,
        help=HELP, width=WIDTH_PX, on_change=_take,
    )  # fmt: skip


def show_change(question: Question, names: Sequence[str]) -> None:
    """The choice, and what these figures were before; nothing where there is no period before."""
    before = asked_before(question)
    choose_comparison(question)
    if before is None:
        return
    now, then = question.measure(names).total, before.measure(names).total
    said = "; ".join(_was(name, now[name], then[name], question.currency) for name in names)
    sentence(f"{days_words(before.selection)}: {said}.", "offcut-quiet")


def _was(name: str, now: object, then: object, currency: str) -> str:
    """`Waste share was 29.0 %, +2.2 points since`."""
    unit = metric(name).unit
    moved = change_words(now, then, unit)
    since = f", {moved} since" if moved else ""
    return f"{metric(name).title} was {shown(then, unit, currency)}{since}"


def _take() -> None:
    keep(COMPARED, st.session_state[KEY])
