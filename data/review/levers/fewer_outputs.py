"""Fewer outputs at once: asking for the next ones only where none of the first will do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from importlib.resources import files
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.wording import money
from data.estimates.sampling import outputs_until_all
from data.review.findings.finding import Finding, cents
from data.review.levers.claims import claiming_saving
from data.review.levers.trial import Trial
from data.review.levers.ways import (
    Pair,
    Way,
    Work,
    briefs_missing,
    compared,
    saved_a_week,
    where_of,
    work_name,
    worked_ways,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from data.estimates.repeated_looks import Comparison
    from data.review.facts import Facts


class _Fewer(NamedTuple):
    """What was asked for at once, and what may be instead."""

    work: Work
    variant: str | None
    many: int
    few: int


class _Calls(NamedTuple):
    """Calls that asked for and brought the same numbers."""

    work: Work
    variant: str | None
    n_requested: int
    delivered: int
    accepted: int
    money: Decimal


def fewer_outputs(facts: Facts) -> Iterator[Finding]:
    """Calls for several outputs where calls for fewer cost less per accepted one, beyond chance.

    On like work and at the same size, of clients that know both, with enough briefs of each. It
    assumes that the briefs of both are alike, and that the next call can wait for a look at the
    first.
    """
    for fewer, (pair, found) in facts.once(_judged).items():
        if found is None or found.lower != "a":
            continue
        saved, high, low = (
            saved_a_week(facts, pair.used, each) for each in (found.estimate, found.low, found.high)
        )
        if saved is not None and saved > 0:
            yield _lever(facts, fewer, pair, (saved, low, high))


def try_fewer_outputs(facts: Facts) -> Iterator[Trial]:
    """Calls for several outputs, where it is not known yet what one at a time would cost.

    At stake is what calls that brought something accepted delivered beyond it: outputs of one call
    are taken to be alike in whatever order they come, and to be taken when seen alone.
    """
    judged = facts.once(_judged)
    for fewer, spare in _spare(facts).items():
        pair, found = judged.get(fewer, (None, None))
        done = pair.other.n_briefs if pair else 0
        needed = briefs_missing(facts, pair, found) if pair else facts.thresholds.least_briefs
        if needed:
            yield _trial(facts, fewer, spare, done, needed)


def _trial(facts: Facts, fewer: _Fewer, spare: float, done: int, needed: int) -> Trial:
    sentence = (
        f"{work_name(fewer.work)}: one output at a time instead of {fewer.many} at once, until one "
        "will do. Whether as many are taken when seen alone is not known yet."
    )
    at_stake = cents(spare / facts.thresholds.recent_weeks)
    return Trial("fewer_outputs", sentence, at_stake, done, needed, where_of(fewer.work))


def _lever(
    facts: Facts,
    fewer: _Fewer,
    pair: Pair,
    saved: tuple[Decimal, Decimal | None, Decimal | None],
) -> Finding:
    cost, less, all_of_it = (
        money(each, facts.settings.currency)
        for each in (cents(pair.used.per_accepted), cents(pair.other.per_accepted), saved[0])
    )
    sentence = (
        f"{work_name(fewer.work)}: an accepted {fewer.work.media} costs {cost} where {fewer.many} "
        f"are asked for at once, {less} where {fewer.few}. Fewer at once save {all_of_it} a week, "
        "if the next call can wait for a look at the first and its briefs are like those."
    )
    n = pair.used.n_briefs + pair.other.n_briefs
    lever = Finding("fewer_outputs", sentence, saved[0], n, "briefs", where_of(fewer.work))
    total = saved[0] * facts.thresholds.recent_weeks
    bounded = replace(lever, low=saved[1], high=saved[2])
    return claiming_saving(facts, bounded, "cost_per_accepted_output", total)


def _judged(facts: Facts) -> dict[_Fewer, tuple[Pair, Comparison | None]]:
    pairs = {}
    for work, rows in facts.once(worked_ways).items():
        by_way = defaultdict(list)
        for row in rows:
            by_way[row.variant, row.n_requested].append(row)
        ways = {key: Way(f"{key[1]} at once", tuple(briefs)) for key, briefs in by_way.items()}
        for (variant, many), (like, few) in permutations(ways, 2):
            if variant == like and few < many:
                pair = Pair.of(work, ways[variant, many], ways[variant, few])
                pairs[_Fewer(work, variant, many, few)] = pair
    return dict(zip(pairs, compared(facts, list(pairs.values())), strict=True))


def _spare(facts: Facts) -> dict[_Fewer, float]:
    """Money of outputs beyond the accepted ones, where looking one by one would have ended before.

    Of the recent weeks.
    """
    spare: defaultdict[_Fewer, float] = defaultdict(float)
    for calls in _recent_calls(facts):
        looked_at = outputs_until_all(calls.delivered, calls.accepted)
        unneeded = float(calls.money) * (1 - looked_at / calls.delivered)
        spare[_Fewer(calls.work, calls.variant, calls.n_requested, 1)] += unneeded
    return dict(spare)


def _recent_calls(facts: Facts) -> list[_Calls]:
    where, bound = facts.recent_days.where(facts.settings)
    sql = (files("data.review.levers") / "recent_calls.sql").read_text("utf-8").format(where=where)
    rows = facts.figures.ask(facts.recent_days, sql, bound).fetchall()
    return [_Calls(Work(*row[:4]), *row[4:]) for row in rows]
