"""The fast way and the slow way through a map give the same rows, rejects and counts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import writing
from ingest.bulk.csv_layout import CsvRows
from ingest.bulk.json_layout import JsonLines
from ingest.bulk.layout import OutOfStep
from ingest.bulk.parquet_layout import ParquetFile
from ingest.bulk.projection import Projection
from ingest.bulk.stage import Bulk
from ingest.maps.map import Map
from ingest.source import Opened
from ingest.storing.staging import Spool, staged
from ingest.storing.tally import Rejects, Tally
from tests.matrices import cases, drawn

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
    tally = stager.tally
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
    return Outcome(rows, noted(tally.rejects), dict(tally.ignored), tally.read, judged)


def noted(rejects: Rejects) -> list[tuple[int, str]]:
    if rejects._stream is None:
        return []
    rejects.close()
    lines = [json.loads(line) for line in rejects.path.read_text("utf-8").splitlines()]
    return sorted((line[2], line[3]) for line in lines)


def bulk(con, folder: Path, path: Path, map_: Map, **given) -> Bulk:
    file = Opened(path, path.name, Settings(), **given)
    tally = Tally(con, file, 1, folder, Spool(folder), Rejects(folder / "rejects.jsonl"))
    return Bulk(
        tally, map_, CsvRows(file, map_) if map_.format == "csv" else JsonLines(con, path, map_)
    )


class Fast(Bulk):
    """Without the witnesses that would hide a difference; knows which pass went through."""

    n_passes = 0

    def _read(self, tried, table):
        self.n_passes += 1
        return super()._read(tried, table)

    def _call_witnesses(self, piece, table, rows):
        pass


class Slow(Bulk):
    """Reads every record one by one, as the fast way has split them."""

    def _read(self, tried, table):
        self.tally.con.execute(f"CREATE TABLE {table} AS SELECT 1")
        raise OutOfStep


@dataclass
class Only:
    """The first passes of the rows of a file."""

    rows: object
    n_passes: int

    def __getattr__(self, name):
        return getattr(self.rows, name)

    def passes(self, piece, scratch):
        return islice(self.rows.passes(piece, scratch), self.n_passes)


def both(con, folder, path, map_, **given) -> tuple[Outcome, Outcome]:
    made = bulk(con, folder, path, map_, **given)
    fast = Fast(made.tally, map_, made.rows)
    quick = outcome(con, fast)
    again = bulk(con, folder, path, map_, **given)
    return quick, outcome(con, Slow(again.tally, map_, Only(again.rows, fast.n_passes or 1)))


def compare(fast: Outcome, slow: Outcome) -> None:
    assert fast.rejected == slow.rejected
    assert fast.ignored == slow.ignored
    assert fast.read == slow.read
    assert fast.rows == slow.rows
    assert fast.read == len(fast.rows) + len(fast.rejected) + sum(fast.ignored.values())


# --- values -----------------------------------------------------------------------------------

words = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        "flux",
        "Übung",
        "設計",
        "a b",
        "=cmd|' /C calc'!A0",
        "<b>x</b>",
        "../../etc",
        "[draft] x",
        "[x]",
        "{x}",
        "null",
        "NaN",
        "\\u0000",
        "tab\there",
        "x" * 40,
        "\u2028",
        "😀",
        "'; --",
        '"quoted"',
        "100%",
        "none",
        "None",
    ]
)
odd = st.sampled_from(
    [None, True, False, 0, -1, 1.5, [], {}, ["a", {"b": 1}], [[1]], {"a": "b"}, "1_0"]
)
times = st.one_of(
    st.datetimes(datetime(1999, 12, 31), datetime(2100, 1, 2)).map(lambda t: t.isoformat()),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda t: f"{t.isoformat()}Z"),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
        lambda t: t.replace(tzinfo=UTC).isoformat(" ", "milliseconds")
    ),
    st.sampled_from(
        [
            "2026-11-02",
            "2026-11-02T09:00Z",
            "2026-11-02T09:00:00-0400",
            "2026-11-02 09:00:00+02",
            "2026-11-02T09:00:00.123456789Z",
            "2026-1-2T3:4:5Z",
            "2026-11-02T24:00:00Z",
            "infinity",
            "epoch",
            "2026-11-02 09:00:00 America/New_York",
            "2026-11-02T09:00:60Z",
            "2026-02-30T00:00:00Z",
            "now",
            "2026-11-02T09:00:00+25:00",
            "2026/11/02",
            " 2026-11-02T09:00:00Z ",
            "9999-12-31T00:00:00Z",
            "2026-03-08 02:30:00",
            "2026-11-01 01:30:00",
            "2026-11-01T01:30:00-05:00",
            "2026-11-02T9:00:00Z",
            "2026-11-02t09:00:00z",
            "2026-11-02T09:00:00 PST",
            1762074000,
            "1762074000",
            "2026-11-02T09:00:00.",
        ]
    ),
)
numbers = st.one_of(
    st.integers(-5, 10**7),
    st.decimals(0, 10**6, places=14).map(str),
    st.floats(0, 1e7, allow_nan=False),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from(
        [
            "0",
            "00",
            "+5",
            "-0",
            "1.0",
            "4.00",
            "1e3",
            "1e-7",
            "4.2E-06",
            ".5",
            "5.",
            "1_000",
            "1,000",
            "NaN",
            "Infinity",
            "-1",
            "0x10",
            " 7 ",
            "٣",
            10**19,
            "99999999999999999999",
            1e300,
            "0.1234567890125",
            "12345678901234567.25",
            1234567.123456789012,
            "9" * 400,
            1e-320,
        ]
    ),
)
lists = st.one_of(
    st.lists(
        st.sampled_from(
            ["a", "b#1", "https://x/y.png?sig=1", "https://x/mask.png", "", None, 3, 1.5, True]
        ),
        max_size=3,
    ),
    st.sampled_from(
        ["a b", "a,b;c", "[]", '["a", "b"]', "[a", "[a]", " , ", "https://x/a.png?token=1", "{}"]
    ),
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
        [
            b"",
            b"  ",
            b"null",
            b"[]",
            b"42",
            b'"x"',
            b"{}",
            b"\xff",
            b"\x00",
            b"{",
            b"}",
            b"nonsense",
            b'{"id": "a"} {"id": "b"}',
            b'{"id": "a", "id": "b", "state": "OK"}',
            b"\xef\xbb\xbf",
            b'{"times": {"submit": "2026-11-02", "submit": "2026-11-03"}, "id":"t","state": "OK"}',
            b'{"other": 1, "other": 2, "id":"o","state": "OK", "times": {"submit": "2026-11-02"}}',
            b'{"id": "s\\ud800", "state": "OK", "times": {"submit": "2026-11-02"}}',
            b'{"id": "n\\u0000", "state": "OK", "times": {"submit": "2026-11-02"}}\r',
            b'{"ID": "upper", "id": "lower", "state": "OK", "times": {"submit": "2026-11-02"}}',
            b'{"id": "deep", "state": "OK", "times": {"submit": "2026-11-02"}, "z": '
            + b"[" * 300
            + b"]" * 300
            + b"}",
        ]
    ),
)
SETTINGS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SETTINGS
@given(
    log=st.lists(lines, max_size=8),
    zone=st.sampled_from(["UTC", "America/New_York"]),
    money=st.sampled_from(["units", "cents", "micros"]),
    ends=st.booleans(),
    time=st.sampled_from([None, datetime(2026, 11, 2, tzinfo=UTC)]),
)
def test_the_fast_way_through_json_lines_equals_the_slow_way(
    con, folder, log, zone, money, ends, time
):
    path = folder / "log.jsonl"
    path.write_bytes(b"\n".join(log) + b"\n" * ends)
    map_ = Map.of_toml(EVERYTHING.format(zone=zone, money=money))
    compare(*both(con, folder, path, map_, submitted_at=time))


def test_a_minus_before_a_zero_is_kept_in_a_text_and_means_nothing_in_a_number(con, folder):
    path = folder / "log.jsonl"
    path.write_bytes(
        b'{"id": "-0", "project": "-0", "state": "OK", "times": {"submit": "2026-11-02"}}\n'
        b'{"id": "n", "project": -0, "state": "OK", "times": {"submit": "2026-11-02"}}\n'
    )
    fast, slow = both(con, folder, path, Map.of_toml(EVERYTHING.format(zone="UTC", money="units")))
    compare(fast, slow)
    assert [row["project"] for row in slow.rows] == ["-0", "0"]


def test_a_little_less_than_nothing_is_refused_though_twelve_places_do_not_show_it(con, folder):
    path = folder / "log.jsonl"
    path.write_bytes(
        b'{"id": "a", "credits": -1e-20, "state": "OK", "times": {"submit": "2026-11-02"}}\n'
        b'{"id": "b", "credits": -0.0, "state": "OK", "times": {"submit": "2026-11-02"}}\n'
    )
    fast, slow = both(con, folder, path, Map.of_toml(EVERYTHING.format(zone="UTC", money="units")))
    compare(fast, slow)
    assert [row["source_id"] for row in fast.rows] == ["b"]


# --- CSV --------------------------------------------------------------------------------------

SHEET = """
name = "any sheet"
record = "attempt"
format = "csv"
timezone = "Europe/Berlin"
time_format = "%d.%m.%Y %H:%M"
currency_sign = "$"
[columns]
source_id = "id"
submitted_at = "when"
status = "state"
project = ["project", "meta.project"]
brief_id = "meta.brief"
reported_cost = "price"
n_outputs = "got"
tags = "tags"
[values.status]
"*" = "failed"
OK = "succeeded"
[values.project]
old = "new name"
[constants]
project = "no project"
[ignore]
state = "SKIP"
"""
HEADER = ["id", "when", "state", "project", "meta", "price", "got", "tags"]
cells = st.one_of(
    words,
    st.sampled_from(
        [
            '5" x',
            'a "b" c',
            "two\nlines",
            "a,b",
            "a;b",
            "02.11.2026 09:00",
            "29.03.2026 02:30",
            "0.10",
            "4",
            "25.10.2026 02:30",
            "2.11.2026 9:00",
            '{"project": "p", "brief": "b"}',
            '{"brief": 5}',
            "OK",
            "SKIP",
            "old",
            "\r",
            "a\rb",
            '"',
            '""',
            "x\x00y",
            "12,5",
            "$4",
            "-$ 0.10",
            "0.10 $",
            "$ $4",
            "$4\n",
            "€4",
            "$",
            "é",
        ]
    ),
)
rows_of_cells = st.lists(cells, min_size=8, max_size=8)
usual_row = st.builds(
    lambda given, name: [name, "02.11.2026 09:00", "OK", *given[3:]],
    rows_of_cells,
    st.sampled_from("abc"),
)
ragged = st.lists(cells, min_size=0, max_size=10)
broken_csv = st.sampled_from(
    [
        b'a,"b\n',
        b"\xff,1,2,3,4,5,6,7\n",
        b'5" x,1,2,3,4,5,6,7\n',
        b"\n",
        b"   \n",
        b",,,,,,,\n",
        b'"a"b,1\n',
        b'a,"02.11.2026 09:00"x,OK,,,,,\n',
        b"\x00\n",
        b'a,02.11.2026 09:00,OK,"p\nq",,,,\n',
    ]
)


def written(row: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue().encode("utf-8", "replace")


@SETTINGS
@given(
    rows=st.lists(st.one_of(usual_row.map(written), ragged.map(written), broken_csv), max_size=8),
    ends=st.booleans(),
)
def test_the_fast_way_through_csv_equals_the_slow_way(con, folder, rows, ends):
    path = folder / "log.csv"
    body = b"".join(rows)
    path.write_bytes(written(HEADER) + (body if ends else body.rstrip(b"\n")))
    compare(*both(con, folder, path, Map.of_toml(SHEET)))


# --- files as a whole ---------------------------------------------------------------------------

PLAIN = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
reported_cost = "price"
[values.status]
OK = "succeeded"
"""


