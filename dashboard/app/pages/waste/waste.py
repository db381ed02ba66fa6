"""Waste: where the money went that bought nothing used, why, and what to do about it."""

from __future__ import annotations

from dashboard.app.pages.waste.groups import show_groups
from dashboard.app.pages.waste.ledger import show_ledger
from dashboard.app.pages.waste.reasons import show_reasons
from dashboard.app.pages.waste.remedies import show_remedies
from dashboard.app.pages.waste.silent import show_passed_over
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question) and show_ledger(question):
    show_passed_over(question)
    show_reasons(question)
    show_groups(question)
    show_remedies(question)
