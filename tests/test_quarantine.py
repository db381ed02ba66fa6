"""The quarantine: what was rejected is kept, shown safely, and read again after a fix."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from pydantic import BaseModel

from data.errors import QuestionError
from data.settings import Settings
from data.warehouse.file import Reader, generation
from data.warehouse.records import Attempt
from ingest.load.load import load
from ingest.load.quarantine import clear, rejected_record, rejected_records, replay
from ingest.maps.map import Map
from ingest.source import Refused, Source

MAP = """
name = "studio log"
record = "attempt"
format = "{format}"
[columns]
{columns}
submitted_at = "at"
status = "state"
[values.status]
OK = "succeeded"
"""


def map_toml(format_: str, *, with_id: bool = True) -> str:
    return MAP.format(format=format_, columns='source_id = "id"' if with_id else "")


class Payload(BaseModel):
    """One item of the test source."""

    id: str
    at: datetime


class Studio(Source):
    """A source that can be mended."""

    name = "studio"
    title = "test items"
    origin = "studio"
    where = "here"

    def identify(self, file):
        return "they are all mine"

    def unwrap(self, document):
        return document.get("items", (document,))

    def records(self, item, file):
        payload = Payload.model_validate(item.value)
        yield Attempt(
            source=self.name, source_id=payload.id, submitted_at=payload.at, status="succeeded"
        )


class Fussy(Studio):
    """The same before it was mended."""

    def records(self, item, file):
        if "odd" in item.value["id"]:
            raise Refused("this id is odd")
        yield from super().records(item, file)


@pytest.fixture
def settings(tmp_path):
    return Settings(warehouse=tmp_path / "w.duckdb")


@pytest.fixture
def studio(settings, tmp_path):
    """A function: file name and content → loaded through a map; the account."""

    def load_log(name: str, content: bytes, toml: str | None = None, **given):
        path = tmp_path / name
        path.write_bytes(content)
        usual = {"settings": settings, "resolve": lambda *_: None}
        map_ = None if toml is None else Map.of_toml(toml)
        return load(settings.warehouse, [str(path)], map_=map_, **(usual | given))[0]

    return load_log


def rows(settings, sql: str) -> list[tuple]:
    with Reader(settings.warehouse) as reader:
        return reader.cursor().execute(sql).fetchall()


def again(settings, **given):
    return replay(settings, **({"resolve": lambda *_: None} | given))


def lines(*items: dict[str, object]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in items)


GOOD = {"id": "a", "at": "2026-11-02T09:00:00Z", "state": "OK"}
LOST = {"id": "b", "at": "2026-11-02T09:00:00Z", "state": "LOST"}


def test_rejected_records_are_listed_and_shown(studio, settings):
    studio("log.jsonl", lines(GOOD, LOST) + b'{"id": "<b>\x1b[31m\x00', map_toml("jsonl"))
    second, first = rejected_records(settings.warehouse)
    assert (first.number, first.line, first.source) == (1, 2, "studio log")
    assert "'LOST' is not among the map's values" in first.reason
    assert first.file.endswith("log.jsonl")
    shown = rejected_record(settings.warehouse, second.number)
    assert shown.raw == b'{"id": "<b>\x1b[31m\x00'
    assert shown.raw_bytes == len(shown.raw)
    assert shown.text == '{"id": "<b>\\x1b[31m\\x00'
    assert rejected_records(settings.warehouse, limit=1) == [second]
    assert rejected_records(settings.warehouse, source="another") == []
    with pytest.raises(QuestionError, match="No rejected record 7"):
        rejected_record(settings.warehouse, 7)


@pytest.mark.parametrize("with_id", [True, False])
@pytest.mark.parametrize(
    ("name", "format_", "content"),
    [
        ("log.jsonl", "jsonl", lines(GOOD, LOST, LOST | {"id": "c"}) + b"{broken\n"),
        ("log.json", "json", json.dumps([GOOD, LOST, LOST | {"id": "c"}, "broken"]).encode()),
        (
            "log.csv",
            "csv",
            b'id,at,state\na,2026-11-02,OK\n"b,""x""",2026-11-02,LOST\nc,2026-11-02,LOST\nd,e\n',
        ),
    ],
)
def test_a_better_map_lets_records_out_of_the_quarantine(
    studio, settings, tmp_path, name, format_, content, with_id
):
    toml = map_toml(format_, with_id=with_id)
    first = studio(name, content, toml)
    assert (first.read, first.new, first.rejected) == (4, 1, 3)
    better = tmp_path / "better.toml"
    better.write_text(toml + 'LOST = "unknown"\n')
    (account,) = again(settings, map_file=better)
    assert (account.read, account.new, account.rejected) == (3, 2, 1)
    assert rows(settings, "SELECT count(*) FROM attempts") == [(3,)]
    waiting = rows(settings, "SELECT line FROM quarantine WHERE replayed_at IS NULL")
    assert waiting == [(5 if name.endswith("csv") else 4,)]
    assert rows(settings, "SELECT records_read, records_new, records_rejected FROM files") == [
        (4, 3, 1)
    ]


