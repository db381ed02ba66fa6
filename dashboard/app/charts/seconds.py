"""Axes of durations: ticks at round numbers, written as people say them."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any

from dashboard.app.charts.style import axis_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHORTEST_S = 0.1
"""What is shorter stands here on a logarithmic axis, which has no place for 0."""
_WIDE = 30
"""Durations further apart than this factor need a logarithmic axis to be seen side by side."""
_STEPS = (
    *(0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800),
    *(3600, 7200, 21600, 43200, 86400, 259200, 604800, 2592000),
)


def at_least(values: Iterable[float | None]) -> list[float | None]:
    """The durations as a logarithmic axis can show them."""
    return [None if value is None else max(value, SHORTEST_S) for value in values]


def is_wide(values: Iterable[float | None], wide: float = _WIDE) -> bool:
    """Whether the durations are too far apart for an even axis: by more than this factor."""
    known = [value for value in at_least(values) if value is not None]
    return bool(known) and max(known) / min(known) > wide


def axis_of(values: Iterable[float | None], words: str, *, wide: float = _WIDE) -> dict[str, Any]:
    """An even axis; from a factor of `wide` on a logarithmic one, which says so."""
    known = list(values)
    if is_wide(known, wide):
        return logarithmic_axis(known) | {"title": axis_title(f"{words}, log scale")}
    return even_axis(known) | {"title": axis_title(words)}


def even_axis(values: Iterable[float | None]) -> dict[str, Any]:
    """An axis from 0 on, with up to seven ticks."""
    high = max((value for value in values if value is not None), default=0)
    step = next((step for step in _STEPS if high / step <= 6), _STEPS[-1])
    ticks = [step * place for place in range(int(high // step) + 2)]
    return _named(ticks, ticks) | {"rangemode": "tozero"}


def logarithmic_axis(values: Iterable[float | None]) -> dict[str, Any]:
    """A logarithmic axis with room for at least two ticks around what there is."""
    known = [value for value in at_least(values) if value is not None] or [1.0]
    low, high = min(known) / 2, max(known) * 2
    ticks = _between(low, high)
    return _named(ticks, ticks) | {"type": "log", "range": [log10(low), log10(high)]}


def logarithmic_scale(values: Iterable[float | None]) -> dict[str, Any]:
    """The same ticks for a scale of colours, whose values are logarithms themselves."""
    known = [value for value in at_least(values) if value is not None] or [1.0]
    ticks = _between(min(known), max(known))
    return _named([log10(tick) for tick in ticks], ticks)


def _between(low: float, high: float) -> list[float]:
    found = [step for step in _STEPS if low <= step <= high]
    every = -(-len(found) // 9) or 1
    return found[::every]


def _named(places: Sequence[float], ticks: Sequence[float]) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": list(places),
        "ticktext": [tick_words(tick) for tick in ticks],
    }


def tick_words(seconds: float) -> str:
    """`20 s`, `1:20 min`, `2 h`."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size:g} {unit}"
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds // 60:g}:{seconds % 60:02g} min"


def short_duration(seconds: float) -> str:
    """`8.4 s`, `43 s`, `2.4 min`, `14 min`, `3.5 h`: for a label in a chart."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count = seconds / size
        if count >= 1 or unit == "s":
            break
    return f"{count:.1f} {unit}" if count < 9.95 else f"{count:.0f} {unit}"
