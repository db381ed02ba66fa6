"""Aggregates of groups over the fact relations: one SQL statement a relation, merged on the group.

Statements are put together from closed sets of names, with every value bound. The cursor's search
path decides as of when the relations are.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from data.asking.closed_weeks import in_closed_week
from data.asking.put_together import Together, put_together
from data.asking.rolled_up import from_buckets, latencies, rolled_up, rollup_for
from data.asking.tags import check_tags
from data.metrics.closed_weeks import IN_CLOSED_WEEK
from data.metrics.files import PIECES
from data.metrics.metric import Aggregate, Grain
from data.metrics.sums import SHARES, SPEND
from data.metrics.waiting import PEAK_HOURS
from data.relations.named_columns import over_named_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.metrics.dimensions import Dimension, Key
    from data.relations.rollups import Rollup
    from data.settings import Settings

Group = tuple["Key", ...]
Aggregated = dict[Aggregate, Any]

SPENT = Aggregate("asset", SPEND.sql, Decimal(0))
"""Always known where attempts are asked at all: groups are put in order by it."""
ATTEMPTS = "attempt_facts"
_RELATIONS: dict[Grain, str] = {
    "asset": ATTEMPTS,
    "attempt": ATTEMPTS,
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
    ask = _Asking(cursor, groups, selection, settings, ending)
    for relation, written in _questions(ask, asked):
        together, told = ask.put_together(relation, written)
        left = {part: sql for part, sql in written.items() if part not in together}
        rest = ask.answers(relation, left.values()) if left else []
        for answered, rows in ((together, told), (left, rest)):
            for group, values in rows:
                here = found.get(group, empty)
                found[group] = here | dict(zip(answered, values, strict=True))
    for group, near in ask.latencies(asked):
        found.setdefault(group, dict(empty)).update(near)
    return found


def _questions(
    ask: _Asking, asked: dict[str, list[Aggregate]]
) -> Iterator[tuple[str, dict[Aggregate, str]]]:
    """Each relation to ask, with the text of each part: of attempts, roll-ups before the facts."""
    for relation, parts in asked.items():
        written = {part: part.sql for part in parts}
        if relation == ATTEMPTS and ask.rollup is not None:
            sums = rolled_up(ask.cursor, ask.rollup, parts)
            if sums:
                yield ask.rollup.name, sums
            near = latencies(parts) if ask.has_buckets else []
            written = {k: v for k, v in written.items() if k not in sums and k not in near}
        if written:
            yield relation, written


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


@dataclass(frozen=True)
class _Asking:
    """One question to whichever relations have its parts."""

    cursor: DuckDBPyConnection
    groups: Sequence[Dimension]
    selection: Selection
    settings: Settings
    ending: str

    @cached_property
    def rollup(self) -> Rollup | None:
        """The roll-up that has all that is asked by."""
        names = [*(group.name for group in self.groups), *dict(self.selection.filters)]
        return rollup_for(self.cursor, names)

    @property
    def has_buckets(self) -> bool:
        """Whether the roll-up tells percentiles of latencies too."""
        return self.rollup is not None and not self.ending

    def answers(self, relation: str, parts: Iterable[str]) -> list[tuple[Group, Sequence[Any]]]:
        """One statement over one relation: the parts of each group. No rows at all: no group."""
        columns = ", ".join(parts)
        if not relation:
            return [((), self.cursor.execute(f"SELECT {columns}").fetchall()[0])]
        for placeholder, chosen in _CHOSEN.items():
            if placeholder in columns:
                chosen_sql = chosen(self.cursor, self.selection, self.settings)
                columns = columns.replace(placeholder, chosen_sql)
        keys = [group.expression(self.settings) for group in self.groups]
        return self._grouped(self._rows(relation, keys, ["count(*)", columns]))

    def put_together(
        self, relation: str, written: Mapping[Aggregate, str]
    ) -> tuple[dict[Aggregate, str], list[tuple[Group, Sequence[Any]]]]:
        """Those parts that rows put together tell, and what they tell by group.

        None where filters leave few rows anyway.
        """
        if relation not in (ATTEMPTS, SHARES) or self.ending or self.selection.filters:
            return {}, []
        names = [group.name for group in self.groups]
        parts = put_together(self.cursor, relation, [*written], names)
        if not parts:
            return {}, []
        where, parameters = self.selection.where(self.settings)
        columns, closed = ", ".join(parts.values()), ""
        if IN_CLOSED_WEEK in columns:
            closed = in_closed_week(self.cursor, self.selection, self.settings)
        keys = [group.expression(self.settings) for group in self.groups]
        query = Together(self.cursor, keys, columns, where, closed).query(relation)
        return parts, self._grouped(self.cursor.execute(query, parameters).fetchall())

    def _grouped(self, rows: Sequence[Any]) -> list[tuple[Group, Sequence[Any]]]:
        width = len(self.groups)
        told = [row for row in rows if row[width]]
        keys = [[name(row[n]) for row in told] for n, name in enumerate(self._named)]
        groups = zip(*keys, strict=True) if width else [()] * len(told)
        return [(group, row[width + 1 :]) for group, row in zip(groups, told, strict=True)]

    def latencies(
        self, asked: Mapping[str, Sequence[Aggregate]]
    ) -> Iterator[tuple[Group, Aggregated]]:
        """What buckets tell of the percentiles that were asked for, by group."""
        parts = latencies(asked.get(ATTEMPTS, ()))
        if not parts or self.rollup is None or not self.has_buckets:
            return
        keys = [*(group.expression(self.settings) for group in self.groups), "bucket"]
        rows = self._rows(self.rollup.latencies, keys, ["sum(n)"])
        told = ((self._group(row), row[-2], int(row[-1])) for row in rows)
        for group, values in from_buckets(told, parts).items():
            yield group, dict(zip(parts, values, strict=True))

    def _rows(self, relation: str, keys: Sequence[str], columns: Sequence[str]) -> list[Any]:
        where, parameters = self.selection.where(self.settings)
        grouped = f"GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
        select = ", ".join([*keys, *columns])
        query = f"SELECT {select} FROM {relation} WHERE {where} {grouped} {self.ending}"
        narrow = over_named_columns(self.cursor, query)
        return self.cursor.execute(narrow, parameters).fetchall()

    @cached_property
    def _named(self) -> list[Callable[[Any], Key]]:
        """Many groups share an hour or a model."""
        return [cache(group.key) for group in self.groups]

    def _group(self, row: Sequence[Any]) -> Group:
        return tuple(name(key) for name, key in zip(self._named, row, strict=False))


def first_groups(groups: Sequence[Dimension], settings: Settings, limit: int) -> str:
    """The ending that leaves the first groups: by time, the costliest, what is not known last."""
    times = [group.order(settings) for group in groups if group.is_time]
    names = [group.expression(settings) for group in groups if not group.is_time]
    in_time = [f"{each} IS NULL, {each}" for each in times]
    known = [f"{each} IS NULL" for each in names]
    named = [f"lower(CAST({each} AS VARCHAR))" for each in names]
    by_spend = f"coalesce({SPENT.sql}, 0) DESC"
    return f"ORDER BY {', '.join([*in_time, *known, by_spend, *named, *names])} LIMIT {limit:d}"


def asks_once(
    cursor: DuckDBPyConnection,
    parts: Sequence[Aggregate],
    groups: Sequence[Dimension],
    selection: Selection,
) -> bool:
    """Whether one relation of facts tells all the parts and spend of each group."""
    asked = _by_relation(parts, groups, selection)
    names = [*(group.name for group in groups), *dict(selection.filters)]
    is_one = len(asked) == 1 and all(SPENT in some for some in asked.values())
    return bool(groups) and is_one and rollup_for(cursor, names) is None


def peak_hours(cursor: DuckDBPyConnection, selection: Selection, settings: Settings) -> str:
    """The three local hours of day with the most attempts, ties to the earlier, as a SQL list."""
    where, parameters = selection.where(settings)
    sql = (
        "SELECT hour(local_submitted_at) AS peak_hour FROM attempt_facts "
        f"WHERE {where} AND n_attempts > 0 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3"
    )
    rows = cursor.execute(over_named_columns(cursor, sql), parameters).fetchall()
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
