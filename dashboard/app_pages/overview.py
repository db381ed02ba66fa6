"""Overview: what a usable asset cost, and where the money went."""

from __future__ import annotations

from dashboard.asked import asked
from dashboard.nothing import nothing_here
from dashboard.overview_sections import (
    show_groups,
    show_media,
    show_summary,
    show_totals,
    show_weeks,
)

question = asked()
if not nothing_here(question):
    show_summary(question)
    show_totals(question)
    show_media(question)
    show_weeks(question)
    show_groups(question)
