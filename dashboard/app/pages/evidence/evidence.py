"""Finals: what was delivered, which output each file is, and what nobody logged."""

from __future__ import annotations

from dashboard.app.pages.evidence.cached_evidence import found
from dashboard.app.pages.evidence.confirm import show_matches
from dashboard.app.pages.evidence.nothing_scanned import show_nothing_scanned
from dashboard.app.pages.evidence.sections import (
    show_dark,
    show_figures,
    show_folders_scanned,
    show_headline,
    show_unapproved,
    show_unreadable,
)
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
scanned = found(question)
if scanned.folders:
    show_headline(question)
    show_figures(question)
    show_matches(question, scanned)
    show_dark(question, scanned)
    show_unapproved(question, scanned)
    show_unreadable(question, scanned)
    show_folders_scanned(question, scanned)
elif question.selection.is_narrowed or not empty_state(question):
    show_nothing_scanned(question)