def plain_rows(n: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"r{number}",
            "at": datetime(2026, 11, 2, number // 3600, number // 60 % 60, number % 60).isoformat(),
            "state": "OK",
            "price": f"0.{number:04d}",
        }
        for number in range(n)
    ]


def json_lines(rows) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_a_clean_file_needs_no_second_look_and_keeps_its_order(con, folder):
    path = folder / "clean.jsonl"
    path.write_bytes(json_lines(plain_rows(5000)))
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="jsonl"))))
    assert found.judged == 0
    assert [row["source_id"] for row in found.rows] == [f"r{n}" for n in range(5000)]
    assert [row["line"] for row in found.rows] == list(range(1, 5001))
    assert str(found.rows[42]["reported_cost"]) == "0.004200000000"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_a_piece_is_written_in_batches_so_that_rows_keep_the_order_of_lines(con, folder, zone):
    path = folder / "any.jsonl"
    path.write_bytes(json_lines([good]))
    stager = bulk(con, folder, path, Map.of_toml(EVERYTHING.format(zone=zone, money="units")))
    piece = next(stager.rows.pieces(folder))
    for tried in stager.rows.passes(piece, folder):
        projection = Projection(stager.map, tried.reader.texts, is_json=True)
        select = projection.select(tried.reader.relation)
        plan = con.execute(f"EXPLAIN CREATE TABLE memory.main.x AS {select}").fetchall()[0][1]
        assert "Batch Create Table As" in plan


