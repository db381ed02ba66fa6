"""Gaps that could change the story: what the figures of the period could not take in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.asking.measure import with_gaps
from data.asking.random_looks import random_looks
from data.metrics.catalogue import metric
from data.review.content.trends import METRICS
from data.review.parts import Column, Part

if TYPE_CHECKING:
    from data.review.facts import Facts


def gaps_part(facts: Facts) -> Part:
    """Every gap of the five figures that is not empty, with what it means.

    And what a look at a few outputs would tell of those nobody reviewed or audited.
    """
    selection = facts.asked.selection
    beside = with_gaps(METRICS, (), selection)
    names = [name for name in beside if name not in METRICS and metric(name).good == "down"]
    (row,) = facts.figures.measure(names, selection=selection).rows
    rows = tuple(
        {
            "metric": name,
            "gap": metric(name).title,
            "unit": metric(name).unit,
            "value": row[name],
            "meaning": metric(name).meaning,
        }
        for name in names
        if row[name]
    )
    looks = random_looks(facts.figures.cursor(selection), selection, facts.settings)
    said = (*(() if rows else ("Nothing is missing.",)), *looks)
    columns = (
        Column("gap", "Gap"),
        Column("value", "This period", unit_in="unit"),
        Column("meaning", "What it is"),
    )
    return Part("gaps", "What could change the story", said, columns, rows)
