"""Waste: where the money went that bought nothing used."""

from __future__ import annotations

from dashboard.asked import asked
from dashboard.nothing import nothing_here
from dashboard.waste_sections import show_groups, show_ledger, show_not_selected, show_reasons

question = asked()
if not nothing_here(question) and show_ledger(question):
    show_reasons(question)
    show_not_selected(question)
    show_groups(question)