def test_blank_lines_count_as_lines_but_not_as_records(con, folder):
    path = folder / "gaps.jsonl"
    first, second, third = json_lines(plain_rows(3)).splitlines(keepends=True)
    path.write_bytes(b"\n  \n" + first + b"\r\n\n" + second + b"\t\n" + third)
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="jsonl"))))
    assert [row["line"] for row in found.rows] == [3, 6, 8]
    assert found.read == 3


@pytest.mark.parametrize("lines_per_piece", [1, 7, 100])
def test_a_file_cut_into_pieces_reads_like_one(con, folder, monkeypatch, lines_per_piece):
    monkeypatch.setattr("ingest.bulk.boundaries.LINES_PER_PIECE", lines_per_piece)
    monkeypatch.setattr("ingest.bulk.boundaries.BLOCK_BYTES", 64)
    path = folder / "cut.jsonl"
    written_lines = json_lines(plain_rows(40)).splitlines(keepends=True)
    written_lines[11] = b"\n"
    written_lines[17] = b"{broken\n"
    path.write_bytes(b"".join(written_lines).rstrip(b"\n"))
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="jsonl"))))
    assert [row["source_id"] for row in found.rows] == [
        f"r{n}" for n in range(40) if n not in (11, 17)
    ]
    assert [row["line"] for row in found.rows] == [n + 1 for n in range(40) if n not in (11, 17)]
    assert found.rejected[0][0] == 18
    assert found.read == 39


