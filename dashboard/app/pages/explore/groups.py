"""The groups of a view: the six costliest, and all others as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from dashboard.app.pages.explore.choices import View
    from dashboard.app.parts.cached_figures import Question
    from data.asking.table import Row
    from data.metrics.dimensions import Key

DRAWN = 6
MOST_OTHERS = 2_000
"""So many groups at most are put together as the rest; of more, the rest is not drawn."""


class Group(NamedTuple):
    """A line of the chart: its name, the question about it, and the one about the time before."""

    name: str | None
    question: Question
    before: Question | None
    others: int = 0
    """How many groups it stands for, where it is the rest."""


def drawn_groups(view: View) -> list[Group]:
    """The costliest groups with work in them, and the rest, each to be asked by itself."""
    if dimension(view.by).is_time:
        return [Group(None, view.question, view.before)]
    keys = [row[view.by] for row in worked_rows(view)]
    first, others = keys[:DRAWN], keys[DRAWN:]
    groups = [_group(view, (key,), 0) for key in first]
    if 0 < len(others) <= MOST_OTHERS:
        groups.append(_group(view, tuple(others), len(others)))
    return groups


def worked_rows(view: View) -> list[Row]:
    """The groups with work or money in them, the costliest first."""
    rows = view.question.measure(["spend", "attempts"], [view.by]).rows
    return [row for row in rows if row["attempts"] or row["spend"]]


def _group(view: View, keys: tuple[Key, ...], others: int) -> Group:
    named = tuple(None if key is None else str(key) for key in keys)
    before = None if view.before is None else _among(view.before, view.by, named)
    return Group(named[0], _among(view.question, view.by, named), before, others)


def _among(question: Question, name: str, values: tuple[str | None, ...]) -> Question:
    others = tuple(each for each in question.selection.filters if each[0] != name)
    filters = (*others, (name, values))
    return replace(question, selection=replace(question.selection, filters=filters))
