"""Which week is reviewed, and what it is held against: chosen here, kept in the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import COMPARED, REVIEWED, keep, kept
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import day
from data.asking.selection import local_day
from data.metrics.days import Days, first_of_week
from data.review.asked import EQUAL_AGE, PREVIOUS, Asked, asked_review, period_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.app.parts.cached_figures import Question

WEEKS = 2000
"""So many weeks are looked for: all there can be."""
WIDTH_PX = 340
TO_SUNDAY = timedelta(days=6)
WEEK = timedelta(days=7)
COMPARISONS = {EQUAL_AGE: "At equal age", PREVIOUS: "As it stands now"}
EARLIER = "No later week has work in it: it is the last that ended with some."


def chosen_review(question: Question) -> Asked:
    """The week and the comparison of the address, or chosen here. Raises QuestionError."""
    settings = question.settings
    weeks = _weeks(question)
    asked = asked_review(
        settings,
        week=kept(REVIEWED) or period_name(weeks[0], settings),
        compare=kept(COMPARED) or EQUAL_AGE,
        where=_where(question),
        as_of=question.as_of.isoformat(),
    )
    with st.container(horizontal=True, gap="medium"):
        _choose_week(asked, weeks, question)
        _choose_comparison()
    if not kept(REVIEWED) and asked.days.last + TO_SUNDAY < _today(question) - timedelta(days=1):
        sentence(EARLIER, "offcut-quiet")
    return asked


def _weeks(question: Question) -> list[Days]:
    """The weeks with work in them: those that are over, the last one first, then the running."""
    today = _today(question)
    this_week = first_of_week(today, question.settings)
    begun = [week for week in question.values("week", WEEKS) if isinstance(week, date)]
    over = sorted((week for week in begun if week < this_week), reverse=True)
    running = [this_week] if this_week in begun or not over else []
    return [Days(week, week + TO_SUNDAY) for week in (*over, *running)]


def _today(question: Question) -> date:
    return local_day(question.as_of, question.settings)


def _where(question: Question) -> list[str]:
    """The filters of the page, as a command takes them."""
    query = replace(question.selection, as_of=None).to_query()
    return [f"{name}={value}" for name, values in query.items() for value in values]


# --- widgets ----------------------------------------------------------------------------------


def _choose_week(asked: Asked, weeks: Sequence[Days], question: Question) -> None:
    settings, today = question.settings, _today(question)
    offered = {period_name(week, settings): week for week in weeks}
    chosen = asked.name(settings)
    periods = offered if chosen in offered else {chosen: asked.days, **offered}
    st.session_state["review_week"] = chosen
    st.selectbox(
        "Week",
        list(periods),
        format_func=lambda name: _period_words(name, periods[name], today),
        key="review_week",
        width=WIDTH_PX,
        on_change=_take,
        args=(REVIEWED, "review_week"),
    )


def _period_words(name: str, period: Days, today: date) -> str:
    days = f"{day(period.first)} to {day(period.last)}"
    running = ", not over yet" if period.last >= today else ""
    return f"{days}{running}" if ".." in name else f"{name} · {days}{running}"


def _choose_comparison() -> None:
    chosen = kept(COMPARED) or EQUAL_AGE
    titles = COMPARISONS if chosen in COMPARISONS else {**COMPARISONS, chosen: f"From {chosen}"}
    st.session_state["review_comparison"] = chosen
    st.segmented_control(
        "The week before",
        list(titles),
        format_func=titles.__getitem__,
        key="review_comparison",
        required=True,
        help="At equal age: as it stood when it was as old as this week is now, so that what is "
        "still undecided counts on both sides alike.",
        on_change=_take,
        args=(COMPARED, "review_comparison"),
    )


def _take(name: str, key: str) -> None:
    keep(name, st.session_state[key])
