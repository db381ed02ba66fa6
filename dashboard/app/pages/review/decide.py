"""What the meeting decides: a form that notes it, and what became of what was decided before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.pages.review.sections import is_watched, show_folded, show_part
from dashboard.app.parts.filter_choice import OPTIONS, option_text
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.written_down import told, write_down
from dashboard.words.formats import label
from data.asking.measure import named
from data.asking.selection import Selection
from data.asking.unknown_values import refuse, unknown_values
from data.errors import QuestionError
from data.metrics.catalogue import METRICS, metric
from data.metrics.days import first_of_week
from data.review.decisions import decisions_journal, new_decision
from data.warehouse.records import EARLIEST, LATEST

if TYPE_CHECKING:
    from datetime import date

    from dashboard.app.parts.cached_figures import Question
    from data.review.asked import Asked
    from data.review.decisions import Decision
    from data.review.findings.finding import Finding
    from data.review.parts import Review

DECIDED = "review_decided"
BEGUN = "review_decision_begun"
BEGUN_WORDS = "Filled in from the finding: say who does it and by when, and shorten what it says."
FIELDS = ("text", "owner", "by", "watch", "client")
NEEDED = {"text": "what was decided", "owner": "who does it", "by": "by when"}


def show_decisions(question: Question, asked: Asked, review: Review) -> None:
    """The form, then the decisions with the numbers that they watch."""
    heading("What is decided?")
    week = first_of_week(asked.days.first, question.settings)
    sentence(st.session_state.pop(BEGUN, ""), "offcut-done")
    _form(question, week)
    told(DECIDED)
    for unreadable in decisions_journal(question.settings).unreadable():
        sentence(unreadable, "offcut-notice")
    for part in review.parts:
        if part.name == "decisions":
            show_part(review, part)
        elif is_watched(part):
            number = part.name.removeprefix("decision_")
            show_folded(review, part, f"Decision {number} by week")


def begin_decision(finding: Finding) -> None:
    """Fill the form in from a finding: what it says, the number that it moves, its client."""
    st.session_state[_key("text")] = label(finding.sentence)
    predicted = finding.predicts.metric if finding.predicts else None
    st.session_state[_key("watch")] = predicted if predicted in _watchable() else None
    clients = dict(finding.where).get("client", ())
    st.session_state[_key("client")] = option_text(clients[0]) if len(clients) == 1 else None
    st.session_state[BEGUN] = BEGUN_WORDS


def _form(question: Question, week: date) -> None:
    with st.form("review_decide", border=True):
        st.text_input("What", key=_key("text"), placeholder="Edit instead of re-rolling")
        with st.container(horizontal=True, gap="small"):
            st.text_input("Owner", key=_key("owner"), width=180)
            st.date_input(
                "By when",
                value=None,
                min_value=EARLIEST.date(),
                max_value=LATEST.date(),
                format="YYYY-MM-DD",
                key=_key("by"),
                width=160,
            )
            st.selectbox(
                "Number to watch",
                _watchable(),
                index=None,
                format_func=lambda name: metric(name).title,
                placeholder="None",
                key=_key("watch"),
                width=250,
            )
            st.selectbox(
                "Of which client",
                [option_text(value) for value in question.values("client", OPTIONS)],
                index=None,
                placeholder="All",
                key=_key("client"),
                width=180,
            )
        st.form_submit_button(
            "Note the decision", key=_key("note"), on_click=_note, args=(question, week)
        )


def _key(field: str) -> str:
    return f"review_decide_{field}"


@st.cache_data(show_spinner=False)
def _watchable() -> list[str]:
    """The metrics that have a value each week."""
    return [each.name for each in METRICS if _has_weeks(each.name)]


def _has_weeks(name: str) -> bool:
    try:
        named([name], ["week"], Selection())
    except QuestionError:
        return False
    return True


def _note(question: Question, week: date) -> None:
    """Append what the form says; the form is emptied once it is written."""
    given = {field: st.session_state[_key(field)] for field in FIELDS}
    journal = decisions_journal(question.settings)
    done = f"Decision {{number}} of the week from {week} is noted in {journal.path}."
    if write_down(DECIDED, lambda: journal.append(_decision(question, week, given)), done):
        for field in FIELDS:
            st.session_state[_key(field)] = "" if field in ("text", "owner") else None


def _decision(question: Question, week: date, given: dict[str, Any]) -> Decision:
    """The decision as `offcut decide` makes it. Raises QuestionError."""
    missing = [words for field, words in NEEDED.items() if not str(given[field] or "").strip()]
    if missing:
        raise QuestionError(f"Say {' and '.join(missing)}: a decision needs it.")
    if given["by"] < week:
        raise QuestionError(f"By {given['by']}: before the week from {week} that was reviewed.")
    client = given["client"]
    decision = new_decision(
        question.figures,
        text=given["text"].strip(),
        week=week,
        owner=given["owner"].strip(),
        by=given["by"],
        watch=given["watch"],
        where=(f"client={client}",) if client is not None else (),
    )
    if decision.watch is not None:
        refuse(unknown_values(question.figures, decision.watched(question.settings)))
    return decision
