"""The moment the figures stand at: looked back to, or as fresh as what was loaded last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.address import go_to, selection_query
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.watching import show_watching
from dashboard.words.formats import day
from data.asking.selection import moment
from data.warehouse.records import EARLIEST, LATEST

if TYPE_CHECKING:
    from datetime import date

    from dashboard.app.parts.cached_figures import Question

NOW = "As it stands now"
HISTORIC = (
    "A historic view: decisions and completions stand as they did then, statuses and "
    "prices as they are known today."
)


def show_standing(question: Question) -> None:
    """Since when nothing counts: a day to look back to."""
    settings, asked_for = question.settings, historic(question)
    local = question.as_of.astimezone(settings.zone)
    title = f"As it stood {day(local)}" if asked_for else NOW
    with st.popover(title, icon=":material/history:", key="standing"):
        st.session_state["as_of"] = asked_for and asked_for.astimezone(settings.zone).date()
        st.date_input(
            "As it stood at the end of",
            key="as_of",
            value=None,
            format="YYYY-MM-DD",
            min_value=EARLIEST.date(),
            max_value=LATEST.date(),
            help="What was decided later does not count. Empty: as it stands now.",
            on_change=_take_as_of,
            args=(question,),
        )
        sentence(f"As of {day(local)}, {local:%H:%M} ({settings.timezone}).", "offcut-quiet")


def show_historic(question: Question) -> None:
    """Say that the figures are not today's."""
    if historic(question):
        sentence(HISTORIC, "offcut-notice")


def show_freshness(question: Question) -> None:
    """Up to which day there is work, and when it was loaded."""
    zone = question.settings.zone
    last = question.last_worked_day()
    published = datetime.fromtimestamp(question.figures.reader.generation[1] / 1e9, UTC)
    loaded = published.astimezone(zone)
    today = question.as_of.astimezone(zone).date()
    when = f"{loaded:%H:%M}" if loaded.date() == today else f"{_day(loaded, today)}, {loaded:%H:%M}"
    to = f"to {_day(last, today)} · " if last else ""
    with st.popover(f"{to}loaded {when}", key="fresh", type="tertiary"):
        _show_fresh(question, last, f"{day(loaded)}, {loaded:%H:%M}")


def _show_fresh(question: Question, last: date | None, loaded: str) -> None:
    """The same in sentences, what loads by itself, and the way to what was loaded."""
    if last:
        sentence(f"The last work that was submitted is of {day(last)}.")
    sentence(f"Loaded last: {loaded} ({question.settings.timezone}).")
    show_watching(question.settings)
    st.page_link(
        "pages/loaded/loaded.py",
        label="How fresh each source is",
        icon=":material/database:",
        query_params=selection_query() or None,
    )


def _day(value: date, today: date) -> str:
    """`2 Nov`, with its year where that is not this one."""
    return f"{value.day} {value:%b}" if value.year == today.year else day(value)


def historic(question: Question) -> datetime | None:
    """The moment asked for, where it is not the one the settings give anyway."""
    given = question.selection.as_of
    return None if given == question.settings.as_of else given


def _take_as_of(question: Question) -> None:
    chosen, settings = st.session_state["as_of"], question.settings
    as_of = moment(chosen.isoformat(), settings) if chosen else settings.as_of
    go_to(replace(question.selection, as_of=as_of), settings, since=question.selection)
