"""What each model at its channel did for each brief, in one medium and one tier."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from data.asking.aggregates import peak_hours
from data.estimates.repeated_looks import Arm
from data.review.models.rules_of_briefs import reasons_of_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.review.facts import Facts


class Name(NamedTuple):
    """A model as one channel sells it."""

    channel: str
    model: str


Kind = tuple[str | None, str | None]
"""The kind of work: client and operation."""


class BriefOfModel(NamedTuple):
    """What one model did for one brief, of one kind of work; counts are of outputs."""

    brief_no: int
    client: str | None
    operation: str | None
    is_told: bool
    """Whether all of it is priced and decided, where somebody is known to decide."""
    money: Decimal
    calls: int
    accepted: int
    discarded: int
    recent_usable: int
    recent_accepted: int
    sets_asked: int
    sets_passed: int
    sizes_known: int
    sizes_met: int
    files_held: int
    files_fitting: int
    rejected_with_reason: int
    against_rules: int

    @property
    def kind(self) -> Kind:
        """Like work is of one client and operation."""
        return self.client, self.operation


class PeakCall(NamedTuple):
    """How long one call of the busiest hours took."""

    kind: Kind
    seconds: float


@dataclass(frozen=True)
class ModelAtWork:
    """One model at one channel over its briefs."""

    name: Name
    rows: tuple[BriefOfModel, ...]
    peak: tuple[PeakCall, ...] = ()

    @cached_property
    def told(self) -> tuple[BriefOfModel, ...]:
        """What is priced and decided."""
        return tuple(each for each in self.rows if each.is_told)

    @property
    def n_briefs(self) -> int:
        """Briefs that are."""
        return len({each.brief_no for each in self.told})

    @property
    def left_out(self) -> int:
        """Briefs of which some is not: undecided, unreviewed or without a price."""
        return len({each.brief_no for each in self.rows if not each.is_told})

    @cached_property
    def cost(self) -> Arm:
        """Money and accepted outputs by brief."""
        return self.by_brief(lambda each: float(each.money), lambda each: each.accepted)

    @cached_property
    def acceptance(self) -> Arm:
        """Accepted and settled outputs by brief, of briefs with any."""
        return self.share(lambda each: each.accepted, lambda each: each.accepted + each.discarded)

    @property
    def accepted(self) -> int:
        """Accepted outputs."""
        return sum(each.accepted for each in self.told)

    @property
    def settled(self) -> int:
        """Outputs accepted, rejected or passed over."""
        return sum(each.accepted + each.discarded for each in self.told)

    @property
    def per_accepted(self) -> float:
        """Money for each accepted output; 0 without any."""
        return sum(self.cost.above) / self.accepted if self.accepted else 0.0

    @property
    def recent_accepted(self) -> int:
        """Accepted outputs of the recent weeks."""
        return sum(each.recent_accepted for each in self.told)

    @property
    def recent_usable(self) -> int:
        """Those of them that are usable themselves."""
        return sum(each.recent_usable for each in self.told)

    def by_brief(
        self, above: Callable[[BriefOfModel], float], below: Callable[[BriefOfModel], float]
    ) -> Arm:
        """Two sums of what is told, a number a brief of each."""
        sums: defaultdict[int, list[float]] = defaultdict(lambda: [0, 0])
        for each in self.told:
            sums[each.brief_no][0] += above(each)
            sums[each.brief_no][1] += below(each)
        return Arm([a for a, _ in sums.values()], [b for _, b in sums.values()])

    def share(
        self, above: Callable[[BriefOfModel], float], below: Callable[[BriefOfModel], float]
    ) -> Arm:
        """The same of briefs that have any case."""
        arm = self.by_brief(above, below)
        some = [pair for pair in zip(arm.above, arm.below, strict=True) if pair[1]]
        return Arm([a for a, _ in some], [b for _, b in some])

    def only(self, kinds: set[Kind]) -> ModelAtWork:
        """Its part of these kinds of work."""
        return ModelAtWork(
            self.name,
            tuple(each for each in self.rows if each.kind in kinds),
            tuple(each for each in self.peak if each.kind in kinds),
        )


def on_like_work(models: Sequence[ModelAtWork]) -> list[ModelAtWork]:
    """Each on the kinds of work that all of them know.

    What one client takes says nothing of what another does, nor an edit of a new picture.
    """
    known = [{each.kind for each in model.told} for model in models]
    shared = set.intersection(*known) if known else set()
    return [model.only(shared) for model in models]


def models_at_work(
    facts: Facts, selection: Selection, media: str | None, tier: str | None
) -> tuple[ModelAtWork, ...]:
    """The models of a selection in one medium and tier, by channel and name."""
    about = narrowed(selection, media, tier)
    where, bound = about.where(facts.settings)
    begins, _ = facts.recent_days.period(facts.settings)
    cursor = facts.figures.cursor(about)
    ruled = reasons_of_rules(_reasons(cursor))
    rows = cursor.execute(
        _sql("worked_on_briefs").format(where=where), (ruled, begins, begins, *bound)
    ).fetchall()
    found: defaultdict[Name, list[BriefOfModel]] = defaultdict(list)
    for brief_no, client, operation, channel, model, *row in rows:
        found[Name(channel, model)].append(BriefOfModel(brief_no, client, operation, *row))
    peak = _peak_calls(facts, about)
    return tuple(
        ModelAtWork(name, tuple(rows), tuple(peak.get(name, ()))) for name, rows in found.items()
    )


def narrowed(selection: Selection, media: str | None, tier: str | None) -> Selection:
    """The part of a selection that is of one medium and tier."""
    others = tuple(each for each in selection.filters if each[0] not in ("media", "tier"))
    return replace(selection, filters=(*others, ("media", (media,)), ("tier", (tier,))))


def _reasons(cursor: DuckDBPyConnection) -> Iterable[str]:
    rows = cursor.execute(
        "SELECT DISTINCT reason FROM asset_outcomes WHERE reason IS NOT NULL ORDER BY reason"
    ).fetchall()
    return [reason for (reason,) in rows]


def _peak_calls(facts: Facts, about: Selection) -> dict[Name, list[PeakCall]]:
    where, bound = about.where(facts.settings)
    cursor = facts.figures.cursor(about)
    hours = peak_hours(cursor, about, facts.settings)
    rows = cursor.execute(_sql("peak_seconds").format(where=where, hours=hours), bound).fetchall()
    found: defaultdict[Name, list[PeakCall]] = defaultdict(list)
    for channel, model, client, operation, seconds in rows:
        found[Name(channel, model)].append(PeakCall((client, operation), seconds))
    return found


def _sql(name: str) -> str:
    return (files("data.review.models") / f"{name}.sql").read_text("utf-8")
