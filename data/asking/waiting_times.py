"""How waiting is spread, by group: intervals of percentiles, shares done within a time, first ones.

What single numbers of `data/metrics` do not say. Times are seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from data.asking.aggregates import aggregates, relation_of
from data.asking.tags import check_tags
from data.estimates.intervals import percentile_ranks
from data.estimates.survival import reached_by_then
from data.metrics.catalogue import metric
from data.metrics.dimensions import dimensions
from data.metrics.distributions import PERCENTILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from data.asking.aggregates import Group
    from data.asking.selection import Selection
    from data.estimates.survival import Step
    from data.metrics.dimensions import Dimension
    from data.metrics.metric import Grain
    from data.settings import Settings

GRAINS: dict[str, Grain] = {
    "latency_s": "attempt",
    "queue_s": "attempt",
    "render_s": "attempt",
    "handover_s": "handover",
}
"""The times that have percentiles, and of what."""
SHARES = tuple(n / 200 for n in range(1, 201))
"""At which shares a distribution is drawn: all of its steps where there are up to 200."""
STEPS = 400


class Bounds(NamedTuple):
    """Between which seconds a percentile lies, 95 % sure; None where so few cannot tell."""

    low: float | None
    high: float | None


class Within(NamedTuple):
    """Which share of `n` had ended within so many seconds, in steps of the share."""

    n: int
    seconds: tuple[float, ...]
    shares: tuple[float, ...]


class Reached(NamedTuple):
    """Which share of the briefs had one by when; and what is not in the curve."""

    n: int
    still_open: int
    never: int
    steps: tuple[Step, ...]


def percentile_bounds(
    cursor: DuckDBPyConnection,
    column: str,
    by: Sequence[str] = (),
    *,
    selection: Selection,
    settings: Settings,
) -> dict[Group, dict[str, Bounds]]:
    """By group and percentile (`p95`) of one of `GRAINS`; order statistics, whatever the shape."""
    found = _ordered(cursor, column, by, selection, settings)
    return {
        group: {f"p{p * 100:.0f}": _bounds(ranks, p) for p in PERCENTILES}
        for group, ranks in found.items()
    }


def _bounds(ranked: tuple[int, Mapping[int, float]], p: float) -> Bounds:
    n, at = ranked
    ends = percentile_ranks(n, p)
    return Bounds(*(None if end is None else at[end] for end in ends))


def _ordered(
    cursor: DuckDBPyConnection,
    column: str,
    by: Sequence[str],
    selection: Selection,
    settings: Settings,
) -> dict[Group, tuple[int, dict[int, float]]]:
    """By group its number of times, and the times at the ranks that any group's ends need."""
    groups, keys, known, parameters = _known_times(cursor, column, by, selection, settings)
    named = f"{', '.join(keys)}, " if keys else ""
    grouped = f"GROUP BY {', '.join(keys)}" if keys else ""
    counted = cursor.execute(f"SELECT {named}count(*) {known} {grouped}", parameters).fetchall()
    wanted = {
        rank for *_, n in counted for p in PERCENTILES for rank in percentile_ranks(n, p) if rank
    }
    over = f"{'PARTITION BY ' + ', '.join(keys) if keys else ''} ORDER BY {column}"
    placed = cursor.execute(
        f"SELECT * FROM (SELECT {named}row_number() OVER ({over}) AS place, {column} AS seconds "
        f"{known}) AS placed WHERE place IN (SELECT unnest(?))",
        [*parameters, sorted(wanted)],
    ).fetchall()
    read = [each.key for each in groups]
    found: dict[Group, tuple[int, dict[int, float]]] = {}
    for *key, n in counted:
        found[tuple(name(k) for name, k in zip(read, key, strict=True))] = (n, {})
    for *key, place, seconds in placed:
        found[tuple(name(k) for name, k in zip(read, key, strict=True))][1][place] = seconds
    return found


def times_within(
    cursor: DuckDBPyConnection, column: str, *, selection: Selection, settings: Settings
) -> Within:
    """The distribution of one of `GRAINS`: its values at `SHARES`, none where nothing is known."""
    _, _, known, parameters = _known_times(cursor, column, (), selection, settings)
    listed = ", ".join(map(str, SHARES))
    ((n, seconds),) = cursor.execute(
        f"SELECT count(*), quantile_disc({column}, [{listed}]) {known}", parameters
    ).fetchall()
    return Within(n, tuple(seconds), SHARES) if n else Within(0, (), ())


def first_reached(
    cursor: DuckDBPyConnection, stem: str, *, selection: Selection, settings: Settings
) -> Reached:
    """The whole curve behind `time_to_first_usable_s` or `time_to_first_approval_s`."""
    parts = metric(f"{stem}_p50").parts
    (found,) = aggregates(cursor, parts, (), selection, settings).values()
    events, censored, never, _ = (found[part] for part in parts)
    events, censored = events or [], censored or []
    steps = reached_by_then(events, censored, never=int(never))
    every = -(-len(steps) // STEPS) or 1
    kept = steps[::-1][::every][::-1]  # the last, at which it ends, is kept
    return Reached(len(events) + len(censored) + int(never), len(censored), int(never), kept)


def _known_times(
    cursor: DuckDBPyConnection,
    column: str,
    by: Sequence[str],
    selection: Selection,
    settings: Settings,
) -> tuple[tuple[Dimension, ...], list[str], str, tuple[Any, ...]]:
    """The groups, their SQL, and the rows in which the time is known, with what is bound."""
    groups = dimensions(by)
    check_tags(cursor, [*by, *dict(selection.filters)])
    where, parameters = selection.where(settings)
    keys = [group.expression(settings) for group in groups]
    known = f"FROM {relation_of(GRAINS[column])} WHERE {where} AND {column} IS NOT NULL"
    return groups, keys, known, parameters
