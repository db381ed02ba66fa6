"""Overview: what a usable asset cost, and where the money went."""

from __future__ import annotations

from dashboard.app.pages.overview.sections import (
    show_groups,
    show_media,
    show_summary,
    show_totals,
    show_weeks,
)
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question):
    show_summary(question)
    show_totals(question)
    show_media(question)
    show_weeks(question)
    show_groups(question)
