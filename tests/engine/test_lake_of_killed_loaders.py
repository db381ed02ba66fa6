"""What three loaders land at once, each killed twice, a cluster resolves as what one loads."""

from __future__ import annotations

import pytest

from data.engines.resolve_lake import resolve_lake
from data.lake.place import Lake
from ingest.load.load import load_paths
from tests.compared_warehouses import differing
from tests.test_lake import settings_of
from tests.test_lake_landing import LOADERS, landed_by_three

pytestmark = pytest.mark.engine
EACH = 300


def test_three_killed_loaders_leave_what_a_warehouse_has(address, tmp_path):
    (tmp_path / "lake").mkdir()
    files = landed_by_three(tmp_path, EACH)
    local, distant = (settings_of(tmp_path / each) for each in ("w.duckdb", "lake"))
    load_paths([*map(str, files)], local, map_file=tmp_path / "log.map.toml")
    found = resolve_lake(Lake.at(tmp_path / "lake"), distant, on=address)
    assert (found.files, found.attempts) == (LOADERS, 2 * EACH)
    assert differing(local.warehouse, distant.warehouse) == {}
