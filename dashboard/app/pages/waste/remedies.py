"""What to do about it: where to stop trying, and what a change would have saved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.charts.stop_lines import chances_by_attempt
from dashboard.app.pages.waste.cached_waste import remedies
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import advice, as_html, sentence, typed_html
from dashboard.words.formats import counted, day, label, money
from data.asking.selection import Selection, local_day
from data.metrics.days import Days, first_of_week
from data.review.asked import Asked

if TYPE_CHECKING:
    from decimal import Decimal

    from dashboard.app.pages.waste.cached_waste import Remedies
    from dashboard.app.parts.cached_figures import Question
    from data.review.findings.finding import Finding
    from data.review.levers.trial import Trial
    from data.review.parts import Part

WEEKS = 2000
MEANWHILE = "Looking at what a change would have saved"
WEEK, TO_LAST_DAY = timedelta(days=7), timedelta(days=6)
STOP_ASSUMES = (
    "Assumes that the next brief goes as those decided so far, and that an asset made by hand is "
    "as good. Chance is that of the next attempt, by client and model that of the first; money "
    "ahead is what is expected up to the first usable one. Bars: 95 % intervals."
)
SHORT = {
    "briefs": "Briefs",
    "tried": "Briefs",
    "chance": "Chance",
    "money": "Money ahead",
    "line": "Stop at",
}
"""Titles of columns, short enough that all fit."""
NO_LEVER = "No change would have saved money beyond chance on this work."


def show_remedies(question: Question) -> None:
    """Of the recent weeks up to the last one of the selection, whatever its first day."""
    asked = asked_of(question)
    if asked is None:
        return
    with st.spinner(MEANWHILE):
        found = remedies(question, asked)
    if found.stop_lines is not None:
        _show_stop_lines(found, question.currency)
    heading("What would have cost less?")
    _show_levers(question, asked, found)


def worked_remedies(question: Question) -> Remedies | None:
    """What is shown, asked alone; None before the first week with work in it."""
    asked = asked_of(question)
    return None if asked is None else remedies(question, asked)


def asked_of(question: Question) -> Asked | None:
    """The last week with work in it that is over, or that runs; none before the first."""
    settings, at = question.settings, question.as_of
    today = local_day(at, settings)
    until = question.selection.last_day or today
    begun = [
        week
        for week in question.values("week", WEEKS)
        if isinstance(week, date) and week <= min(until, today)
    ]
    if not begun:
        return None
    over = [week for week in begun if week < first_of_week(today, settings)]
    week = max(over or begun)
    now = at.replace(tzinfo=None)
    return Asked(
        Days(week, week + TO_LAST_DAY),
        Days(week - WEEK, week - WEEK + TO_LAST_DAY),
        now,
        now - WEEK,
        Selection(filters=question.selection.filters, as_of=at),
    )


# --- stop lines -------------------------------------------------------------------------------


def _show_stop_lines(found: Remedies, currency: str) -> None:
    part = found.stop_lines
    assert part is not None
    heading("When is another attempt not worth it?")
    for each in part.sentences:
        advice(label(each), "offcut-sentence")
    with st.container(key="beside_stop_lines"):
        with st.container():
            drawn = chances_by_attempt(part.rows, currency)
            show_chart(drawn, "Chance that the next attempt brings a usable one")
            sentence(STOP_ASSUMES, "offcut-quiet")
        with st.container():
            by = found.stop_lines_by
            if by is not None:
                _show_part(by, currency)
                for each in by.sentences:
                    advice(label(each))
    _show_part(part, currency, fold="The attempts as a table")


def _show_part(part: Part, currency: str, fold: str = "") -> None:
    """The columns of which something is known."""
    known = [
        each for each in part.columns if any(row.get(each.name) is not None for row in part.rows)
    ]
    columns = [
        Column(each.name, SHORT.get(each.name, label(each.title)), each.unit) for each in known
    ]
    file = f"offcut-{part.name.replace('_', '-')}"
    show_table(part.rows, columns, currency, file=file, fold=fold)


# --- levers -----------------------------------------------------------------------------------


def _show_levers(question: Question, asked: Asked, found: Remedies) -> None:
    weeks = question.settings.review.recent_weeks
    sentence(
        f"On this work of the {counted(weeks, 'week')} up to {day(asked.days.last)}; each sentence "
        "says what it assumes. Without an interval it is a plain sum at the prices of the book.",
        "offcut-quiet",
    )
    if not found.levers:
        sentence(NO_LEVER)
    for lever in found.levers:
        st.html(_lever_html(lever, question.currency))
    if found.trials.told:
        advice("Not enough work of both ways yet; what a trial would settle:", "offcut-quiet")
    for trial in found.trials.told:
        st.html(_trial_html(trial, question.currency))


def _lever_html(lever: Finding, currency: str) -> str:
    n = f"n = {counted(lever.n, lever.n_of.removesuffix('s'), lever.n_of)}"
    if lever.low is not None and lever.high is not None:
        n = f"{money(lever.low, currency)} to {money(lever.high, currency)} a week · {n}"
    return _html(lever.money_a_week, "a week", lever.sentence, n, currency)


def _trial_html(trial: Trial, currency: str) -> str:
    rests_on = f"{counted(trial.briefs, 'brief')} so far, {trial.briefs_needed:,} missing"
    return _html(trial.at_stake, "at stake a week", trial.sentence, rests_on, currency)


def _html(amount: Decimal | None, unit: str, said: str, rests_on: str, currency: str) -> str:
    size = "no price" if amount is None else money(amount, currency)
    return (
        '<div class="offcut-finding"><span></span>'
        f"<span><b>{as_html(size)}</b><small>{unit}</small></span>"
        f"<span>{typed_html(label(said))}<small>{as_html(rests_on)}</small></span></div>"
    )
