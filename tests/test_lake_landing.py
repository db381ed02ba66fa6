"""Landing: twice, in any order, by several at once, and killed; a lake knows each record once."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.engines.resolve_lake import resolve_lake
from data.errors import LakeError
from data.lake.landed import read_landed
from data.lake.place import Lake
from data.settings import Settings
from ingest.load.landing import land_paths
from ingest.load.load import load_paths
from tests.matrices import cases, drawn, further
from tests.test_killed_loads import MAP, log
from tests.test_order_of_loading import MIXED, POLLS, records_of, records_only

LAND = """
import os, signal, sys
from pathlib import Path
from data.lake.place import Lake
from data.settings import Settings
from ingest.load.landing import land_paths
left = int(sys.argv[3])
def counted(lay):
    def lay_or_die(*given):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return lay(*given)
    return lay_or_die
Lake.take_in, Lake.write = counted(Lake.take_in), counted(Lake.write)
land_paths(sys.argv[4:], Settings(), Lake.at(sys.argv[1]), map_file=Path(sys.argv[2]))
"""
LOADERS, EACH = 3, 2_000


def land(lake, *paths, **how):
    return land_paths([*map(str, paths)], Settings(), lake, **how)


def resolved(lake):
    resolve_lake(lake, Settings())
    return records_of(lake.folder / "manifest.json")


def parquet_of(lake):
    return sorted(path.relative_to(lake.folder) for path in lake.folder.rglob("*.parquet"))


@pytest.fixture
def lake(tmp_path):
    (tmp_path / "lake").mkdir()
    return Lake.at(tmp_path / "lake")


@pytest.fixture
def mixed(tmp_path):
    files = {name: tmp_path / "logs" / name for name in MIXED}
    polls = {f"poll{n}.json": json.dumps(poll) for n, poll in enumerate(POLLS)}
    files |= {name: tmp_path / "logs" / name for name in polls}
    for name, path in files.items():
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text((MIXED | polls)[name])
    return list(files.values())


def test_landing_again_lays_nothing_down_and_tells_the_same(lake, mixed):
    first = land(lake, *mixed)
    laid = parquet_of(lake)
    again = land(lake, *mixed)
    assert parquet_of(lake) == laid
    assert [(each.new, each.updated) for each in again] == [(0, 0)] * len(mixed)
    assert [each.read for each in again] == [each.read for each in first]


def test_a_copy_of_a_file_lands_as_the_file(lake, mixed, tmp_path):
    land(lake, *mixed)
    laid = parquet_of(lake)
    shutil.copy(mixed[0], tmp_path / "copy.csv")
    [account] = land(lake, tmp_path / "copy.csv")
    assert (account.new, account.unchanged) == (0, account.read)
    assert parquet_of(lake) == laid


@cases(3, 20)
def test_landed_in_any_order_and_in_any_parts_the_records_are_the_same(mixed, tmp_path, cases):
    records_only(tmp_path / "w.duckdb", mixed)
    together = records_of(tmp_path / "w.duckdb")
    assert len(together["attempt"]) == 2

    @drawn(cases)
    @given(st.permutations(mixed), st.integers(0, len(mixed)))
    def holds(files, split):
        shutil.rmtree(tmp_path / "lake", ignore_errors=True)
        (tmp_path / "lake").mkdir()
        lake = Lake.at(tmp_path / "lake")
        for some in (files[:split], files[split:], files[:2]):
            if some:
                land(lake, *some)
        assert resolved(lake) == together

    holds()


@pytest.mark.matrix
def test_three_at_once_each_killed_twice_leave_what_one_would(lake, tmp_path):
    files = landed_by_three(tmp_path, EACH)
    settings = Settings(warehouse=tmp_path / "w.duckdb")
    load_paths([*map(str, files)], settings, map_file=tmp_path / "log.map.toml")
    assert resolved(lake) == records_of(tmp_path / "w.duckdb")
    assert len(read_landed(lake).files) == LOADERS


def landed_by_three(folder, each):
    """Logs of so many calls, half of them each in two, landed by three loaders at once.

    They are killed before the first rows of a file are laid down, and before its account is.
    """
    (folder / "log.map.toml").write_text(MAP)
    files = [
        log(folder, f"{n}.jsonl", range(n * each // 2, n * each // 2 + each))
        for n in range(LOADERS)
    ]
    for after, end in ((0, -signal.SIGKILL), (1, -signal.SIGKILL), (-1, 0)):
        loaders = [loader(folder, after, files[n:] + files[:n]) for n in range(LOADERS)]
        assert [each.wait() for each in loaders] == [end] * LOADERS
    return files


def loader(folder, after, files):
    """One that is killed after it laid so many files down; never for a negative number."""
    arguments = [str(each) for each in (folder / "lake", folder / "log.map.toml", after, *files)]
    return subprocess.Popen([sys.executable, "-c", LAND, *arguments])


# --- what is not whole ------------------------------------------------------------------------


def of_attempts(lake):
    return next((lake.folder / "attempts").rglob("*.parquet"))


@pytest.mark.parametrize("harm", ["cut off", further("gone"), further("another's")])
def test_a_landed_file_that_is_not_whole_is_told_and_the_old_manifest_stands(lake, mixed, harm):
    land(lake, *mixed)
    before = resolved(lake)
    broken = of_attempts(lake)
    if harm == "cut off":
        broken.write_bytes(broken.read_bytes()[:-9])
    elif harm == "gone":
        broken.unlink()
    else:
        n = pq.read_metadata(broken).num_rows
        told = pq.read_table(next((lake.folder / "verdicts").rglob("*.parquet")))
        pq.write_table(pa.concat_tables([told] * n).slice(0, n), broken)
    with pytest.raises(LakeError) as told:
        resolve_lake(lake, Settings())
    assert broken.name in str(told.value)
    assert "land that log again" in str(told.value)
    assert records_of(lake.folder / "manifest.json") == before


def test_what_no_account_names_counts_for_nothing(lake, mixed):
    land(lake, *mixed)
    before = resolved(lake)
    known = of_attempts(lake)
    known.with_name("0" * 32 + ".parquet").write_bytes(b"left by a killed loader")
    shutil.copy(known, known.with_name("1" * 32 + ".parquet"))
    assert resolved(lake) == before


def test_an_account_that_is_none_is_told(lake, mixed):
    land(lake, *mixed)
    (lake.folder / "files" / "odd.json").write_text('{"name": "odd"}')
    with pytest.raises(LakeError, match=r"files/odd\.json is no account that this Offcut wrote"):
        resolve_lake(lake, Settings())


def test_an_empty_lake_says_what_to_do_first(lake):
    with pytest.raises(LakeError, match="nothing was landed in this lake yet"):
        resolve_lake(lake, Settings())
