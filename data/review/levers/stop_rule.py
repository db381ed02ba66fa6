"""The stop rule: from the stop line of the weeks before on, by hand instead of another attempt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.wording import counted, money
from data.estimates.stop_line import first_usable_chances, stop_line
from data.review.briefs import attempt_cost
from data.review.findings.finding import Finding, cents, only
from data.review.levers.claims import claiming_saving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from data.review.briefs import WorkedBrief
    from data.review.facts import Facts


class _Beyond(NamedTuple):
    """What one brief spent from the line on, and whether that brought its first accepted output."""

    spent: float
    brought: int


def stop_rule(facts: Facts) -> Iterator[Finding]:
    """Media whose recent briefs, had they stopped at the line, would have cost less, beyond chance.

    The line is drawn by the decided briefs of the earlier weeks alone and priced on those of the
    recent ones. The money is what was spent beyond it, less what the assets that came of that cost
    by hand; its interval takes briefs past the line to come by chance, each with what it saved. It
    assumes that an asset made by hand is as good, and nothing of what was given up anyway.
    """
    for media, by_hand in sorted(facts.thresholds.by_hand.items()):
        earlier = [each for each in facts.earlier if _is_told(each, media)]
        line = _line(earlier, float(by_hand))
        if line is None:
            continue
        recent = [each for each in facts.recent if _is_told(each, media)]
        beyond = [each for brief in recent if (each := _beyond(brief, line)) is not None]
        if len(beyond) >= facts.thresholds.least_briefs:
            yield from _lever(facts, media, line, by_hand, beyond)


def _lever(
    facts: Facts, media: str, line: int, by_hand: Decimal, beyond: Sequence[_Beyond]
) -> Iterator[Finding]:
    saved = [each.spent - float(by_hand) * each.brought for each in beyond]
    low, high = _interval(saved, facts.thresholds.confidence)
    if low <= 0:
        return
    weeks, currency = facts.thresholds.recent_weeks, facts.settings.currency
    a_week, least, most = (cents(each / weeks) for each in (sum(saved), low, high))
    spent = money(cents(sum(each.spent for each in beyond)), currency)
    brought = sum(each.brought for each in beyond)
    sentence = (
        f"{counted(len(beyond), f'{media} brief')} went past attempt {line}: {spent} for "
        f"{counted(brought, 'first usable asset')} that cost {money(by_hand, currency)} each by "
        f"hand. Stopping there saves {money(a_week, currency)} a week, if by hand is as good."
    )
    where = only("media", media)
    lever = Finding("stop_rule", sentence, a_week, len(beyond), "briefs", where, least, most)
    total = cents(sum(each.spent for each in beyond))
    yield claiming_saving(facts, lever, "cost_per_accepted_output", total, given_up=brought)


def _line(worked: Sequence[WorkedBrief], by_hand: float) -> int | None:
    if not worked:
        return None
    attempts, first = zip(*((each.n_attempts, each.first_accepted) for each in worked), strict=True)
    return stop_line(first_usable_chances(attempts, first), attempt_cost(worked), by_hand)


def _is_told(brief: WorkedBrief, media: str) -> bool:
    return brief.media == media and brief.settled and brief.is_reviewed and brief.money is not None


def _beyond(brief: WorkedBrief, line: int) -> _Beyond | None:
    """Of a brief that came to the line without anything accepted; later attempts are for more."""
    tried = brief.costs[: brief.first_accepted]
    if len(tried) < line:
        return None
    spent = sum(cost for cost in tried[line - 1 :] if cost is not None)
    return _Beyond(spent, int(brief.first_accepted is not None))


def _interval(amounts: Sequence[float], confidence: float) -> tuple[float, float]:
    """Of a sum over as many things as chance brings: its variance is the sum of squares."""
    from scipy.special import stdtrit

    error = math.sqrt(sum(each**2 for each in amounts))
    far = float(stdtrit(len(amounts) - 1, 0.5 + confidence / 2)) * error
    return sum(amounts) - far, sum(amounts) + far
