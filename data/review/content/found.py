"""The findings as a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.commitments.wording import counted, money
from data.review.parts import Column, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.review.facts import Facts
    from data.review.findings.finding import Finding
    from data.review.levers.rules import Trials
    from data.review.parts import Row

NOTHING_MOVED = "Nothing moved beyond chance this week."
COLUMNS = (
    Column("money_a_week", "A week", "money"),
    Column("sentence", "Finding"),
    Column("low", "from", "money"),
    Column("high", "to", "money"),
    Column("rests_on", "on"),
    Column("key", "key"),
)
TRIED = (
    Column("money_a_week", "At stake, a week", "money"),
    Column("sentence", "What to try"),
    Column("rests_on", "on"),
    Column("key", "key"),
)


def findings_part(facts: Facts, found: Sequence[Finding]) -> Part:
    """What moved, the most money first, each with its interval, its n and the key of its rows."""
    sure = f"Each is sure to {facts.thresholds.confidence:.0%} or a plain sum; money is a week's."
    said = sure.replace("%", " %") if found else NOTHING_MOVED
    return Part("findings", "What to talk about", (said,), COLUMNS, _rows(found))


def levers_part(facts: Facts, found: Sequence[Finding]) -> Part | None:
    """What a change would have saved; None where no lever is worth its money."""
    if not found:
        return None
    said = (
        f"On the team's own work, the money of the last {facts.thresholds.recent_weeks} weeks; a "
        "lever without from and to is a plain sum at the prices of the book."
    )
    return Part("levers", "What to try", (said,), COLUMNS, _rows(found))


def trials_part(facts: Facts, found: Trials) -> Part | None:
    """What a trial would settle; None where nothing is at stake."""
    if not found.told:
        return None
    thin = (
        "The team's own work is not enough to say. At stake is a week's money if as much is "
        "accepted; missing are the briefs of both ways that would tell at least."
    )
    less = money(found.told[-1].at_stake, facts.settings.currency)
    others = f"{counted(found.others, 'more trial')} with {less} or less at stake."
    said = (thin, others) if found.others else (thin,)
    rows = tuple(
        {
            "money_a_week": each.at_stake,
            "sentence": each.sentence,
            "n": each.briefs,
            "briefs_needed": each.briefs_needed,
            "rests_on": f"{counted(each.briefs, 'brief')} so far, {each.briefs_needed:,} missing",
            "key": each.key,
        }
        for each in found.told
    )
    return Part("trials", "What a trial would settle", said, TRIED, rows)


def _rows(found: Sequence[Finding]) -> tuple[Row, ...]:
    return tuple(
        {
            "money_a_week": each.money_a_week,
            "sentence": each.sentence,
            "low": each.low,
            "high": each.high,
            "n": each.n,
            "rests_on": counted(each.n, each.n_of.removesuffix("s")),
            "key": each.key,
        }
        for each in found
    )
