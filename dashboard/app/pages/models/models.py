"""Models: which model is worth its price, and for what."""

from __future__ import annotations

from dashboard.app.pages.models.choices import chosen_work
from dashboard.app.pages.models.pilots import show_pilot
from dashboard.app.pages.models.prices import show_prices
from dashboard.app.pages.models.standings import show_standings
from dashboard.app.pages.models.switches import show_switch
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.question import current_question

question = current_question()
if not empty_state(question):
    work = chosen_work(question)
    show_standings(work)
    show_pilot(work)
    show_switch(work)
    show_prices(work)
