"""Briefs that took far more attempts than the usual one, and those past their stop line."""

from __future__ import annotations

import math
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from data.commitments.wording import counted, listed, money, number
from data.estimates.stop_line import first_usable_chances, spent_beyond, stop_line
from data.review.briefs import attempt_cost
from data.review.facts import WEEK
from data.review.findings.finding import Finding, cents, only
from data.review.findings.rerolls import rerolls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.review.briefs import WorkedBrief
    from data.review.facts import Facts
    from data.review.predictions import Filters

NAMED = 3
"""Briefs named in a sentence; the rows have them all."""


def many_attempts(facts: Facts) -> Iterator[Finding]:
    """Briefs of the period with so many times the usual attempts, where they cost more than ever.

    The usual brief is the median of the earlier weeks, by medium. The money is what attempts beyond
    the usual number cost, less what those of such briefs cost in the weeks before: some brief is
    always hard. Clients whose briefs are all started over more often are told of by `rerolls`.
    """
    usual, told = _usual(facts), {each.where for each in rerolls(facts)}
    found, before = (
        _hard(facts, [each for each in some if only("client", each.client) not in told], usual)
        for some in (facts.now, facts.earlier)
    )
    beyond, as_ever = (
        math.fsum(_money_beyond(each, usual[each.media]) for each in some)
        for some in (found, before)
    )
    more = cents(beyond / facts.weeks - as_ever / _weeks_of(facts.earlier))
    if not found or more <= 0:
        return
    times = number(Decimal(str(facts.thresholds.many_attempts)))
    spent, above = (money(each, facts.settings.currency) for each in (cents(beyond), more))
    sentence = (
        f"{counted(len(found), 'brief')} took {times} times the usual attempts or more: "
        f"{_named(found)}. What went beyond the usual cost {spent}, {above} a week more than such "
        "briefs do."
    )
    yield Finding("many_attempts", sentence, more, len(found), "briefs", _briefs(found))


def _hard(
    facts: Facts, briefs: list[WorkedBrief], usual: dict[str | None, float]
) -> list[WorkedBrief]:
    times = facts.thresholds.many_attempts
    hard = [
        each
        for each in briefs
        if each.media in usual and each.n_attempts >= times * usual[each.media]
    ]
    return sorted(hard, key=lambda each: -each.n_attempts)


def _named(found: list[WorkedBrief]) -> str:
    names = [f"{each.brief or 'one without a name'} ({each.n_attempts})" for each in found[:NAMED]]
    rest = len(found) - len(names)
    return listed([*names, f"{rest} more"] if rest > 0 else names)


def _weeks_of(briefs: list[WorkedBrief]) -> float:
    """The weeks that these briefs were begun in, one at least."""
    if not briefs:
        return 1.0
    return max(1.0, (briefs[-1].submitted_at - briefs[0].submitted_at) / WEEK)


def past_stop_line(facts: Facts) -> Iterator[Finding]:
    """Briefs without anything usable that went past the attempt at which to stop, and go on.

    By medium: from the chance that an attempt brings the first accepted output, in decided briefs
    of all weeks looked at, and what the same asset costs by hand. Only of reviewed work.
    """
    for media, by_hand in sorted(facts.thresholds.by_hand.items()):
        line = _line(facts.decided(media), float(by_hand))
        late = [
            each
            for each in facts.recent
            if line and each.media == media and each.is_reviewed and not each.settled
            if each.n_attempts >= line
        ]
        if not late:
            continue
        beyond = spent_beyond([each.costs for each in late], line)
        hand, spent = (
            money(each, facts.settings.currency) for each in (by_hand, cents(beyond.money))
        )
        sentence = (
            f"{counted(len(late), f'{media} brief')} without a usable asset so far "
            f"{'goes' if len(late) == 1 else 'go'} on past attempt {line}, from which the next "
            f"usable one is expected to cost more than the {hand} it costs by hand: {spent} went "
            "beyond it."
        )
        a_week = cents(beyond.money / facts.thresholds.recent_weeks)
        yield Finding("stop_line", sentence, a_week, len(late), "briefs", _briefs(late))


def _usual(facts: Facts) -> dict[str | None, float]:
    by_media: dict[str | None, list[int]] = {}
    for each in facts.earlier:
        by_media.setdefault(each.media, []).append(each.n_attempts)
    least = facts.thresholds.least_briefs
    return {media: median(ns) for media, ns in by_media.items() if len(ns) >= least}


def _money_beyond(brief: WorkedBrief, usual: float) -> float:
    return math.fsum(cost for cost in brief.costs[int(usual) :] if cost is not None)


def _line(worked: list[WorkedBrief], by_hand: float) -> int | None:
    if not worked:
        return None
    chances = first_usable_chances(
        [each.n_attempts for each in worked], [each.first_accepted for each in worked]
    )
    return stop_line(chances, attempt_cost(worked), by_hand)


def _briefs(found: list[WorkedBrief]) -> Filters:
    names = tuple(sorted({each.brief for each in found if each.brief is not None}))
    return (("brief", names),) if names else ()
