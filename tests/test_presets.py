"""Maps that come along: each reads what it is for, is found by its name, and says what to adapt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.errors import SettingsError
from ingest.load.quarantine import replay
from ingest.maps.map import Map
from ingest.maps.presets import map_called, presets
from ingest.sources.parts.decisions import decision_of
from tests.written_blocks import check_block

pytest_plugins = ["tests.loaded_studio"]

MAPS = Path(__file__).parents[1] / "docs" / "maps.md"
AIRTABLE = """Name,Status,Last modified
hero.png,Approved,2026-11-03T09:00:00.000Z
b.png,,2026-11-03 10:00
c.png,checked,2026-11-03 10:00
"""
FORMS = """Timestamp,Email Address,Which image?,Your decision
11/3/2026 9:05:00,ann@example.com,a.png,Yes
11/3/2026 17:05:00,bo@example.com,b.png,Needs changes
"""
LABELS = """image|annotation_id|annotator|created_at|id|lead_time|updated_at|verdict
https://cdn.example/a.png|9|ann@example.com|2026-11-03T18:50:53.017134Z|4|10|2026-11-03|Reject
"""
ZIFLOW = """Proof Version ID,Proof Version Name,Stage Name,Reviewer Email,Decision,Decision Date
p1,hero.png,QC,ann@example.com,Changes required,2026-11-03T13:02:52Z
p2,hero.png,QC,ann@example.com,Approved,2026-11-04T13:02:52Z
"""


def airtable_record(name, decided):
    fields = {"Name": f"{name}.png", "Last modified": "2026-11-03T09:00:00.000Z"} | decided
    return {"id": f"rec{name}", "createdTime": "2026-11-01T00:00:00.000Z", "fields": fields}


RECORDS = [
    airtable_record("a", {"Approved": True}),
    airtable_record("b", {}),
    airtable_record("c", {"Status": "Rejected"}),
]
LOGS = {
    "airtable": (
        "a.csv",
        AIRTABLE,
        [("b.png", "pending"), ("c.png", "approved"), ("hero.png", "approved")],
    ),
    "airtable_records": (
        "a.json",
        json.dumps({"records": RECORDS, "offset": "itrA/recC"}),
        [("a.png", "approved"), ("b.png", "pending"), ("c.png", "rejected")],
    ),
    "google_forms": ("g.csv", FORMS, [("a.png", "approved"), ("b.png", "needs_edit")]),
    "label_studio_csv": (
        "l.tsv",
        LABELS.replace("|", "\t"),
        [("https://cdn.example/a.png", "rejected")],
    ),
    "ziflow": ("z.csv", ZIFLOW, [("hero.png", "needs_edit"), ("hero.png", "approved")]),
}
DECIDED = "SELECT asset_ref, decision FROM verdicts ORDER BY asset_ref, decided_at"


@pytest.mark.parametrize("name", [preset.name for preset in presets()])
def test_a_preset_reads_what_it_is_for_under_its_name_and_twice_changes_nothing(studio, name):
    file, log, decided = LOGS[name]
    path = studio.write(file, log)
    (account,) = studio.load(path, map_file=Path(name))
    assert (account.new, studio.rows(DECIDED)) == (len(decided), decided)
    (again,) = studio.load(studio.write(f"x{file}", log + "\n"), map_file=Path(name))
    assert (again.new, again.updated) == (0, 0)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_a_preset_says_what_it_reads_and_what_to_adapt(preset):
    assert preset.title
    assert preset.adapt.endswith(".")
    assert not preset.adapt.startswith("#")
    found = Map.load(preset.path)
    assert (found.record, found.name.replace(" ", "_")) == ("verdict", preset.name)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_its_words_mean_what_they_mean_in_a_sheet(preset):
    words = Map.load(preset.path).values["decision"]
    boxes = {"checked": "approved", "$null": "pending", "false": "pending"}
    known = {word: boxes.get(word) or sheet_says(word) for word in words}
    assert words == known


def sheet_says(word):
    return "pending" if word in {"Not relevant", "Todo"} else decision_of(word)


def test_a_file_of_that_name_goes_before_the_preset(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = '[columns]\nasset_ref = "a"\ndecision = "b"\ndecided_at = "c"\n'
    Path("airtable").write_text(f'name = "own"\nrecord = "verdict"\nformat = "csv"\n{own}')
    assert map_called(Path("airtable")).name == "own"
    assert map_called(Path("ziflow")).name == "ziflow"


def test_a_name_that_is_neither_tells_the_nearest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"--map airtabel: no such file, and .*airtable"):
        map_called(Path("airtabel"))
    with pytest.raises(SettingsError, match=r"airtabel\.toml: no readable map"):
        map_called(Path("airtabel.toml"))


def test_what_was_rejected_is_replayed_through_the_preset_by_its_name(studio):
    log = "Name,Status,Last modified\nhero.png,Sideways,2026-11-03T09:00:00Z\n"
    studio.load(studio.write("a.csv", log), map_file=Path("airtable"), rejected=1)
    (account,) = replay(studio.settings, map_file=Path("airtable"))
    assert (account.read, account.rejected) == (1, 1)


def test_the_docs_list_them(rewrite_expected):
    rows = [
        f"| [`{preset.name}`](../ingest/maps/presets/{preset.path.name}) | {preset.title} "
        f"| {preset.adapt} |\n"
        for preset in presets()
    ]
    table = "| map | reads | what to adapt |\n|---|---|---|\n" + "".join(rows)
    check_block(MAPS, "presets", table, rewrite=rewrite_expected)
