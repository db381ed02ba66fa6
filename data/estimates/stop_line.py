"""When to stop trying: the chance that a brief's next attempt brings its first usable output.

The discrete hazard by attempt number (Singer, J. D. and Willett, J. B., 1993: It's about time:
using discrete-time survival analysis): of the briefs that came to attempt k without a usable
output, the share to which it brought one. Briefs that ended or still run without one count as far
as they came.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from data.estimates.intervals import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_BRIEFS = 20
"""An attempt that fewer briefs came to has no chance of its own."""
EARLIEST_LINE = 3
"""Nobody is told to stop before the third attempt."""


class Chance(NamedTuple):
    """The chance that this attempt brings the first usable output, with its interval, 0 to 1."""

    attempt: int
    tried: int
    """Briefs that came to it without a usable output; for the last, attempts."""
    hits: int
    share: float
    low: float
    high: float
    and_later: bool
    """Whether it stands for this and all later attempts."""


class Beyond(NamedTuple):
    """What was spent from the stop line on."""

    money: float
    """Of the attempts whose cost is known."""
    attempts: int
    briefs: int
    unpriced: int
    """Attempts among them whose cost is not known."""


def first_usable_chances(
    attempts: Sequence[int], first_usable: Sequence[int | None], confidence: float = 0.95
) -> tuple[Chance, ...]:
    """By attempt number, from one number of decided attempts and one first usable a brief.

    `first_usable` is the number of the attempt, from 1, that brought it; None where none did yet.
    Attempts that fewer than `LEAST_BRIEFS` briefs came to are one pool, to which the attempts
    before it are added until it holds as many attempts; the last chance is this pool's.
    """
    tried, hits = _counts(attempts, first_usable)
    if not tried:
        return ()
    pooled = _pool_start(tried)
    own = [_chance(k + 1, tried[k], hits[k], confidence) for k in range(pooled)]
    pool = _chance(pooled + 1, sum(tried[pooled:]), sum(hits[pooled:]), confidence)
    return (*own, pool._replace(and_later=True))


def expected_money(chances: Sequence[Chance], attempt: int, cost_per_attempt: float) -> float:
    """The money from this attempt to the first usable output, for a brief that has none yet.

    Where nothing ever came of the last attempts, half a hit is assumed: never seen is not never.
    Not a number without chances.
    """
    if not chances:
        return math.nan
    *own, last = chances
    tries = last.tried / last.hits if last.hits else (last.tried + 1) / 0.5
    for chance in reversed([each for each in own if each.attempt >= attempt]):
        tries = 1 + (1 - chance.share) * tries
    return tries * cost_per_attempt


def stop_line(chances: Sequence[Chance], cost_per_attempt: float, by_hand: float) -> int | None:
    """The attempt from which going on is expected to cost more than the asset does by hand.

    From it on, that is, at every later attempt too; never below the third. None where going on is
    worth its money however long it takes, and where nothing is known.
    """
    if not chances:
        return None
    last = max(EARLIEST_LINE, chances[-1].attempt)
    line = None
    for attempt in range(last, EARLIEST_LINE - 1, -1):
        if expected_money(chances, attempt, cost_per_attempt) <= by_hand:
            break
        line = attempt
    return line


def spent_beyond(briefs: Iterable[Sequence[float | None]], line: int | None) -> Beyond:
    """The money of attempts from the line on; each brief is its attempts' costs, in their order.

    Give attempts up to and with the first usable one where later ones are for more assets. Nothing
    lies beyond a line that is None.
    """
    if line is None:
        return Beyond(0.0, 0, 0, 0)
    late = [costs[line - 1 :] for costs in briefs if len(costs) >= line]
    known = [cost for costs in late for cost in costs if cost is not None]
    attempts = sum(map(len, late))
    return Beyond(math.fsum(known), attempts, len(late), attempts - len(known))


def _counts(
    attempts: Sequence[int], first_usable: Sequence[int | None]
) -> tuple[list[int], list[int]]:
    """Briefs that came to each attempt without a usable output, and those it brought one."""
    pairs = list(zip(attempts, first_usable, strict=True))
    for n, first in pairs:
        if n < 0 or (first is not None and not 1 <= first <= n):
            raise ValueError(f"first usable at attempt {first} of {n}: give 1 to {n}, or none")
    lengths = [n if first is None else first for n, first in pairs]
    tried, hits = [0] * max(lengths, default=0), [0] * max(lengths, default=0)
    for length, (_, first) in zip(lengths, pairs, strict=True):
        for k in range(length):
            tried[k] += 1
        if first is not None:
            hits[first - 1] += 1
    return tried, hits


def _pool_start(tried: Sequence[int]) -> int:
    """The index of the pool's first attempt. Numbers of briefs only fall from one to the next."""
    start = sum(n >= LEAST_BRIEFS for n in tried)
    start = min(start, len(tried) - 1)
    while start and sum(tried[start:]) < LEAST_BRIEFS:
        start -= 1
    return start


def _chance(attempt: int, tried: int, hits: int, confidence: float) -> Chance:
    low, high = wilson_interval(hits, tried, confidence)
    assert low is not None
    assert high is not None
    return Chance(attempt, tried, hits, hits / tried, low, high, and_later=False)
