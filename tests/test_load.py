"""Loading: accounts that sum, files refused alone, nothing read twice, nothing half done."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import current_thread

import duckdb
import pytest
import zstandard
from pydantic import BaseModel

from data.errors import SettingsError, WarehouseError
from data.settings import Settings
from data.warehouse import schema_steps
from data.warehouse.file import Reader, generation
from data.warehouse.records import Asset, Attempt, Verdict
from ingest.load import resolving
from ingest.load.claimed_files import identify_paths
from ingest.load.load import load, load_paths
from ingest.load.quarantine import rejected_records
from ingest.maps.map import Map
from ingest.source import Ignored, Refused, Source
from ingest.sources.verdict_sheet.source import VerdictSheet
from ingest.sources.xmp.source import Xmp

MAP = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
[values.status]
OK = "succeeded"
"""


class Payload(BaseModel):
    """What the test source reads of one item."""

    id: str
    at: datetime
    media: list[str] = []
    stars: int | None = None
    kind: str = "image"


class Studio(Source):
    """A source whose items give an attempt, its assets, and perhaps a verdict."""

    name = "studio"
    title = "test items"
    origin = "studio"
    where = "here"

    def identify(self, file):
        return "they say studio" if b"studio" in file.first_bytes else None

    def records(self, item, file):
        payload = Payload.model_validate(item.value)
        if payload.kind == "chat":
            raise Ignored("makes no media")
        if payload.kind == "empty":
            return
        if payload.kind == "odd":
            raise Refused("odd is not even")
        if payload.kind == "bug":
            raise KeyError("nobody thought of this")
        yield Attempt(
            source=self.name,
            source_id=payload.id,
            submitted_at=payload.at,
            status="succeeded",
            prompt="a cat ",
            output_uris=tuple(payload.media),
            reported_cost=Decimal("1E-7"),
            latency_s=2.5,
        )
        for index, uri in enumerate(payload.media):
            yield Asset(source=self.name, attempt_id=payload.id, output_index=index, uri=uri)
        if payload.stars is not None:
            yield Verdict(
                source=self.name,
                asset_ref=payload.id,
                decision="approved" if payload.stars > 3 else "rejected",
                decided_at=payload.at,
            )


