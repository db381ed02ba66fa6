"""A client whose work became dearer or cheaper per usable asset than in the period before."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.estimates.clustered_ratio import RatioEstimate, ratio_of_sums
from data.review.briefs import by_client
from data.review.findings.finding import Finding, cents, claiming, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.briefs import WorkedBrief
    from data.review.facts import Facts


def segment_change(facts: Facts) -> Iterator[Finding]:
    """Clients whose cost per usable asset moved beyond what their briefs vary by.

    Both periods at equal age, as ratios of sums clustered by brief; and only where the client
    explains at least the settings' share of the change of the whole.
    """
    change = facts.change
    if change is None or not change.amount:
        return
    now, before = by_client(_priced(facts.now)), by_client(_priced(facts.before))
    compared = [each for each in now if _enough(facts, now[each]) and _enough(facts, before[each])]
    doubt = (1 - facts.thresholds.confidence) / max(1, len(compared))
    for client in compared:
        share = change.of_segment(client) / change.amount
        if float(share) >= facts.thresholds.least_change_share:
            yield from _moved(facts, client, before[client], now[client], 1 - doubt)


def _priced(briefs: list[WorkedBrief]) -> list[WorkedBrief]:
    return [each for each in briefs if each.money is not None]


def _enough(facts: Facts, briefs: list[WorkedBrief]) -> bool:
    return len(briefs) >= facts.thresholds.least_briefs


def _cost(briefs: list[WorkedBrief]) -> RatioEstimate | None:
    return ratio_of_sums([each.money or 0.0 for each in briefs], [each.n_usable for each in briefs])


def _moved(
    facts: Facts,
    client: str | None,
    before: list[WorkedBrief],
    now: list[WorkedBrief],
    confidence: float,
) -> Iterator[Finding]:
    from scipy.special import ndtri

    was, is_ = _cost(before), _cost(now)
    if was is None or is_ is None or not was.relative_error or not is_.relative_error:
        return
    error = math.hypot(was.relative_error, is_.relative_error)
    spread = float(ndtri(0.5 + confidence / 2)) * error
    if abs(math.log(is_.ratio / was.ratio)) <= spread:
        return
    a_week = sum(each.n_usable for each in now) / facts.weeks
    ends = sorted((is_.ratio * math.exp(sign * spread) - was.ratio) * a_week for sign in (1, -1))
    currency = facts.settings.currency
    cost = [money(Decimal(str(each.ratio)), currency) for each in (was, is_)]
    direction = "dearer" if is_.ratio > was.ratio else "cheaper"
    sentence = (
        f"{client or 'Work of no named client'} became {direction}: {cost[1]} a usable asset, "
        f"{cost[0]} in the period before."
    )
    found = Finding(
        "segment_change",
        sentence,
        cents((is_.ratio - was.ratio) * a_week),
        len(now),
        "briefs",
        only("client", client),
        cents(ends[0]),
        cents(ends[1]),
    )
    yield claiming(found, "cost_per_usable_asset", is_.ratio, is_.low, is_.high)
