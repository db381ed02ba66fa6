"""A commitment before there is a log: what is stated, and what each way to buy then costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.pages.commitments.cached_sizing import shipped_plans
from dashboard.app.pages.commitments.inputs import ADDRESS, HORIZONS
from dashboard.app.pages.commitments.quotes import quotes
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.markup import sentence
from dashboard.words.before_log import (
    is_money,
    left_out_rows,
    pays_note,
    pilot_rows,
    pilot_titles,
    rows_of,
    titles_of,
    undone_notes,
)
from data.commitments.before_log.question import BeforeLogQuestion, stated_question
from data.commitments.before_log.sentences import before_log_reasons, before_log_sentence
from data.commitments.before_log.sizing import BeforeLogSizing, size_before_log
from data.commitments.demand.evidence_rule import DEFAULT_RULE
from data.commitments.question import SizingQuestion, rule_of, weeks_of
from data.commitments.terms.contract import MOST_SEATS
from data.errors import OffcutError

if TYPE_CHECKING:
    from datetime import date

    from dashboard.app.parts.cached_figures import Question
    from data.asking.figures import Figures

KEPT = "before_log_asked"
NO_CHANNEL = "your platform"
"""Whose quotes are typed in where the log has no channel."""
ENTRIES = 24
_HASHED: Any = {BeforeLogQuestion: repr}


def show_before_log(question: Question, *, opened: bool = True) -> None:
    """A form, and under it the answer to what was asked last in this session."""
    expanded = opened or "before_models" in st.query_params
    with st.expander("Before there is a log: size from what you state", expanded=expanded):
        sentence(
            "Nothing of the warehouse counts here: only the plans, the price book, and what you "
            "expect. Each model by itself does all of the work.",
            "offcut-quiet",
        )
        try:
            asked = _asked()
            if asked is not None:
                figures = question.figures
                key = (_today(question), question.currency, figures.book.hash)
                _show(_sized(figures, asked, *key))
        except OffcutError as error:
            sentence(str(error), "offcut-error")


def _asked() -> BeforeLogQuestion | None:
    """What was asked last, here or in the address; None before anything was.

    Raises QuestionError with the field.
    """
    with st.form("before_log", border=False):
        work, where, looked = st.columns(3)
        with work:
            stated = _work()
        with where:
            models, platforms, seats = _models(), _platforms(), _seats()
        with looked:
            about = _ahead(platforms, seats)
        pressed = st.form_submit_button("Size what is stated", type="primary", key="before_size")
    if pressed or (KEPT not in st.session_state and any(each.strip() for each in models)):
        st.session_state.pop(KEPT, None)
        assets, attempts, seconds = stated
        st.session_state[KEPT] = stated_question(assets, attempts, models, seconds, about)
    kept: BeforeLogQuestion | None = st.session_state.get(KEPT)
    return None if kept is None else replace(kept, quotes=tuple(quotes()))


def _work() -> tuple[int | None, str, str]:
    assets = st.number_input(
        "Usable assets a month", 0, None, 300, key="before_assets", bind=ADDRESS
    )
    attempts = st.text_input(
        "Attempts that each may take", "3..12", key="before_attempts", bind=ADDRESS
    )
    nothing = "where a second is charged"
    return (
        assets,
        attempts,
        st.text_input("Seconds of a clip", placeholder=nothing, key="before_seconds", bind=ADDRESS),
    )


def _models() -> list[str]:
    typed = st.text_input(
        "Model",
        placeholder="Nano Banana Pro 2K",
        help="As the price book calls it, then its variant; commas between several.",
        key="before_models",
        bind=ADDRESS,
    )
    return typed.split(",")


def _ahead(platforms: list[str], seats: int | None) -> SizingQuestion:
    horizon = st.selectbox(
        "Look ahead", list(HORIZONS), index=2, key="before_horizon", bind=ADDRESS
    )
    known = "Pilot until waste is known to, ± %"
    precision = st.number_input(
        known, 1.0, 100.0, 25.0, 5.0, "%.0f", key="before_precision", bind=ADDRESS
    )
    sure = "With confidence, %"
    confidence = st.number_input(
        sure, 50.0, 99.0, 90.0, 5.0, "%.0f", key="before_confidence", bind=ADDRESS
    )
    rule = rule_of(precision, confidence, DEFAULT_RULE.least_weeks, DEFAULT_RULE.least_briefs)
    return SizingQuestion(
        platforms=tuple(platforms),
        seats=seats,
        horizon_weeks=weeks_of(HORIZONS[horizon]),
        rule=rule,
    )


def _platforms() -> list[str]:
    sold = [name for name, each in shipped_plans().platforms.items() if each.plans or each.packs]
    return st.multiselect(
        "Platforms",
        sold,
        key="before_platforms",
        placeholder="All with a rate for it",
        bind=ADDRESS,
    )


def _seats() -> int | None:
    words = "Seats beyond those that a plan includes cost what it says."
    return st.number_input(
        "People to use it", 1, MOST_SEATS, None, key="before_seats", help=words, bind=ADDRESS
    )


def _today(question: Question) -> date:
    moment = question.figures.as_of(question.selection).replace(tzinfo=UTC)
    return moment.astimezone(question.settings.zone).date()


@st.cache_data(max_entries=ENTRIES, show_spinner="Running each plan", hash_funcs=_HASHED)
def _sized(
    _figures: Figures, asked: BeforeLogQuestion, today: date, currency: str, book: str
) -> BeforeLogSizing:
    del book
    return size_before_log(asked, _figures.book, today, currency)


def _show(found: BeforeLogSizing) -> None:
    sentence(before_log_sentence(found), "offcut-summary")
    for words in before_log_reasons(found):
        sentence(words)
    _table(rows_of(found), titles_of(found), found.currency, "offcut-before-log")
    horizon = found.work.horizon
    span = f"From {horizon.starts_on} to {horizon.ends_on}, by attempts per usable asset."
    sentence(" ".join([span, pays_note(found), *undone_notes(found)]), "offcut-quiet")
    _table(pilot_rows(found), pilot_titles(found), found.currency, "offcut-pilot")
    left_out = {"offer": "Left out", "note": "Why"}
    _table(left_out_rows(found), left_out, found.currency, "offcut-before-log-left-out")


def _table(rows: list[dict[str, Any]], titles: dict[str, str], currency: str, file: str) -> None:
    if rows:
        columns = [
            Column(name, title, "money" if is_money(name) else "text")
            for name, title in titles.items()
        ]
        show_table(rows, columns, currency, file=file, height="content")
