"""Hostile files: a sentence or a quarantined record each, nothing lost, memory bounded."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load

MAP = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
source_id = "id"
submitted_at = "at"
latency_s = "took"
status = "state"
model = "model"
reported_cost = "cost"
[values.status]
OK = "succeeded"
[constants]
currency = "USD"
"""
GOOD = {"id": "a", "at": "2026-11-02T09:00:00Z", "state": "OK", "model": "flux", "cost": "0.10"}


class Studio:
    """A folder with a map for JSON lines and one for CSV."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = Settings(warehouse=folder / "w.duckdb")

    def load(self, name, *, kind="jsonl"):
        from ingest.maps.map import Map

        (self.folder / "m.toml").write_text(MAP.format(format=kind))
        (account,) = load(
            self.settings.warehouse,
            [str(self.folder / name)],
            settings=self.settings,
            map_=Map.load(self.folder / "m.toml"),
            resolve=lambda _con, _settings: None,
        )
        return account

    def lines(self, *lines):
        raw = [x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines]
        (self.folder / "log.jsonl").write_bytes(b"\n".join(raw) + b"\n")
        return self.load("log.jsonl")

    def reasons(self):
        with Reader(self.settings.warehouse) as reader:
            rows = reader.cursor().execute("SELECT line, reason FROM quarantine ORDER BY line")
            return dict(rows.fetchall())

    def ids(self):
        with Reader(self.settings.warehouse) as reader:
            rows = reader.cursor().execute("SELECT source_id FROM attempts ORDER BY 1").fetchall()
            return [row[0] for row in rows]


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)


def test_every_broken_line_is_quarantined_at_its_place_and_the_rest_loads(studio):
    account = studio.lines(
        GOOD,
        b"not JSON at all",
        GOOD | {"id": "b", "cost": "NaN"},
        GOOD | {"id": "c", "cost": "-1"},
        b"",
        GOOD | {"id": "d", "at": "9999-01-01T00:00:00Z"},
        GOOD | {"id": "e", "took": "-3"},
        GOOD | {"id": "f", "state": "LOST"},
        b'{"id": "g\xff", "at": "2026-11-02T09:00:00Z", "state": "OK"}',
        {"id": "h", "state": "OK"},
        b'{"id": "i", "id": "j", "at": "2026-11-02T09:00:00Z", "state": "OK"}',
        GOOD | {"id": "z"},
        b'{"id": "cut", "at": "2026-',
    )
    reasons = studio.reasons()
    assert sorted(reasons) == [2, 3, 4, 6, 7, 8, 9, 10, 11, 13]
    assert (account.read, account.new, account.rejected) == (12, 2, 10)
    assert studio.ids() == ["a", "z"]
    for line, word in {3: "cost", 4: "cost", 6: "submitted_at", 8: "LOST", 9: "UTF-8"}.items():
        assert word in reasons[line], reasons[line]


def test_the_same_id_with_other_content_in_one_file_counts_once(studio):
    account = studio.lines(GOOD, GOOD | {"cost": "0.20"}, GOOD)
    assert (account.read, account.new, account.ignored) == (3, 1, 2)
    assert studio.ids() == ["a"]


def test_names_are_data_whatever_they_look_like(studio):
    names = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../etc/passwd", "a\x00b"[:1]]
    studio.lines(*(GOOD | {"id": name} for name in names))
    assert studio.ids() == sorted(names)


def test_deep_nesting_is_one_rejected_record(studio):
    account = studio.lines(GOOD, b'{"id":' + b"[" * 5000 + b"]" * 5000 + b"}")
    assert (account.new, account.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.jsonl", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "picture.csv"),
        ("wrong.csv", b"colour,size\nred,3\n", "column"),
    ],
)
def test_a_file_that_is_no_log_is_a_sentence(studio, name, content, word):
    (studio.folder / name).write_bytes(content)
    account = studio.load(name, kind="csv" if name.endswith("csv") else "jsonl")
    said = account.error or " ".join(studio.reasons().values())
    assert word in said
    assert account.new == 0


def test_a_zip_renamed_csv_is_a_sentence(studio):
    with zipfile.ZipFile(studio.folder / "jobs.csv", "w") as archive:
        archive.writestr("jobs.csv", "id,at\n")
    account = studio.load("jobs.csv", kind="csv")
    assert "zip" in account.error.lower()


def test_a_folder_that_may_not_be_read_is_a_sentence(studio, monkeypatch):
    (studio.folder / "logs").mkdir()
    listed = os.scandir

    def refusing(path):
        if str(path).endswith("logs"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr("os.scandir", refusing)
    assert "cannot be read" in studio.load("logs").error


def test_compressed_logs_load_like_plain_ones(studio):
    with gzip.open(studio.folder / "log.jsonl.gz", "wb") as packed:
        packed.write(json.dumps(GOOD).encode() + b"\n")
    assert studio.load("log.jsonl.gz").new == 1


def test_a_damaged_gzip_is_a_sentence(studio):
    packed = gzip.compress(json.dumps(GOOD).encode() * 1000)
    (studio.folder / "log.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    assert studio.load("log.jsonl.gz").error


BIG = """
import sys
from pathlib import Path
from data.settings import Settings
from ingest.load.load import load
from ingest.maps.map import Map

def peak_kb():
    'Of this process alone: what getrusage tells begins with its parent.'
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

settings = Settings(warehouse=Path(sys.argv[1]))
(account,) = load(settings.warehouse, [sys.argv[2]], settings=settings,
                  map_=Map.load(Path(sys.argv[3])), resolve=lambda con, settings: None)
peak = peak_kb()
print(account.read, account.new, account.rejected, peak)
"""


def test_a_line_of_100_mb_is_one_rejected_record_in_bounded_memory(studio):
    with (studio.folder / "log.jsonl").open("wb") as log:
        log.write(json.dumps(GOOD).encode() + b'\n{"id": "')
        for _ in range(100):
            log.write(b"x" * 1_000_000)
        log.write(b'"}\n' + json.dumps(GOOD | {"id": "b"}).encode() + b"\n")
    (studio.folder / "m.toml").write_text(MAP.format(format="jsonl"))
    names = [str(studio.folder / name) for name in ("w.duckdb", "log.jsonl", "m.toml")]
    out = subprocess.run(
        [sys.executable, "-c", BIG, *names], capture_output=True, text=True, check=True
    ).stdout.split()
    assert out[:3] == ["3", "2", "1"]
    assert int(out[3]) < 700_000  # kilobytes
    assert "100,000,0" in studio.reasons()[2]
