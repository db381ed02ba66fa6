"""A lake that a cluster resolves gives what a warehouse gives, row by row and figure by figure."""

from __future__ import annotations

from functools import partial

import pytest

from data.asking.figures import Figures
from data.demo import write_demo
from data.engines.resolve_lake import resolve_lake
from tests.compared_warehouses import differing, figures_of
from tests.nasty_logs import write_nasty_logs
from tests.test_lake import loaded_and_landed

pytestmark = pytest.mark.engine


def logs_of(name, folder):
    if name == "demo":
        return [(None, path) for path in write_demo(folder, scale=0.05)]
    return write_nasty_logs(folder)


@pytest.fixture(scope="module", params=["demo", "nasty"])
def both(request, address, tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    (folder / "logs").mkdir()
    logs = logs_of(request.param, folder / "logs")
    return loaded_and_landed(folder, logs, partial(resolve_lake, on=address))


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
