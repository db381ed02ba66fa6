"""Logs of invented studios with the right answers worked out: every figure, whole and by group."""

from __future__ import annotations

import csv
import json
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.asking.measure import ledger, measure
from data.asking.proof import proof
from data.pricing.book import SHIPPED, PriceBook
from data.resolving.resolve import resolve
from data.settings import Settings
from data.warehouse.file import writing

CASES = Path(__file__).parents[2] / "shared" / "golden"
SETTINGS = Settings()
MICRO = Decimal("0.000001")

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the worked cases are not here")


@pytest.fixture(scope="module", params=["by_hand", "forty_briefs", "silence_and_reopening"])
def case(request, tmp_path_factory):
    """The records of a case, resolved as of its moment, and what is expected of them."""
    folder = CASES / request.param
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    with writing(tmp_path_factory.mktemp("case") / "case.duckdb") as con:
        store(con, "attempts", "attempt_no", read_attempts(folder))
        store(con, "verdicts", "verdict_no", read_verdicts(folder))
        con.execute("INSERT INTO sources VALUES ('studio', 'studio', FALSE)")
        as_of, book = utc(expected["as_of"]), PriceBook.load((SHIPPED,))
        resolve(con, as_of=as_of, settings=SETTINGS, book=book)
        yield request.param, con, expected


def read_attempts(folder):
    told = tomllib.loads((folder / "attempts.map.toml").read_text("utf-8"))
    for line in (folder / "attempts.jsonl").read_text("utf-8").splitlines():
        row = {field: at(json.loads(line), path) for field, path in told["columns"].items()}
        row["status"] = told["values"]["status"][row["status"]]
        row |= {field: utc(row[field]) for field in row if field.endswith("_at")}
        yield row | told["constants"]


def read_verdicts(folder):
    told = tomllib.loads((folder / "verdicts.map.toml").read_text("utf-8"))
    with (folder / "verdicts.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            row = {field: line[column] or None for field, column in told["columns"].items()}
            decision = told["values"]["decision"][row["decision"]]
            yield row | {"decision": decision, "decided_at": utc(row["decided_at"])}


def at(record, path):
    for step in path.split("."):
        record = record.get(step) if record else None
    return record


def utc(text):
    moment = text and datetime.fromisoformat(text).astimezone(UTC)
    return moment and moment.replace(tzinfo=None)


def store(con, table, number, rows):
    for place, row in enumerate(rows, 1):
        known = {number: place, "content_hash": place, "file_no": 1, "line": place}
        columns = {**row, **known, "source": "studio"}
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        con.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*columns.values()])


def agrees(found, expected, name):
    if expected is None or found is None:
        return found is expected
    if isinstance(expected, str):
        return Decimal(found) == Decimal(expected)
    return found == pytest.approx(expected, rel=0, abs=1e-6 if "_s_" in name else 1e-9)


def wrong(row, lines, expected):
    """The figures of a group that are not as expected."""
    figures = {name: value for name, value in expected.items() if name != "ledger"}
    amounts = {line: Decimal(expected["ledger"].get(line, 0)) for line in lines if line != "total"}
    off = {n: (row[n], v) for n, v in figures.items() if not agrees(row[n], v, n)}
    return off | {
        line: (lines[line], amount)
        for line, amount in amounts.items()
        if abs((lines[line] or 0) - amount) > MICRO
    }


def lines_by_group(con, by):
    found = {}
    for row in ledger(con, by, settings=SETTINGS).rows:
        group = "".join(str(row[name]) for name in by)
        found.setdefault(group, {})[row["line"]] = row["money"]
    return found


def test_every_figure_of_the_whole(case):
    _, con, expected = case
    [row] = measure(con, settings=SETTINGS).json_rows()
    assert wrong(row, lines_by_group(con, [])[""], expected["total"]) == {}


def test_every_figure_by_group(case):
    _, con, expected = case
    for dimension, groups in expected["by"].items():
        rows = measure(con, by=[dimension], settings=SETTINGS).json_rows()
        found, lines = {row[dimension]: row for row in rows}, lines_by_group(con, [dimension])
        assert set(found) == set(groups)
        assert {
            group: off
            for group in groups
            if (off := wrong(found[group], lines[group], groups[group]))
        } == {}


def test_the_totals_agree(case):
    _, con, expected = case
    checked = proof(con, settings=SETTINGS)
    assert checked.holds
    assert checked.log_total == Decimal(expected["total"]["spend"])


def test_the_time_to_the_first_usable_asset(case):
    name, con, _ = case
    if name != "by_hand":
        pytest.skip("worked out by hand only")
    # A: submitted 09:00:00, its usable upscale completed 10:01:12; B and C are still open
    names = [f"time_to_first_usable_s_{suffix}" for suffix in ("p50", "n", "censored")]
    [row] = measure(con, names, settings=SETTINGS).rows
    assert [*row.values()] == [None, 3, 2]
    found = measure(con, names[:1], by=["brief"], settings=SETTINGS).rows
    assert {row["brief"]: row[names[0]] for row in found} == {"A": 3672, "B": None, "C": None}
