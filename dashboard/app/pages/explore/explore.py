"""Explore: any figure by any one or two dimensions, over time, against the period before."""

from __future__ import annotations

from dashboard.app.pages.explore.choices import chosen_view
from dashboard.app.pages.explore.over_time import show_over_time
from dashboard.app.pages.explore.sections import show_figures, show_groups, show_summary
from dashboard.app.pages.explore.weeks import show_weeks
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question):
    show_summary(question)
    view = chosen_view(question)
    show_figures(view)
    show_over_time(view)
    show_groups(view)
    show_weeks(question)
