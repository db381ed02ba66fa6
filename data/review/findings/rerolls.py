"""Work that is started over more often than it was: re-rolls instead of edits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.wording import money
from data.estimates.clustered_ratio import ratio_of_sums
from data.estimates.intervals import wilson_interval
from data.review.briefs import by_client
from data.review.findings.finding import Finding, cents, claiming, only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.briefs import WorkedBrief
    from data.review.facts import Facts


class _Rise(NamedTuple):
    """Re-rolls a brief before and now, and by how many more, at the least and at the most."""

    before: float
    now: float
    low: float
    high: float


def rerolls(facts: Facts) -> Iterator[Finding]:
    """Clients whose briefs of the recent weeks were re-rolled more than those before.

    The money is that of the re-rolls beyond the earlier number a brief, a week. Both numbers are
    ratios of sums clustered by brief; the difference of their logarithms must lie above 0, at the
    settings' confidence over all clients together. It claims that their share of re-rolls stays.
    """
    recent, earlier = by_client(facts.recent), by_client(facts.earlier)
    least = facts.thresholds.least_briefs
    clients = [
        each for each, briefs in recent.items() if min(len(briefs), len(earlier[each])) >= least
    ]
    doubt = (1 - facts.thresholds.confidence) / max(1, len(clients))
    for client in clients:
        rise = _rise(earlier[client], recent[client], 1 - doubt)
        if rise is not None and rise.low > 0:
            yield _finding(facts, client, recent[client], rise)


def _rise(before: list[WorkedBrief], now: list[WorkedBrief], confidence: float) -> _Rise | None:
    from scipy.special import ndtri

    was, is_ = (
        ratio_of_sums([each.n_rerolls for each in some], [1] * len(some), confidence)
        for some in (before, now)
    )
    if was is None or is_ is None or not was.relative_error or not is_.relative_error:
        return None
    error = math.hypot(was.relative_error, is_.relative_error)
    spread = float(ndtri(0.5 + confidence / 2)) * error
    least, most = (is_.ratio / math.exp(sign * spread) - was.ratio for sign in (1, -1))
    return _Rise(was.ratio, is_.ratio, least, most)


def _finding(facts: Facts, client: str | None, briefs: list[WorkedBrief], rise: _Rise) -> Finding:
    n_rerolls = sum(each.n_rerolls for each in briefs)
    each_costs = sum(each.reroll_money for each in briefs) / n_rerolls
    a_week = each_costs * len(briefs) / facts.thresholds.recent_weeks
    more, low, high = (
        cents(each * a_week) for each in (rise.now - rise.before, rise.low, rise.high)
    )
    currency = facts.settings.currency
    sentence = (
        f"{client or 'Work of no named client'} starts a brief over {rise.now:.1f} times, "
        f"{rise.before:.1f} times before: re-rolls cost {money(more, currency)} a week more. "
        "Edit what is nearly right instead, or agree on the look before generating."
    )
    found = Finding(
        "rerolls", sentence, more, len(briefs), "briefs", only("client", client), low, high
    )
    rerolled, refined = n_rerolls, sum(each.n_refined for each in briefs)
    interval = wilson_interval(rerolled, rerolled + refined, facts.thresholds.confidence)
    return claiming(found, "reroll_share", rerolled / (rerolled + refined), *interval)
