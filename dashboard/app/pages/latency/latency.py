"""Latency: how long people wait, for which model, and when."""

from __future__ import annotations

from dashboard.app.pages.latency.sections import (
    chosen_medium,
    show_headline,
    show_hours,
    show_models,
    show_weeks,
)
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question):
    medium = chosen_medium(question)
    show_headline(medium)
    show_weeks(medium)
    show_models(medium)
    show_hours(medium)
