"""What hides money from the figures, each with how much, so that the largest is mended first.

Money that is known is exact: that of outputs nobody reviewed, and of work without a name. What a
missing price, a rejected record or a verdict on nothing hides is not known. It is put at what a
call costs that costs anything: of the same model, else of the same medium; of the same source; at
what an output costs; and said to be so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from data.asking.measure import EVERYTHING, measure
from data.metrics.gap_kinds import UNPRICED_KINDS, unpriced_metric
from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings

Kind = Literal[
    "still_running", "end_unknown", "untold", "no_rate", "no_price",
    "quarantined", "unmatched", "ambiguous", "unreviewed", "unnamed",
    "unattributed_consumption", "unvalued_consumption", "refunds_unattached",
]  # fmt: skip
OF_RECORDS = ("unattributed_consumption", "unvalued_consumption", "refunds_unattached")
"""Gaps of bookings, as the relation `gaps` counts them."""
OF_THE_WHOLE = ("quarantined", "unmatched", "ambiguous", *OF_RECORDS)
"""Kinds that belong to no attempt: they stand for the whole warehouse, whatever the selection."""


@dataclass(frozen=True)
class ToFix:
    """One thing to mend. `money` is in the reporting currency, None where nothing tells it."""

    kind: Kind
    about: tuple[tuple[str, str | None], ...]
    """Which: channel and model, source, client and project."""
    n: int
    """Attempts, records, verdicts or outputs."""
    money: Decimal | None
    is_estimate: bool = False
    example: str | None = None
    """The commonest reason, or the first reference."""

    @property
    def key(self) -> str:
        """What it is known by from one day to the next."""
        about = ",".join(f"{name}={'' if value is None else value}" for name, value in self.about)
        return f"{self.kind}:{about}" if about else self.kind


class _Typical(NamedTuple):
    """What calls cost whose cost is known, by model, medium and source."""

    by_model: dict[str | None, tuple[int, Decimal]]
    by_media: dict[str | None, tuple[int, Decimal]]
    by_source: dict[str | None, tuple[int, Decimal]]

    def of_call(self, model: str | None, media: str | None, n: int) -> Decimal | None:
        known = self.by_model.get(model) if model is not None else None
        return _at(known or self.by_media.get(media), n)

    def of_record(self, source: str, n: int) -> Decimal | None:
        return _at(self.by_source.get(source), n)


def _at(known: tuple[int, Decimal] | None, n: int) -> Decimal | None:
    return None if known is None else n * known[1] / known[0]


def to_fix(
    cursor: DuckDBPyConnection, *, selection: Selection = EVERYTHING, settings: Settings
) -> tuple[ToFix, ...]:
    """Everything that hides money, the most first; what nothing tells the money of comes last."""
    typical = _typical(cursor)
    found = [
        *_unpriced(cursor, selection, settings, typical),
        *_waiting(cursor, typical),
        *_homeless(cursor, settings),
        *_unreviewed(cursor, selection, settings),
        *_unnamed(cursor, selection, settings),
        *_of_records(cursor),
    ]
    return tuple(sorted(found, key=lambda each: (each.money is None, -(each.money or 0), -each.n)))


def _typical(cursor: DuckDBPyConnection) -> _Typical:
    found = _Typical({}, {}, {})
    for source, model, media, n, money in _rows(cursor, "typical_costs"):
        for key, group in zip((model, media, source), found, strict=True):
            so_far = group.get(key, (0, Decimal(0)))
            group[key] = (so_far[0] + n, so_far[1] + money)
    return found


def _rows(cursor: DuckDBPyConnection, name: str) -> list[tuple]:  # type: ignore[type-arg]
    return cursor.execute(relation_sql(name)).fetchall()


def _unpriced(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings, typical: _Typical
) -> Iterator[ToFix]:
    """Attempts without a cost, by channel and model, for each reason."""
    names = {kind: unpriced_metric(kind) for kind in UNPRICED_KINDS}
    by = ["channel", "model", "media"]
    table = measure(cursor, [*names.values()], by=by, selection=selection, settings=settings)
    for kind, name in names.items():
        groups: dict[tuple[str | None, str | None], list[tuple[int, Decimal | None]]]
        groups = defaultdict(list)
        for row in table.rows:
            if n := row[name]:
                money = typical.of_call(row["model"], row["media"], n)
                groups[row["channel"], row["model"]].append((n, money))
        for (channel, model), parts in groups.items():
            known = [money for _, money in parts if money is not None]
            about = (("channel", channel), ("model", model))
            total = sum(known, Decimal(0)) if known else None
            yield ToFix(kind, about, sum(n for n, _ in parts), total, is_estimate=True)  # type: ignore[arg-type]


def _waiting(cursor: DuckDBPyConnection, typical: _Typical) -> Iterator[ToFix]:
    for source, n, _, reason in _rows(cursor, "waiting_records"):
        money = typical.of_record(source, n)
        about = (("source", source),)
        yield ToFix("quarantined", about, n, money, is_estimate=True, example=reason)


def _homeless(cursor: DuckDBPyConnection, settings: Settings) -> Iterator[ToFix]:
    """Verdicts on no output: each hides what became of one, whose money is put at the usual."""
    rows = _rows(cursor, "homeless_verdicts")
    if not rows:
        return
    (total,) = measure(cursor, ["cost_per_generation"], settings=settings).rows
    usual = total["cost_per_generation"]
    for source, state, n, outputs, ref in rows:
        money = None if usual is None else outputs * usual
        about = (("source", source),)
        yield ToFix(state, about, n, money, is_estimate=True, example=ref)


def _unreviewed(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> Iterator[ToFix]:
    names = ["unreviewed_outputs", "unreviewed_money", "unpriced_attempts"]
    by = ["client", "project"]
    for row in measure(cursor, names, by=by, selection=selection, settings=settings).rows:
        if n := row["unreviewed_outputs"]:
            about = (("client", row["client"]), ("project", row["project"]))
            money = _known([row["unreviewed_money"]], row["unpriced_attempts"])
            yield ToFix("unreviewed", about, n, money)


def _known(parts: Sequence[Decimal | None], unpriced: int) -> Decimal | None:
    """Their sum as far as it is known: nothing known of work without a price is not 0."""
    total = sum((money for money in parts if money is not None), Decimal(0))
    return None if unpriced and not total else total


def _unnamed(
    cursor: DuckDBPyConnection, selection: Selection, settings: Settings
) -> Iterator[ToFix]:
    """Work without a client or without a project, by the log that does not tell."""
    by = ["source", "client", "project"]
    found = defaultdict(list)
    names = ["attempts", "spend", "unpriced_attempts"]
    table = measure(cursor, names, by=by, selection=selection, settings=settings)
    for row in table.rows:
        if row["attempts"] and None in (row["client"], row["project"]):
            found[row["source"]].append([row[name] for name in names])
    for source, parts in found.items():
        attempts, spent, unpriced = zip(*parts, strict=True)
        money = _known(spent, sum(n or 0 for n in unpriced))
        yield ToFix("unnamed", (("source", source),), sum(attempts), money)


def _of_records(cursor: DuckDBPyConnection) -> Iterator[ToFix]:
    rows = cursor.execute("SELECT gap, n, money FROM gaps WHERE n > 0").fetchall()
    for gap, n, money in rows:
        if gap in OF_RECORDS:
            yield ToFix(gap, (), n, money)
