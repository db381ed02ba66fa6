"""A pilot: models or channels on the same kinds of briefs, judged one criterion at a time.

Two questions to each figure. Is it worse than that of another of the pilot, beyond chance? By the
sequences of `data/estimates/repeated_looks`, since a pilot is looked at every day; p95 by order
statistics, as the review judges a slow service. If not: is it known well enough to rest production
on? By the rule of commitments, which also says how many briefs are missing. A share of which it is
known that no case was good is for ideation, too, whatever the others have.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from data.commitments.demand.evidence import MoreBriefs, briefs_still_needed
from data.commitments.demand.evidence_rule import DEFAULT_RULE, EvidenceRule
from data.estimates.clustered_ratio import ratio_of_sums
from data.estimates.intervals import percentile_interval, values_for_percentile
from data.estimates.repeated_looks import (
    Arm,
    compare_ratios,
    compare_shares,
    ratio_alone,
    share_alone,
)
from data.review.findings.slow_service import LEAST_TIMES, P
from data.review.models.at_work import Name, on_like_work
from data.review.models.criteria import CRITERIA, Criterion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.review.facts import Facts
    from data.review.models.at_work import ModelAtWork

Verdict = Literal["production", "ideation only", "not enough yet", "not known"]
NONE_MISSING = MoreBriefs(0, 0, 0)
MOST_USED = 10
"""Models among which a pilot begins."""


@dataclass(frozen=True)
class Judged:
    """One figure of one model of a pilot, with its interval, and what follows from it.

    None where nothing is known of it. `worse_than` names those that are better beyond chance,
    `more` how many more briefs would tell.
    """

    name: Name
    criterion: Criterion
    value: float | None
    low: float | None
    high: float | None
    n: int
    """Of what `criterion.n_of` counts."""
    verdict: Verdict
    worse_than: tuple[Name, ...] = ()
    more: MoreBriefs = NONE_MISSING


@dataclass(frozen=True)
class Piloted:
    """All that a pilot tells, of each criterion its models in their order."""

    judged: tuple[Judged, ...]
    briefs: dict[Name, int]
    """Decided ones of each, on the kinds of work that all of them know."""
    left_out: dict[Name, int]
    """Briefs of those kinds of which some is undecided or has no price."""
    confidence: float
    """Of each comparison, so that all of them together keep the settings'."""

    def of(self, name: Name) -> tuple[Judged, ...]:
        """One model's figures."""
        return tuple(each for each in self.judged if each.name == name)


def likely_pair(models: Sequence[ModelAtWork]) -> tuple[Name, ...]:
    """The two that can be compared best: with the most decided briefs of the same kinds of work.

    Of those with the most briefs at all. Fewer where there are not two; of equals the first.
    """
    if len(models) < 2:
        return tuple(each.name for each in models)
    most = sorted(models, key=lambda each: -each.n_briefs)[:MOST_USED]
    pairs = [on_like_work(two) for two in combinations(most, 2)]
    a, b = max(pairs, key=lambda two: min(each.n_briefs for each in two))
    return a.name, b.name


def piloted(
    facts: Facts, chosen: Sequence[ModelAtWork], rule: EvidenceRule = DEFAULT_RULE
) -> Piloted:
    """The chosen models by every criterion."""
    models = on_like_work(chosen)
    pairs = math.comb(len(models), 2)
    doubt = (1 - facts.thresholds.confidence) / max(1, pairs * len(CRITERIA))
    judged = [
        each
        for criterion in CRITERIA
        for each in _judged(criterion, models, 1 - doubt, facts.thresholds.confidence, rule)
    ]
    return Piloted(
        tuple(judged),
        {each.name: each.n_briefs for each in models},
        {each.name: each.left_out for each in models},
        1 - doubt,
    )


def _judged(
    criterion: Criterion,
    models: Sequence[ModelAtWork],
    confidence: float,
    shown: float,
    rule: EvidenceRule,
) -> list[Judged]:
    if criterion.arm is None:
        return _by_seconds(criterion, models, confidence, shown)
    arms = {model.name: criterion.arm(model) for model in models}
    worse = _worse(criterion, arms, confidence)
    return [_of_arm(criterion, name, arm, worse[name], shown, rule) for name, arm in arms.items()]


