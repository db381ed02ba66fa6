"""Where a new phase of the weekly figures begins: another model, or another price."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from data.asking.aggregates import aggregates
from data.metrics.dimensions import dimension
from data.review.segments import ASKED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.review.facts import Facts

MAJOR_SHARE = 0.2
"""Of the outputs asked for in a week: a model below it moves no figure by itself."""
WEEK = timedelta(days=7)


def phase_starts(facts: Facts, weeks: Sequence[date]) -> list[int]:
    """The indexes of weeks from which a major model is new, or has another price.

    Major is one that a fifth of the week's outputs were asked of; new, one no earlier week has.
    """
    shares = _shares(facts, weeks)
    seen: set[str] = set()
    starts = set()
    for n, week in enumerate(weeks):
        major = {key for key, share in shares[week].items() if share >= MAJOR_SHARE}
        is_new = any(model not in seen for _, model in major)
        changed = any(_price_changed(facts, *key, week) for key in major)
        if n and (is_new or changed):
            starts.add(n)
        seen |= {model for _, model in shares[week]}
    return sorted(starts)


def _shares(facts: Facts, weeks: Sequence[date]) -> dict[date, dict[tuple[str, str], float]]:
    """Of each week's outputs asked for, the share of each channel and model."""
    selection = facts.asked.until(weeks[-1] + WEEK - timedelta(days=1), weeks[0])
    cursor = facts.figures.cursor(selection)
    by = [dimension(name) for name in ("week", "channel", "model")]
    found = aggregates(cursor, [ASKED], by, selection, facts.settings)
    asked: defaultdict[date, dict[tuple[str, str], float]] = defaultdict(dict)
    for (week, channel, model), parts in found.items():
        asked[week][str(channel), str(model)] = float(parts[ASKED] or 0)  # type: ignore[index]
    return {
        week: {key: n / max(1.0, sum(models.values())) for key, n in models.items()}
        for week, models in asked.items()
    }


def _price_changed(facts: Facts, channel: str, model: str, week: date) -> bool:
    """Whether other prices are in force at the week's start than a week before."""
    book = facts.figures.book
    now, before = (book.in_force(channel, model, day) for day in (week, week - WEEK))
    return bool(before) and now != before
