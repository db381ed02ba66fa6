"""All levers, and which are told: the dearest three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.review.findings.rules import ranked
from data.review.levers.channels import cheaper_channel
from data.review.levers.tiers import patient_tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.review.facts import Facts
    from data.review.findings.finding import Finding
    from data.review.findings.rules import Rule

LEVERS: tuple[Rule, ...] = (cheaper_channel, patient_tier)
MOST = 3


def levers(facts: Facts, is_quiet: Callable[[str], bool]) -> list[Finding]:
    """What a change would have saved on the recent weeks, the most money first."""
    found = (each for lever in LEVERS for each in lever(facts))
    kept = (each for each in found if not is_quiet(each.key))
    return ranked(kept, facts.thresholds.least_money_a_week, MOST)
