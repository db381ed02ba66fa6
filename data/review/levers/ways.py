"""Ways in which the team made the same kind of output, and what each cost per accepted one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, Protocol

from data.estimates.repeated_looks import Arm, Comparison, compare_ratios
from data.review.findings.finding import cents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from data.review.facts import Facts
    from data.review.predictions import Filters


class Work(NamedTuple):
    """What like work has in common, whatever the way it was made."""

    channel: str
    model: str
    operation: str | None
    media: str


class WayOfBrief(NamedTuple):
    """What one way did for one brief in its first rounds, and the part of the recent weeks."""

    brief_no: int
    client: str | None
    work: Work
    variant: str | None
    n_requested: int
    money: float
    delivered: int
    usable: int
    accepted: int
    recent_money: float
    recent_usable: int
    recent_accepted: int


@dataclass(frozen=True)
class Way:
    """One way of making like work, over its briefs."""

    name: str
    briefs: tuple[WayOfBrief, ...]

    @cached_property
    def arm(self) -> Arm:
        """Money and accepted outputs by brief."""
        money: defaultdict[int, float] = defaultdict(float)
        accepted: defaultdict[int, int] = defaultdict(int)
        for each in self.briefs:
            money[each.brief_no] += each.money
            accepted[each.brief_no] += each.accepted
        return Arm(list(money.values()), list(accepted.values()))

    @property
    def n_briefs(self) -> int:
        """How many briefs it was used for."""
        return len(self.arm.above)

    @property
    def per_output(self) -> float:
        """Money for each output delivered; 0 without any."""
        delivered = sum(each.delivered for each in self.briefs)
        return sum(each.money for each in self.briefs) / delivered if delivered else 0.0

    @property
    def per_accepted(self) -> float:
        """Money for each accepted output; 0 without any."""
        accepted = sum(self.arm.below)
        return sum(self.arm.above) / accepted if accepted else 0.0

    @property
    def recent_money(self) -> float:
        """Of the recent weeks."""
        return sum(each.recent_money for each in self.briefs)

    @property
    def recent_accepted(self) -> int:
        """Accepted outputs of the recent weeks."""
        return sum(each.recent_accepted for each in self.briefs)

    @property
    def recent_usable(self) -> int:
        """Those of them that are usable themselves: finals, not drafts."""
        return sum(each.recent_usable for each in self.briefs)


class Recent(Protocol):
    """What was made in the recent weeks, and what an accepted output of all weeks costs."""

    @property
    def per_accepted(self) -> float:
        """Money; 0 without any."""

    @property
    def recent_accepted(self) -> int:
        """Accepted outputs."""

    @property
    def recent_usable(self) -> int:
        """Those of them that are usable themselves."""


class Pair(NamedTuple):
    """A way in use and another one of the same work that may be cheaper.

    Of `used` and `other` only the briefs of clients that know both ways: what one client takes says
    nothing of another's. The whole of each stands beside them.
    """

    work: Work
    used: Way
    other: Way
    all_used: Way
    all_other: Way

    @classmethod
    def of(cls, work: Work, used: Way, other: Way) -> Pair:
        """Two ways over all clients."""
        clients = {each.client for each in used.briefs} & {each.client for each in other.briefs}
        alike, other_alike = (
            Way(way.name, tuple(each for each in way.briefs if each.client in clients))
            for way in (used, other)
        )
        return cls(work, alike, other_alike, used, other)


def worked_ways(facts: Facts) -> dict[Work, list[WayOfBrief]]:
    """The first rounds of all weeks looked at, by like work."""
    whole = facts.asked.until(facts.asked.days.last, facts.earlier_days.first_day)
    where, bound = whole.where(facts.settings)
    begins, _ = facts.recent_days.period(facts.settings)
    sql = (files("data.review.levers") / "worked_ways.sql").read_text("utf-8")
    values = (begins, begins, begins, *bound)
    rows = facts.figures.ask(whole, sql.format(where=where), values).fetchall()
    found: defaultdict[Work, list[WayOfBrief]] = defaultdict(list)
    for brief_no, client, *row in rows:
        each = WayOfBrief(brief_no, client, Work(*row[:4]), *row[4:])
        found[each.work].append(each)
    return dict(found)


def briefs_missing(facts: Facts, pair: Pair, found: Comparison | None) -> int | None:
    """How many more briefs would tell, at least; None where the ways seem to be alike."""
    if found is not None:
        return found.briefs_needed
    least = facts.thresholds.least_briefs
    return sum(max(0, least - way.n_briefs) for way in (pair.used, pair.other))


def compared(facts: Facts, pairs: Sequence[Pair]) -> list[tuple[Pair, Comparison | None]]:
    """Each pair's cost per accepted output, the other way's / the one in use.

    At the settings' confidence over all pairs with enough briefs together; None where a side has
    accepted nothing.
    """
    least = facts.thresholds.least_briefs
    enough = [each for each in pairs if min(each.used.n_briefs, each.other.n_briefs) >= least]
    doubt = (1 - facts.thresholds.confidence) / max(1, len(enough))
    return [
        (each, compare_ratios(each.other.arm, each.used.arm, 1 - doubt) if each in enough else None)
        for each in pairs
    ]


def saved_a_week(
    facts: Facts, used: Recent, ratio: float | None, *, again: float = 0.0
) -> Decimal | None:
    """What its accepted outputs of the recent weeks would have cost less at this ratio of costs.

    `again` is what each usable one would still cost, to be made once more. None without a ratio.
    """
    if ratio is None:
        return None
    saved = used.recent_accepted * used.per_accepted * (1 - ratio) - used.recent_usable * again
    return cents(saved / facts.thresholds.recent_weeks)


def where_of(work: Work) -> Filters:
    """The filters of like work."""
    return (
        ("channel", (work.channel,)),
        ("model", (work.model,)),
        *((("operation", (work.operation,)),) if work.operation else ()),
    )


def work_name(work: Work) -> str:
    """`flux at fal`, with the operation where it is known: `flux at fal, text to image`."""
    of = f", {work.operation.replace('_', ' ')}" if work.operation else ""
    return f"{work.model} at {work.channel}{of}"
