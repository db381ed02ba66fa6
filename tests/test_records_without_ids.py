"""Records without an id, and files that are read again: what is the same, and what is no more.

Known by all that is read of them, constants included, and by which one of its like each is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from data.warehouse.records import Attempt
from ingest.load.load import load
from ingest.load.quarantine import replay
from ingest.source import Source

pytest_plugins = ["tests.loaded_studio"]

MAP = """
name = "runs"
record = "attempt"
format = "{format}"
[columns]
submitted_at = "at"
status = "state"
latency_s = "took"
[values.status]
OK = "succeeded"
ERR = "failed"
[constants]
model = "{model}"
"""
AT = "2026-11-02T09:00:00Z"
SOME_TIME = datetime(2026, 11, 2, 9, tzinfo=UTC)
RUNS = "SELECT model, status, count(*) FROM attempts GROUP BY ALL ORDER BY ALL"


def rows(*states):
    return [{"at": AT, "state": state, "took": 1.5} for state in states]


def run_log(studio, model, content, format_="jsonl"):
    studio.write(f"{model}.map.toml", MAP.format(model=model, format=format_))
    return studio.write(f"{model}.{format_}", content)


@pytest.mark.parametrize("order", list(permutations(["a", "b", "c"]))[::2])
def test_files_of_one_map_that_differ_in_a_constant_take_nothing_from_each_other(studio, order):
    logs = {model: run_log(studio, model, rows("OK", "OK", "ERR")) for model in order}
    for path in logs.values():
        (account,) = studio.load(path)
        assert (account.new, account.notes) == (3, ())
    assert studio.rows(RUNS) == [
        (model, status, n) for model in "abc" for status, n in (("failed", 1), ("succeeded", 2))
    ]


def test_a_csv_and_its_json_are_the_same_records(studio):
    first = run_log(studio, "a", "at,state,took\n" + f"{AT},OK,1.5\n" * 2, "csv")
    studio.load(first)
    studio.write("j/a.map.toml", MAP.format(model="a", format="jsonl"))
    (account,) = studio.load(studio.write("j/a.jsonl", rows("OK", "OK", "OK")))
    assert (account.new, account.unchanged) == (1, 2)
    (note,) = account.notes
    assert "2 of its records have no id and read like records of" in note
    assert first in note
    assert "a constant that tells the files apart" in note


def test_handovers_that_read_like_those_of_another_file_are_told_of(studio):
    toml = (
        'name = "tool"\nrecord = "handover"\nformat = "jsonl"\n[columns]\nasset_ref = "ref"\n'
        'handed_over_at = "at"\n[constants]\ndestination = "frame.io"\n'
    )
    for name in ("a", "b"):
        studio.write(f"{name}.map.toml", toml)
    same = [{"ref": "x#0", "at": AT}]
    studio.load(studio.write("a.jsonl", same))
    (account,) = studio.load(studio.write("b.jsonl", [*same, {"ref": "y#0", "at": AT}]))
    assert (account.new, account.unchanged) == (1, 1)
    assert "1 of its records have no id" in account.notes[0]


def test_the_time_that_is_given_makes_no_other_record(studio):
    log = run_log(studio, "a", [{"state": "OK"}, {"state": "OK"}])
    studio.load(log, submitted_at="2026-11-01T00:00:00Z")
    studio.load(log, submitted_at="2026-11-02T00:00:00Z")
    assert studio.rows(RUNS) == [("a", "succeeded", 2)]


def test_records_let_out_of_the_quarantine_count_on(studio):
    log = run_log(studio, "a", [*rows("OK"), *rows("OK"), {"at": AT, "state": "?", "took": 1.5}])
    studio.load(log, rejected=1)
    better = studio.folder / "better.toml"
    better.write_text(
        MAP.format(model="a", format="jsonl").replace("ERR", '"?" = "succeeded"\nERR')
    )
    (account,) = replay(studio.settings, map_file=better)
    assert (account.new, account.rejected) == (1, 0)
    assert studio.rows(RUNS) == [("a", "succeeded", 3)]


# --- outputs that a map names -------------------------------------------------------------------

FILES = MAP.replace('latency_s = "took"', 'output_uris = "files"')


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_an_empty_list_of_outputs_says_that_there_were_none(studio, format_):
    studio.write("a.map.toml", FILES.format(model="a", format=format_))
    lists = ["[]", '["https://x/1.png", "https://x/mask.png"]', '["https://x/mask_1.png"]', ""]
    if format_ == "csv":
        cells = ('"{}"'.format(each.replace('"', '""')) for each in lists)
        body = "at,state,files\n" + "".join(f"{AT},OK,{cell}\n" for cell in cells)
    else:
        listed = (each or "null" for each in lists)
        body = "".join(f'{{"at": "{AT}", "state": "OK", "files": {each}}}\n' for each in listed)
    studio.load(studio.write(f"a.{format_}", body))
    facts = "SELECT status, n_outputs, outputs_assumed FROM attempt_facts ORDER BY attempt_no"
    assert studio.rows(facts) == [
        ("failed", 0, False),
        ("succeeded", 1, False),  # a file that is named a mask is no output
        ("succeeded", 1, False),  # unless there is nothing else
        ("succeeded", 1, True),
    ]


# --- read again ---------------------------------------------------------------------------------


def test_a_corrected_map_takes_back_what_the_file_gave_before(studio):
    log = run_log(studio, "a", rows("OK", "ERR"))
    studio.load(log)
    studio.write("a.map.toml", MAP.format(model="corrected", format="jsonl"))
    (account,) = studio.load(log)
    assert (account.new, account.updated) == (2, 0)
    assert (
        "2 records of that reading are not in the new one and were taken back" in account.notes[0]
    )
    assert studio.rows(RUNS) == [("corrected", "failed", 1), ("corrected", "succeeded", 1)]
    assert studio.rows("SELECT sum(n_attempts)::INTEGER FROM attempt_facts") == [(2,)]
    # And back again, though that very reading is known.
    studio.write("a.map.toml", MAP.format(model="a", format="jsonl"))
    assert studio.load(log)[0].new == 2
    assert studio.load(log)[0].unchanged == 2
    assert studio.rows(RUNS) == [("a", "failed", 1), ("a", "succeeded", 1)]


class Log(Source):
    """A source whose reader says what its version makes it say."""

    name = "log"
    title = "test items"
    origin = "studio"
    where = "here"
    status = "blocked"

    def identify(self, file):
        return "they say so"

    def records(self, item, file):
        yield Attempt(
            source="log", source_id=item.value, submitted_at=SOME_TIME, status=self.status
        )


def test_a_mended_reader_replaces_what_it_said_of_a_record(tmp_path, monkeypatch):
    path, warehouse = tmp_path / "log.jsonl", tmp_path / "w.duckdb"

    def load_log(*calls):
        path.write_text("".join(f'"{call}"\n' for call in calls))
        (account,) = load(
            warehouse, [str(path)], settings=Settings(), sources=[Log()], resolve=lambda *_: None
        )
        with Reader(warehouse) as reader:
            query = "SELECT source_id, status FROM attempts ORDER BY ALL"
            return (account.new, account.updated), dict(reader.cursor().execute(query).fetchall())

    assert load_log("a", "b") == ((2, 0), {"a": "blocked", "b": "blocked"})
    monkeypatch.setattr(Log, "reader_version", 2)
    monkeypatch.setattr(Log, "status", "failed")
    # Whatever the rank of the two: one of them was a mistake.
    assert load_log("a", "b") == ((0, 2), {"a": "failed", "b": "failed"})
    # A version of another file stays what it is.
    monkeypatch.setattr(Log, "status", "running")
    assert load_log("a", "b", "c") == ((1, 0), {"a": "failed", "b": "failed", "c": "running"})


def test_files_that_told_of_the_same_records_are_read_anew(studio):
    rows = "Asset,Decision,Reviewer,Date\nx#0,approved,Ann,2026-11-02 23:30\n"
    first, longer = (
        studio.write("a.csv", rows),
        studio.write("b.csv", rows + "y#0,no,Ann,2026-11-03\n"),
    )
    studio.load(first, longer)
    berlin = studio.settings.model_copy(update={"timezone": "Europe/Berlin"})
    assert studio.load(first, settings=berlin)[0].new == 1
    dates = "SELECT decided_at::VARCHAR FROM verdicts WHERE asset_ref = 'x#0' ORDER BY ALL"
    assert studio.rows(dates) == [("2026-11-02 22:30:00",)]
    (account,) = studio.load(longer)
    assert (account.new, account.unchanged) == (1, 1)
    assert studio.rows(dates) == [("2026-11-02 22:30:00",), ("2026-11-02 23:30:00",)]
