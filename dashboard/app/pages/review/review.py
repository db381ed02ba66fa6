"""Review: what changed in a week, why, how sure, and what was decided."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.app.pages.review.cached_review import begun, built
from dashboard.app.pages.review.decide import show_decisions
from dashboard.app.pages.review.downloads import show_downloads
from dashboard.app.pages.review.findings import show_findings
from dashboard.app.pages.review.five_figures import show_five_figures
from dashboard.app.pages.review.open_client import show_open_client
from dashboard.app.pages.review.sections import show_opening, show_parts, show_small_print
from dashboard.app.pages.review.week import chosen_review
from dashboard.app.parts.asked_ahead import ask_ahead
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

FINDINGS_PX = 320

question = current_question().on_all_days()
if not empty_state(question):
    asked = chosen_review(question)
    first = begun(question, asked)
    ask_ahead(partial(built, question, asked))
    show_opening(first.review)
    show_five_figures(first.review)
    to_talk_about = st.container()
    show_parts(first.review)
    with to_talk_about, st.skeleton(height=FINDINGS_PX):
        found = built(question, asked)
        show_findings(question, asked, found)
    show_open_client(question, asked)
    show_decisions(question, asked, found.review)
    show_downloads(question, asked, found)
    show_small_print(found.review)
