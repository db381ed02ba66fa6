"""Measuring: any metrics by any dimensions over a selection, and the waste ledger.

Which metrics fit the question, their values from aggregates, and the order of rows.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from data.asking.aggregates import (
    SPENT,
    Aggregated,
    Group,
    aggregates,
    asks_once,
    first_groups,
)
from data.asking.selection import Selection
from data.asking.table import Ledger, Measures, Row
from data.collector import collector_paused
from data.errors import QuestionError, nearest_of_many
from data.metrics.catalogue import HEADLINE, METRICS, metric
from data.metrics.dimensions import Dimension, Key, dimension, dimensions
from data.metrics.metric import Aggregate, Grain, Metric
from data.metrics.sums import LINES, OUTPUT_LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from data.settings import Settings

EVERYTHING = Selection()


@collector_paused()
def measure(
    cursor: DuckDBPyConnection,
    metrics: Sequence[str] = (),
    *,
    by: Sequence[str] = (),
    selection: Selection = EVERYTHING,
    settings: Settings,
    limit: int | None = None,
) -> Measures:
    """The metrics by the dimensions, one row per group; no names mean those of the headline.

    Groups of time come in their order, others by spend, the largest first, and the group that is
    not known last; with a limit only the first of them. Raises QuestionError for a name that does
    not exist or does not fit.
    """
    groups = dimensions(by)
    asked = _asked(metrics, groups, selection)
    made_of = {each: each.parts for each in asked}  # once, not for each of the groups
    parts = [part for some in made_of.values() for part in some]
    ending = ""
    if limit is not None and asks_once(cursor, parts, groups, selection):
        ending = first_groups(groups, settings, limit + 1)
    found = aggregates(cursor, parts, groups, selection, settings, ending)
    ordered = _in_order(found, groups, settings)
    first = ordered[:limit]
    return Measures(
        tuple(by),
        tuple(each.name for each in asked),
        tuple(_row(groups, made_of, group, values) for group, values in first),
        asked,
        tuple(values for _, values in first),
        has_more=len(ordered) > len(first),
    )


@collector_paused()
def ledger(
    cursor: DuckDBPyConnection,
    by: Sequence[str] = (),
    *,
    selection: Selection = EVERYTHING,
    settings: Settings,
) -> Ledger:
    """The waste ledger by the dimensions: every line in its order, then the total of the group.

    The total is the sum of cost, taken independently of the lines.
    """
    groups = dimensions(by)
    money = {line: Aggregate("asset", f"sum(money_{line})", Decimal(0)) for line in LINES}
    outputs = {line: Aggregate("asset", f"sum(outputs_{line})", 0) for line in OUTPUT_LINES}
    found = aggregates(cursor, [*money.values(), *outputs.values()], groups, selection, settings)
    rows: list[Row] = []
    for group, parts in _in_order(found, groups, settings):
        named = dict(zip(by, group, strict=True))
        counts = {line: parts[outputs[line]] or 0 if line in outputs else 0 for line in LINES}
        rows += [_line(named, line, parts[money[line]], counts[line]) for line in LINES]
        rows.append(_line(named, "total", parts[SPENT], sum(counts.values())))
    return Ledger(tuple(by), ("line", "money", "outputs"), tuple(rows))


def values(
    cursor: DuckDBPyConnection,
    name: str,
    *,
    selection: Selection = EVERYTHING,
    settings: Settings,
    limit: int,
) -> list[Key]:
    """The first groups of a dimension in the selection, in the order `measure` has them."""
    groups = dimensions([name])
    ending = first_groups(groups, settings, limit)
    found = aggregates(cursor, [SPENT], groups, selection, settings, ending)
    return [group[0] for group, _ in _in_order(found, groups, settings)]


def counted_values(
    cursor: DuckDBPyConnection,
    name: str,
    *,
    selection: Selection = EVERYTHING,
    settings: Settings,
    limit: int,
) -> list[tuple[Key, int]]:
    """The same, each with its number of attempts; of a dimension of attempts."""
    groups = dimensions([name])
    ending = first_groups(groups, settings, limit)
    (attempts,) = metric("attempts").parts
    found = aggregates(cursor, [SPENT, attempts], groups, selection, settings, ending)
    in_order = _in_order(found, groups, settings)
    return [(group[0], parts[attempts] or 0) for group, parts in in_order]


def fitting(by: Sequence[str], selection: Selection = EVERYTHING) -> tuple[Metric, ...]:
    """All metrics that can be split by these dimensions and filtered by this selection."""
    groups = dimensions(by)
    return tuple(each for each in METRICS if _misfit(each, groups, selection) is None)


def named(
    names: Sequence[str], by: Sequence[str] = (), selection: Selection = EVERYTHING
) -> tuple[Metric, ...]:
    """The metrics of these names, or all that fit. Raises QuestionError as `measure` does."""
    return _asked(names, dimensions(by), selection) if names else fitting(by, selection)


# --- which metrics ----------------------------------------------------------------------------


def with_gaps(
    names: Sequence[str], by: Sequence[str] = (), selection: Selection = EVERYTHING
) -> tuple[str, ...]:
    """The metrics, then the gaps to show beside them, each once: what to ask `measure` for.

    Gaps that do not split like that are left out, and those of the whole warehouse beside figures
    of a part of it.
    """
    groups = dimensions(by)
    gaps = [metric(gap) for name in names for gap in metric(name).gaps]
    fit = [gap.name for gap in gaps if _stands_beside(gap, groups, selection)]
    return tuple(dict.fromkeys([*names, *fit]))


def _stands_beside(gap: Metric, groups: Sequence[Dimension], selection: Selection) -> bool:
    is_of_more = gap.grain == "warehouse" and selection.is_narrowed
    return not is_of_more and _misfit(gap, groups, selection) is None


def _asked(
    names: Sequence[str], groups: Sequence[Dimension], selection: Selection
) -> tuple[Metric, ...]:
    if not names:
        headline = (metric(name) for name in HEADLINE)
        return tuple(each for each in headline if _misfit(each, groups, selection) is None)
    asked = tuple(_named(name) for name in dict.fromkeys(names))
    for each in asked:
        problem = _misfit(each, groups, selection)
        if problem is not None:
            fit = ", ".join(m.name for m in fitting([g.name for g in groups], selection))
            raise QuestionError(f"{problem} Metrics that fit: {fit}.")
    return asked


def _named(name: str) -> Metric:
    names = tuple(each.name for each in METRICS)
    if name not in names:
        raise QuestionError(
            f"{name!r} is not a metric. {nearest_of_many(name, names)} `offcut metrics --list` "
            "tells all of them with their meanings."
        )
    return metric(name)


def _misfit(each: Metric, groups: Sequence[Dimension], selection: Selection) -> str | None:
    """Why the metric cannot be split or filtered like that; None when it can."""
    if each.grain == "warehouse" and groups:
        return (
            f"{each.name} is one number for the whole warehouse, its records belong to no "
            f"{groups[0].title.lower()}."
        )
    finest = [group.name for group in groups if group.grain == "asset"]
    if not finest and selection.splits_outputs:
        finest = [name for name, _ in selection.filters if dimension(name).grain == "asset"]
    if finest and each.grain not in ("asset", "warehouse"):
        return (
            f"{each.name} is a figure of whole {_COUNTED[each.grain]} and cannot be split by "
            f"{finest[0]}, which belongs to single outputs."
        )
    return None


_COUNTED: dict[Grain, str] = {
    "attempt": "attempts",
    "brief": "briefs",
    "people": "pieces of people's work",
    "handover": "handovers",
    "use": "uses",
}


# --- rows -------------------------------------------------------------------------------------


def _row(
    groups: Sequence[Dimension],
    made_of: Mapping[Metric, Sequence[Aggregate]],
    group: Group,
    parts: Aggregated,
) -> Row:
    named: Row = {each.name: key for each, key in zip(groups, group, strict=True)}
    return named | {
        each.name: each.value([parts[part] for part in some]) for each, some in made_of.items()
    }


def _line(group: Row, line: str, money: Decimal | None, outputs: int) -> Row:
    return group | {"line": line, "money": money, "outputs": int(outputs)}


def _in_order(
    found: Mapping[Group, Aggregated], groups: Sequence[Dimension], settings: Settings
) -> list[tuple[Group, Aggregated]]:
    """By time, then by spend, then by name; not known comes last.

    Sorted by the last of these first, each time keeping the order there is.
    """
    items = [*found.items()]
    names = [n for n, each in enumerate(groups) if not each.is_time]
    for n in reversed(names):
        _sort_by(items, n, lambda key: str(key).casefold())
    items.sort(key=lambda item: -(item[1].get(SPENT) or 0))
    for n in reversed(names):
        _sort_by(items, n, lambda key: key is None)
    for n, each in reversed([*enumerate(groups)]):
        if each.is_time:
            _sort_by(items, n, partial(_rank, each, settings))
    return items


def _sort_by(items: list[tuple[Group, Aggregated]], n: int, rank: Callable[[Key], Any]) -> None:
    """By the n-th key. Many groups share one: each is ranked and compared once."""
    ranks = {key: rank(key) for key in {group[n] for group, _ in items}}
    places = {each: place for place, each in enumerate(sorted(set(ranks.values())))}
    at = {key: places[each] for key, each in ranks.items()}
    items.sort(key=lambda item: at[item[0][n]])


def _rank(time: Dimension, settings: Settings, key: Key) -> tuple[bool, Any]:
    return key is None, 0 if key is None else time.rank(key, settings=settings)
