"""`offcut ingest --dry-run`: what would be loaded, as what, and nothing of it is."""

from __future__ import annotations

import json

import pytest

from tests.command_studio import Studio

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)


def dry(studio, *arguments, exits=0):
    return json.loads(studio.run("ingest", "--dry-run", "--json", *arguments, exits=exits).out)


def test_it_has_the_account_of_the_load_and_leaves_no_warehouse(studio):
    (row,) = dry(studio, "--map", "studio.map.toml", "jobs.csv")
    assert not (studio.folder / "w.duckdb").exists()
    (loaded,) = studio.rows("ingest", "--map", "studio.map.toml", "--json", "jobs.csv")
    fates = ("file", "source", "read", "new", "rejected", "ignored")
    assert {name: row[name] for name in fates} == {name: loaded[name] for name in fates}
    assert (row["read"], row["new"], row["rejected"]) == (4, 3, 1)
    (reason,) = row["quarantined_because"].items()
    assert reason[1] == 1
    assert "LOST" in reason[0]


def test_values_stand_beside_what_they_were_read_from(studio):
    (row,) = dry(studio, "--map", "studio.map.toml", "jobs.csv")
    first = {each["field"]: each for each in row["understood"] if each["line"] == 2}
    assert first["status"] == {
        "line": 2, "record": "attempt", "field": "status", "column": "state", "stands": "OK",
        "understood": "succeeded",
    }  # fmt: skip


def test_of_a_source_the_lines_themselves_are_told(studio):
    (row,) = dry(studio, "verdicts.csv")
    assert (row["source"], row["why"]) == ("verdict_sheet", "columns 'asset' and 'decision'")
    assert row["originals"][0] == {
        "line": 2,
        "text": "asset,decision,decided at,stage,reviewer\n"
        "a#0,approved,2026-11-02T12:00:00Z,qc,ana",
    }
    assert {each["understood"] for each in row["understood"]} >= {"a#0", "approved", "ana"}


def test_a_saved_map_is_found_as_a_load_finds_it(studio):
    studio.run("map", "jobs.csv", "--save", "elsewhere/x.map.toml")
    (studio.folder / "later.csv").write_text((studio.folder / "jobs.csv").read_text())
    (row,) = dry(studio, "later.csv")
    assert (row["source"], row["read"]) == ("jobs", 4)
    assert "read by the saved map" in row["why"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PNG, "this is a PNG picture, no log. `offcut scan FOLDER`"),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(40), "this is a WebP picture"),
        (b"\0\0\0\x18ftypmp42" + bytes(40), "this is a clip"),
        (bytes(range(1, 256)) * 4, "this is no text"),
        (b"", "this file is empty"),
    ],
)
def test_what_is_no_log_is_not_told_to_use_a_map(studio, content, said):
    (studio.folder / "x.bin").write_bytes(content)
    (row,) = dry(studio, "x.bin", exits=1)
    assert said in row["error"]
    assert "--map" not in row["error"]
    assert said in studio.run("map", "x.bin", exits=1).err


def test_text_with_a_stray_control_character_is_text(studio):
    (studio.folder / "odd.csv").write_bytes(b"id,at,state\n1,2026-11-02T09:00:00Z,O\0K\n" * 9)
    assert "no text" not in studio.run("ingest", "odd.csv", exits=1).err


def test_progress_in_lines_is_json_and_ends_with_the_whole(studio):
    done = studio.run("ingest", "verdicts.csv", "--json", "--progress-lines")
    lines = [json.loads(line) for line in done.err.splitlines()]
    size = (studio.folder / "verdicts.csv").stat().st_size
    assert lines[-1]["file"] == "verdicts.csv"
    assert 0 < lines[-1]["done"] <= lines[-1]["of"] == size


def test_reasons_and_notes_are_in_the_account_for_a_program(studio):
    content = (studio.folder / "verdicts.csv").read_text()
    (studio.folder / "twice.csv").write_text(content + content.splitlines()[1] + "\n")
    (row,) = studio.rows("ingest", "twice.csv", "--json")
    assert row["ignored"] == sum(row["ignored_because"].values()) == 1
