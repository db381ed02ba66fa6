"""Briefs: what was asked for, what became of it, and a way into the story of each."""

from __future__ import annotations

from dashboard.app.pages.briefs.list import show_list
from dashboard.app.pages.briefs.views import chosen_list
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question):
    show_list(question, chosen_list())
