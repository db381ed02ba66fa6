"""When to stop trying, by client, by model and, where the settings say so, by person."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from data.commitments.wording import counted, listed
from data.estimates.stop_line import (
    LEAST_BRIEFS,
    expected_money,
    first_usable_chances,
    stop_line,
)
from data.review.briefs import attempt_cost
from data.review.findings.finding import cents
from data.review.parts import Column, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from data.review.briefs import WorkedBrief
    from data.review.facts import Facts
    from data.review.parts import Row

EARLY = 3
"""From the third attempt on somebody may be told to stop."""
MOST = 6
COLUMNS = (
    Column("split", "By"),
    Column("group", "Whose"),
    Column("media", "Medium"),
    Column("briefs", "Briefs decided", "count"),
    Column("chance", "First attempt brings a usable one", "rate"),
    Column("low", "from", "rate"),
    Column("high", "to", "rate"),
    Column("money", "Expected from the third on", "money"),
    Column("line", "Stop from attempt", "count"),
)


class _Group(NamedTuple):
    split: str
    name: str
    media: str


def stop_lines_by(facts: Facts) -> Part | None:
    """A row per client, model and medium with enough decided briefs; None without any.

    Of each split the few with the most briefs, the others counted. Model and person are those of a
    brief's earliest attempt. Groups of fewer briefs than a chance takes are counted, not shown.
    """
    groups = _groups(facts)
    enough = {each: briefs for each, briefs in groups.items() if len(briefs) >= LEAST_BRIEFS}
    if not enough:
        return None
    shown = _most_briefs(enough)
    rows = tuple(_row(facts, each, enough[each]) for each in shown)
    said = _said(groups, enough, len(enough) - len(shown))
    return Part("stop_lines_by", "When to stop trying, by client and model", said, COLUMNS, rows)


def _most_briefs(enough: Mapping[_Group, Sequence[WorkedBrief]]) -> list[_Group]:
    ranked = sorted(enough, key=lambda each: (each.split, -len(enough[each]), each))
    by_split = groupby(ranked, key=lambda each: each.split)
    return [each for _, split in by_split for each in islice(split, MOST)]


def _groups(facts: Facts) -> dict[_Group, list[WorkedBrief]]:
    found: defaultdict[_Group, list[WorkedBrief]] = defaultdict(list)
    for each in _decided(facts):
        for split, name in _names(each, persons=facts.settings.person_figures):
            if name is not None and each.media is not None:
                found[_Group(split, name, each.media)].append(each)
    return dict(found)


def _decided(facts: Facts) -> Iterator[WorkedBrief]:
    media = {each.media for each in (*facts.earlier, *facts.recent) if each.media is not None}
    for each in sorted(media):
        yield from facts.decided(each)


def _names(brief: WorkedBrief, *, persons: bool) -> Iterator[tuple[str, str | None]]:
    yield "client", brief.client
    yield "model", brief.model
    if persons:
        yield "person", brief.user


def _row(facts: Facts, group: _Group, worked: Sequence[WorkedBrief]) -> Row:
    attempts, first = zip(*((each.n_attempts, each.first_accepted) for each in worked), strict=True)
    chances = first_usable_chances(attempts, first)
    cost, by_hand = attempt_cost(worked), facts.thresholds.by_hand.get(group.media)
    ahead = expected_money(chances, EARLY, cost)
    return {
        "split": group.split,
        "group": group.name,
        "media": group.media,
        "briefs": len(worked),
        "chance": chances[0].share,
        "low": chances[0].low,
        "high": chances[0].high,
        "money": None if math.isnan(ahead) else cents(ahead),
        "line": None if by_hand is None else stop_line(chances, cost, float(by_hand)),
    }


def _said(groups: Iterable[_Group], enough: Iterable[_Group], others: int) -> tuple[str, ...]:
    left_out: defaultdict[str, int] = defaultdict(int)
    for each in set(groups) - set(enough):
        left_out[each.split] += 1
    said = [
        "Without an attempt to stop from, going on is worth it or the cost by hand is not said."
    ]
    if others:
        said.append(f"The {MOST} with the most decided briefs each; {others} more have a chance.")
    if left_out:
        named = listed([counted(n, split) for split, n in sorted(left_out.items())])
        said.append(f"Too few decided briefs for a chance, fewer than {LEAST_BRIEFS}: {named}.")
    return tuple(said)
