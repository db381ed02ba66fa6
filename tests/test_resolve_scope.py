"""Resolving only what a load or time changed gives what resolving everything gives, row for row."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.relations.builder import RelationBuilder
from data.resolving import scope as resolution_scope
from data.resolving.resolve import RELATIONS, resolve

pytest_plugins = ["tests.raw_records"]

START = datetime(2026, 11, 2)
KIND_OF = {
    "assets": "asset",
    "verdicts": "verdict",
    "ledger_entries": "ledger",
    "handovers": "handover",
    "labour": "labour",
}
KEYS = {
    "attempts": ("source", "source_id"),
    "assets": ("source", "attempt_id", "output_index"),
    "verdicts": ("verdict_id", "asset_ref"),
    "ledger_entries": ("entry_id",),
    "handovers": ("note",),
    "labour": ("labour_no",),
}

VERSIONS = {
    "attempts": "attempt_versions",
    "assets": "asset_versions",
    "verdicts": "verdict_versions",
}

# --- what may be loaded -----------------------------------------------------------------------

SOURCES = ("log", "fal")
IDS = tuple(f"r{number}" for number in range(1, 13))
REFERENCES = (
    *(f"{name}#{index}" for name in IDS for index in range(2)),
    *IDS,
    *("log:r1#0", "fal:r2", "hero", "cut.png", "https://x/1.png?sig=1"),
)
ids = st.sampled_from(IDS)
references = st.sampled_from(REFERENCES)
moments = st.integers(0, 20 * 24).map(lambda hours: START + timedelta(hours=hours))


def maybe(values):
    return st.one_of(st.none(), st.none(), values)


def rows(**columns):
    return st.fixed_dictionaries(columns)


attempts = rows(
    source=st.sampled_from(SOURCES),
    source_id=ids,
    submitted_at=moments,
    completed_at=maybe(moments),
    status=st.sampled_from(("succeeded", "succeeded", "succeeded", "failed", "unknown")),
    n_outputs=maybe(st.integers(0, 2)),
    n_requested=st.integers(1, 2),
    brief_id=maybe(st.sampled_from(("A", "B"))),
    project=maybe(st.just("p")),
    operation_id=maybe(st.sampled_from(("o1", "o2"))),
    parent_asset_ids=maybe(st.lists(references, max_size=2)),
    provider_request_id=maybe(st.sampled_from(("q1", "q2"))),
    reported_cost=maybe(st.sampled_from(("0", "1", "0.1"))),
    currency=maybe(st.just("USD")),
    output_uris=maybe(st.just(["https://x/1.png"])),
    account=maybe(st.just("team")),
)
assets = rows(
    source=st.sampled_from(SOURCES),
    attempt_id=ids,
    output_index=st.integers(0, 2),
    asset_id=maybe(st.just("hero")),
    file_name=maybe(st.just("cut.png")),
    blocked=maybe(st.booleans()),
    weight=maybe(st.sampled_from((1, 2))),
    parent_asset_ids=maybe(st.lists(references, max_size=1)),
)
verdicts = rows(
    source=st.just("sheet"),
    verdict_id=st.sampled_from("abcdefgh"),
    asset_ref=references,
    decision=st.sampled_from(("approved", "approved", "rejected", "needs_edit", "pending")),
    decided_at=moments,
    stage=st.sampled_from(("triage", "qc", "qc", "client", "audit")),
    reviewer=maybe(st.sampled_from(("ana", "bo"))),
    review_seconds=maybe(st.just(60)),
)
entries = rows(
    source=st.just("ledger"),
    entry_id=st.sampled_from("abcdef"),
    account=st.sampled_from(("team", "other")),
    kind=st.sampled_from(("purchase", "consume", "consume", "refund")),
    at=moments,
    credits=st.integers(1, 20),
    money=maybe(st.just(Decimal(10))),
    currency=st.just("USD"),
    expires_at=maybe(moments),
    promotional=st.just(value=False),
    attempt_ref=maybe(references),
)
handovers = rows(
    source=st.just("tool"),
    note=st.sampled_from("abc"),
    asset_ref=references,
    destination=st.just("slack"),
    handed_over_at=moments,
    arrived_at=maybe(moments),
)
labour = rows(
    source=st.just("hours"),
    labour_no=st.integers(1, 4),
    kind=st.sampled_from(("review", "edit")),
    minutes=st.just(5),
    at=moments,
    person=st.sampled_from(("ana", "bo")),
    brief_id=maybe(st.sampled_from(("A", "B"))),
    asset_ref=maybe(references),
)
loads = st.lists(
    st.one_of(
        *(st.tuples(st.just("attempts"), attempts) for _ in range(4)),
        st.tuples(st.just("assets"), assets),
        *(st.tuples(st.just("verdicts"), verdicts) for _ in range(2)),
        st.tuples(st.just("ledger_entries"), entries),
        st.tuples(st.just("handovers"), handovers),
        st.tuples(st.just("labour"), labour),
    ),
    max_size=12,
)
steps = st.lists(st.tuples(loads, st.integers(0, 24 * 10)), min_size=2, max_size=4)


# --- loading and comparing --------------------------------------------------------------------


class Loader:
    """Loads rows as the merge does: by their key, reporting which were touched.

    Of what is logged differently every version stays; of verdicts the latest leads.
    """

    def __init__(self, records):
        self.records = records
        self.numbers = {}
        self.versions = {}

    def load(self, rows):
        con = self.records.con
        con.execute("CREATE OR REPLACE TABLE memory.main.touched_attempts (attempt_no BIGINT)")
        con.execute(
            "CREATE OR REPLACE TABLE memory.main.touched_references"
            " (record_kind VARCHAR, record_no BIGINT)"
        )
        for table, row in rows:
            number = self.put(table, row)
            if table == "attempts":
                con.execute("INSERT INTO memory.main.touched_attempts VALUES (?)", [number])
            else:
                touched = [KIND_OF[table], number]
                con.execute("INSERT INTO memory.main.touched_references VALUES (?, ?)", touched)

    def put(self, table, row):
        row = dict(row)
        key = (table, *(row[name] for name in KEYS[table]))
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        column = self.records.number_of[table]
        self.records.con.execute(f"DELETE FROM {table} WHERE {column} = ?", [number])
        self.records.insert(table, **self.merged(table, row, number) | {column: number})
        return number

    def merged(self, table, row, number):
        versions = self.versions.setdefault(number, [])
        versions += [] if row in versions else [row]
        if table in VERSIONS and len(versions) > 1:
            self.keep(table, number, versions)
        return max(versions, key=latest) if table == "verdicts" else row

    def keep(self, table, number, versions):
        column = self.records.number_of[table]
        self.records.con.execute(f"DELETE FROM {VERSIONS[table]} WHERE {column} = ?", [number])
        for version in versions:
            place = {column: number, "file_no": 1, "line": number}
            self.records.insert(VERSIONS[table], **version | place)


def latest(verdict):
    """What ranks one version of a verdict before another."""
    decisions = ("pending", "approved", "needs_edit", "rejected")
    return (
        verdict["decided_at"],
        decisions.index(verdict["decision"]),
        repr(sorted(verdict.items())),
    )


def content(con, schema="warehouse.main"):
    """Every relation's rows; how long it took aside."""
    exclude = {"resolutions": "EXCLUDE (resolved_in_s)"}
    return {
        name: con.execute(
            f"SELECT * {exclude.get(name, '')} FROM {schema}.{name} ORDER BY ALL"
        ).fetchall()
        for name in (*RELATIONS, "waste_ledger")
    }