@dataclass
class Place:
    """A folder with a warehouse."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "w.duckdb"

    def write(self, name: str, *items: object, packed=bytes) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = (item if isinstance(item, bytes) else json.dumps(item).encode() for item in items)
        path.write_bytes(packed(b"".join(each + b"\n" for each in raw)))
        return str(path)

    def load(self, *paths: str, **given):
        usual = {"settings": Settings(), "sources": [Studio()], "resolve": lambda *_: None}
        return load(self.warehouse, paths, **(usual | given))

    def rows(self, sql: str) -> list[tuple]:
        with Reader(self.warehouse) as reader:
            return reader.cursor().execute(sql).fetchall()


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def item(number: int = 1, **given: object) -> dict[str, object]:
    return {"id": f"studio {number}", "at": "2026-11-02T09:00:00+02:00", **given}


def fates(account) -> tuple[int, int, int, int, int, int]:
    return (
        account.read,
        account.new,
        account.updated,
        account.unchanged,
        account.rejected,
        account.ignored,
    )


# --- through a source ---------------------------------------------------------------------------


def test_every_item_has_one_fate_and_every_record_lands(place):
    path = place.write(
        "log.jsonl",
        item(1, media=["https://x/1.png?sig=s", "https://x/2.png"], stars=5),
        item(2),
        item(2),
        item(3, kind="chat"),
        item(4, kind="empty"),
        item(5, kind="odd"),
        item(6, kind="bug"),
        item(7, at="yesterday"),
        b"no json",
        b"",
    )
    (account,) = place.load(path)
    assert fates(account) == (9, 2, 0, 0, 4, 3)
    assert account.reasons == {
        "makes no media": 1,
        "holds no record": 1,
        "superseded by another record of the file": 1,
    }
    attempts = place.rows(
        "SELECT source_id, submitted_at, completed_at, prompt, prompt_chars, output_uris, "
        "reported_cost::VARCHAR, line FROM attempts ORDER BY line"
    )
    assert attempts[0] == (
        "studio 1",
        datetime(2026, 11, 2, 7),
        datetime(2026, 11, 2, 7, 0, 2, 500_000),
        None,
        5,
        ["https://x/1.png", "https://x/2.png"],
        "0.000000100000",
        1,
    )
    assert len(attempts) == 2
    assert place.rows("SELECT uri FROM assets") == [("https://x/1.png",), ("https://x/2.png",)]
    assert place.rows("SELECT decision FROM verdicts") == [("approved",)]
    assert place.rows("FROM sources") == [("studio", "studio", False, False)]
    rejected = dict(place.rows("SELECT line, reason FROM quarantine"))
    assert rejected[6] == "odd is not even"
    assert "KeyError" in rejected[7]
    assert rejected[8].startswith("at: ")
    assert rejected[9].startswith("not JSON")
    assert place.rows(
        "SELECT records_read, records_new, records_rejected, records_ignored FROM files"
    ) == [(9, 2, 4, 3)]


def test_a_changed_secondary_record_makes_its_item_updated(place):
    place.load(place.write("a.jsonl", item(1, media=["u"])))
    (account,) = place.load(place.write("b.jsonl", item(1, media=["u"], stars=1)))
    assert fates(account) == (1, 0, 1, 0, 0, 0)
    assert place.rows("SELECT count(*) FROM verdicts") == [(1,)]


def test_prompts_are_stored_when_the_settings_say_so(place):
    path = place.write("a.jsonl", item(1))
    place.load(path)
    (account,) = place.load(path, settings=Settings(store_prompts=True))
    assert account.updated == 1
    assert place.rows("SELECT prompt FROM attempts") == [("a cat",)]
    # And without again: nothing known is forgotten.
    assert place.load(path)[0].unchanged == 1


def test_small_files_are_merged_together_and_accounted_for_apart(place):
    names = [place.write(f"{number}.jsonl", item(number)) for number in range(5)]
    same = place.write("same.jsonl", item(0), item(1, media=["u"]), item(9))
    accounts = place.load(*names, same)
    assert [fates(a)[:4] for a in accounts] == [(1, 1, 0, 0)] * 5 + [(3, 1, 1, 1)]
    assert place.rows("SELECT count(*), count(DISTINCT attempt_no) FROM attempts") == [(6, 6)]


# --- through a map ------------------------------------------------------------------------------


ROWS = [
    {"id": "a", "at": "2026-11-02T09:00:00Z", "state": "OK"},
    {"id": "b", "at": "2026-11-02T10:00:00Z", "state": "LOST"},
    {"id": "c", "at": "2026-11-02T11:00:00Z", "state": "OK"},
]


@pytest.mark.parametrize(
    ("format_", "written"),
    [
        ("jsonl", b"\n".join(json.dumps(row).encode() for row in ROWS)),
        ("json", json.dumps(ROWS).encode()),
        ("json", json.dumps(ROWS, indent=2).encode()),
        ("json", json.dumps({"data": ROWS, "next": None}).encode()),
        ("json", b"\n".join(json.dumps(row).encode() for row in ROWS)),
        ("csv", b"id,at,state\n" + b"\n".join(",".join(row.values()).encode() for row in ROWS)),
        (
            "csv",
            b"\xef\xbb\xbfid;at;state\r\n"
            + b"\r\n".join(";".join(r.values()).encode() for r in ROWS),
        ),
    ],
)
def test_every_format_of_a_map_gives_the_same_account(place, format_, written):
    path = place.write("log.any", written)
    (account,) = place.load(path, map_=Map.of_toml(MAP.format(format=format_)))
    assert fates(account) == (3, 2, 0, 0, 1, 0)
    assert place.rows("SELECT source, source_id FROM attempts ORDER BY ALL") == [
        ("studio log", "a"),
        ("studio log", "c"),
    ]
    ((reason, raw),) = place.rows("SELECT reason, raw FROM quarantine")
    assert reason.startswith("status: 'LOST' is not among the map's values")
    assert b"LOST" in raw


def test_parquet_through_a_map(place):
    path = place.folder / "log.parquet"
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE log AS SELECT * FROM (VALUES ('a', TIMESTAMP '2026-11-02', 'OK')) "
            't(id, "at", state)'
        )
        con.execute(f"COPY log TO '{path}'")
    (account,) = place.load(str(path), map_=Map.of_toml(MAP.format(format="parquet")))
    assert fates(account) == (1, 1, 0, 0, 0, 0)


def test_an_empty_log_is_an_account_of_zeros(place):
    (account,) = place.load(
        place.write("empty.jsonl"), map_=Map.of_toml(MAP.format(format="jsonl"))
    )
    assert fates(account) == (0, 0, 0, 0, 0, 0)


# --- again --------------------------------------------------------------------------------------


def test_the_identical_file_is_known_and_nothing_is_published(place):
    path = place.write("log.jsonl", item(1), item(2, kind="odd"), item(3, kind="chat"))
    first = place.load(path)[0]
    published = generation(place.warehouse)
    again = place.load(
        place.write("copy.jsonl", item(1), item(2, kind="odd"), item(3, kind="chat"))
    )[0]
    assert fates(first) == (3, 1, 0, 0, 1, 1)
    assert fates(again) == (3, 0, 0, 1, 1, 1)
    assert again.reasons == {"makes no media": 1}
    assert generation(place.warehouse) == published


def test_another_reader_version_or_map_reads_a_known_file_anew(place, monkeypatch):
    path = place.write("log.jsonl", item(1), item(2, kind="odd"))
    place.load(path)
    monkeypatch.setattr(Studio, "reader_version", 2)
    assert fates(place.load(path)[0]) == (2, 0, 0, 1, 1, 0)
    # Its rejected record waits once, not twice.
    assert place.rows("SELECT count(*) FROM quarantine WHERE replayed_at IS NULL") == [(1,)]


def test_what_a_growing_log_has_rejected_each_time_waits_once(place):
    odd, other = item(2, kind="odd"), item(4, kind="odd")
    place.load(place.write("log.jsonl", item(1), odd))
    place.load(place.write("log.jsonl", item(1), odd, item(3), other))
    waiting = "SELECT file_no, line FROM quarantine WHERE replayed_at IS NULL ORDER BY ALL"
    assert place.rows(waiting) == [(2, 2), (2, 4)]
    place.load(place.write("elsewhere.jsonl", item(5), odd))
    assert place.rows(waiting) == [(2, 2), (2, 4), (3, 2)]


def test_the_same_file_named_twice_loads_once(place):
    path = place.write("logs/log.jsonl", item(1))
    accounts = place.load(path, str(place.folder / "logs"), str(place.folder / "logs" / "*.jsonl"))
    assert [fates(a) for a in accounts] == [(1, 1, 0, 0, 0, 0)]


# --- what is refused ----------------------------------------------------------------------------


def test_a_refused_file_is_told_of_and_the_others_load(place):
    good = place.write("good.jsonl", item(1))
    bad = place.write("bad.jsonl", {"id": "another tool"})
    accounts = place.load(bad, good, str(place.folder / "nowhere.jsonl"))
    assert [a.error is None for a in accounts] == [False, True, False]
    assert "no source knows this format" in accounts[0].error
    assert "no such file" in accounts[2].error
    assert accounts[1].new == 1


def test_nothing_is_published_when_every_file_is_refused(place):
    accounts = place.load(place.write("bad.jsonl", {"id": "another tool"}))
    assert accounts[0].error
    assert not place.warehouse.exists()
    assert [path.name for path in place.folder.iterdir() if path.is_dir()] == []


def test_a_file_that_breaks_while_it_is_read_leaves_nothing(place):
    class Breaking(Studio):
        def documents(self, file):
            from data.errors import RefusedFileError

            yield from super().documents(file)
            raise RefusedFileError(f"{file.name}: cut off.")

    path = place.write("broken.jsonl", item(1), b"no json")
    other = place.write("fine.jsonl", item(2))
    accounts = place.load(path, sources=[Breaking()])
    assert accounts[0].error.endswith("cut off.")
    assert not place.warehouse.exists()
    place.load(other)
    assert place.rows("SELECT source_id FROM attempts") == [("studio 2",)]
    assert place.rows("FROM quarantine") == []


def test_an_unknown_source_is_refused_with_a_near_match(place):
    with pytest.raises(SettingsError, match=r"'stduio' is not a source. Did you mean studio"):
        place.load(place.write("log.jsonl", item(1)), source="stduio")


def test_a_named_source_reads_what_it_would_not_claim(place):
    path = place.write("log.jsonl", {"id": "x", "at": "2026-11-02T00:00:00Z"})
    assert place.load(path, source="studio")[0].new == 1


def test_a_file_that_is_no_warehouse_is_left_alone(place):
    place.warehouse.write_text("my diary")
    with pytest.raises(WarehouseError, match="not a warehouse"):
        place.load(place.write("log.jsonl", item(1)))
    assert place.warehouse.read_text() == "my diary"


def test_a_failure_of_the_resolution_publishes_nothing(place):
    place.load(place.write("a.jsonl", item(1)))
    published = generation(place.warehouse)

    def fails(con, settings):
        raise duckdb.OutOfMemoryException("no room")

    with pytest.raises(WarehouseError, match="nothing was changed: this needs more memory than"):
        place.load(place.write("b.jsonl", item(2)), resolve=fails)
    assert generation(place.warehouse) == published


def test_a_load_has_the_memory_that_the_settings_allow(place):
    found = []

    def resolve(con, settings):
        found.extend(con.execute("SELECT current_setting('memory_limit')").fetchall())

    place.load(
        place.write("a.jsonl", item(1)), settings=Settings(memory_limit="2GiB"), resolve=resolve
    )
    assert found == [("2.0 GiB",)]


def test_prices_are_read_once_while_rows_are_written_and_not_where_there_are_none(
    place, monkeypatch
):
    read, book = [], resolving._book

    def noted(settings):
        read.append(current_thread().name.startswith("offcut-prices"))
        return book(settings)

    monkeypatch.setattr(resolving, "_book", noted)
    logs = place.write("a.jsonl", item(1)), place.write("b.jsonl", item(2))
    assert [each.new for each in place.load(*logs, resolve=None)] == [1, 1]
    assert read == [True]
    assert place.rows("SELECT count(*) FROM resolved_attempts") == [(2,)]
    place.load(*logs, resolve=None)
    assert read == [True]


def test_prices_that_do_not_hold_together_end_a_load_with_their_sentence(place):
    own = place.folder / "prices"
    (own / "prices").mkdir(parents=True)
    (own / "prices" / "fal.toml").write_text("[[price]]\nmodle = 1\n")
    with pytest.raises(SettingsError, match="'modle' is not a key of an entry"):
        place.load(
            place.write("a.jsonl", item(1)), settings=Settings(prices_folder=own), resolve=None
        )
    assert not place.warehouse.exists()


# --- opening ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("log.jsonl.gz", gzip.compress),
        ("log.jsonl.zst", zstandard.ZstdCompressor().compress),
        ("log.jsonl", gzip.compress),  # by content, not by name
        ("two.gz", lambda raw: gzip.compress(raw[:10]) + gzip.compress(raw[10:])),
        (
            "two.zst",
            lambda raw: b"".join(map(zstandard.ZstdCompressor().compress, (raw[:9], raw[9:]))),
        ),
    ],
)
def test_compressed_logs_are_read(place, name, packed):
    path = place.write(name, item(1), item(2), packed=packed)
    assert fates(place.load(path)[0]) == (2, 2, 0, 0, 0, 0)
    # The same content uncompressed is the same file.
    assert place.load(place.write("plain", item(1), item(2)))[0].unchanged == 2


def test_folders_are_searched_and_hidden_files_listed_as_no_log(place):
    place.write("logs/b.jsonl", item(2))
    place.write("logs/deep/a.jsonl", item(1))
    place.write("logs/.hidden.jsonl", item(3))
    place.write("logs/.git/x.jsonl", item(4))
    accounts = place.load(str(place.folder / "logs"))
    assert [(Path(a.file).name, a.no_log, a.new) for a in accounts] == [
        (".git", "hidden", 0),
        (".hidden.jsonl", "hidden", 0),
        ("b.jsonl", None, 1),
        ("a.jsonl", None, 1),
    ]


RATED = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
    b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="5" '
    b'xmp:MetadataDate="2026-11-02T09:00:00Z"/></rdf:RDF></x:xmpmeta>'
)


def test_the_same_rating_beside_another_file_is_another_verdict(place):
    first, other = place.write("a.png.xmp", RATED), place.write("b.png.xmp", RATED)
    assert [each.new for each in place.load(first, sources=[Xmp()])] == [1]
    again = place.load(first, other, sources=[Xmp()])
    assert [(each.new, each.unchanged) for each in again] == [(0, 1), (1, 0)]


def test_the_same_broken_rating_beside_another_file_waits_beside_it(place):
    for name in ("a.png.xmp", "b.png.xmp"):
        (account,) = place.load(place.write(name, RATED[:-20]), sources=[Xmp()])
        assert account.rejected == 1
    waiting = rejected_records(place.warehouse)
    assert {Path(each.file).name for each in waiting} == {"a.png.xmp", "b.png.xmp"}


def test_an_older_warehouse_comes_forward_even_where_every_file_is_known(place, monkeypatch):
    log, steps = place.write("a.jsonl", item(1)), schema_steps.migrations()
    assert place.load(log, resolve=lambda *_: None)[0].new == 1
    newer = (steps[-1][0] + 1, "ALTER TABLE attempts ADD COLUMN invented VARCHAR")
    monkeypatch.setattr(schema_steps, "migrations", lambda: [*steps, newer])
    with pytest.raises(WarehouseError, match="older Offcut"), Reader(place.warehouse) as reader:
        reader.cursor()
    assert place.load(log)[0].unchanged == 1
    with Reader(place.warehouse) as reader:
        assert reader.cursor().execute("SELECT count(*) FROM attempts").fetchone() == (1,)


def test_a_sheet_is_read_anew_in_another_time_zone(place):
    sheet = place.write("review.csv", b"asset,decision,date", b"a,yes,2026-11-02 23:30")
    given = {"sources": [VerdictSheet()]}
    assert place.load(sheet, **given)[0].new == 1
    elsewhere = place.load(sheet, settings=Settings(timezone="America/New_York"), **given)
    assert (elsewhere[0].new, elsewhere[0].unchanged) == (1, 0)
    assert place.rows("SELECT decided_at FROM verdicts") == [(datetime(2026, 11, 3, 4, 30),)]


def test_a_folder_without_a_file_is_told_of(place):
    (place.folder / "none" / "deeper").mkdir(parents=True)
    (account,) = place.load(str(place.folder / "none"))
    assert account.error is not None
    assert account.error.endswith("none: no file in it to load.")


def test_the_map_beside_a_log_is_no_log_whatever_names_it(place):
    log = place.write("jobs.jsonl", item(1))
    described = place.write("jobs.map.toml", MAP.format(format="jsonl").encode())
    found = [str(place.folder / "jobs*")]
    assert [Path(name).name for name, *_ in identify_paths(found, Settings())] == ["jobs.jsonl"]
    (claimed,) = identify_paths([log, described], Settings())
    assert claimed[1:] == ("studio log", "its map lies beside it")


def test_a_path_of_the_map_that_no_record_has_is_told_of(place):
    misspelt = MAP.replace("[values", 'model = "modl"\n[values').format(format="jsonl")
    log = place.write("jobs.jsonl", item(1, state="OK", model="m"), item(2, state="OK"))
    (account,) = place.load(log, map_=Map.of_toml(misspelt))
    assert account.new == 2
    (note,) = account.notes
    assert "jobs.jsonl: no record has a value at 'modl', which the map reads as model." in note


def test_a_map_and_a_source_together_are_refused(place):
    described = Path(place.write("jobs.map.toml", MAP.format(format="jsonl").encode()))
    with pytest.raises(SettingsError, match=r"--map .* and --source fal: give one of them"):
        load_paths(["jobs.jsonl"], Settings(), source="fal", map_file=described)


def test_standard_input_is_a_file_like_any_other(place, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(item(1)).encode())))
    (account,) = place.load("-")
    assert (account.file, account.new) == ("standard input", 1)


def test_progress_reaches_the_end_of_every_file(place):
    told: dict[str, tuple[int, int]] = {}
    path = place.write("log.jsonl", item(1), item(2))
    place.load(path, progress=lambda name, done, total: told.update({name: (done, total)}))
    mapped = place.write("mapped.jsonl", *ROWS)
    place.load(
        mapped,
        map_=Map.of_toml(MAP.format(format="jsonl")),
        progress=lambda name, done, total: told.update({name: (done, total)}),
    )
    assert told[mapped] == (Path(mapped).stat().st_size,) * 2
    assert told[path][0] > 0


def test_the_time_that_is_given_is_for_attempts_that_carry_none(place):
    rows = [{"id": "a", "state": "OK"}, {"id": "b", "state": "OK", "at": "2026-11-02T09:00:00Z"}]
    path, map_ = place.write("log.jsonl", *rows), Map.of_toml(MAP.format(format="jsonl"))
    assert place.load(path, map_=map_)[0].rejected == 1
    given = datetime(2026, 10, 1, tzinfo=UTC)
    assert fates(place.load(path, map_=map_, submitted_at=given)[0]) == (2, 1, 0, 1, 0, 0)
    assert place.rows("SELECT submitted_at FROM attempts WHERE source_id = 'a'") == [
        (datetime(2026, 10, 1),)
    ]


def test_the_time_of_a_load_is_what_somebody_waited(place):
    paths = [place.write(f"{number}.json", item(number)) for number in (1, 2)]
    began = time.perf_counter() - 1  # the command began before it came here
    accounts = place.load(*paths, resolve=lambda *_: time.sleep(0.4), began=began)
    waited = time.perf_counter() - began
    took = sum(account.seconds for account in accounts)
    assert 1.4 < took <= waited
    assert waited - took < 0.2
    assert all(account.seconds > 0 for account in accounts)
    (stored,) = place.rows("SELECT sum(seconds) FROM files")[0]
    assert 1.4 < stored <= took
