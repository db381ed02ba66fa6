"""A lake that a cluster resolves gives what a warehouse gives, row by row and figure by figure."""

from __future__ import annotations

import pytest

from data.asking.figures import Figures
from data.demo import write_demo
from data.engines.resolve_lake import resolve_lake
from data.lake.place import Lake
from ingest.load.landing import land_paths
from ingest.load.load import load_paths
from tests.compared_warehouses import differing, figures_of
from tests.nasty_logs import write_nasty_logs
from tests.test_lake import settings_of

pytestmark = pytest.mark.engine


def logs_of(name, folder):
    if name == "demo":
        return [(None, path) for path in write_demo(folder, scale=0.05)]
    return write_nasty_logs(folder)


@pytest.fixture(scope="module", params=["demo", "nasty"])
def both(request, address, tmp_path_factory):
    """Settings of the same logs in a warehouse of their own, and in a lake."""
    folder = tmp_path_factory.mktemp("both")
    (folder / "logs").mkdir()
    (folder / "lake").mkdir()
    more = {"reviewer_rate_per_hour": "40", "timezone": "America/New_York"}
    local, distant = (settings_of(folder / each, **more) for each in ("w.duckdb", "lake"))
    logs = logs_of(request.param, folder / "logs")
    for map_file, path in logs:
        load_paths([str(path)], local, map_file=map_file)
    lake = Lake.at(folder / "lake")
    for map_file, path in logs[::-1]:
        land_paths([str(path)], distant, lake, map_file=map_file)
    resolve_lake(lake, distant, on=address)
    return local, distant


def test_every_row_is_the_same(both):
    local, distant = both
    assert differing(local.warehouse, distant.warehouse) == {}


def test_every_figure_is_the_same(both):
    local, distant = (Figures.of(each) for each in both)
    with local.reader, distant.reader:
        assert figures_of(distant) == figures_of(local)


def test_nothing_is_left_of_the_work(both):
    _, distant = both
    lake = distant.warehouse.parent if distant.warehouse.is_file() else distant.warehouse
    assert [each for each in (lake / "resolving").rglob("*") if each.is_file()] == []
