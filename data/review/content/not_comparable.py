"""What the review's comparisons leave out, so that nobody takes their silence for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.review.briefs import by_client
from data.review.content.trends import trends
from data.review.findings.dearer_model import models_side_by_side
from data.review.parts import Column, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.review.facts import Facts
    from data.review.parts import Row

COLUMNS = (
    Column("comparison", "Comparison"),
    Column("compared", "Compared", "count"),
    Column("not_comparable", "Not comparable", "count"),
    Column("why", "Why"),
)


def not_comparable(facts: Facts) -> Part:
    """A row per comparison that leaves something out: how many it took in, and how many not."""
    rows = tuple(row for row in _rows(facts) if row["not_comparable"])
    said = () if rows else ("Every comparison takes in all that there is.",)
    return Part("not_comparable", "What could not be compared", said, COLUMNS, rows)


def _rows(facts: Facts) -> Iterator[Row]:
    least = facts.thresholds.least_briefs
    few = f"fewer than {least} briefs on a side"
    yield from _at_equal_age(facts)
    clients = by_client(facts.recent)
    earlier = by_client(facts.earlier)
    enough = [each for each in clients if min(len(clients[each]), len(earlier[each])) >= least]
    yield _row("clients with themselves before", len(enough), len(clients) - len(enough), few)
    models = facts.once(models_side_by_side)
    yield _row("pairs of models on like work", len(models.pairs), models.thin, few)
    why = "part of what a model did for them is undecided or has no price"
    yield _row("briefs of models on like work", models.briefs, models.left_out, why)


def _at_equal_age(facts: Facts) -> Iterator[Row]:
    """Outputs of the weeks that stand at one age, and those whose age says nothing."""
    by_week = facts.once(trends)
    if not by_week.weeks:
        return
    selection = facts.asked.until(facts.asked.days.last, by_week.weeks[0])
    names = ("outputs", "unreviewed_outputs")
    (row,) = facts.figures.measure(names, selection=selection).rows
    unreviewed = row["unreviewed_outputs"] or 0
    compared = (row["outputs"] or 0) - unreviewed
    why = "nobody is known to review them, so they do not settle with age"
    yield _row("outputs of the weeks at equal age", compared, unreviewed, why)
    known: Sequence[object] = by_week.values["cost_per_usable_asset"]
    without = sum(each is None for each in known)
    why = "nothing in them was usable at that age, or their cost is not known"
    yield _row("weeks by their cost per usable asset", len(known) - without, without, why)


def _row(comparison: str, compared: int, left_out: int, why: str) -> Row:
    return {"comparison": comparison, "compared": compared, "not_comparable": left_out, "why": why}
