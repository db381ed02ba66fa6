"""Hostile input is data: a sentence or a quarantined row, bounded memory, nothing executed."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import zstandard

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.bulk.pieces import _blank
from ingest.load.load import load
from ingest.maps.map import Map
from ingest.source import Source
from tests.matrices import crossed

MAP = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
project = "project"
latency_s = "took"
reported_cost = "cost"
output_uris = "files"
"""
ROOT = Path(__file__).parents[1]


class Anything(Source):
    """Claims every file and reads none of it."""

    name = "anything"
    title = "any file"
    origin = "studio"
    where = "anywhere"

    def identify(self, file):
        return "it is a file"

    def documents(self, file):
        return iter(())


class Studio:
    """A folder with a warehouse, and a map for what is written there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(warehouse=folder / "w.duckdb")

    def load(self, content: bytes, format_: str = "jsonl", name: str = "log", **given):
        path = self.folder / name
        path.write_bytes(content)
        map_ = Map.of_toml(MAP.format(format=format_))
        return self.load_path(path, map_=map_, **given)

    def load_path(self, *paths: Path | str, **given):
        usual = {"settings": self.settings, "resolve": lambda *_: None}
        names = [str(path) for path in paths]
        return load(self.settings.warehouse, names, **(usual | given))[0]

    def rows(self, sql: str) -> list[tuple]:
        with Reader(self.settings.warehouse) as reader:
            return reader.cursor().execute(sql).fetchall()


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)


def row(**given: object) -> dict[str, object]:
    return {"id": "a", "at": "2026-11-02T09:00:00Z", "state": "succeeded", **given}


def line(**given: object) -> bytes:
    return json.dumps(row(**given)).encode()


GOOD = line(id="good")

# --- lines ------------------------------------------------------------------------------------


@crossed(
    "line_and_reason, is_last",
    [
        (line(cost=float("nan")), "NaN"),
        (line(cost=float("inf")), "Infinity"),
        (line(cost="-Infinity"), "-Infinity"),
        (line(cost=-1), "reported_cost"),
        (line(cost="1e400"), "reported_cost"),
        (line(took=-5), "latency_s"),
        (line(took="nan"), "latency_s"),
        (line(at="9999-12-31T23:59:59Z"), "submitted_at"),
        (line(at="0001-01-01"), "submitted_at"),
        (line(at="infinity"), "submitted_at"),
        (line(state="exploded"), "status"),
        (line(project={"$ne": None}), "project"),
        (line(id="x" * 5000), "source_id"),
        (line(files=[f"{n}.png" for n in range(1_001)]), "output_uris"),
        (line(id=["a"]), "source_id"),
        (b'{"id": "a", "id": "b", "at": "2026-11-02", "state": "succeeded"}', "appears twice"),
        (b'{"id": "a\xff", "at": "2026-11-02", "state": "succeeded"}', "not UTF-8"),
        (b'{"id": "a\x00", "at": "2026-11-02", "state": "succeeded"}', "not JSON"),
        (b'{"id": "\\ud800", "at": "2026-11-02", "state": "succeeded"}', "unicode"),
        (line()[:40], "not JSON"),
        (b"\x00\x00\x00\x00", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"null", "not a JSON object"),
        (b"<html><body>502</body></html>", "not JSON"),
    ],
    [False, True],
)
def test_a_hostile_line_is_quarantined_and_its_neighbours_load(studio, line_and_reason, is_last):
    hostile, reason = line_and_reason
    log = [GOOD, hostile] if is_last else [GOOD, hostile, line(id="after")]
    account = studio.load(b"\n".join(log))
    assert (account.read, account.new, account.rejected) == (len(log), len(log) - 1, 1)
    ((number, said, raw),) = studio.rows("SELECT line, reason, raw FROM quarantine")
    assert number == 2
    assert reason in said
    assert raw == hostile


@pytest.mark.parametrize(
    "hostile",
    [
        {"project": "=cmd|' /C calc'!A0"},
        {"project": "<script>alert(1)</script>"},
        {"project": "../../../../etc/passwd"},
        {"project": "'; DROP TABLE attempts; --"},
        {"project": "{{7*7}}${7*7}"},
        {"project": "\u202etxt.exe"},
        {"project": "a\u0000b"},
        {"id": "../../etc/passwd", "project": "p"},
        {"project": "x" * 1_000_000},
    ],
)
def test_hostile_text_is_kept_as_the_text_it_is(studio, hostile):
    assert studio.load(line(**hostile)).new == 1
    ((project,),) = studio.rows("SELECT project FROM attempts")
    assert project == hostile["project"]


@pytest.mark.parametrize("depth", [50, 500])
def test_deep_nesting_beside_the_columns_does_no_harm(studio, depth):
    nested = b"[" * depth + b"]" * depth
    account = studio.load(GOOD[:-1] + b', "z": ' + nested + b"}\n" + line(id="after"))
    assert (account.new, account.rejected) == (2, 0)


def test_a_key_given_twice_where_nothing_is_read_does_no_harm(studio):
    assert studio.load(GOOD[:-1] + b', "z": 1, "z": 2}').new == 1


def test_one_id_with_different_content_is_one_record_with_two_versions(studio):
    account = studio.load(line(project="p") + b"\n" + line(project="q"))
    assert (account.read, account.new, account.ignored) == (2, 1, 1)
    assert studio.rows("SELECT count(*) FROM attempt_versions") == [(2,)]


def test_signed_addresses_lose_what_signs_them(studio):
    studio.load(line(files=["https://x/a.png?X-Amz-Signature=secret", "b.png"]))
    assert studio.rows("SELECT output_uris FROM attempts") == [(["https://x/a.png", "b.png"],)]
    assert b"X-Amz-Signature" not in studio.settings.warehouse.read_bytes()


# --- CSV --------------------------------------------------------------------------------------

HEADER = b"id,at,state,project,took,cost,files\n"


@pytest.mark.parametrize(
    ("hostile", "reason"),
    [
        (b"a,2026-11-02,succeeded,p,1\n", "5 cells where the header has 7"),
        (b"a,2026-11-02,succeeded,p,1,0,,,,\n", "10 cells where the header has 7"),
        (b"a,2026-11-02,succeeded,p\xc3\xa9\xff,1,0,\n", "not UTF-8"),
        (b'a,2026-11-02,succeeded,"p,1,0,\n', "not a CSV row"),
        (b"a,2026-11-02,succeeded,p,1,NaN,\n", "reported_cost"),
        (b"a,2026-11-02,succeeded,p,=1+1,0,\n", "latency_s"),
    ],
)
def test_a_hostile_row_is_quarantined_with_its_header(studio, hostile, reason):
    good = b"good,2026-11-02,succeeded,=cmd(),1,0,\n"
    account = studio.load(HEADER + good + hostile + good.replace(b"good", b"after"), "csv")
    assert (account.read, account.new, account.rejected) == (3, 2, 1)
    ((number, said, raw),) = studio.rows("SELECT line, reason, raw FROM quarantine")
    assert number == 3
    assert reason in said
    assert raw == HEADER + hostile.rstrip(b"\n")
    assert studio.rows("SELECT DISTINCT project FROM attempts") == [("=cmd()",)]


def test_wrong_columns_are_told_apart_from_the_right_ones(studio):
    account = studio.load(b"id,time,state\na,2026-11-02,succeeded\n", "csv")
    assert "reads the column 'at', which this file does not have" in account.error
    assert "Valid: id, state, time" in account.error
    twice = studio.load(b"id,at,state,project,took,cost,files,id\n", "csv")
    assert "the column 'id' stands twice" in twice.error
    assert not studio.settings.warehouse.exists()


def test_more_outputs_than_any_channel_gives_are_quarantined_whoever_says_so(studio):
    many = [f"https://x/{n}.png" for n in range(1_001)]
    made = {"version": "v", "status": "succeeded", "created_at": "2026-11-02T09:00:00Z"}
    made |= {"urls": {"get": "https://api.replicate.com/v1/predictions/p"}, "input": {}}
    predictions = [{"id": "p", "output": many, **made}, {"id": "q", "output": many[:-1], **made}]
    log = studio.folder / "predictions.json"
    log.write_text(json.dumps(predictions))
    account = studio.load_path(log)
    assert (account.new, account.rejected) == (1, 1)
    counted = Map.of_toml(MAP.format(format="csv").replace("output_uris =", "n_outputs ="))
    rows = "".join(f"{n},2026-11-02,succeeded,p,1,0,{n}\n" for n in (0, 1_000, 1_001, 1_000_000))
    (studio.folder / "counts.csv").write_bytes(HEADER + rows.encode())
    account = studio.load_path(studio.folder / "counts.csv", map_=counted)
    assert (account.new, account.rejected) == (2, 2)
    reasons = [said for (said,) in studio.rows("SELECT reason FROM quarantine")]
    assert len(reasons) == 3
    assert all("n_outputs" in said or "output_uris" in said for said in reasons)


def test_more_columns_than_a_sheet_has_are_refused_before_any_is_made(studio):
    header = HEADER[:-1] + b",x" * 100_000 + b"\n"
    mapped = studio.load(header + b"a,2026-11-02,succeeded" + b"," * 100_004 + b"\n", "csv")
    assert "its header has 100,007 columns, and at most 16,384 are read" in mapped.error
    asked = studio.load_path(studio.folder / "log")
    assert "no source knows this format" in asked.error


# --- size -------------------------------------------------------------------------------------

BIG = """
import sys
from pathlib import Path
from data.settings import Settings
from ingest.bulk.pieces import _blank
from ingest.load.load import load
from ingest.maps.map import Map

