"""What a lever claims: what a figure of its work comes to once the change is made."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

from data.estimates.clustered_ratio import ratio_of_sums
from data.review.predictions import Prediction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.review.facts import Facts
    from data.review.findings.finding import Finding
    from data.review.predictions import Filters

Metric = Literal["cost_per_generation", "cost_per_accepted_output"]
PLACES = 9


class BriefSums(NamedTuple):
    """What one brief of the recent weeks cost, and the outputs it was spent for."""

    money: Decimal
    delivered: int
    accepted: int


def claiming_saving(
    facts: Facts,
    finding: Finding,
    metric: Metric,
    saved: Decimal,
    *,
    where: Filters | None = None,
    given_up: int = 0,
) -> Finding:
    """The lever with its claim: the figure falls as if `saved` had not been spent.

    `saved` is money of the recent weeks, `given_up` accepted outputs that go with it; the claim is
    held against the figure of those weeks, of the work in `where` (else the lever's own). Its
    interval is that of the figure by brief, wider by the square root of two, as the weeks it is
    held against vary as much; and by the interval of the lever's money, where it has one. Without a
    claim where the figure or its interval is not known.
    """
    of = finding.where if where is None else where
    briefs = brief_sums(facts, of)
    outputs = [_outputs(each, metric) for each in briefs]
    spent = [float(each.money) for each in briefs]
    found = ratio_of_sums(spent, outputs, facts.thresholds.confidence) if sum(outputs) else None
    left = sum(outputs) - given_up
    after = (sum(spent) - float(saved)) / left if left > 0 else 0.0
    if found is None or not found.low or found.high is None or after <= 0:
        return finding
    down, up = (
        math.sqrt(2) * abs(math.log(end / found.ratio)) if found.ratio else math.inf
        for end in (found.low, found.high)
    )
    most, least = (
        after if end is None else _left_of(spent, end, facts, left)
        for end in (finding.high, finding.low)
    )
    ends = (
        after * math.exp(-math.hypot(down, math.log(after / most))) if most else 0.0,
        after,
        after * math.exp(math.hypot(up, math.log(least / after))) if least else math.inf,
    )
    return _with_claim(finding, metric, of, found.ratio, ends)


def brief_sums(facts: Facts, where: Filters) -> list[BriefSums]:
    """The briefs of some of the work of the recent weeks."""
    others = [each for each in facts.recent_days.filters if each[0] not in dict(where)]
    selection = replace(facts.recent_days, filters=(*others, *where))
    condition, parameters = selection.where(facts.settings)
    sql = (files("data.review.levers") / "brief_sums.sql").read_text("utf-8")
    rows = facts.figures.ask(selection, sql.format(where=condition), parameters).fetchall()
    return [BriefSums(*row) for row in rows]


def _outputs(brief: BriefSums, metric: Metric) -> int:
    return brief.delivered if metric == "cost_per_generation" else brief.accepted


def _left_of(spent: Sequence[float], a_week: Decimal, facts: Facts, outputs: int) -> float:
    """The figure where so much is saved a week."""
    saved = float(a_week) * facts.thresholds.recent_weeks
    return max(0.0, (sum(spent) - saved) / outputs)


def _with_claim(
    finding: Finding, metric: str, where: Filters, against: float, ends: tuple[float, float, float]
) -> Finding:
    if not math.isfinite(ends[2]):
        return finding
    before = _exact(against)
    low, expected, high = sorted(_exact(each) - before for each in ends)
    claim = Prediction(
        key=finding.key,
        kind="lever",
        sentence=finding.sentence,
        metric=metric,
        where=where,
        expected=expected,
        low=low,
        high=high,
        against=before,
    )
    return replace(finding, predicts=claim)


def _exact(value: float) -> Decimal:
    return Decimal(str(round(value, PLACES)))
