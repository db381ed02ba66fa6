"""Waste: where the money went that bought nothing used."""

from __future__ import annotations

from dashboard.app.pages.waste.sections import (
    show_groups,
    show_ledger,
    show_not_selected,
    show_reasons,
)
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question) and show_ledger(question):
    show_reasons(question)
    show_not_selected(question)
    show_groups(question)