def test_a_mended_source_reads_its_rejected_items_again(studio, settings):
    page = {"items": [{"id": name, "at": "2026-11-02T09:00:00Z"} for name in ("odd one", "x")]}
    account = studio("page.json", json.dumps(page).encode(), sources=[Fussy()])
    assert (account.new, account.rejected) == (1, 1)
    (still,) = again(settings, sources=[Fussy()])
    assert (still.read, still.rejected) == (1, 1)
    (mended,) = again(settings, sources=[Studio()])
    assert (mended.read, mended.new, mended.rejected) == (1, 1, 0)
    assert rows(settings, "SELECT source_id, line FROM attempts ORDER BY ALL") == [
        ("odd one", 1),
        ("x", 1),
    ]
    assert again(settings, sources=[Studio()]) == []


def test_a_replay_that_changes_nothing_publishes_nothing(studio, settings):
    studio("log.jsonl", lines(GOOD, LOST), map_toml("jsonl"))
    published = generation(settings.warehouse)
    (account,) = again(settings)
    assert (account.read, account.rejected) == (1, 1)
    assert generation(settings.warehouse) == published


def test_only_the_records_asked_for_are_tried(studio, settings, tmp_path):
    studio("log.jsonl", lines(LOST, LOST | {"id": "c"}), map_toml("jsonl"))
    better = tmp_path / "better.toml"
    better.write_text(map_toml("jsonl") + 'LOST = "unknown"\n')
    (account,) = again(settings, map_file=better, numbers=[2])
    assert (account.read, account.new) == (1, 1)
    assert rows(settings, "SELECT source_id FROM attempts") == [("c",)]
    assert again(settings, source="another source") == []


def test_what_was_cut_cannot_be_replayed(studio, settings, monkeypatch, tmp_path):
    monkeypatch.setattr("ingest.bulk.pieces.LONGEST_LINE", 1000)
    studio("log.jsonl", lines(LOST | {"note": "x" * 200_000}), map_toml("jsonl"))
    shown = rejected_record(settings.warehouse, 1)
    assert shown.raw_bytes > 200_000 > len(shown.raw)
    (account,) = again(settings)
    assert account.rejected == 1


def test_a_source_that_is_gone_is_told_of(studio, settings):
    page = {"items": [{"id": "odd one", "at": "2026-11-02T09:00:00Z"}]}
    studio("page.json", json.dumps(page).encode(), sources=[Fussy()])
    (account,) = again(settings, sources=[])
    assert "'studio' is not a source" in account.error


# --- text that goes -------------------------------------------------------------------------------

MARK = "do not keep this"


def loaded_with_a_mark(studio, **given):
    return studio("log.jsonl", lines(GOOD, LOST | {"note": MARK}), map_toml("jsonl"), **given)


def test_cleared_text_is_nowhere_in_the_file_and_the_load_still_adds_up(studio, settings):
    loaded_with_a_mark(studio)
    assert MARK.encode() in settings.warehouse.read_bytes()
    before = rejected_records(settings.warehouse)
    assert clear(settings) == 1
    assert MARK.encode() not in settings.warehouse.read_bytes()
    assert rejected_records(settings.warehouse) == before
    assert rows(settings, "SELECT records_read, records_new, records_rejected FROM files") == [
        (2, 1, 1)
    ]
    shown = rejected_record(settings.warehouse, 1)
    assert (shown.raw, shown.raw_bytes > 0) == (b"", True)
    published = generation(settings.warehouse)
    assert clear(settings) == 0
    assert generation(settings.warehouse) == published


def test_what_was_cleared_is_not_read_again_and_says_so(studio, settings, tmp_path):
    loaded_with_a_mark(studio)
    clear(settings)
    before = rejected_records(settings.warehouse)
    better = tmp_path / "better.toml"
    better.write_text(map_toml("jsonl") + 'LOST = "unknown"\n')
    (account,) = again(settings, map_file=better)
    assert (account.read, account.rejected, account.new) == (1, 1, 0)
    assert "rejected records whose text was cleared: 1." in account.notes[0]
    assert rejected_records(settings.warehouse) == before


def test_only_the_text_of_one_source_is_cleared(studio, settings):
    loaded_with_a_mark(studio)
    assert clear(settings, source="another") == 0
    assert clear(settings, source="studio log") == 1


@pytest.mark.parametrize(("days", "kept"), [(1, True), (1e-9, False)])
def test_a_later_load_clears_text_that_is_old_enough(studio, settings, days, kept):
    loaded_with_a_mark(studio)
    given = settings.model_copy(update={"quarantine_days": days})
    studio("later.jsonl", lines(GOOD | {"id": "z"}), map_toml("jsonl"), settings=given)
    assert (MARK.encode() in settings.warehouse.read_bytes()) is kept
    assert len(rejected_records(settings.warehouse)) == 1


def test_a_warehouse_written_anew_is_the_same(studio, settings):
    loaded_with_a_mark(studio)
    tables = "SELECT table_name, sql FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
    views = "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    macros = "SELECT function_name, macro_definition FROM duckdb_functions() WHERE NOT internal"
    before = [rows(settings, query) for query in (tables, views, f"{macros} ORDER BY ALL")]
    clear(settings)
    assert [rows(settings, query) for query in (tables, views, f"{macros} ORDER BY ALL")] == before