def _worse(
    criterion: Criterion, arms: dict[Name, Arm], confidence: float
) -> dict[Name, tuple[Name, ...]]:
    """For each those that are better beyond chance: cheaper, or good more often."""
    found: dict[Name, tuple[Name, ...]] = dict.fromkeys(arms, ())
    is_ratio = criterion.kind == "ratio"
    for a, b in combinations(arms, 2):
        compare = compare_ratios if is_ratio else compare_shares
        told = compare(arms[a], arms[b], confidence)
        if told is not None and told.lower is not None:
            low, high = (a, b) if told.lower == "a" else (b, a)
            worse, better = (high, low) if is_ratio else (low, high)
            found[worse] = (*found[worse], better)
    return found


def _of_arm(
    criterion: Criterion,
    name: Name,
    arm: Arm,
    worse_than: tuple[Name, ...],
    shown: float,
    rule: EvidenceRule,
) -> Judged:
    n = len(arm.below)
    alone = (ratio_alone if criterion.kind == "ratio" else share_alone)(arm, shown)
    if alone is None:
        return Judged(name, criterion, None, None, None, n, "not known")
    figures = alone.estimate, alone.low, alone.high
    if criterion.shows_bad:
        value, high, low = (None if each is None else 1 - each for each in figures)
    else:
        value, low, high = figures
    more = _more(criterion, arm, rule)
    verdict: Verdict = "not enough yet" if more else "production"
    if worse_than or not (more or sum(arm.above)):
        verdict = "ideation only"
    return Judged(name, criterion, value, low, high, n, verdict, worse_than, more)


def _more(criterion: Criterion, arm: Arm, rule: EvidenceRule) -> MoreBriefs:
    """Until the figure is known as well as a commitment asks, or that nothing is accepted at all.

    A rare case is known once the common one is: no number of briefs tells 1 in 200 to ±25 %.
    """
    good, n = arm.above, len(arm.below)
    if criterion.by_good and not sum(good) and n >= rule.briefs_guessed():
        return NONE_MISSING
    if criterion.kind == "share" and not criterion.by_good and 2 * sum(good) < sum(arm.below):
        good = [of - each for each, of in zip(good, arm.below, strict=True)]
    return briefs_still_needed(ratio_of_sums(good, arm.below, rule.confidence), n, rule)


def _by_seconds(
    criterion: Criterion, models: Sequence[ModelAtWork], confidence: float, shown: float
) -> list[Judged]:
    """p95 of the busiest hours; slower beyond chance and by half again at least."""
    import numpy as np

    seconds = {model.name: [each.seconds for each in model.peak] for model in models}
    ends = {name: percentile_interval(some, P, confidence) for name, some in seconds.items()}
    found = []
    for model in models:
        some = seconds[model.name]
        if not some:
            found.append(Judged(model.name, criterion, None, None, None, 0, "not known"))
            continue
        low, high = percentile_interval(some, P, shown)
        faster = tuple(
            name for name, (_, top) in ends.items() if _is_slower(ends[model.name][0], top)
        )
        more = _more_calls(model, len(some), confidence)
        verdict: Verdict = "ideation only" if faster else "not enough yet" if more else "production"
        value = float(np.quantile(some, P))
        found.append(
            Judged(model.name, criterion, value, low, high, len(some), verdict, faster, more)
        )
    return found


def _is_slower(low: float | None, than: float | None) -> bool:
    return low is not None and than is not None and low >= LEAST_TIMES * than


def _more_calls(model: ModelAtWork, calls: int, confidence: float) -> MoreBriefs:
    """Briefs that bring the calls of the peak that its p95 still needs, at the pace of these."""
    missing = values_for_percentile(P, confidence) - calls
    if missing <= 0:
        return NONE_MISSING
    briefs = model.all_briefs or 1
    more = math.ceil(missing * briefs / calls)
    return MoreBriefs(more, more, more)
