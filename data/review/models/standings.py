"""Where models stand: what an accepted output costs with each, and how much of it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from data.estimates.repeated_looks import (
    Alone,
    compare_ratios,
    compare_shares,
    ratio_alone,
    share_alone,
)
from data.review.models.at_work import Name, narrowed, on_like_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from data.asking.selection import Selection
    from data.review.facts import Facts
    from data.review.models.at_work import ModelAtWork

OF_ALL = (
    "spend",
    "attempts",
    "outputs",
    "pending_share",
    "unreviewed_outputs",
    "unpriced_attempts",
)
"""Of the model's whole work in the selection, decided or not."""


@dataclass(frozen=True)
class Standing:
    """One model at one channel; cost and share rest on its decided briefs alone.

    `cost` is money per accepted output, None without any; `share` accepted / settled outputs, None
    where none is settled. Both intervals hold however often they are looked at.
    """

    name: Name
    cost: Alone | None
    share: Alone | None
    briefs: int
    left_out: int
    accepted: int
    settled: int
    spend: Decimal | None
    pending_share: float | None
    unreviewed: int
    unpriced: int
    dearer_than: tuple[Name, ...] = ()
    """Those that cost less per accepted output on like work, beyond chance."""
    beaten_by: tuple[Name, ...] = ()
    """Those of them that are more often accepted too, beyond chance."""


def standings(
    facts: Facts,
    selection: Selection,
    models: Sequence[ModelAtWork],
    media: str | None,
    tier: str | None,
) -> tuple[Standing, ...]:
    """One for each model, the largest spend first."""
    whole = _of_all(facts, narrowed(selection, media, tier))
    beaten = comparisons(facts, models)
    found = [_standing(facts, each, whole[each.name], beaten[each.name]) for each in models]
    return tuple(sorted(found, key=lambda each: (-(each.spend or 0), each.name)))


class Beaten(NamedTuple):
    """By which others: those that are cheaper, and those of them that are accepted more often."""

    dearer_than: tuple[Name, ...]
    beaten_by: tuple[Name, ...]


def comparisons(facts: Facts, models: Sequence[ModelAtWork]) -> dict[Name, Beaten]:
    """Models dearer per accepted output, and less often accepted, than others, beyond chance.

    Two and two on the kinds of work that both know, with enough briefs on either side; at the
    settings' confidence over all pairs and both figures together.
    """
    least = facts.thresholds.least_briefs
    enough = [each for each in models if each.n_briefs >= least]
    alike = [on_like_work(two) for two in combinations(enough, 2)]
    pairs = [(a, b) for a, b in alike if min(a.n_briefs, b.n_briefs) >= least]
    confidence = 1 - (1 - facts.thresholds.confidence) / max(1, 2 * len(pairs))
    found = {each.name: Beaten((), ()) for each in models}
    for a, b in pairs:
        cost = compare_ratios(a.cost, b.cost, confidence)
        if cost is not None and cost.lower is not None:
            cheap, dear = (a, b) if cost.lower == "a" else (b, a)
            found[dear.name] = _beaten_too(found[dear.name], cheap, dear, confidence)
    return found


def _beaten_too(so_far: Beaten, cheap: ModelAtWork, dear: ModelAtWork, confidence: float) -> Beaten:
    share = compare_shares(dear.acceptance, cheap.acceptance, confidence)
    is_beaten = share is not None and share.lower == "a"
    return Beaten(
        (*so_far.dearer_than, cheap.name),
        (*so_far.beaten_by, *([cheap.name] if is_beaten else [])),
    )


def _of_all(facts: Facts, about: Selection) -> Mapping[Name, Mapping[str, Any]]:
    table = facts.figures.measure(OF_ALL, by=("channel", "model"), selection=about)
    return {Name(row["channel"], row["model"]): row for row in table.rows}


def _standing(facts: Facts, model: ModelAtWork, row: Mapping[str, Any], beaten: Beaten) -> Standing:
    confidence = facts.thresholds.confidence
    return Standing(
        name=model.name,
        cost=ratio_alone(model.cost, confidence),
        share=share_alone(model.acceptance, confidence),
        briefs=model.n_briefs,
        left_out=model.left_out,
        accepted=model.accepted,
        settled=model.settled,
        spend=row["spend"],
        pending_share=row["pending_share"],
        unreviewed=row["unreviewed_outputs"],
        unpriced=row["unpriced_attempts"],
        dearer_than=beaten.dearer_than,
        beaten_by=beaten.beaten_by,
    )