def assert_same(found, expected):
    for name, rows in expected.items():
        assert found[name] == rows, name


@pytest.fixture(autouse=True)
def _any_share(monkeypatch):
    monkeypatch.setattr(resolution_scope, "LARGEST_SHARE", 1000)


PROPERTY = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@PROPERTY
@given(steps=steps)
def test_any_sequence_of_loads(records, steps):
    records.clear()
    for source in ("fal", "sheet"):
        records.source(source, "provider")
    loader, as_of = Loader(records), START + timedelta(days=5)
    records.resolve(as_of)
    for rows, hours in steps:
        loader.load(rows)
        as_of += timedelta(hours=hours)
        arguments = {"as_of": as_of, "settings": records.settings, "book": records.book}
        resolve(records.con, **arguments, only_loaded=True)
        found = content(records.con)
        resolve(records.con, **arguments)
        assert_same(found, content(records.con))


@PROPERTY
@given(rows=loads, days=st.tuples(st.integers(0, 20), st.integers(0, 20)))
def test_a_later_moment_in_memory(records, rows, days):
    records.clear()
    for source in ("fal", "sheet"):
        records.source(source, "provider")
    Loader(records).load(rows)
    first, second = (START + timedelta(days=day) for day in days)
    records.resolve(first)
    con = records.con
    con.execute("CREATE SCHEMA memory.other_moment")
    try:
        records.resolve(second, target="memory.other_moment")
        found = content(con, "memory.other_moment")
    finally:
        con.execute("DROP SCHEMA memory.other_moment CASCADE")
    records.resolve(second)
    assert_same(found, content(con))


def test_of_other_calls_only_those_of_its_operation_are_resolved_with_a_new_call(
    records, monkeypatch
):
    records.clear()
    call = {"submitted_at": START, "status": "succeeded", "n_requested": 1}
    known = (
        ("fal", "a", "o1"),
        ("sheet", "a", "o1"),
        ("fal", "other", "o2"),
        ("fal", "none", None),
    )
    loader, names = Loader(records), ("source", "source_id", "operation_id")
    loader.load([("attempts", call | dict(zip(names, each, strict=True))) for each in known])
    records.resolve(START)
    scopes, drop_all = [], RelationBuilder.drop_all

    def note(build):
        scopes.append(sorted(no for (no,) in build.fetch("SELECT attempt_no FROM scope")))
        drop_all(build)

    loader.load([("attempts", call | {"source": "fal", "source_id": "b", "operation_id": "o1"})])
    monkeypatch.setattr(RelationBuilder, "drop_all", note)
    resolve(
        records.con,
        as_of=START,
        settings=records.settings,
        book=records.book,
        only_loaded=True,
    )
    assert scopes == [[1, 5]]
