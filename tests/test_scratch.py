"""Scratch space beside a warehouse: one's own, whoever else looks at it."""

from __future__ import annotations

import threading
from types import SimpleNamespace

from filelock import FileLock

from data.warehouse import scratch
from data.warehouse.scratch import left_behind, remove_left_behind, scratch_beside

NAME = "0" * 32


def test_who_looks_for_what_is_left_behind_just_then_keeps_nobody_from_working(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(scratch, "uuid4", lambda: SimpleNamespace(hex=NAME))
    warehouse = tmp_path / "w.duckdb"
    looked_at = FileLock(tmp_path / f".w.duckdb.in-use-{NAME[:12]}", thread_local=False)
    looked_at.acquire()
    lets_go = threading.Timer(0.3, looked_at.release)
    lets_go.start()
    with scratch_beside(warehouse) as folder:
        assert not looked_at.is_locked
        remove_left_behind(warehouse)
        assert folder.is_dir()
    lets_go.join()
    assert left_behind(warehouse) == []
