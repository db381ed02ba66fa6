"""Brief: what was asked for, what was tried, what it cost, and what came of it."""

from __future__ import annotations

from dataclasses import replace

from dashboard.app.pages.brief.cached_brief import brief_found, brief_told
from dashboard.app.pages.brief.contact_sheet import show_contact_sheet, show_lineage
from dashboard.app.pages.brief.not_one import show_not_one
from dashboard.app.pages.brief.sections import show_headline, show_ledger, show_timeline, show_title
from dashboard.app.pages.brief.tables import show_attempts, show_decisions, show_outputs
from dashboard.app.parts.question import current_question

asked = current_question()
found = brief_found(asked)
if found.brief is None:
    show_not_one(asked, found.others)
else:
    question = replace(asked, selection=found.selection)
    story = brief_told(question)
    show_title(asked, question, found.brief)
    show_headline(question, found.brief)
    show_timeline(question, story)
    show_contact_sheet(question, story)
    show_lineage(question, story)
    show_ledger(question)
    show_attempts(question, story)
    show_outputs(question, story)
    show_decisions(question, story)