@pytest.mark.parametrize(
    ("middle", "ignored", "rejected"),
    [
        ('{"id": "b", "at": "2026-11-02T10:00:00Z", "state": "OK"}', {}, [2, 4]),
        (
            '{"id": "b", "at": "2026-11-02T10:00:00Z", "state": "SKIP"}',
            {"state is SKIP": 1},
            [2, 4],
        ),
        ('{"id": "b", "at": "1970-01-01T00:00:00Z", "state": "OK"}', {}, [2, 3, 4]),
        ("{}", {"an empty record": 1}, [2, 4]),
    ],
)
def test_a_broken_line_is_judged_by_itself_whatever_stands_in_for_it(
    con, folder, middle, ignored, rejected
):
    line = '{{"id": "{}", "at": "2026-11-02T09:00:00Z", "state": "OK"}}'
    path = folder / "stands_in.jsonl"
    path.write_text("\n".join([line.format("a"), "{half", middle, "[1]", line.format("c")]))
    map_ = Map.of_toml(PLAIN.format(format="jsonl") + '[ignore]\nstate = "SKIP"\n')
    fast, slow = both(con, folder, path, map_)
    compare(fast, slow)
    assert fast.ignored == ignored
    assert [number for number, _ in fast.rejected] == rejected
    assert {row["source_id"] for row in fast.rows} - {"b"} == {"a", "c"}


