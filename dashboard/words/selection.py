"""The selection in words: on its button, in a sentence that is taken along, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import day, shortened
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.selection import Selection

_NAMED = 3
_CHARACTERS = 40


def selection_words(selection: Selection) -> str:
    """`2 Nov 2026 to 15 Nov 2026 · Project: night-trains`; empty when nothing is left out."""
    chosen = [f"{dimension(name).title}: {_listed(values)}" for name, values in selection.filters]
    return " · ".join(filter(None, [days_words(selection), *chosen]))


def days_words(selection: Selection) -> str:
    """`2 Nov 2026 to 15 Nov 2026`; empty where no day is left out."""
    first, last = selection.first_day, selection.last_day
    if first and last:
        return day(first) if first == last else f"{day(first)} to {day(last)}"
    if first:
        return f"From {day(first)}"
    return f"Until {day(last)}" if last else ""


def _listed(values: Sequence[str | None]) -> str:
    named = [shortened(value, _CHARACTERS) for value in values[:_NAMED]]
    more = [f"{len(values) - _NAMED} more"] if len(values) > _NAMED else []
    return ", ".join([*named, *more])
