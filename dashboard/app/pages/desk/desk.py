"""Desk: the review itself, by keyboard, for teams that have no tool for it."""

from __future__ import annotations

from dashboard.app.pages.desk.bench import show_bench
from dashboard.app.pages.desk.cached_desk import work
from dashboard.app.pages.desk.choices import chosen
from dashboard.app.pages.desk.sections import show_pending, show_queue_words, show_standing
from dashboard.app.parts.empty import empty_state
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.question import current_question
from dashboard.words.desk import STAGES

question = current_question()
if not empty_state(question):
    choice = chosen(question)
    shown = work(question, choice)
    show_queue_words(shown)
    if shown.queue.briefs:
        show_bench(question, shown, choice.stage)
    else:
        title = STAGES[choice.stage]
        sentence(f"Nothing waits for a decision at the stage {title} in this selection.")
    show_pending(question, shown)
    show_standing(question, shown, choice.stage)
