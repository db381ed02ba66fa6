"""Which days stand out under a figure: its models' prices that changed, decisions that watch it.

A model that is new has no price that changed.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from dashboard.words.marked_days import of_decision, of_prices
from data.pricing.in_force import price_steps
from data.review.decisions import decisions_journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.app.pages.explore.choices import View
    from dashboard.words.marked_days import MarkedDay
    from data.pricing.in_force import PriceStep
    from data.review.decisions import Decision

MONEY = ("money", "money_per")
WEEK, DAY = timedelta(days=7), timedelta(days=1)
MOST = 6
"""So many are marked, the latest."""


def marked_days(view: View, first: date, last: date) -> list[MarkedDay]:
    """The latest days between two that concern what is drawn, the earliest first."""
    found = [*_prices(view, first, last), *_decisions(view, first, last)]
    return sorted(found)[-MOST:]


def _prices(view: View, first: date, last: date) -> Iterator[MarkedDay]:
    if view.metric.unit not in MONEY:
        return
    rows = view.question.measure(["attempts"], ["channel", "model"]).rows
    used = [
        (str(row["channel"]), str(row["model"]))
        for row in rows
        if row["attempts"] and row["channel"] is not None and row["model"] is not None
    ]
    steps = price_steps(view.question.figures.book, used, first - DAY, last)
    changes = [each for each in steps if each.before is not None]
    for _, mine in groupby(sorted(changes, key=_of), key=_of):
        yield of_prices(list(mine))


def _of(step: PriceStep) -> tuple[date, str, str]:
    return step.day, step.channel, step.model


def _decisions(view: View, first: date, last: date) -> Iterator[MarkedDay]:
    """Marked where the weeks begin that are held against the one it was made on."""
    for numbered in decisions_journal(view.question.settings).entries():
        since = numbered.entry.week + WEEK
        if first <= since <= last and _concerns(numbered.entry, view):
            yield of_decision(numbered.entry, since)


def _concerns(decision: Decision, view: View) -> bool:
    """It watches this figure, of work that is drawn: of a group, or of what is filtered by."""
    if decision.watch != view.metric.name:
        return False
    mine = dict(view.question.selection.filters)
    asked = decision.watched(view.question.settings).filters
    return all(
        name == view.by if name not in mine else set(values) & set(mine[name])
        for name, values in asked
    )
