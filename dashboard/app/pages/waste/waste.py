"""Waste: where the money went that bought nothing used, why, and what to do about it."""

from __future__ import annotations

from functools import partial

from dashboard.app.pages.waste.cached_waste import in_common_by_reason
from dashboard.app.pages.waste.groups import show_groups
from dashboard.app.pages.waste.ledger import show_ledger
from dashboard.app.pages.waste.reasons import chosen_reason, show_reasons
from dashboard.app.pages.waste.remedies import show_remedies, worked_remedies
from dashboard.app.pages.waste.silent import show_passed_over
from dashboard.app.parts.asked_ahead import ask_ahead
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question):
    ask_ahead(
        partial(worked_remedies, question),
        partial(in_common_by_reason, question, chosen_reason()),
    )
    if show_ledger(question):
        show_passed_over(question)
        show_reasons(question)
        show_groups(question)
        show_remedies(question)
