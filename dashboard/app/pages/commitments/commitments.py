"""Credits: how many credits to buy ahead, from whom, and at what risk."""

from __future__ import annotations

import streamlit as st

from dashboard.app.pages.commitments.answer import show_answer
from dashboard.app.pages.commitments.before_log import NO_CHANNEL, show_before_log
from dashboard.app.pages.commitments.cached_sizing import sized
from dashboard.app.pages.commitments.inputs import chosen_channel, chosen_future
from dashboard.app.pages.commitments.progress import sizing_progress
from dashboard.app.pages.commitments.quotes import quote_editor
from dashboard.app.pages.commitments.sections import (
    show_balances,
    show_costs,
    show_evidence,
    show_plans,
    show_sensitivity,
)
from dashboard.app.parts.empty import show_welcome
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.question import current_question
from data.errors import QuestionError, SettingsError

# What is held burns down first; where no ledger says what is held, the comparison opens.
TABS = ("Credits held", "Compared", "Sizes", "What if", "Evidence")

question = current_question()
loaded = question.settings.warehouse.exists()
channel = chosen_channel(question) if loaded else None
if channel is None:
    quote_editor(NO_CHANNEL, question.currency)
    show_before_log(question)
    show_welcome(files=len(question.proof().files) if loaded else 0)
else:
    sentence(
        "Rests on the whole log of the channel up to the moment of the figures; period and "
        "filters do not narrow it.",
        "offcut-quiet",
    )
    try:
        future = chosen_future(channel, question.figures.book)
        quote_editor(channel, question.currency)
        with sizing_progress() as progress:
            team = sized(question, future, progress)
    except (QuestionError, SettingsError) as error:
        sentence(str(error), "offcut-error")
    else:
        show_answer(team, question.currency)
        (answer,) = team.channels
        opened = TABS[0] if team.balances else TABS[1]
        held, compared, sizes, changes, evidence = st.tabs(TABS, default=opened)
        with held:
            show_balances(team, question.settings.zone)
        with compared:
            show_plans(answer, question.currency)
        with sizes:
            show_costs(answer, question.currency)
        with changes:
            show_sensitivity(answer, question.currency)
        with evidence:
            show_evidence(answer, question.currency)
    show_before_log(question, opened=False)
