"""Waiting: how long people wait, for which model, when, and until the first that is used."""

from __future__ import annotations

from functools import partial

from dashboard.app.pages.waiting.cached_waiting import reached, within
from dashboard.app.pages.waiting.first_ones import show_first_ones
from dashboard.app.pages.waiting.handover import show_handover
from dashboard.app.pages.waiting.headline import chosen_medium, show_headline
from dashboard.app.pages.waiting.hours import show_hours
from dashboard.app.pages.waiting.levels import show_levels
from dashboard.app.pages.waiting.spread import show_groups, show_spread, show_weeks
from dashboard.app.parts.asked_ahead import ask_ahead
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question
from dashboard.words.waiting import FIRST_ONES, STEMS

question = current_question()
if not empty_state(question):
    medium = chosen_medium(question)
    ask_ahead(
        *(partial(within, medium, stem) for stem in STEMS),
        *(partial(reached, medium, stem) for stem in FIRST_ONES),
    )
    show_headline(medium)
    show_first_ones(medium)
    show_weeks(medium)
    show_groups(medium)
    show_spread(medium)
    show_hours(medium)
    show_levels(medium)
    show_handover(medium)
