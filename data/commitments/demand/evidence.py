"""How well a team knows its own waste and its own demand, and what it would take to know enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data.commitments.demand.evidence_rule import DEFAULT_RULE, EvidenceRule
from data.commitments.rounding import CENT
from data.commitments.wording import counted, number, percent
from data.estimates.clustered_ratio import RatioEstimate, ratio_of_sums

if TYPE_CHECKING:
    from data.commitments.demand.weekly import WeeklyDemand


SURE = 1.35
"""Standard deviations by which the spread may be misjudged: after the upper number nine in ten of
the teams that the tests simulate are settled."""
LUCK = -SURE / 2
"""By so many with luck: one team in four."""
LARGE_SPREAD = 1.65
"""Standard deviation / mean of briefs, where none is known: few teams have more."""
SAYS_NOTHING = 1.0
"""A precision from which on an interval only looks like knowledge: give or take all of it."""


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
class MoreBriefs:
    """How many more: with luck, most likely, and the number that nine in ten teams are done by."""

    fewest: int
    likely: int
    most: int

    def __bool__(self) -> bool:
        """Whether any are missing."""
        return self.most > 0


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
    more: MoreBriefs
    more_weeks: int | None
    """What the likely number takes. None where nobody knows how fast briefs come."""
    most_weeks: int | None
    """What the upper one takes."""
    briefs_meanwhile: int
    """What is made until then: the likely number, more where weeks are missing."""
    costs: tuple[Decimal, Decimal] | None
    """What the fewest and the most briefs cost; None where no brief's cost is known."""


def judge(
    evidence: Evidence, demand: WeeklyDemand | None, rule: EvidenceRule = DEFAULT_RULE
) -> EvidenceReport:
    """Compare the evidence with the rule, and say what more would satisfy it."""
    waste = evidence.waste_to_asset(rule.confidence)
    briefs, weeks = len(evidence.briefs), len(demand.weeks) if demand else 0
    reasons = (
        *_too_few("complete week", weeks, rule.least_weeks),
        *_too_few("settled brief", briefs, rule.least_briefs),
        *_too_vague(waste, evidence.usable, rule),
    )
    vague = _is_vague(waste, rule)
    more = briefs_still_needed(waste, briefs, rule)
    missing_weeks = max(0, rule.least_weeks - weeks)
    in_time = math.ceil((evidence.briefs_a_week or 0) * missing_weeks)
    meanwhile, most = max(more.likely, in_time), max(more.most, in_time)
    return EvidenceReport(
        enough=not reasons,
        reasons=reasons,
        rule=rule,
        briefs=briefs,
        weeks=weeks,
        attempts_per_usable=evidence.attempts_per_usable(rule.confidence),
        waste_to_asset=waste,
        vague=vague,
        more=more,
        more_weeks=_more_weeks(evidence, more.likely, missing_weeks),
        most_weeks=_more_weeks(evidence, more.most, missing_weeks),
        briefs_meanwhile=meanwhile,
        costs=_costs(evidence.cost_a_brief, max(more.fewest, in_time), most),
    )


def briefs_to_know(waste: RatioEstimate | None, rule: EvidenceRule) -> MoreBriefs:
    """Briefs that make the waste known where none was made yet, if it varies as it does here."""
    return _more_briefs(waste, 0, rule, vague=True)


def briefs_still_needed(ratio: RatioEstimate | None, briefs: int, rule: EvidenceRule) -> MoreBriefs:
    """Beyond those there are, until a ratio of their sums is known as well as the rule asks."""
    return _more_briefs(ratio, briefs, rule, vague=_is_vague(ratio, rule))


def _is_vague(ratio: RatioEstimate | None, rule: EvidenceRule) -> bool:
    return ratio is None or ratio.precision is None or ratio.precision > rule.precision


def _more_briefs(
    waste: RatioEstimate | None, briefs: int, rule: EvidenceRule, *, vague: bool
) -> MoreBriefs:
    """None are missing only where there are enough and the waste is known."""
    if not vague and briefs >= rule.least_briefs:
        return MoreBriefs(0, 0, 0)
    least = max(rule.least_briefs, briefs + 1)
    likely = max(least, _needed(waste, rule) if vague else 0)
    fewest = min(likely, max(least, _needed(waste, rule, LUCK)))
    most = max(likely, _needed(waste, rule, SURE))
    return MoreBriefs(fewest - briefs, likely - briefs, most - briefs)


def _needed(waste: RatioEstimate | None, rule: EvidenceRule, sure: float = 0.0) -> int:
    """Briefs in all; the spread is misjudged by so many of its standard deviations."""
    if waste is None or waste.relative_error is None:
        return rule.briefs_guessed(LARGE_SPREAD ** (sure / SURE))
    found = (
        waste.clusters_within(rule.precision, sure) if sure else waste.clusters_for(rule.precision)
    )
    return found or 0


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
        return None
    return max(0, missing_weeks, math.ceil(briefs / pace) if pace else 0)


def _costs(each: Decimal | None, fewest: int, most: int) -> tuple[Decimal, Decimal] | None:
    if each is None:
        return None
    return (each * fewest).quantize(CENT), (each * most).quantize(CENT)