def test_csv_cut_into_pieces_reads_like_one(con, folder, monkeypatch):
    monkeypatch.setattr("ingest.bulk.boundaries.LINES_PER_PIECE", 3)
    monkeypatch.setattr("ingest.bulk.boundaries.BLOCK_BYTES", 50)
    path = folder / "cut.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, ["id", "at", "state", "price"], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row | {"id": f"line\nbreak {row['id']}"} for row in plain_rows(10))
    path.write_text(text.getvalue(), newline="")
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="csv"))))
    assert [row["source_id"] for row in found.rows] == [f"line\nbreak r{n}" for n in range(10)]
    assert [row["line"] for row in found.rows] == list(range(3, 23, 2))


def test_a_stray_quote_costs_its_own_row_at_most(con, folder):
    path = folder / "stray.csv"
    path.write_text(
        "id,at,state,price\n"
        'r0,2026-11-02,OK,"0.1\n'  # never closed
        "r1,2026-11-02,OK,0.1\n"
        '5" print,2026-11-02,OK,0.1\n'  # a quote inside a cell is only a character
        '"r ""3""",2026-11-02,OK,0.1\n'
        "r4,2026-11-02,OK\n"
        "r5,2026-11-02,OK,0.1\n"
        "r6,2026\r-11-02,OK,0.1\n",
        newline="",
    )
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="csv"))))
    assert [row["source_id"] for row in found.rows] == ["r1", '5" print', 'r "3"', "r5"]
    assert found.rejected == [
        (2, "not a CSV row: a quote is opened and not closed"),
        (6, "3 cells where the header has 4"),
        (8, "not a CSV row: a carriage return stands in a cell without quotes"),
    ]


def test_a_line_too_long_is_rejected_with_its_length_and_its_neighbours_load(
    con, folder, monkeypatch
):
    monkeypatch.setattr("ingest.bulk.pieces.LONGEST_LINE", 1000)
    path = folder / "long.jsonl"
    first, second = json_lines(plain_rows(2)).splitlines(keepends=True)
    path.write_bytes(first + b'{"id": "' + b"x" * 5000 + b'"}\n' + second)
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="jsonl"))))
    assert [row["line"] for row in found.rows] == [1, 3]
    assert found.rejected == [(2, "one record of 5,011 bytes, too long to read")]


def test_sixteen_mebibytes_of_one_record_are_read_and_not_a_byte_more(con, folder):
    path = folder / "longest.jsonl"
    first, second = json_lines(plain_rows(2)).splitlines()
    longest = 16 * 2**20
    padded = (first[:-1] + b', "pad": "' + b"x" * longest)[: longest - 3] + b'"}\n'
    longer = (second[:-1] + b', "pad": "' + b"x" * longest)[: longest - 2] + b'"}\n'
    path.write_bytes(padded + longer)
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format="jsonl"))))
    assert [row["line"] for row in found.rows] == [1]
    assert found.rejected == [(2, "one record of 16,777,217 bytes, too long to read")]


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_a_file_of_nothing_but_a_line_too_long(con, folder, monkeypatch, format_):
    monkeypatch.setattr("ingest.bulk.pieces.LONGEST_LINE", 1000)
    monkeypatch.setattr("ingest.bulk.csv_layout.LONGEST_LINE", 1000)
    monkeypatch.setattr("ingest.bulk.csv_mending.LONGEST_LINE", 1000)
    path = folder / "only_long"
    header = b"id,at,state,price\n" if format_ == "csv" else b""
    path.write_bytes(header + b"x" * 3000)
    found = outcome(con, bulk(con, folder, path, Map.of_toml(PLAIN.format(format=format_))))
    assert (found.rows, found.read) == ([], 1)
    assert found.rejected == [
        (len(header.splitlines()) + 1, "one record of 3,000 bytes, too long to read")
    ]


