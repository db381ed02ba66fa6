"""The findings as a numbered list: money, sentence, what it rests on; its rows, and dismissal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.app.pages.review.decide import begin_decision
from dashboard.app.pages.review.sections import show_folded, show_part
from dashboard.app.parts.address import query_of
from dashboard.app.parts.markup import as_html, as_markdown, typed_html
from dashboard.app.parts.written_down import told, write_down
from dashboard.words.formats import NOTHING, counted, day, label, money
from data.asking.selection import Selection
from data.review.dismissals import QUIET, dismissals_journal, new_dismissal
from data.review.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dashboard.app.parts.cached_figures import Question
    from data.review.asked import Asked
    from data.review.content.review import Built
    from data.review.findings.finding import Finding
    from data.review.parts import Review
    from data.settings import Settings

DISMISSED = "review_dismissed"
DISMISS = "Dismiss"
DISMISS_HELP = "It is not told again for four weeks. That cannot be undone."
DECIDE = "Decide"
DECIDE_HELP = "Fills in the form below, under “What is decided?”."


class Rows(NamedTuple):
    """Where a finding's rows are looked at, and of which days."""

    page: str
    title: str
    days: str = "week"
    """`week`: those reviewed; `recent`: and the weeks before; `all` up to their last."""


EXPLORE, WASTE, WAITING, CREDITS, DATA = (
    ("pages/explore/explore.py", "Explore"),
    ("pages/waste/waste.py", "Waste"),
    ("pages/waiting/waiting.py", "Waiting"),
    ("pages/commitments/commitments.py", "Credits"),
    ("pages/loaded/loaded.py", "Data"),
)
BRIEFS = "pages/briefs/briefs.py"
HAVE_BRIEFS = ("Explore", "Waste", "Waiting")
"""What is shown on these pages is work of briefs, which can be looked at one by one."""
ROWS = {
    "rerolls": Rows(*WASTE, "recent"),
    "reason": Rows(*WASTE, "recent"),
    "dearer_model": Rows(*EXPLORE, "recent"),
    "undecided": Rows(*WASTE, "all"),
    "segment_change": Rows(*EXPLORE),
    "people": Rows(*EXPLORE),
    "slow_service": Rows(*WAITING),
    "cheaper_channel": Rows(*EXPLORE, "recent"),
    "patient_tier": Rows(*EXPLORE, "recent"),
    "smaller_size": Rows(*EXPLORE, "recent"),
    "fewer_outputs": Rows(*WASTE, "recent"),
    "edit_instead": Rows(*WASTE, "recent"),
    "stop_rule": Rows(*WASTE, "recent"),
    "another_plan": Rows(*CREDITS),
    "target": Rows(*EXPLORE),
    "lapsing_credits": Rows(*CREDITS),
    "credits_run_out": Rows(*CREDITS),
    "refunds_due": Rows(*WASTE, "all"),
    "assumed_money": Rows(*DATA),
    "unpriced_money": Rows(*DATA),
}
"""By the rule; of any other on Waste, of the days reviewed."""


def show_findings(question: Question, asked: Asked, built: Built) -> None:
    """What to talk about and what to try, each with the way to its rows and out of the list."""
    told(DISMISSED)
    levers = built.review.part("levers")
    to_try = {str(row["key"]) for row in levers.rows} if levers else set()
    numbered = list(enumerate(built.found, 1))
    moved = [each for each in numbered if each[1].key not in to_try]
    _group(question, asked, built.review, "findings", moved)
    _group(
        question, asked, built.review, "levers", [each for each in numbered if each not in moved]
    )
    trials = built.review.part("trials")
    if trials is not None:
        show_folded(built.review, trials, as_markdown(f"{trials.title}: {len(trials.rows)}"))


def _group(
    question: Question,
    asked: Asked,
    review: Review,
    name: str,
    numbered: Sequence[tuple[int, Finding]],
) -> None:
    """The cards of a part under its title and what it rests on; nothing without the part."""
    part = review.part(name)
    if part is None:
        return
    show_part(review, replace(part, columns=(), rows=()))
    with st.container(key=f"cards_{name}"):
        for number, each in numbered:
            with st.container(key=f"finding_{number}", gap="small", border=True):
                st.html(_html(number, each, question.currency))
                _ways_on(question, asked, number, each)


def _ways_on(question: Question, asked: Asked, number: int, finding: Finding) -> None:
    """To its rows, into a decision, out of the list."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"finding_ways_{number}"):
        _link(question, asked, finding)
        st.button(
            DECIDE,
            key=f"decide_{finding.key}",
            type="tertiary",
            icon=":material/gavel:",
            help=DECIDE_HELP,
            on_click=begin_decision,
            args=(finding,),
        )
        st.button(
            DISMISS,
            key=f"dismiss_{finding.key}",
            type="tertiary",
            icon=":material/notifications_off:",
            help=DISMISS_HELP,
            on_click=_dismiss,
            args=(question.settings, finding.key, asked.as_of),
        )


def _html(number: int, finding: Finding, currency: str) -> str:
    amount = finding.money_a_week
    size = NOTHING if amount is None else money(amount, currency)
    unit = "no price" if amount is None else "a week"
    return (
        f'<div class="offcut-finding"><span>{number}.</span>'
        f"<span><b>{as_html(size)}</b><small>{unit}</small></span>"
        f"<span>{typed_html(label(finding.sentence))}"
        f"<small>{as_html(_rests_on(finding, currency))}</small></span></div>"
    )


def _rests_on(finding: Finding, currency: str) -> str:
    n = f"n = {counted(finding.n, finding.n_of.removesuffix('s'), finding.n_of)}"
    if finding.low is None or finding.high is None:
        return n
    return f"{money(finding.low, currency)} to {money(finding.high, currency)} a week · {n}"


# --- its rows ---------------------------------------------------------------------------------


def _link(question: Question, asked: Asked, finding: Finding) -> None:
    rows = ROWS.get(finding.rule, Rows(*WASTE))
    query = query_of(_selection(question, asked, finding, rows.days), question.settings)
    title, arrow = f"See it on {rows.title}", ":material/arrow_forward:"
    st.page_link(rows.page, label=title, icon=arrow, query_params=query)
    if rows.title in HAVE_BRIEFS:
        pictures = ":material/photo_library:"
        st.page_link(BRIEFS, label="See the briefs", icon=pictures, query_params=query)


def _selection(question: Question, asked: Asked, finding: Finding, days: str) -> Selection:
    """The finding's rows; the pages look at whole attempts, so no filter of single outputs."""
    mine = [each for each in finding.where if not Selection(filters=(each,)).splits_outputs]
    names = {name for name, _ in mine}
    others = [each for each in question.selection.filters if each[0] not in names]
    first = {
        "week": asked.days.first,
        "recent": Facts(question.figures, asked).recent_days.first_day,
    }.get(days)
    return replace(
        question.selection,
        first_day=first,
        last_day=asked.days.last,
        filters=(*others, *mine),
    )


# --- dismissed --------------------------------------------------------------------------------


def _dismiss(settings: Settings, key: str, as_of: datetime) -> None:
    """From the moment on at which the figures stand, as all that is said of them."""
    at = as_of.replace(tzinfo=UTC)
    until = (at + QUIET).astimezone(settings.zone).date()
    write_down(
        DISMISSED,
        lambda: dismissals_journal(settings).append(new_dismissal(key, None, at)),
        f"{label(key)} is quiet until {day(until)}. That cannot be undone.",
    )
