"""A smaller size or a lower quality for drafts, the full one for what is chosen."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.review.findings.finding import Finding, cents
from data.review.levers.claims import claiming_saving
from data.review.levers.sizes import is_smaller
from data.review.levers.trial import Trial
from data.review.levers.ways import (
    Pair,
    Way,
    briefs_missing,
    compared,
    saved_a_week,
    where_of,
    work_name,
    worked_ways,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.estimates.repeated_looks import Comparison
    from data.review.facts import Facts
    from data.review.levers.ways import Work


def smaller_size(facts: Facts) -> Iterator[Finding]:
    """Sizes and qualities above one that cost less per accepted output, beyond chance.

    On like work: one channel, model and operation, of clients that know both, with enough briefs of
    each. The money is the difference for the larger one's accepted outputs, less what it costs to
    make each usable one once more at the larger. It assumes that the briefs of both are alike and
    that a chosen draft can be made again.
    """
    for pair, found in facts.once(_judged):
        if found is None or found.lower != "a":
            continue
        saved, high, low = (
            saved_a_week(facts, pair.used, each, again=pair.used.per_output)
            for each in (found.estimate, found.low, found.high)
        )
        if saved is None or low is None or low <= 0:
            continue
        yield _lever(facts, pair, saved, (low, high))


def try_smaller_size(facts: Facts) -> Iterator[Trial]:
    """Smaller sizes that cost less an output, of which too few briefs tell what is accepted."""
    for pair, found in facts.once(_judged):
        used, other = pair.all_used, pair.all_other
        at_stake = _at_stake(facts, used, other)
        needed = briefs_missing(facts, pair, found)
        if at_stake <= 0 or not needed:
            continue
        sentence = (
            f"{work_name(pair.work)}: drafts at {other.name} instead of {used.name}, the chosen "
            "ones once more at the larger. Whether as many are accepted is not known yet."
        )
        done = pair.other.n_briefs
        where = _where(pair.work, used)
        yield Trial("smaller_size", sentence, at_stake, done, needed, where)


def _lever(
    facts: Facts, pair: Pair, saved: Decimal, ends: tuple[Decimal, Decimal | None]
) -> Finding:
    used, other = pair.used, pair.other
    cost, less = (
        money(cents(each.per_accepted), facts.settings.currency) for each in (used, other)
    )
    amount = money(saved, facts.settings.currency)
    sentence = (
        f"{work_name(pair.work)}: an accepted {pair.work.media} costs {cost} at {used.name}, "
        f"{less} at {other.name}. Drafts at {other.name} save {amount} a "
        "week, each usable one made once more at the larger, if its briefs are like those."
    )
    n = used.n_briefs + other.n_briefs
    where = _where(pair.work, used)
    lever = Finding("smaller_size", sentence, saved, n, "briefs", where, *ends)
    return claiming_saving(
        facts,
        lever,
        "cost_per_accepted_output",
        saved * facts.thresholds.recent_weeks,
        where=where_of(pair.work),
    )


def _at_stake(facts: Facts, used: Way, other: Way) -> Decimal:
    if not used.per_output:
        return Decimal(0)
    less = used.recent_money * (1 - other.per_output / used.per_output)
    finals = used.recent_usable * used.per_output
    return cents((less - finals) / facts.thresholds.recent_weeks)


def _judged(facts: Facts) -> list[tuple[Pair, Comparison | None]]:
    pairs = []
    for work, rows in facts.once(worked_ways).items():
        by_variant = defaultdict(list)
        for row in rows:
            if row.variant is not None:
                by_variant[row.variant].append(row)
        ways = [Way(name, tuple(briefs)) for name, briefs in by_variant.items()]
        pairs += [
            Pair.of(work, used, other)
            for used, other in permutations(ways, 2)
            if is_smaller(other.name, used.name) and other.per_output < used.per_output
        ]
    return compared(facts, pairs)


def _where(work: Work, used: Way) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    return (*where_of(work), ("variant", (used.name,)))