WITHOUT_ID = """
name = "no ids"
record = "attempt"
format = "{format}"
[columns]
submitted_at = "at"
status = "state"
[values.status]
OK = "succeeded"
"""


def test_records_without_an_id_are_known_by_what_is_read_and_how_often_it_came(con, folder):
    path = folder / "no_ids.jsonl"
    a, b = b'{"at": "2026-11-02", "state": "OK"}\n', b'{"state": "OK", "at": "2026-11-02"}\n'
    path.write_bytes(a + b + a + b'{"at": "2026-11-02", "state": "OK", "note": "other"}')
    found = outcome(con, bulk(con, folder, path, Map.of_toml(WITHOUT_ID.format(format="jsonl"))))
    # What the map does not read, and how it is spelled, makes no other record.
    first = found.rows[0]["source_id"]
    assert first.endswith("-1")
    assert [row["source_id"] for row in found.rows] == [f"{first[:-1]}{n}" for n in (1, 2, 3, 4)]


@cases(12, 100)
def test_both_ways_give_a_record_without_an_id_the_same_one(con, folder, cases):
    path = folder / "no_ids.jsonl"
    toml = EVERYTHING.format(zone="UTC", money="units").replace('source_id = "id"\n', "")

    @drawn(cases)
    @given(log=st.lists(lines, max_size=6))
    def holds(log):
        path.write_bytes(b"\n".join(log))
        fast, slow = both(con, folder, path, Map.of_toml(toml))
        compare(fast, slow)
        elsewhere, _ = both(con, folder, path, Map.of_toml(toml.replace("in-house", "elsewhere")))
        ids = [{row["source_id"] for row in each.rows} for each in (fast, elsewhere)]
        assert len(ids[0]) == len(fast.rows)
        assert not ids[0] & ids[1]

    holds()


@SETTINGS
@given(rows=st.lists(st.one_of(usual_row.map(written), broken_csv), max_size=6))
def test_both_ways_give_a_row_without_an_id_the_same_one(con, folder, rows):
    path = folder / "no_ids.csv"
    path.write_bytes(written(HEADER) + b"".join(rows))
    toml = WITHOUT_ID.format(format="csv").replace('"at"', '"when"')
    map_ = Map.of_toml('time_format = "%d.%m.%Y %H:%M"\n' + toml)
    compare(*both(con, folder, path, map_))


@pytest.mark.parametrize(
    ("form", "time", "utc"),
    [
        ("%d.%m.%Y %H:%M %z", "02.11.2026 09:00 +0200", datetime(2026, 11, 2, 7)),
        ("%d.%m.%Y %H:%M", "02.11.2026 09:00", datetime(2026, 11, 2, 9)),
    ],
)
def test_offsets_in_a_format_of_its_own_are_left_to_the_slow_way_and_no_other_time_is(
    con, folder, form, time, utc
):
    path = folder / "offsets.jsonl"
    rows = [row | {"at": time} for row in plain_rows(3)]
    path.write_bytes(json_lines(rows))
    map_ = Map.of_toml(f'time_format = "{form}"\n' + PLAIN.format(format="jsonl"))
    fast, slow = both(con, folder, path, map_)
    compare(fast, slow)
    assert [row["submitted_at"] for row in fast.rows] == [utc] * 3
    judged = outcome(con, bulk(con, folder, path, map_)).judged
    assert judged == (3 if "%z" in form else 0)


