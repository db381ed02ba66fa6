"""How well a team knows its own waste and its own demand, and what it would take to know enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.wording import counted, number, percent
from data.estimates.clustered_ratio import RatioEstimate, ratio_of_sums

if TYPE_CHECKING:
    from data.commitments.demand.weekly import WeeklyDemand


@dataclass(frozen=True)
class BriefSums:
    """One settled brief: what was tried for it and what came of it, counted in outputs.

    `waste` is what the waste-to-asset ratio counts, `accepted` and `discarded` what the discard
    rate does. `cost` is money, None where a part of it is not known.
    """

    attempts: int
    usable: int
    waste: int
    accepted: int
    discarded: int
    cost: Decimal | None = None


@dataclass(frozen=True)
class EvidenceRule:
    """From when on the evidence carries a commitment."""

    least_weeks: int = 8
    least_briefs: int = 20
    precision: float = 0.25
    """The waste-to-asset ratio must be known to give or take this share of itself …"""
    confidence: float = 0.9
    """… with this confidence."""
    briefs_guessed: int = 44
    """Needed when the briefs so far show no spread: one that varies as much as its mean
    ((1.645 / 0.25)² = 43.3)."""


DEFAULT_RULE = EvidenceRule()
SAYS_NOTHING = 1.0
"""A precision from which on an interval only looks like knowledge: give or take all of it."""


@dataclass(frozen=True)
class Evidence:
    """The settled briefs of a team, and the weeks in which they began."""

    briefs: tuple[BriefSums, ...] = ()
    weeks: float = 0.0

    @property
    def usable(self) -> int:
        """Usable assets of all briefs."""
        return sum(brief.usable for brief in self.briefs)

    @property
    def discard_rate(self) -> float | None:
        """Discarded / settled outputs; None without any."""
        discarded = sum(brief.discarded for brief in self.briefs)
        settled = discarded + sum(brief.accepted for brief in self.briefs)
        return discarded / settled if settled else None

    @property
    def briefs_a_week(self) -> float | None:
        """How fast briefs come; None where it is not known."""
        return len(self.briefs) / self.weeks if self.briefs and self.weeks else None

    @property
    def attempts_a_brief(self) -> float | None:
        """Attempts / briefs."""
        return sum(b.attempts for b in self.briefs) / len(self.briefs) if self.briefs else None

    @property
    def cost_a_brief(self) -> Decimal | None:
        """Money / briefs, over those whose cost is known; None where none is."""
        known = [brief.cost for brief in self.briefs if brief.cost is not None]
        return sum(known, Decimal(0)) / len(known) if known else None

    def attempts_per_usable(self, confidence: float = 0.9) -> RatioEstimate | None:
        """Attempts / usable assets with its interval, clustered by brief."""
        attempts = [brief.attempts for brief in self.briefs]
        return ratio_of_sums(attempts, [brief.usable for brief in self.briefs], confidence)

    def waste_to_asset(self, confidence: float = 0.9) -> RatioEstimate | None:
        """Wasted outputs / usable assets with its interval, clustered by brief."""
        waste = [brief.waste for brief in self.briefs]
        return ratio_of_sums(waste, [brief.usable for brief in self.briefs], confidence)


@dataclass(frozen=True)
class EvidenceReport:
    """Whether the evidence carries a commitment and, where it does not, what is missing."""

    enough: bool
    reasons: tuple[str, ...]
    """What is missing, in a clause each; none when there is enough."""
    rule: EvidenceRule
    briefs: int
    weeks: int
    attempts_per_usable: RatioEstimate | None
    waste_to_asset: RatioEstimate | None
    vague: bool
    """Whether the waste-to-asset ratio is not known well enough."""
    more_briefs: int
    more_weeks: int | None
    """None where nobody knows how fast briefs come."""
    briefs_meanwhile: int
    """What is made until then: the briefs that are missing, more where weeks are missing."""
    more_cost: Decimal | None
    """What those cost."""


def judge(
    evidence: Evidence, demand: WeeklyDemand | None, rule: EvidenceRule = DEFAULT_RULE
) -> EvidenceReport:
    """Compare the evidence with the rule, and say what more would satisfy it."""
    waste = evidence.waste_to_asset(rule.confidence)
    briefs, weeks = len(evidence.briefs), len(demand.weeks) if demand else 0
    needed = _briefs_needed(waste, rule)
    reasons = (
        *_too_few("complete week", weeks, rule.least_weeks),
        *_too_few("settled brief", briefs, rule.least_briefs),
        *_too_vague(waste, evidence.usable, rule),
    )
    vague = waste is None or waste.precision is None or waste.precision > rule.precision
    wanted = max(rule.least_briefs, needed if vague else 0)
    more_briefs = max(0, wanted - briefs, 1 if vague else 0)
    missing_weeks = max(0, rule.least_weeks - weeks)
    meanwhile = max(more_briefs, math.ceil((evidence.briefs_a_week or 0) * missing_weeks))
    return EvidenceReport(
        enough=not reasons,
        reasons=reasons,
        rule=rule,
        briefs=briefs,
        weeks=weeks,
        attempts_per_usable=evidence.attempts_per_usable(rule.confidence),
        waste_to_asset=waste,
        vague=vague,
        more_briefs=more_briefs,
        more_weeks=_more_weeks(evidence, more_briefs, missing_weeks),
        briefs_meanwhile=meanwhile,
        more_cost=_times(evidence.cost_a_brief, meanwhile),
    )


def _briefs_needed(waste: RatioEstimate | None, rule: EvidenceRule) -> int:
    needed = waste.clusters_for(rule.precision) if waste else None
    return needed if needed is not None else rule.briefs_guessed


def _too_few(what: str, n: int, least: int) -> tuple[str, ...]:
    if n >= least:
        return ()
    return (f"{n} {what}{'' if n == 1 else 's'} of at least {least}",)


def _too_vague(waste: RatioEstimate | None, usable: int, rule: EvidenceRule) -> tuple[str, ...]:
    if not usable or waste is None:
        return ("no usable asset yet, so waste per asset is not known at all",)
    if waste.ratio == 0:
        return ("no waste is logged: either nothing was reviewed yet, or too little was made",)
    if waste.precision is None:
        return ("one brief says nothing about the next",)
    wanted = f"wanted ±{percent(rule.precision)}"
    if waste.precision >= SAYS_NOTHING:
        known = (
            f"{number(waste.ratio)} so far, but {counted(waste.clusters, 'brief')} differ too much"
        )
        return (f"waste per usable asset is {known} to tell ({wanted})",)
    if waste.precision > rule.precision:
        known = f"±{percent(waste.precision)}, {wanted}"
        between = f"anything from {waste.low:.1f} to {waste.high:.1f}"
        return (f"waste per usable asset is {waste.ratio:.1f}, but may be {between} ({known})",)
    return ()


def _more_weeks(evidence: Evidence, briefs: int, missing_weeks: int) -> int | None:
    """At least the missing weeks; None where briefs are missing and no pace is known."""
    pace = evidence.briefs_a_week
    if briefs and pace is None:
        return missing_weeks or None
    return max(0, missing_weeks, math.ceil(briefs / pace) if pace else 0)


def _times(cost: Decimal | None, briefs: int) -> Decimal | None:
    return None if cost is None else (cost * briefs).quantize(Decimal("0.01"))
