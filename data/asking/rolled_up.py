"""Which parts of a question the roll-ups answer, and how: the others are asked of the facts.

A part is a text of sums. Over a roll-up it is the same text, as its columns have the same names;
where it counts rows, those that a row stands for are summed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import duckdb

from data.estimates.log_buckets import near_quantiles
from data.metrics.closed_weeks import IN_CLOSED_WEEK
from data.metrics.distributions import PERCENTILES
from data.relations.rollups import COUNTED, ROLLUPS, TIMES, TOLD_APART

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from data.metrics.metric import Aggregate
    from data.relations.rollups import Rollup

OF_DAYS = {"day", "week", "month", "weekday", "status"}
"""Dimensions that every roll-up has."""
STORED_FIRST = "warehouse.main"
COUNTED_ROWS = re.compile(r"count\(\*\)( FILTER \(WHERE (?:[^()]|\([^()]*\))*\))?")
SUMMED = re.compile(r"\bsum\((\w+)\)")
IS_PRICED = re.compile(r"\bcost IS (?:NOT )?NULL\b")
NAMES = re.compile(r"'[^']*'|\b[a-z_]+\b(\()?")
LANGUAGE = {"coalesce(", "in", "filter", "where", "case", "when", "then", "else", "end"}
LANGUAGE |= {"and", "or", "not", "is", "null", "true", "false", "as", "decimal"}
LATENCY = "latency_s"
QUANTILES = f"quantile_cont({LATENCY}, [{', '.join(map(str, PERCENTILES))}])"
LATENCIES = {QUANTILES, f"count({LATENCY})"}
"""The parts of percentiles of latency over whole days."""


def rollup_for(cursor: DuckDBPyConnection, names: Iterable[str]) -> Rollup | None:
    """The narrowest roll-up with these dimensions, where the stored relations have roll-ups.

    Relations as of another moment have none.
    """
    asked = set(names) - OF_DAYS
    fitting = (each for each in ROLLUPS if asked <= set(each.dimensions))
    found = next((each for each in fitting if _is_there(cursor, each)), None)
    return found if found and _is_stored(cursor) else None


def _is_stored(cursor: DuckDBPyConnection) -> bool:
    (path,) = cursor.execute("SELECT current_setting('search_path')").fetchall()[0]
    return not path or path.startswith(STORED_FIRST)


def _is_there(cursor: DuckDBPyConnection, rollup: Rollup) -> bool:
    return all(_columns(cursor, name) for name in rollup.queries())


def _columns(cursor: DuckDBPyConnection, relation: str) -> set[str]:
    """None where it is not there, which is told sooner than from the catalogue."""
    try:
        found = cursor.execute(f"FROM {STORED_FIRST}.{relation} LIMIT 0").description
    except duckdb.CatalogException:
        return set()
    return {name for name, *_ in found}


def rolled_up(
    cursor: DuckDBPyConnection, rollup: Rollup, parts: Sequence[Aggregate]
) -> dict[Aggregate, str]:
    """Those parts that the roll-up has sums for, each as it is asked there."""
    known = {*rollup.dimensions, *TOLD_APART}
    sums = _columns(cursor, rollup.name) - known - {*TIMES}
    return {part: over_sums(part.sql) for part in parts if is_of_sums(part.sql, sums, known)}


def is_of_sums(sql: str, sums: set[str], known: set[str]) -> bool:
    """Whether nothing stands in it but sums of these columns, and conditions on those known."""
    if not set(SUMMED.findall(sql)) <= sums:
        return False
    left = IS_PRICED.sub("", SUMMED.sub("", COUNTED_ROWS.sub(_condition, sql)))
    left = left.replace(IN_CLOSED_WEEK, "")
    names = (found[0].lower() for found in NAMES.finditer(left) if not found[0].startswith("'"))
    return all(name in known or name in LANGUAGE for name in names)


def _condition(counted: re.Match[str]) -> str:
    return counted[1] or ""


def over_sums(sql: str) -> str:
    """The same part where a row stands for several."""
    return COUNTED_ROWS.sub(lambda found: f"coalesce(sum({COUNTED}){found[1] or ''}, 0)", sql)


def latencies(parts: Sequence[Aggregate]) -> list[Aggregate]:
    """Those parts that buckets of latencies answer."""
    return [part for part in parts if part.sql in LATENCIES]


def from_buckets(
    rows: Iterable[tuple[tuple[Any, ...], int | None, int]], parts: Sequence[Aggregate]
) -> dict[tuple[Any, ...], list[Any]]:
    """By group the value of each part, of rows (group, bucket, number of calls)."""
    found: dict[tuple[Any, ...], list[tuple[int | None, int]]] = defaultdict(list)
    for group, bucket, n in rows:
        found[group].append((bucket, n))
    return {group: [_of(buckets, part) for part in parts] for group, buckets in found.items()}


def _of(buckets: Sequence[tuple[int | None, int]], part: Aggregate) -> Any:
    if part.sql == QUANTILES:
        return near_quantiles(buckets, PERCENTILES)
    return sum(n for _, n in buckets)
