"""All levers, and which are told: the dearest three; and what a trial would settle first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from data.review.findings.rules import ranked, told_by
from data.review.levers.another_plan import another_plan
from data.review.levers.channels import cheaper_channel
from data.review.levers.edit_instead import edit_instead, try_edit_instead
from data.review.levers.fewer_outputs import fewer_outputs, try_fewer_outputs
from data.review.levers.smaller_size import smaller_size, try_smaller_size
from data.review.levers.stop_rule import stop_rule
from data.review.levers.tiers import patient_tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.review.facts import Facts
    from data.review.findings.finding import Finding
    from data.review.findings.rules import Rule
    from data.review.levers.trial import Trial

LEVERS: tuple[Rule, ...] = (
    *(cheaper_channel, patient_tier, smaller_size, fewer_outputs),
    *(edit_instead, stop_rule, another_plan),
)
TRIALS: tuple[Callable[[Facts], Iterator[Trial]], ...] = (
    *(try_smaller_size, try_fewer_outputs, try_edit_instead),
)
MOST = 3


class Trials(NamedTuple):
    """Those told, the most at stake first, and how many are not."""

    told: tuple[Trial, ...]
    others: int


def levers(facts: Facts, is_quiet: Callable[[str], bool]) -> list[Finding]:
    """What a change would have saved on the recent weeks, the most money first."""
    kept = (each for each in told_by(LEVERS, facts) if not is_quiet(each.key))
    return ranked(kept, facts.thresholds.least_money_a_week, MOST)


def trials(facts: Facts, is_quiet: Callable[[str], bool]) -> Trials:
    """What a few briefs would settle, the most at stake first; one for the same work."""
    largest: dict[str, Trial] = {}
    found = (each for each in told_by(TRIALS, facts) if not is_quiet(each.key))
    for each in sorted(found, key=lambda trial: (-trial.at_stake, trial.key)):
        if each.at_stake >= facts.thresholds.least_money_a_week:
            largest.setdefault(each.key, each)
    kept = tuple(largest.values())
    return Trials(kept[:MOST], len(kept[MOST:]))
