"""Latency: how long people wait, for which model, and when."""

from __future__ import annotations

from dashboard.app.pages.latency.sections import (
    chosen_medium,
    show_headline,
    show_hours,
    show_models,
    show_weeks,
)
from dashboard.app.parts.empty import nothing_here
from dashboard.app.parts.question import asked

question = asked()
if not nothing_here(question):
    medium = chosen_medium(question)
    show_headline(medium)
    show_weeks(medium)
    show_models(medium)
    show_hours(medium)
