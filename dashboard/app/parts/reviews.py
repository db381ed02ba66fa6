"""What a page says of work that nobody is known to review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.parts.markup import sentence
from dashboard.words.reviews import UNREVIEWED, WORK, unreviewed_sentence

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question


def show_unreviewed(question: Question) -> None:
    """Where silence is not taken for a no, and what would tell; nothing where all is reviewed."""
    rows = question.measure(UNREVIEWED, WORK).rows
    sentence(unreviewed_sentence(rows, question.currency), "offcut-notice")
