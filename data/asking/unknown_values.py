"""Values that a filter asks for and no record has: a slip of the keyboard, more often than not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import QuestionError, nearest
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.asking.figures import Figures
    from data.asking.selection import Selection

FEW = 12
"""So many values are named, the costliest; of more than SEARCHED, none is looked for."""
SEARCHED = 1000


NO_RECORD = "no record has what was asked for"


def unknown_values(figures: Figures, selection: Selection) -> str:
    """A line for each filter value that nothing has, whatever the days; empty: there is none.

    A day, a week or an hour may well have nothing.
    """
    everything = replace(selection, first_day=None, last_day=None, filters=())
    lines = []
    for name, value in _asked(selection):
        alone = replace(everything, filters=((name, (value,)),))
        if not figures.values(name, alone, limit=1):
            found = figures.values(name, everything, limit=SEARCHED + 1)
            known = [str(each) for each in found if each is not None]
            lines.append(f"{name}={value}: no record has this {name}. {_instead(value, known)}")
    return "\n".join(lines)


def refuse(unknown: str) -> None:
    """Raise QuestionError for values that nothing has."""
    if unknown:
        raise QuestionError(unknown)


def _asked(selection: Selection) -> Iterator[tuple[str, str]]:
    for name, values in selection.filters:
        if not dimension(name).is_time:
            yield from ((name, value) for value in values if value is not None)


def _instead(value: str, known: list[str]) -> str:
    if not known:
        return "None is known."
    if len(known) > SEARCHED:
        return f"There are: {', '.join(known[:FEW])} and many more."
    if question := nearest(value, known):
        return question
    more = f" and {len(known) - FEW:,} more" if len(known) > FEW else ""
    return f"There are: {', '.join(known[:FEW])}{more}."
