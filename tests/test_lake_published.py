"""What was published of a lake: replaced at once or not at all, read like a warehouse, told of."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.asking.standing_moment import as_published
from data.engines.resolve_lake import resolve_lake
from data.errors import LakeError
from data.lake.manifest import published
from data.lake.place import Lake
from data.settings import LakeSettings, Settings
from data.warehouse import lake_attached
from data.warehouse.file import Reader, writing
from ingest.load.landing import land_paths
from ingest.load.load import load_paths
from tests.command_folder import CommandFolder
from tests.compared_warehouses import figures_of
from tests.matrices import further
from tests.test_killed_loads import MAP, log

KILLED = """
import os, signal, sys
from data.engines import publication, resolve_lake
from data.lake.place import Lake
from data.settings import Settings
left = int(sys.argv[2])
module = resolve_lake if sys.argv[3] == "write_table" else publication
do = getattr(module, sys.argv[3])
def die_after(*given, **more):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return do(*given, **more)
setattr(module, sys.argv[3], die_after)
resolve_lake.resolve_lake(Lake.at(sys.argv[1]), Settings())
"""
FIRST, SECOND = 100, 50


def land(folder, name, numbers):
    (folder / "log.map.toml").write_text(MAP)
    path = log(folder, name, numbers)
    lake = Lake.at(folder / "lake")
    land_paths([str(path)], Settings(), lake, map_file=folder / "log.map.toml")
    return lake


@pytest.fixture
def lake(tmp_path):
    """Resolved once; more was landed since."""
    (tmp_path / "lake").mkdir()
    lake = land(tmp_path, "first.jsonl", range(FIRST))
    resolve_lake(lake, Settings())
    return land(tmp_path, "second.jsonl", range(FIRST, FIRST + SECOND))


def counted(lake):
    with Reader(lake.folder / "manifest.json") as reader:
        asked = "SELECT count(*), sum(cost)::BIGINT FROM attempt_facts"
        return reader.cursor().execute(asked).fetchone()


@pytest.mark.parametrize(
    ("act", "after"),
    [further("write_table", 0), further("write_table", 20), ("replace_manifest", 0)],
)
def test_a_kill_while_publishing_leaves_the_old_publication(lake, act, after):
    arguments = [str(lake.folder), str(after), act]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert counted(lake) == (FIRST, FIRST)
    resolve_lake(lake, Settings())
    assert counted(lake) == (FIRST + SECOND, FIRST + SECOND)
    assert not [*lake.folder.glob(".lake.*")]


def test_old_facts_are_swept_when_they_gave_way_long_enough_ago(lake):
    first = published(lake).folder
    resolve_lake(lake, Settings())
    assert {each.name for each in (lake.folder / "facts").iterdir()} == {
        first.rpartition("/")[2],
        published(lake).folder.rpartition("/")[2],
    }
    assert published(lake).superseded.keys() == {first}
    resolve_lake(lake, Settings(lake=LakeSettings(grace_hours=0)))
    assert [*published(lake).superseded] == []
    [left] = (lake.folder / "facts").iterdir()
    assert published(lake).folder == f"facts/{left.name}"


def test_what_killed_writers_left_is_swept_after_the_grace_period(lake):
    old, young = (lake.folder / "files" / f"{name}.json.0123.part" for name in ("old", "young"))
    for part in (old, young):
        part.write_text("{")
    long_ago = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    os.utime(old, (long_ago, long_ago))
    resolve_lake(lake, Settings())
    assert (old.exists(), young.exists()) == (False, True)


def test_the_moment_that_is_told_is_the_one_that_stands(lake):
    found = resolve_lake(lake, Settings()).manifest.resolved_at
    assert (found.second, found.microsecond) == (0, 0)


def test_figures_stand_where_the_lake_was_resolved_whatever_time_it_is_now(lake):
    written = Settings(warehouse=lake.folder)
    first = as_published(written)
    assert first.as_of == published(lake).resolved_at.replace(tzinfo=UTC)
    moment = f"{published(lake).resolved_at:%Y-%m-%dT%H:%MZ}"
    assert f"resolved as of {moment}: figures stand at that moment unless" in first.notice
    with_moment = Settings(warehouse=lake.folder, as_of="2026-11-01T00:00:00Z")
    assert as_published(with_moment) == with_moment
    later = resolve_lake(lake, Settings(as_of="2036-01-01T00:00:00Z")).manifest.resolved_at
    assert as_published(written).as_of == later.replace(tzinfo=UTC) != first.as_of


def test_nothing_is_worked_out_anew_as_time_goes_on(lake):
    """The log tells of a later day: as of now it would count, as published it does not yet."""
    resolve_lake(lake, Settings(as_of="2026-11-01T00:00:00Z"))
    written = Settings(warehouse=lake.folder)
    assert _worked_out_anew(as_published(written)) == 0
    assert _worked_out_anew(written) == 1


def _worked_out_anew(settings):
    """How many moments a reader resolves for itself to say what was spent."""
    figures = Figures.of(settings)
    figures.measure(["spend"], selection=Selection())
    asked = "SELECT count(*) FROM duckdb_schemas() WHERE schema_name LIKE 'as_of%'"
    [(n,)] = figures.open().execute(asked).fetchall()
    figures.reader.close()
    return n


def test_a_manifest_that_cannot_be_read_is_told_by_who_opens_it(lake):
    (lake.folder / "manifest.json").write_text("{}")
    written = Settings(warehouse=lake.folder)
    assert as_published(written) == written


def test_a_reader_meets_the_next_publication(lake):
    with Reader(lake.folder / "manifest.json") as reader:
        asked = "SELECT count(*) FROM attempt_facts"
        assert reader.cursor().execute(asked).fetchone() == (FIRST,)
        resolve_lake(lake, Settings())
        assert reader.cursor().execute(asked).fetchone() == (FIRST + SECOND,)


def test_facts_lie_by_month_of_submit(lake):
    months = {each.name.split("/")[3] for each in published(lake).tables["resolved_attempts"]}
    assert months == {"month=2026-11"}


@pytest.mark.parametrize("harm", ["gone", further("cut off")])
def test_a_file_that_the_manifest_names_and_is_not_whole_is_told(lake, harm):
    [facts] = published(lake).tables["resolved_attempts"]
    path = lake.folder / facts.name
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LakeError, match="the manifest names files that are not whole") as told:
        counted(lake)
    assert "offcut resolve --lake" in str(told.value)
    resolve_lake(lake, Settings())
    assert counted(lake) == (FIRST + SECOND, FIRST + SECOND)


def test_a_manifest_that_is_none_and_one_of_another_offcut_are_told(lake):
    manifest = lake.folder / "manifest.json"
    told = json.loads(manifest.read_text())
    for version, sentence in ((told["schema_version"] - 1, "older"), (10**6, "newer")):
        manifest.write_text(json.dumps(told | {"schema_version": version}))
        with pytest.raises(LakeError, match=f"resolved by an? {sentence} Offcut"):
            counted(lake)
    manifest.write_text("{}")
    with pytest.raises(LakeError, match="none that this Offcut wrote"):
        counted(lake)


def test_a_lake_is_not_written_like_a_warehouse(lake):
    with (
        pytest.raises(LakeError, match="a lake is not written like a warehouse"),
        writing(lake.folder / "manifest.json"),
    ):
        pass


@pytest.mark.parametrize("as_of", [datetime(2026, 11, 30, tzinfo=UTC), further(None)])
def test_large_tables_answer_as_small_ones_also_for_other_moments(lake, as_of, monkeypatch):
    settings = Settings(warehouse=lake.folder)
    selection = Selection(as_of=as_of)
    small = figures_of_lake(settings, selection)
    monkeypatch.setattr(lake_attached, "KEPT_ROWS", 0)
    assert figures_of_lake(settings, selection) == small


def figures_of_lake(settings, selection):
    figures = Figures.of(settings)
    with figures.reader:
        return figures.measure(by=("day",), selection=selection).rows


# --- elsewhere --------------------------------------------------------------------------------


def test_a_lake_of_another_file_system_gives_the_same_figures(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "log.map.toml").write_text(MAP)
    path, how = log(tmp_path, "log.jsonl", range(FIRST)), {"map_file": tmp_path / "log.map.toml"}
    at = {"as_of": datetime(2026, 11, 30, tzinfo=UTC)}
    local = Settings(warehouse=tmp_path / "w.duckdb", **at)
    load_paths([str(path)], local, **how)
    address = f"memory://{tmp_path.name}"
    lake, distant = Lake.at(address), Settings(warehouse=address, **at)
    for _ in range(2):
        land_paths([str(path)], distant, lake, **how)
    resolve_lake(lake, distant)
    here, there = Figures.of(local), Figures.of(distant)
    with here.reader, there.reader:
        assert figures_of(there) == figures_of(here)


def test_a_bucket_without_its_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(LakeError, match=r"pip install 'offcut\[s3\]'"):
        Lake.at("s3://bucket/lake")


def test_an_address_of_no_known_kind_is_told():
    with pytest.raises(LakeError, match="no place is known that begins with nowhere://"):
        Lake.at("nowhere://bucket/lake")


# --- commands ---------------------------------------------------------------------------------


class Desk(CommandFolder):
    """A folder in which commands land and ask."""

    def __init__(self, folder) -> None:
        self.folder = folder


def test_commands_land_resolve_and_ask(tmp_path):
    desk = Desk(tmp_path)
    (tmp_path / "lake").mkdir()
    (tmp_path / "log.map.toml").write_text(MAP)
    log(tmp_path, "log.jsonl", range(3))
    of_lake, read = ("--warehouse", "lake"), ("ingest", "log.jsonl", "--map", "log.map.toml")
    said = desk.run(*of_lake, "metrics", exits=1).err
    assert "nothing was resolved of this lake yet" in said
    told = desk.run(*read, "--lake", "lake", "--json").out
    assert json.loads(told)[0]["new"] == 3
    told = desk.run("resolve", "--lake", "lake").out
    assert told.startswith("3 attempts of 1 landed file")
    moment = told.split("as of ")[1].split(". ")[0]
    assert moment == f"{published(Lake.at(tmp_path / 'lake')).resolved_at:%Y-%m-%dT%H:%MZ}"
    for then in ((), ("--as-of", moment)):
        asked = desk.run(*of_lake, "metrics", "spend", "--format", "json", *then)
        assert json.loads(asked.out) == [{"spend": "3.000000"}]
        assert f"This lake was resolved as of {moment}" in asked.err
    desk.run(*of_lake, "status")
    log(tmp_path, "log.jsonl", range(5))
    said = desk.run(*of_lake, *read, exits=1).err
    assert "a lake is not written like a warehouse" in said