def peak_kb():
    'Of this process alone: what getrusage tells begins with its parent.'
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

folder = Path(sys.argv[1])
map_ = Map.load(folder / "map.toml")
warehouse = folder / "w.duckdb"
(account,) = load(
    warehouse, [sys.argv[2]], settings=Settings(), map_=map_, resolve=lambda *_: None
)
print(account.read, account.new, account.rejected)
print(peak_kb() // 1024)
"""


def loaded_apart(studio: Studio, path: Path, format_: str) -> tuple[list[int], int]:
    """(read, new, rejected) and peak memory in MB of a load in a process of its own."""
    (studio.folder / "map.toml").write_text(MAP.format(format=format_))
    out = subprocess.run(
        [sys.executable, "-c", BIG, str(studio.folder), str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split()
    return [int(number) for number in out[:3]], int(out[3])


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_a_line_of_100_mb_is_rejected_in_bounded_memory(studio, format_):
    path = studio.folder / "long"
    header = {"jsonl": b"", "csv": HEADER}[format_]
    good = {"jsonl": GOOD + b"\n", "csv": b"good,2026-11-02,succeeded,p,1,0,\n"}[format_]
    with path.open("wb") as log:
        log.write(header + good + b'{"id": "')
        for _ in range(100):
            log.write(b"x" * 2**20)
        log.write(b'"}\n' + good.replace(b"good", b"after"))
    counts, peak_mb = loaded_apart(studio, path, format_)
    assert counts == [3, 2, 1]
    assert peak_mb < 600
    ((said, kept, length),) = studio.rows(
        "SELECT reason, octet_length(raw), raw_bytes FROM quarantine"
    )
    assert "104,857," in said
    assert kept <= 65_536 < length


# --- files ------------------------------------------------------------------------------------


def test_a_bomb_is_refused_long_before_it_fills_the_disk(studio, monkeypatch):
    monkeypatch.setattr("ingest.opening.unpack.HARMLESS_BYTES", 2**20)
    monkeypatch.setattr("ingest.opening.unpack.BLOCK_BYTES", 2**16)
    zeros = bytes(64 * 2**20)
    hasty = gzip.compress(zeros, compresslevel=1)
    bombs = {"a.gz": gzip.compress(zeros), "b.gz": hasty, "a.zst": zstandard.compress(zeros)}
    bombs["c.gz"] = hasty + gzip.compress(os.urandom(2**20))  # a tail makes up for the ratio
    for name, packed in bombs.items():
        account = studio.load(packed, name=name)
        found = re.search(r"bytes unpack to ([\d,]+), as no log does", account.error)
        assert int(found[1].replace(",", "")) < 48 * 2**20


def test_a_gzip_bomb_is_known_by_its_head_before_anything_is_unpacked(studio, monkeypatch):
    monkeypatch.setattr("ingest.opening.unpack.HARMLESS_BYTES", 2**20)
    monkeypatch.setattr("ingest.opening.unpack._gunzipped", None)  # fails where it is called
    for level in (1, 9):
        bomb = gzip.compress(bytes(64 * 2**20), compresslevel=level)
        assert "its first 32,768 bytes unpack to" in studio.load(bomb, name="a.gz").error


def test_a_small_log_that_repeats_itself_is_no_bomb(studio):
    packed = gzip.compress(GOOD + b"\n" + b"\n" * 2**24)
    assert len(packed) < 2**24 / 200
    account = studio.load(packed, name="a.gz")
    assert (account.error, account.new) == (None, 1)


def test_unpacking_stops_while_there_is_disk_left(studio, monkeypatch):
    monkeypatch.setattr("ingest.opening.unpack.SPARE_BYTES", 2**60)
    assert "bytes of disk are left" in studio.load(gzip.compress(GOOD), name="a.gz").error


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_file_cut_off_in_compression_is_refused(studio, pack):
    packed = pack(os.urandom(100_000).hex().encode())
    assert "a damaged" in studio.load(packed[:-1000], name="cut").error
    assert "a damaged" in studio.load(packed[:40] + b"garbage" * 20, name="garbage").error


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("log.csv", HEADER)
    return path


def test_an_archive_called_csv_is_recognised(studio):
    account = studio.load_path(zipped(studio.folder / "log.csv"), sources=[Anything()])
    assert "this is a zip archive. Unpack it" in account.error


def test_a_workbook_goes_through_to_the_sources(studio):
    path = studio.folder / "verdicts.xlsx"
    openpyxl.Workbook().save(path)
    assert studio.load_path(path, sources=[Anything()]).error is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"BZh91AY&SY...", "bzip2"),
        (b"\xfd7zXZ\x00...", "xz"),
        (b"7z\xbc\xaf\x27\x1c...", "7z archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x7fELF\x02", "a program"),
    ],
)
def test_what_is_no_log_is_named_and_refused(studio, content, words):
    assert words in studio.load(content).error


def test_what_cannot_be_read_is_told_of_and_the_rest_loads(studio, monkeypatch):
    # Root may read anything, so the system's answer is played here.
    (studio.folder / "logs" / "closed").mkdir(parents=True)
    good = studio.folder / "logs" / "good.jsonl"
    good.write_bytes(GOOD)
    (studio.folder / "logs" / "secret.jsonl").write_bytes(GOOD)
    scandir, opened = os.scandir, Path.open

    def no_entry(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def no_reading(path, *given, **more):
        if path.name == "secret.jsonl":
            raise PermissionError(13, "Permission denied")
        return opened(path, *given, **more)

    monkeypatch.setattr(os, "scandir", no_entry)
    monkeypatch.setattr(Path, "open", no_reading)
    accounts = load(
        studio.settings.warehouse,
        [str(studio.folder / "logs")],
        settings=studio.settings,
        map_=Map.of_toml(MAP.format(format="jsonl")),
        resolve=lambda *_: None,
    )
    errors = {Path(account.file).name: account.error for account in accounts}
    assert "this folder cannot be read: Permission denied" in errors["closed"]
    assert "cannot be read: Permission denied" in errors["secret.jsonl"]
    assert errors["good.jsonl"] is None


def test_an_empty_file_is_refused_with_a_sentence(studio):
    for format_ in ("jsonl", "csv", "parquet"):
        assert "this file is empty" in studio.load(b"", format_).error


def test_names_are_only_names(studio):
    stems = ("a b", "it's", "a[1]", "*", "a;b--", "<b>", "ü")
    for name in (f"{stem}.jsonl" for stem in stems):
        account = studio.load(line(id=name), name=name)
        assert (account.error, account.new) == (None, 1), name


def test_a_log_that_grows_while_it_is_read_stays_consistent(studio, monkeypatch):
    path = studio.folder / "live.jsonl"
    path.write_bytes(GOOD + b"\n")
    from ingest.bulk import json_layout as json_rows

    reader = json_rows.strict_reader

    def slow_reader(*given):
        with path.open("ab") as log:
            log.write(line(id="late") + b"\n")
        return reader(*given)

    monkeypatch.setattr(json_rows, "strict_reader", slow_reader)
    account = studio.load_path(path, map_=Map.of_toml(MAP.format(format="jsonl")))
    assert (account.read, account.new, account.rejected) == (1, 1, 0)


def test_memory_of_this_process_was_not_exhausted():
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 2**20


class CountedSeeks(io.BytesIO):
    """Bytes that know how often somebody went to a place in them."""

    seeks = 0

    def seek(self, *where):
        self.seeks += 1
        return super().seek(*where)


def test_empty_lines_are_left_out_without_a_look_at_each():
    raw = b"\n" * 1_000_000 + b"  \n" + GOOD + b"\n"
    ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == ord("\n")) + 1
    starts = np.concatenate([[0], ends[:-1]])
    stream = CountedSeeks(raw)
    assert _blank(stream, starts, ends).tolist() == [True] * 1_000_001 + [False]
    assert stream.seeks < 10
