"""What a command says of work that nobody is known to review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.cli.console import message
from dashboard.words.reviews import UNREVIEWED, WORK, unreviewed_sentence

if TYPE_CHECKING:
    from dashboard.cli.session import Session
    from data.asking.selection import Selection
    from data.asking.table import Measures


def say_unreviewed(session: Session, selection: Selection) -> None:
    """Where silence is not taken for a no, and what would tell; nothing where all is reviewed."""
    rows = session.figures.measure(UNREVIEWED, by=WORK, selection=selection).rows
    if said := unreviewed_sentence(rows, session.settings.currency):
        message(said)


def rests_on_reviews(table: Measures) -> bool:
    """Whether a figure of the table counts what was decided."""
    return any(UNREVIEWED[0] in metric.gaps for metric in table.asked)
