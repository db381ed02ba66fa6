"""All rules, and which of what they find is told: the dearest, never more than seven."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from data.asking.side_by_side import side_by_side
from data.review.findings.commonality import commonality
from data.review.findings.credits import credits_in_hand
from data.review.findings.dearer_model import dearer_model
from data.review.findings.many_attempts import many_attempts, past_stop_line
from data.review.findings.missed_targets import missed_targets
from data.review.findings.people import people
from data.review.findings.reasons import reasons
from data.review.findings.refunds_due import refunds_due
from data.review.findings.rerolls import rerolls
from data.review.findings.segment_change import segment_change
from data.review.findings.slow_service import slow_service
from data.review.findings.uncertain_money import uncertain_money
from data.review.findings.undecided import undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from data.review.facts import Facts
    from data.review.findings.finding import Finding

    Rule = Callable[[Facts], Iterator[Finding]]

Told = TypeVar("Told")
RULES: tuple[Rule, ...] = (
    rerolls,
    segment_change,
    dearer_model,
    reasons,
    commonality,
    past_stop_line,
    many_attempts,
    undecided,
    uncertain_money,
    refunds_due,
    slow_service,
    people,
    credits_in_hand,
    missed_targets,
)


def findings(facts: Facts, is_quiet: Callable[[str], bool]) -> list[Finding]:
    """What all rules find, the most money first, without what was dismissed or is worth little."""
    return ranked(
        (each for each in told_by(RULES, facts) if not is_quiet(each.key)),
        facts.thresholds.least_money_a_week,
        facts.thresholds.most_findings,
    )


def told_by(rules: Iterable[Callable[[Facts], Iterator[Told]]], facts: Facts) -> Iterator[Told]:
    """What rules find, in their order; looked for side by side."""
    return chain.from_iterable(side_by_side(partial(_all_of, rule, facts) for rule in rules))


def _all_of(rule: Callable[[Facts], Iterator[Told]], facts: Facts) -> tuple[Told, ...]:
    return tuple(rule(facts))


def ranked(found: Iterable[Finding], least: Decimal, most: int) -> list[Finding]:
    """The first `most` by the size of their money; those without a price come last.

    Of several with the same rule and rows the largest stands for all.
    """
    worth = [each for each in found if each.money_a_week is None or abs(each.money_a_week) >= least]
    largest: dict[str, Finding] = {}
    for each in sorted(worth, key=_place):
        largest.setdefault(each.key, each)
    return list(largest.values())[:most]


def _place(finding: Finding) -> tuple[bool, Decimal, str]:
    amount = finding.money_a_week
    return amount is None, -abs(amount or Decimal(0)), finding.key
