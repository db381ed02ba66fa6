"""A lake that a cluster resolves gives what a warehouse gives, row by row and figure by figure."""

from __future__ import annotations

import shutil
from collections import Counter
from functools import partial

import pytest

from data.asking import aggregates, closed_weeks
from data.asking.figures import Figures
from data.demo import write_demo
from data.engines.resolve_lake import resolve_lake
from data.lake.place import Lake
from data.relations import rollups
from data.warehouse.file import Reader
from tests.compared_warehouses import differing, figures_of
from tests.nasty_logs import write_nasty_logs
from tests.test_lake import loaded_and_landed

pytestmark = pytest.mark.engine


def logs_of(name, folder):
    if name == "demo":
        return [(None, path) for path in write_demo(folder, scale=0.05)]
    return write_nasty_logs(folder)


@pytest.fixture(scope="module", autouse=True)
def with_roll_ups():
    """However few attempts there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollups, "FROM_ATTEMPTS", 1)
        yield


@pytest.fixture(scope="module", params=["demo", "nasty"])
def both(request, address, tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    (folder / "logs").mkdir()
    logs = logs_of(request.param, folder / "logs")
    return loaded_and_landed(folder, logs, partial(resolve_lake, on=address))


def test_every_row_is_the_same(both):
    local, distant = both
    assert differing(local.warehouse, distant.warehouse) == {}


def test_every_figure_is_the_same(both, monkeypatch):
    for module in (aggregates, closed_weeks):  # sums of days are near where facts are exact
        monkeypatch.setattr(module, "rollup_for", lambda *_: None)
    local, distant = (Figures.of(each) for each in both)
    with local.reader, distant.reader:
        assert figures_of(distant) == figures_of(local)


def rolled_up(lake):
    """The rows of every roll-up."""
    with Reader(lake / "manifest.json") as reader:
        cursor = reader.cursor()
        return {
            name: Counter(map(repr, cursor.execute(f"FROM {name}").fetchall()))
            for name in sorted(rollups.names())
        }


def test_roll_ups_are_those_that_this_machine_makes(both, tmp_path):
    _, distant = both
    shutil.copytree(folder_of(distant), tmp_path / "lake")
    resolve_lake(
        Lake.at(tmp_path / "lake"), distant.model_copy(update={"warehouse": tmp_path / "lake"})
    )
    made_here = rolled_up(tmp_path / "lake")
    assert rolled_up(folder_of(distant)) == made_here
    assert all(made_here.values())


def folder_of(settings):
    """Where a lake lies that settings name as its manifest."""
    named = settings.warehouse
    return named.parent if named.is_file() else named


def test_nothing_is_left_of_the_work(both):
    lake = folder_of(both[1])
    assert [each for each in (lake / "resolving").rglob("*") if each.is_file()] == []