def test_prompts_become_a_hash_unless_they_may_be_stored(con, folder):
    path = folder / "prompts.jsonl"
    rows = plain_rows(2)
    # The same prompt: composed and decomposed, with and without blanks around it.
    rows[0]["prompt"], rows[1]["prompt"] = "caf\u00e9 ", " cafe\u0301"
    path.write_bytes(json_lines(rows))
    toml = PLAIN.format(format="jsonl").replace("[values", 'prompt = "prompt"\n[values')
    found = outcome(con, bulk(con, folder, path, Map.of_toml(toml)))
    assert {row["prompt_chars"] for row in found.rows} == {4}
    assert len({row["prompt_sha256"] for row in found.rows}) == 1
    assert not any("prompt" in row for row in found.rows)
    kept = bulk(con, folder, path, Map.of_toml(toml))
    kept.tally.file = Opened(path, path.name, Settings(store_prompts=True))
    assert {row["prompt"] for row in outcome(con, kept).rows} == {"caf\u00e9"}


@pytest.mark.parametrize(
    ("column", "fields"),
    [
        ('prompt = "id"', {"prompt_sha256", "prompt_chars"}),
        ('latency_s = "price"', {"completed_at"}),
        ("", {"source_id", "submitted_at"}),
    ],
)
def test_what_follows_from_the_columns_of_a_record_needs_no_second_look(
    con, folder, column, fields
):
    path = folder / "derived.jsonl"
    path.write_bytes(json_lines(plain_rows(40)))
    toml = WITHOUT_ID.format(format="jsonl").replace("[values", f"{column}\n[values")
    found = outcome(con, bulk(con, folder, path, Map.of_toml(toml)))
    assert found.judged == 0
    assert all(fields <= row.keys() for row in found.rows)


@pytest.mark.parametrize("is_deep", [False, True])
def test_rows_out_of_step_are_noticed_and_read_one_by_one(con, folder, monkeypatch, is_deep):
    path = folder / "step.jsonl"
    path.write_bytes(json_lines(plain_rows(50)))
    stager = bulk(con, folder, path, Map.of_toml(PLAIN.format(format="jsonl")))
    select = Projection.select
    turned = (
        "(SELECT * FROM ({}) ORDER BY source_id DESC)"
        if is_deep
        else "(SELECT * FROM ({}) LIMIT 49)"
    )
    monkeypatch.setattr(
        Projection, "select", lambda *given: f"FROM {turned.format(select(*given))}"
    )
    found = outcome(con, stager)
    assert found.judged == 50
    assert [row["source_id"] for row in found.rows] == [f"r{n}" for n in range(50)]


# --- Parquet and JSON documents -----------------------------------------------------------------


def test_parquet_is_checked_like_any_other_log(con, folder):
    path = folder / "log.parquet"
    con.execute(f"""
        COPY (
            SELECT * FROM (VALUES
                ('a', TIMESTAMP '2026-11-02 09:00:00', 'OK', 0.25::DECIMAL(10, 2), {{'b': 'x'}}),
                ('b', TIMESTAMP '2026-11-02 10:00:00', 'SKIP', 0.25, {{'b': 'x'}}),
                ('c', TIMESTAMP '2026-11-02 11:00:00', 'OK', -0.25, NULL),
                ('d', TIMESTAMP '1970-01-01 00:00:00', 'OK', 0, {{'b': NULL}})
            ) AS log (id, "at", state, price, labels)
        ) TO '{path}' (FORMAT parquet)
    """)
    toml = PLAIN.format(format="parquet").replace("[values", 'brief_id = "labels.b"\n[values')
    map_ = Map.of_toml(toml + '[ignore]\nstate = "SKIP"\n')
    file = Opened(path, path.name, Settings())
    tally = Tally(con, file, 1, folder, Spool(folder), Rejects(folder / "rejects.jsonl"))
    found = outcome(con, ParquetFile(tally, map_))
    assert [(row["source_id"], row["brief_id"], row["line"]) for row in found.rows] == [
        ("a", "x", 1)
    ]
    assert found.rows[0]["submitted_at"] == datetime(2026, 11, 2, 9)
    assert found.ignored == {"state is SKIP": 1}
    assert [line for line, _ in found.rejected] == [3, 4]
    assert found.read == 4
