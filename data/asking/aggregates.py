"""Aggregates of groups over the fact relations: one SQL statement a relation, merged on the group.

Statements are put together from closed sets of names, with every value bound. The cursor's search
path decides as of when the relations are.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from data.asking.closed_weeks import in_closed_week
from data.asking.tags import check_tags
from data.metrics.closed_weeks import IN_CLOSED_WEEK
from data.metrics.files import PIECES
from data.metrics.metric import Aggregate, Grain
from data.metrics.sums import SHARES, SPEND
from data.metrics.waiting import PEAK_HOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.metrics.dimensions import Dimension, Key
    from data.settings import Settings

Group = tuple["Key", ...]
Aggregated = dict[Aggregate, Any]

SPENT = Aggregate("asset", SPEND.sql, Decimal(0))
"""Always known where attempts are asked at all: groups are put in order by it."""
_RELATIONS: dict[Grain, str] = {
    "asset": "attempt_facts",
    "attempt": "attempt_facts",
    "brief": "(SELECT *, brief_no AS attempt_no FROM brief_facts)",
    "people": "people_facts",
    "handover": "handover_facts JOIN attempt_facts USING (attempt_no)",
    "use": "asset_uses JOIN attempt_facts USING (attempt_no)",
    "warehouse": "",
}


def relation_of(grain: Grain) -> str:
    """What the rows of a grain stand in: a relation, as it is written after FROM."""
    return _RELATIONS[grain]


def aggregates(
    cursor: DuckDBPyConnection,
    parts: Sequence[Aggregate],
    groups: Sequence[Dimension],
    selection: Selection,
    settings: Settings,
    ending: str = "",
) -> dict[Group, Aggregated]:
    """Every part for every group that any of the relations has, or those that `ending` leaves."""
    check_tags(cursor, [*(group.name for group in groups), *dict(selection.filters)])
    asked = _by_relation(parts, groups, selection)
    empty = {part: part.empty for some in asked.values() for part in some}
    found: dict[Group, Aggregated] = {} if groups else {(): dict(empty)}
    for relation, some in asked.items():
        for group, values in _answers(cursor, relation, some, groups, selection, settings, ending):
            found.setdefault(group, dict(empty)).update(zip(some, values, strict=True))
    return found


def _by_relation(
    parts: Sequence[Aggregate], groups: Sequence[Dimension], selection: Selection
) -> dict[str, list[Aggregate]]:
    """The parts each relation is asked for; spend with them where it costs no scan of its own."""
    splits = selection.splits_outputs or any(group.grain == "asset" for group in groups)
    asked: dict[str, list[Aggregate]] = {}
    for part in dict.fromkeys(parts):
        relation = SHARES if splits and part.grain == "asset" else _RELATIONS[part.grain]
        asked.setdefault(relation, []).append(part)
    scanned = asked.get(SHARES if splits else _RELATIONS["asset"])
    if scanned is not None and SPENT not in scanned:
        scanned.append(SPENT)
    return asked


def _answers(
    cursor: DuckDBPyConnection,
    relation: str,
    parts: Sequence[Aggregate],
    groups: Sequence[Dimension],
    selection: Selection,
    settings: Settings,
    ending: str,
) -> list[tuple[Group, Sequence[Any]]]:
    """One statement over one relation: the parts of each group. No rows at all: no group."""
    columns = ", ".join(part.sql for part in parts)
    if not relation:
        return [((), cursor.execute(f"SELECT {columns}").fetchall()[0])]
    where, parameters = selection.where(settings)
    for placeholder, chosen in _CHOSEN.items():
        if placeholder in columns:
            columns = columns.replace(placeholder, chosen(cursor, selection, settings))
    keys = [group.expression(settings) for group in groups]
    grouped = f"GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
    select = ", ".join([*keys, "count(*)", columns])
    rows = cursor.execute(
        f"SELECT {select} FROM {relation} WHERE {where} {grouped} {ending}", parameters
    ).fetchall()
    width = len(keys)
    named = [cache(group.key) for group in groups]  # many groups share an hour or a model
    return [
        (tuple(name(k) for name, k in zip(named, row, strict=False)), row[width + 1 :])
        for row in rows
        if row[width]
    ]


def first_groups(group: Dimension, settings: Settings, limit: int) -> str:
    """The ending that leaves the first groups of a dimension: by time, or the costliest."""
    key = group.expression(settings)
    by_spend = f"coalesce({SPENT.sql}, 0) DESC, lower({key}), {key}"
    return f"ORDER BY {key} IS NULL, {key if group.is_time else by_spend} LIMIT {limit:d}"


def peak_hours(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> str:
    """The three local hours of day with the most attempts, ties to the earlier, as a SQL list."""
    where, parameters = selection.where(settings)
    rows = cursor.execute(
        "SELECT hour(local_submitted_at) AS peak_hour FROM attempt_facts "
        f"WHERE {where} AND n_attempts > 0 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3",
        parameters,
    ).fetchall()
    return f"({', '.join(str(hour) for (hour,) in rows) or 'NULL'})"


def _pieces(medium: str) -> Callable[[DuckDBPyConnection, Selection, Settings], str]:
    """How many pieces of the medium a deliverable needs, as SQL."""
    return lambda _cursor, _selection, settings: str(settings.delivery.pieces.get(medium, 0))


_CHOSEN = {
    PEAK_HOURS: peak_hours,
    IN_CLOSED_WEEK: in_closed_week,
    **{placeholder: _pieces(medium) for medium, placeholder in PIECES.items()},
}
"""What is chosen once over the selection, whatever the groups, by what stands for it."""
