"""A model that costs more per accepted output than another one does on like work."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.wording import money
from data.estimates.clustered_ratio import ratio_of_sums
from data.estimates.repeated_looks import Arm, compare_ratios
from data.review.findings.finding import Finding, cents, claiming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data.review.facts import Facts


class _Worked(NamedTuple):
    """What a model did for one brief in its first rounds."""

    brief_no: int
    project: str | None
    media: str
    model: str
    money: float | None
    accepted: int
    is_told: bool
    """Whether all of it is priced and decided."""


_Key = tuple[str | None, str]
"""Like work: one project, one medium."""
_ByModel = dict[str, list[_Worked]]


class SideBySide(NamedTuple):
    """Models on like work: the pairs that can be compared, and what cannot."""

    like: dict[_Key, _ByModel]
    pairs: list[tuple[_Key, str, str]]
    thin: int
    """Pairs with too few briefs on a side."""
    briefs: int
    """Of a model each."""
    left_out: int
    """Briefs of which part is undecided or has no price."""


def dearer_model(facts: Facts) -> Iterator[Finding]:
    """Models whose first rounds cost more per accepted output than a sibling's.

    Like work is that of one project and medium, generate tier, in which both were used for enough
    briefs. By a confidence sequence, as the meeting looks again every week; the money is the
    difference for the dearer one's accepted outputs, a week. It claims that the dearer one's cost
    stays.
    """
    like, pairs, *_ = facts.once(models_side_by_side)
    doubt = (1 - facts.thresholds.confidence) / max(1, len(pairs))
    for key, *two in pairs:
        arms = [_arm(like[key][model]) for model in two]
        found = compare_ratios(arms[0], arms[1], 1 - doubt)
        if found is None or found.lower is None:
            continue
        dear, cheap = two if found.lower == "b" else reversed(two)
        yield _finding(facts, key, like[key], dear, cheap)


def models_side_by_side(facts: Facts) -> SideBySide:
    """The models of like work in all weeks looked at, two and two."""
    worked = _worked(facts)
    like: defaultdict[_Key, _ByModel] = defaultdict(dict)
    for each in worked:
        if each.is_told:
            like[each.project, each.media].setdefault(each.model, []).append(each)
    every = [
        (key, one, other)
        for key, models in like.items()
        for one, other in combinations(sorted(models), 2)
    ]
    least = facts.thresholds.least_briefs
    pairs = [
        (key, one, other)
        for key, one, other in every
        if min(len(like[key][one]), len(like[key][other])) >= least
    ]
    told = sum(each.is_told for each in worked)
    return SideBySide(dict(like), pairs, len(every) - len(pairs), told, len(worked) - told)


def _worked(facts: Facts) -> list[_Worked]:
    selection = facts.asked.until(facts.asked.days.last, _first_day(facts))
    where, parameters = selection.where(facts.settings)
    sql = (files("data.review.findings") / "worked_models.sql").read_text("utf-8")
    rows = facts.figures.ask(selection, sql.format(where=where), parameters).fetchall()
    return [_Worked(*row) for row in rows]


def _first_day(facts: Facts) -> date:
    first = facts.earlier_days.first_day
    assert first is not None
    return first


def _arm(worked: list[_Worked]) -> Arm:
    return Arm([each.money or 0.0 for each in worked], [each.accepted for each in worked])


def _finding(facts: Facts, key: _Key, models: _ByModel, dear: str, cheap: str) -> Finding:
    costs = {name: _cost(models[name]) for name in (dear, cheap)}
    weeks = facts.thresholds.recent_weeks + facts.thresholds.earlier_weeks
    a_week = sum(each.accepted for each in models[dear]) / weeks
    more = cents((costs[dear] - costs[cheap]) * a_week)
    currency = facts.settings.currency
    written = {name: money(cents(cost), currency) for name, cost in costs.items()}
    project, media = key
    sentence = (
        f"On {project or 'work of no named project'} {dear} costs {written[dear]} per accepted "
        f"{media}, {cheap} {written[cheap]}: {money(more, currency)} a week for the same work."
    )
    where = (("model", (dear,)), ("project", (project,)))
    n = len(models[dear]) + len(models[cheap])
    found = Finding("dearer_model", sentence, more, n, "briefs", where)
    arm = _arm(models[dear])
    cost = ratio_of_sums(arm.above, arm.below, facts.thresholds.confidence)
    if cost is None:
        return found
    return claiming(found, "cost_per_accepted_output", cost.ratio, cost.low, cost.high)


def _cost(worked: list[_Worked]) -> float:
    accepted = sum(each.accepted for each in worked)
    return sum(each.money or 0.0 for each in worked) / accepted if accepted else 0.0
