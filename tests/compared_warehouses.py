"""Two warehouses row by row and figure by figure, whatever they number things by.

A number means nothing outside its warehouse: what it stands for is compared in its place.
"""

from __future__ import annotations

from collections import Counter

from data.asking.measure import fitting, ledger, measure
from data.asking.selection import Selection
from data.relations import rollups
from data.warehouse.file import Reader
from ingest.storing.kinds import KINDS

OF_THE_LOAD = {"loaded_at", "resolved_in_s", "quarantine_no"}
"""Columns that tell of a load, not of what was loaded."""
LEFT_OUT = {"schema_versions", "scans"}
DIMENSIONS = ("week", "model", "project", "outcome", "source")
PARENTS = {"parent": "attempts", "asset_parent": "assets"}
TABLE_OF = {kind.name: kind.table for kind in KINDS.values()} | PARENTS
GROUPS = ("brief_no", "operation_key", "prompt_key")
"""Columns that number calls which belong together."""
NUMBERED = {kind.number: kind.table for kind in KINDS.values()}
OWN = {
    table: {kind.number, "content_hash", "file_no", "line"}
    for kind in KINDS.values()
    for table in (kind.table, kind.versions)
} | {"files": {"seconds", "records_new", "records_updated", "records_unchanged"}}
"""By table, columns that sign the rest of the row, or depend on which file came first."""
NAMES = """
    SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse'
    UNION
    SELECT view_name FROM duckdb_views() WHERE database_name = 'warehouse' AND NOT internal
"""


class Rows:
    """All rows of a warehouse, as often as they are there, by table and view."""

    def __init__(self, warehouse) -> None:
        with Reader(warehouse) as reader:
            self._cursor = reader.cursor()
            self._files = dict(self._fetch("SELECT file_no, file || ' ' || sha256 FROM files"))
            self._records = {kind.table: self._told(kind) for kind in KINDS.values()}
            self._calls = {column: self._calls_by(column) for column in GROUPS}
            names = {name for (name,) in self._fetch(NAMES)} - LEFT_OUT - rollups.names()
            self.of = {name: self._rows(name) for name in sorted(names)}

    def _fetch(self, query):
        return self._cursor.execute(query).fetchall()

    def _told(self, kind):
        found = self._fetch(f"SELECT {kind.number}, {kind.listed()} FROM {kind.table}")
        return {number: repr(told) for number, *told in found}

    def _calls_by(self, column):
        calls: dict[int, list[str]] = {}
        for group, attempt in self._fetch(f"SELECT {column}, attempt_no FROM attempt_facts"):
            calls.setdefault(group, []).append(self._records["attempts"].get(attempt, "none"))
        return {group: sorted(some) for group, some in calls.items()}

    def _rows(self, name):
        columns = [row[0] for row in self._fetch(f"DESCRIBE {name}")]
        left_out = OF_THE_LOAD | OWN.get(name, set())
        rows = (dict(zip(columns, row, strict=True)) for row in self._fetch(f"FROM {name}"))
        return Counter(
            repr({c: self._meant(c, v, row) for c, v in row.items() if c not in left_out})
            for row in rows
        )

    def _meant(self, column, value, row):
        if value is None:
            return None
        if column.endswith("attempt_no"):
            return self._records["attempts"].get(value, "credits that lapsed")
        if column in GROUPS:
            return self._calls[column].get(value)
        if column == "record_no":
            return self._records[TABLE_OF[row["record_kind"]]][value]
        if column == "file_no":
            return self._files[value]
        return self._records[NUMBERED[column]][value] if column in NUMBERED else value


def differing(one, other):
    """By table, a few of the rows that only the one warehouse has, and only the other."""
    here, there = Rows(one).of, Rows(other).of
    assert here.keys() == there.keys()
    return {
        name: ([*(here[name] - there[name])][:3], [*(there[name] - here[name])][:3])
        for name in here
        if here[name] != there[name]
    }


def figures_of(figures):
    """Every metric, whole and by each dimension that it can be split by; and the waste ledger."""
    cursor, found = figures.cursor(Selection()), {}
    asked = {"selection": Selection(), "settings": figures.settings}
    for by in ((), *((name,) for name in DIMENSIONS)):
        names = [each.name for each in fitting(by)]
        found[by] = [*map(repr, measure(cursor, names, by=by, **asked).rows)]
        found["ledger", *by] = [*map(repr, ledger(cursor, by, **asked).rows)]
    return found
