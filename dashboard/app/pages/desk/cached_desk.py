"""The queue and what stands beside it, kept while neither figures, journal nor choice change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from data.asking.selection import Selection
from data.desk.progress import desk_progress
from data.desk.queue import Asked, desk_queue
from data.desk.reasons import usual_reasons
from data.desk.waiting import PendingDecisions, not_counted
from data.desk_journal import DeskJournal, desk_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dashboard.app.pages.desk.choices import Chosen
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Stamp
    from data.asking.figures import Figures
    from data.desk.progress import DeskProgress
    from data.desk.queue import DeskQueue

ENTRIES = 48
_HASHED: Any = {Selection: repr}


class Work(NamedTuple):
    """What the Desk shows."""

    queue: DeskQueue
    progress: DeskProgress
    reasons: tuple[str, ...]
    pending: PendingDecisions
    since: datetime | None
    """When the last event was received that the queue knows of."""


def work(question: Question, choice: Chosen) -> Work:
    """Of the selection, at the chosen stage, in the chosen order."""
    journal = _journal(desk_folder(question.settings.warehouse))
    since = journal.latest()
    stamp = (*question.stamp, question.as_of, since)
    return _work(question.figures, journal, stamp, question.selection, choice)


@st.cache_resource(max_entries=4, show_spinner=False)
def _journal(folder: Path) -> DeskJournal:
    return DeskJournal(folder)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def _work(
    _figures: Figures, _journal: DeskJournal, stamp: Stamp, selection: Selection, choice: Chosen
) -> Work:
    cursor = _figures.cursor(selection)
    pending = not_counted(cursor, _journal, stamp[-2])
    here = (*pending.decisions, *pending.later)
    decided = {e.output: e.decision for e in here if e.stage == choice.stage}
    asked = Asked(
        choice.stage, choice.order, selection, _figures.settings, decided,
        choice.missed, choice.risk, choice.seed,
    )  # fmt: skip
    return Work(
        desk_queue(cursor, asked),
        desk_progress(cursor, choice.stage, selection, _figures.settings),
        usual_reasons(cursor),
        pending,
        stamp[-1],
    )
