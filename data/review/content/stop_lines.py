"""When to stop trying: what the next attempt of a brief brings, and what going on costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from data.commitments.wording import money
from data.estimates.stop_line import expected_money, first_usable_chances, stop_line
from data.review.briefs import attempt_cost
from data.review.findings.finding import cents
from data.review.parts import Column, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.review.briefs import WorkedBrief
    from data.review.facts import Facts
    from data.review.parts import Row

MOST_ATTEMPTS = 8
COLUMNS = (
    Column("media", "Medium"),
    Column("attempt", "Attempt"),
    Column("tried", "Briefs that came to it", "count"),
    Column("chance", "brings a usable one", "rate"),
    Column("low", "from", "rate"),
    Column("high", "to", "rate"),
    Column("money", "Expected to the first usable", "money"),
)


def stop_lines(facts: Facts) -> Part | None:
    """By medium and attempt, of decided briefs; None without any."""
    rows: list[Row] = []
    said: list[str] = []
    briefs = (*facts.earlier, *facts.recent)
    for media in sorted({each.media for each in briefs if each.media is not None}):
        if worked := facts.decided(media):
            rows += _rows(media, worked)
            said.append(_said(facts, media, worked))
    if not rows:
        return None
    return Part("stop_lines", "When to stop trying", tuple(said), COLUMNS, tuple(rows))


def _rows(media: str, worked: Sequence[WorkedBrief]) -> Iterator[Row]:
    chances = first_usable_chances(
        [each.n_attempts for each in worked], [each.first_accepted for each in worked]
    )
    cost = attempt_cost(worked)
    for each in (*chances[: MOST_ATTEMPTS - 1], *chances[MOST_ATTEMPTS - 1 :][-1:]):
        ahead = expected_money(chances, each.attempt, cost)
        yield {
            "media": media,
            "attempt": f"{each.attempt} and later" if each.and_later else f"{each.attempt}",
            "tried": each.tried,
            "chance": each.share,
            "low": each.low,
            "high": each.high,
            "money": None if math.isnan(ahead) else cents(ahead),
        }


def _said(facts: Facts, media: str, worked: Sequence[WorkedBrief]) -> str:
    by_hand = facts.thresholds.by_hand.get(media)
    kind = media.capitalize()
    if by_hand is None:
        return (
            f"{kind}: say what one costs by hand, `[review.by_hand]` in offcut.toml, to know from "
            "which attempt on that is cheaper."
        )
    chances = first_usable_chances(
        [each.n_attempts for each in worked], [each.first_accepted for each in worked]
    )
    line = stop_line(chances, attempt_cost(worked), float(by_hand))
    hand = money(by_hand, facts.settings.currency)
    if line is None:
        return f"{kind}: the next usable one is not expected to cost more than the {hand} by hand."
    return f"{kind}: from attempt {line} on going on is expected to cost more than {hand} by hand."
