"""The fast way and the slow way through a map give the same rows, rejects and counts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse import writing
from ingest.bulk import Bulk
from ingest.loading import Loading, Rejects
from ingest.maps import Map
from ingest.parquet import ParquetFile
from ingest.rows import CsvRows, JsonLines
from ingest.source import Opened
from ingest.staging import Spool, staged

EVERYTHING = """
name = "any log"
record = "attempt"
format = "jsonl"
timezone = "{zone}"
[columns]
source_id = "id"
submitted_at = "times.submit"
completed_at = ["times.end", "end"]
status = "state"
brief_id = "labels.brief.id"
project = "project"
tier = "tier"
model = "model"
seed = "params.seed"
n_requested = "n"
n_outputs = "got"
latency_s = "took"
cache_hit = "cached"
reported_cost = "price"
credits = "credits"
output_uris = "files"
parent_asset_ids = "made_from"
tags = "tags"
prompt = "prompt"
tokens_text_in = "tokens.in"
[units]
latency_s = "ms"
reported_cost = "{money}"
[values.status]
OK = "succeeded"
ERR = "failed"
LOST = "unknown"
[values.cache_hit]
"*" = "false"
HIT = "true"
[constants]
currency = "USD"
channel = "in-house"
[ignore]
call = ["chat", "200"]
"""


@dataclass
class Outcome:
    """What one way made of a file."""

    rows: list[dict[str, object]]
    rejected: list[tuple[int, str]]
    ignored: dict[str, int]
    read: int
    judged: int
    """How many records the slow way had to look at and accept."""


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    with writing(tmp_path_factory.mktemp("bulk") / "w.duckdb") as con:
        yield con


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("logs")


def outcome(con, stager) -> Outcome:
    """Stage a file and take everything out again."""
    loading = stager.loading
    stager.stage()
    shown = con.execute(f"SELECT * FROM {staged(stager.kind)} ORDER BY rid").fetchall()
    names = [column[0] for column in con.description]
    judged = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'judged%'"
    ).fetchone()[0]
    if judged:
        judged = con.execute(f"SELECT count(*) FROM {staged(stager.kind, 'judged')}").fetchone()[0]
    stager.staged.drop()
    rows = [{k: v for k, v in zip(names, row, strict=True) if v is not None} for row in shown]
    return Outcome(rows, noted(loading.rejects), dict(loading.ignored), loading.read, judged)


def noted(rejects: Rejects) -> list[tuple[int, str]]:
    if rejects._stream is None:
        return []
    rejects.close()
    lines = [json.loads(line) for line in rejects.path.read_text("utf-8").splitlines()]
    return sorted((line[2], line[3]) for line in lines)


def bulk(con, folder: Path, path: Path, map_: Map, **given) -> Bulk:
    file = Opened(path, path.name, Settings(), **given)
    loading = Loading(con, file, 1, folder, Spool(folder), Rejects(folder / "rejects.jsonl"))
    return Bulk(loading, map_, CsvRows(file, map_) if map_.format == "csv" else JsonLines(path, map_))


class Slow(Bulk):
    """Reads every record one by one."""

    def _read(self, tried, table):
        self.loading.con.execute(f"CREATE TABLE {table} AS SELECT 1")
        from ingest.bulk import OutOfStep

        raise OutOfStep


class Fast(Bulk):
    """Without the witnesses that would hide a difference."""

    def _call_witnesses(self, piece, table, rows):
        pass


def both(con, folder, path, map_, **given) -> tuple[Outcome, Outcome]:
    ways = []
    for way in (Fast, Slow):
        made = bulk(con, folder, path, map_, **given)
        ways.append(outcome(con, way(made.loading, map_, made.rows)))
    return ways[0], ways[1]


def compare(fast: Outcome, slow: Outcome) -> None:
    assert fast.rejected == slow.rejected
    assert fast.ignored == slow.ignored
    assert fast.read == slow.read
    assert fast.rows == slow.rows
    assert fast.read == len(fast.rows) + len(fast.rejected) + sum(fast.ignored.values())


# --- values -----------------------------------------------------------------------------------

words = st.sampled_from(
    ["", " ", "\u00a0", "flux", "Übung", "設計", "a b", "=cmd|' /C calc'!A0", "<b>x</b>", "../../etc",
     "[draft] x", "[x]", "{x}", "null", "NaN", "\\u0000", "tab\there", "x" * 40, "\u2028", "😀", "'; --",
     '"quoted"', "100%", "none", "None"]
)  # fmt: skip
odd = st.sampled_from([None, True, False, 0, -1, 1.5, [], {}, ["a", {"b": 1}], [[1]], {"a": "b"}, "1_0"])
times = st.one_of(
    st.datetimes(datetime(1999, 12, 31), datetime(2100, 1, 2)).map(lambda t: t.isoformat()),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda t: f"{t.isoformat()}Z"),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda t: t.replace(tzinfo=UTC).isoformat(" ", "milliseconds")
    ),
    st.sampled_from(
        ["2026-11-02", "2026-11-02T09:00Z", "2026-11-02T09:00:00-0400", "2026-11-02 09:00:00+02",
         "2026-11-02T09:00:00.123456789Z", "2026-1-2T3:4:5Z", "2026-11-02T24:00:00Z", "infinity", "epoch",
         "2026-11-02 09:00:00 America/New_York", "2026-11-02T09:00:60Z", "2026-02-30T00:00:00Z", "now",
         "2026-11-02T09:00:00+25:00", "2026/11/02", " 2026-11-02T09:00:00Z ", "9999-12-31T00:00:00Z",
         "2026-03-08 02:30:00", "2026-11-01 01:30:00", "2026-11-01T01:30:00-05:00", "2026-11-02T9:00:00Z",
         "2026-11-02t09:00:00z", "2026-11-02T09:00:00 PST", 1762074000, "1762074000", "2026-11-02T09:00:00."]
    ),
)  # fmt: skip
numbers = st.one_of(
    st.integers(-5, 10**7),
    st.decimals(0, 10**6, places=14).map(str),
    st.floats(0, 1e7, allow_nan=False),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(
        ["0", "00", "+5", "-0", "1.0", "4.00", "1e3", "1e-7", "4.2E-06", ".5", "5.", "1_000", "1,000", "NaN",
         "Infinity", "-1", "0x10", " 7 ", "٣", 10**19, "99999999999999999999", 1e300, "0.1234567890125",
         "12345678901234567.25", 1234567.123456789012, "9" * 400, 1e-320]
    ),
)  # fmt: skip
lists = st.one_of(
    st.lists(st.sampled_from(["a", "b#1", "https://x/y.png?sig=1", "", None, 3, 1.5, True]), max_size=3),
    st.sampled_from(["a b", "a,b;c", "[]", '["a", "b"]', "[a", "[a]", " , ", "https://x/a.png?token=1", "{}"]),
)
flags = st.sampled_from([True, False, "hit", "MISS", "yes", "0", 1, "maybe", "None", None, "HIT"])
fields = {
    "id": st.one_of(st.sampled_from(["a", "b", "c", "x" * 4097]), words, odd),
    "times": st.one_of(
        st.fixed_dictionaries({}, optional={"submit": times, "end": times}),
        st.fixed_dictionaries({"submit": times}).map(json.dumps),
        odd,
    ),
    "times.submit": times,
    "end": times,
    "state": st.sampled_from(["OK", "ERR", "LOST", "ok", "", None, "succeeded", 1, " OK"]),
    "labels": st.one_of(
        st.fixed_dictionaries({"brief": st.one_of(st.fixed_dictionaries({"id": words}), words)}),
        words.map(lambda text: json.dumps({"brief": {"id": text}})),
        odd,
    ),
    "project": st.one_of(words, odd, numbers),
    "tier": st.sampled_from(["generate", "refine", "upscale", "draft", "", None]),
    "model": st.one_of(words, odd),
    "params": st.one_of(st.fixed_dictionaries({"seed": numbers}), odd),
    "n": st.one_of(numbers, odd),
    "got": st.one_of(numbers, odd),
    "took": st.one_of(numbers, odd),
    "cached": flags,
    "price": st.one_of(numbers, odd),
    "credits": numbers,
    "files": st.one_of(lists, odd),
    "made_from": st.one_of(lists, odd),
    "tags": lists,
    "prompt": words,
    "tokens": st.one_of(st.fixed_dictionaries({"in": numbers}), odd),
    "call": st.sampled_from(["chat", "image", 200, "", None]),
    "other": st.one_of(odd, words),
}
good = {
    "id": "a",
    "times": {"submit": "2026-11-02T09:00:00.000000Z"},
    "state": "OK",
}
records = st.fixed_dictionaries({}, optional=fields).map(lambda given: good | given)
lines = st.one_of(
    records.map(lambda record: json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")),
    records.map(lambda record: json.dumps(record).encode()),
    records.map(lambda record: json.dumps(record).encode()[:30]),
    st.sampled_from(
        [b"", b"  ", b"null", b"[]", b"42", b'"x"', b"{}", b"\xff", b"\x00", b"{", b"}", b"nonsense",
         b'{"id": "a"} {"id": "b"}', b'{"id": "a", "id": "b", "state": "OK"}', b"\xef\xbb\xbf",
         b'{"times": {"submit": "2026-11-02", "submit": "2026-11-03"}, "id": "t", "state": "OK"}',
         b'{"other": 1, "other": 2, "id": "o", "state": "OK", "times": {"submit": "2026-11-02"}}',
         b'{"id": "s\\ud800", "state": "OK", "times": {"submit": "2026-11-02"}}',
         b'{"id": "n\\u0000", "state": "OK", "times": {"submit": "2026-11-02"}}\r',
         b'{"ID": "upper", "id": "lower", "state": "OK", "times": {"submit": "2026-11-02"}}',
         b'{"id": "deep", "state": "OK", "times": {"submit": "2026-11-02"}, "z": ' + b"[" * 300 + b"]" * 300 + b"}"]
    ),
)  # fmt: skip
SETTINGS = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SETTINGS
@given(
    log=st.lists(lines, max_size=8),
    zone=st.sampled_from(["UTC", "America/New_York"]),
    money=st.sampled_from(["units", "cents", "micros"]),
    ends=st.booleans(),
)
def test_the_fast_way_through_json_lines_equals_the_slow_way(con, folder, log, zone, money, ends):
    path = folder / "log.jsonl"
    path.write_bytes(b"\n".join(log) + b"\n" * ends)
    map_ = Map.of_toml(EVERYTHING.format(zone=zone, money=money))
    compare(*both(con, folder, path, map_))
