"""What rejected outputs have in common: a model, a size, an hour, a length of prompt."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from data.commitments.wording import money, percent
from data.estimates.commonality import FactorValue, commonalities
from data.review.findings.finding import Finding, cents, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.estimates.commonality import Commonality
    from data.review.facts import Facts

FACTORS = {
    "model": "f.model",
    "variant": "f.variant",
    "operation": "f.operation",
    "hour_of_day": "hour(f.local_submitted_at)",
    "aspect": (
        "CASE WHEN a.requested_height > 0 THEN round(a.requested_width / a.requested_height, 2) END"
    ),
    "prompt_length": (
        "CASE WHEN a.prompt_chars < 100 THEN 'under 100'"
        " WHEN a.prompt_chars < 300 THEN '100 to 300'"
        " WHEN a.prompt_chars < 1000 THEN '300 to 1000'"
        " WHEN a.prompt_chars >= 1000 THEN 'over 1000' END"
    ),
    "seed": "CASE WHEN a.seed IS NOT NULL THEN 'given' ELSE 'not given' END",
    "reference": "CASE WHEN len(a.parent_asset_ids) > 0 THEN 'given' ELSE 'not given' END",
}
"""Factors and how a call says them; persons are not among them."""
WORDS = {
    "model": "the model {value}",
    "variant": "the variant {value}",
    "operation": "{value}",
    "hour_of_day": "what was made from {value}:00 on, for an hour",
    "aspect": "the aspect ratio {value}",
    "prompt_length": "prompts of {value} characters",
    "seed": "calls with the seed {value}",
    "reference": "calls with a reference {value}",
}
DIMENSIONS = ("model", "variant", "operation", "hour_of_day")
MOST = 2


def commonality(facts: Facts) -> Iterator[Finding]:
    """The values of calls that rejected outputs of the recent weeks share beyond chance.

    Of first rounds alone (generate tier), as what is edited was chosen before. By brief, the
    false-discovery rate held over all values of all factors; the money is what was
    rejected beyond the share of the other values. It tells what goes together, not what causes it.
    """
    rows = [row for factor in FACTORS for row in _values(facts, factor)]
    doubt = 1 - facts.thresholds.confidence
    beyond = [
        each
        for each in commonalities(rows, doubt)
        if each.beyond_chance and each.excess_money is not None and each.excess_money > 0
    ]
    yield from (_finding(facts, each) for each in beyond[:MOST])


def _values(facts: Facts, factor: str) -> Iterator[FactorValue]:
    selection = facts.recent_days
    where, parameters = selection.where(facts.settings)
    sql = (files("data.review.findings") / "rejected_by_value.sql").read_text("utf-8")
    asked = sql.format(value=FACTORS[factor], where=where)
    rows = facts.figures.cursor(selection).execute(asked, parameters).fetchall()
    for value, group in groupby(sorted(rows, key=lambda row: (row[0], row[1])), lambda row: row[0]):
        briefs = list(group)
        yield FactorValue(
            factor,
            value,
            sum(int(row[2]) for row in briefs),
            sum(int(row[3]) for row in briefs),
            float(sum(row[4] for row in briefs)),
            {str(row[1]): (int(row[2]), int(row[3])) for row in briefs},
        )


def _finding(facts: Facts, found: Commonality) -> Finding:
    row = found.row
    a_week = cents((found.excess_money or 0.0) / facts.thresholds.recent_weeks)
    share, elsewhere = percent(found.share or 0.0), percent(found.share_elsewhere or 0.0)
    sentence = (
        f"Of {WORDS[row.factor].format(value=row.value)}, {share} of what was decided on is "
        f"rejected, {elsewhere} elsewhere: {money(a_week, facts.settings.currency)} a week goes "
        "beyond."
    )
    where = only(row.factor, row.value) if row.factor in DIMENSIONS else ()
    return Finding(f"rejected_{row.factor}", sentence, a_week, row.settled, "outputs", where)
