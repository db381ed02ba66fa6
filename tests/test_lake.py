"""A lake gives what a warehouse gives, row by row and figure by figure, however it was landed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.asking.figures import Figures
from data.demo import write_demo
from data.engines.resolve_lake import resolve_lake
from data.lake.place import Lake
from data.settings import Settings
from ingest.load.landing import land_paths
from ingest.load.load import load_paths
from tests.compared_warehouses import differing, figures_of
from tests.matrices import further
from tests.nasty_logs import write_nasty_logs

GOLDEN = Path(__file__).parents[2] / "shared" / "golden"
CASES = [f"golden {each.name}" for each in sorted(GOLDEN.glob("*/")) if any(each.glob("*.toml"))]


def settings_of(warehouse, **more):
    return Settings(warehouse=warehouse, as_of=datetime(2026, 11, 20, tzinfo=UTC), **more)


def logs_of(name, folder):
    """(the map that reads it, if one has to, and the file) for each file."""
    if name == "demo":
        return [(None, path) for path in write_demo(folder, scale=0.1)]
    if name == "nasty":
        return write_nasty_logs(folder)
    case = GOLDEN / name.removeprefix("golden ")
    files = [each for each in case.iterdir() if each.suffix in {".jsonl", ".csv"}]
    return [(case / f"{each.stem}.map.toml", each) for each in sorted(files)]


def loaded_and_landed(folder, logs, resolve=resolve_lake):
    """Settings of the same logs in a warehouse of their own, and in a lake, landed in reverse."""
    (folder / "lake").mkdir()
    more = {"reviewer_rate_per_hour": "40", "timezone": "America/New_York"}
    local, distant = (settings_of(folder / each, **more) for each in ("w.duckdb", "lake"))
    for map_file, path in logs:
        load_paths([str(path)], local, map_file=map_file)
    lake = Lake.at(folder / "lake")
    for map_file, path in logs[::-1]:
        for account in land_paths([str(path)], distant, lake, map_file=map_file):
            assert (account.error, account.rejected) == (None, 0)
    resolve(lake, distant)
    return local, distant


@pytest.fixture(scope="module", params=["nasty", further("demo"), *map(further, CASES)])
def both(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    (folder / "logs").mkdir()
    return loaded_and_landed(folder, logs_of(request.param, folder / "logs"))


def test_every_row_is_the_same(both):
    local, distant = both
    assert differing(local.warehouse, distant.warehouse) == {}


def test_every_figure_is_the_same(both):
    local, distant = (Figures.of(each) for each in both)
    with local.reader, distant.reader:
        assert figures_of(distant) == figures_of(local)
