"""The review to take away, in every form, as it may be shared."""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import advice, sentence
from dashboard.report.written import SUFFIXES, is_drawn_here, written
from data.errors import OffcutError, QuestionError
from data.review.persons import check_shared
from data.review.sharing import keep, shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.app.parts.cached_figures import Question
    from data.review.asked import Asked
    from data.review.content.review import Built

FORMS = {
    ".html": ("HTML", "text/html"),
    ".pdf": ("PDF", "application/pdf"),
    ".png": ("PNG", "image/png"),
    ".xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".md": ("Markdown", "text/markdown"),
    ".json": ("JSON", "application/json"),
}
KEPT = (
    "As it may be shared. What is taken away is kept as it was said, so that the next review can "
    "tell what was restated since."
)
WITHOUT_PERSONS = "Figures about one person are left out."
_one_at_a_time = Lock()
"""Two that take the same review along at once keep it once."""
_log = logging.getLogger("offcut.dashboard")


def show_downloads(question: Question, asked: Asked, built: Built) -> None:
    """A button per form that can be drawn here; it is drawn when it is asked for."""
    heading("Take it along")
    try:
        check_shared(asked.selection, question.settings)
    except QuestionError as error:
        sentence(str(error), "offcut-error")
        return
    drawn = [suffix for suffix in SUFFIXES if is_drawn_here(suffix)]
    with st.container(horizontal=True, key="review_forms"):
        for suffix in FORMS:
            if suffix in drawn:
                _button(question, asked, built, suffix)
    advice(_missing([suffix for suffix in FORMS if suffix not in drawn]), "offcut-notice")
    without = "" if question.settings.person_figures else f" {WITHOUT_PERSONS}"
    sentence(f"{KEPT}{without}", "offcut-quiet")


def _button(question: Question, asked: Asked, built: Built, suffix: str) -> None:
    name, mime = FORMS[suffix]
    st.download_button(
        name,
        _content(question, asked, built, suffix),
        f"offcut-{built.review.name}{suffix}",
        mime,
        key=f"review_form_{suffix}",
        on_click="ignore",
        icon=":material/download:",
    )


def _content(question: Question, asked: Asked, built: Built, suffix: str) -> Callable[[], bytes]:
    def content() -> bytes:
        review = shared(question.figures, asked, built.review)
        drawn = written(review, suffix)
        try:
            with _one_at_a_time:
                keep(question.figures, asked, review, built.found)
        except (OffcutError, OSError):
            _log.exception("A review that was taken away could not be kept")
        return drawn

    return content


def _missing(suffixes: list[str]) -> str:
    if not suffixes:
        return ""
    *others, last = [FORMS[suffix][0] for suffix in suffixes]
    names = f"{', '.join(others)} and {last}" if others else last
    return (
        f"{names}: what draws them is not installed here. Install it: "
        "`pip install 'offcut[report]'`."
    )
