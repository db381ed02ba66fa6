"""Latency: how long people wait, for which model, and when."""

from __future__ import annotations

from dashboard.asked import asked
from dashboard.latency_sections import (
    chosen_medium,
    show_headline,
    show_hours,
    show_models,
    show_weeks,
)
from dashboard.nothing import nothing_here

question = asked()
if not nothing_here(question):
    medium = chosen_medium(question)
    show_headline(medium)
    show_weeks(medium)
    show_models(medium)
    show_hours(medium)
