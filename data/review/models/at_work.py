"""What each model at its channel did for each brief, in one medium and one tier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from data.asking.aggregates import peak_hours
from data.estimates.repeated_looks import Arm
from data.relations.named_columns import over_named_columns
from data.review.models.rules_of_briefs import reasons_of_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.review.facts import Facts


class Name(NamedTuple):
    """A model as one channel sells it."""

    channel: str
    model: str


Kind = tuple[str | None, str | None]
"""The kind of work: client and operation."""
Counts = Mapping[str, np.ndarray]
"""Columns of `worked_on_briefs.sql`, as long as each other: a row a brief and kind of work."""
COLUMNS = (
    *("brief_no", "is_told", "money", "accepted", "discarded", "recent_usable", "recent_accepted"),
    *("sets_asked", "sets_passed", "sizes_known", "sizes_met", "files_held", "files_fitting"),
    *("rejected_with_reason", "against_rules", "kind_no"),
)
"""Those kept; counts are of outputs. `kind_no` numbers the kinds of work over all models."""


class PeakCall(NamedTuple):
    """How long one call of the busiest hours took."""

    kind: Kind
    seconds: float


@dataclass(frozen=True)
class ModelAtWork:
    """One model at one channel over its briefs; `kinds` by their number."""

    name: Name
    rows: Counts
    kinds: Mapping[int, Kind]
    peak: tuple[PeakCall, ...] = ()

    @cached_property
    def told(self) -> Counts:
        """What is priced and decided, where somebody is known to decide."""
        is_told = self.rows["is_told"].astype(bool)
        return {name: column[is_told] for name, column in self.rows.items()}

    @property
    def n_briefs(self) -> int:
        """Briefs that are."""
        return len(np.unique(self.told["brief_no"]))

    @property
    def left_out(self) -> int:
        """Briefs of which some is not: undecided, unreviewed or without a price."""
        return len(np.unique(self.rows["brief_no"][~self.rows["is_told"].astype(bool)]))

    @property
    def all_briefs(self) -> int:
        """Both."""
        return len(np.unique(self.rows["brief_no"]))

    @cached_property
    def cost(self) -> Arm:
        """Money and accepted outputs by brief."""
        return self.by_brief(self.told["money"], self.told["accepted"])

    @cached_property
    def acceptance(self) -> Arm:
        """Accepted and settled outputs by brief, of briefs with any."""
        return self.share(self.told["accepted"], self.told["accepted"] + self.told["discarded"])

    @property
    def accepted(self) -> int:
        """Accepted outputs."""
        return int(self.told["accepted"].sum())

    @property
    def settled(self) -> int:
        """Outputs accepted, rejected or passed over."""
        return self.accepted + int(self.told["discarded"].sum())

    @property
    def per_accepted(self) -> float:
        """Money for each accepted output; 0 without any."""
        return sum(self.cost.above) / self.accepted if self.accepted else 0.0

    @property
    def recent_accepted(self) -> int:
        """Accepted outputs of the recent weeks."""
        return int(self.told["recent_accepted"].sum())

    @property
    def recent_usable(self) -> int:
        """Those of them that are usable themselves."""
        return int(self.told["recent_usable"].sum())

    def by_brief(self, above: np.ndarray, below: np.ndarray) -> Arm:
        """Two columns of what is told, a sum a brief of each."""
        briefs, place = np.unique(self.told["brief_no"], return_inverse=True)
        sums = (np.bincount(place, each, len(briefs)) for each in (above, below))
        return Arm(*(each.tolist() for each in sums))

    def share(self, above: np.ndarray, below: np.ndarray) -> Arm:
        """The same of briefs that have any case."""
        arm = self.by_brief(above, below)
        some = [pair for pair in zip(arm.above, arm.below, strict=True) if pair[1]]
        return Arm([a for a, _ in some], [b for _, b in some])

    @property
    def known_kinds(self) -> set[Kind]:
        """Kinds of work of which something is told."""
        return {self.kinds[each] for each in np.unique(self.told["kind_no"]).tolist()}

    def only(self, kinds: set[Kind]) -> ModelAtWork:
        """Its part of these kinds of work."""
        numbers = [number for number, kind in self.kinds.items() if kind in kinds]
        mine = np.isin(self.rows["kind_no"], numbers)
        return replace(
            self,
            rows={name: column[mine] for name, column in self.rows.items()},
            peak=tuple(each for each in self.peak if each.kind in kinds),
        )


def on_like_work(models: Sequence[ModelAtWork]) -> list[ModelAtWork]:
    """Each on the kinds of work that all of them know.

    What one client takes says nothing of what another does, nor an edit of a new picture.
    """
    known = [model.known_kinds for model in models]
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
    asked = _sql("worked_on_briefs").format(where=where)
    rows = cursor.execute(over_named_columns(cursor, asked), (ruled, begins, begins, *bound))
    found = cast("Counts", rows.fetchnumpy())
    kinds = {
        int(number): (client, operation)
        for number, client, operation in _each(found, "kind_no", "client", "operation")
    }
    peak = _peak_calls(facts, about)
    return tuple(
        ModelAtWork(name, rows, kinds, tuple(peak.get(name, ())))
        for name, rows in _by_name(found).items()
    )


def _each(found: Counts, number: str, *names: str) -> Iterator[tuple[Any, ...]]:
    """The first row of each number: the number, and these columns, None for NULL."""
    _, first = np.unique(found[number], return_index=True)
    columns = [np.ma.getdata(found[name])[first] for name in (number, *names)]
    hidden = [np.ma.getmaskarray(found[name])[first] for name in (number, *names)]
    for values, nulls in zip(zip(*columns, strict=True), zip(*hidden, strict=True), strict=True):
        yield tuple(None if null else value for value, null in zip(values, nulls, strict=True))


def _by_name(found: Counts) -> dict[Name, Counts]:
    """The rows of each model, which stand together."""
    names = {number: Name(*name) for number, *name in _each(found, "name_no", "channel", "model")}
    return {
        name: {
            column: np.ma.getdata(found[column])[found["name_no"] == number] for column in COLUMNS
        }
        for number, name in names.items()
    }


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
    asked = over_named_columns(cursor, _sql("peak_seconds").format(where=where, hours=hours))
    rows = cursor.execute(asked, bound).fetchall()
    found: defaultdict[Name, list[PeakCall]] = defaultdict(list)
    for channel, model, client, operation, seconds in rows:
        found[Name(channel, model)].append(PeakCall((client, operation), seconds))
    return found


def _sql(name: str) -> str:
    return (files("data.review.models") / f"{name}.sql").read_text("utf-8")
