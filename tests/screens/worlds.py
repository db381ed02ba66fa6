"""The warehouses that pages are looked at with: from none to a million, odd names, no reviews."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.settings import Settings
from ingest.door import load_demo
from ingest.load.load import load_paths
from tests.bench.resolving import load_reviewed
from tests.studio_logs import jobs, loaded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


AFTER_THE_CALLS = datetime(2026, 10, 12, tzinfo=UTC)


def worlds(folder: Path) -> dict[str, Callable[[], Path]]:
    """How the settings of each kind of warehouse are made, in a folder of its own."""
    return {
        "empty": lambda: _empty(folder / "empty"),
        "tiny": lambda: _studio(folder / "tiny", list(jobs(("only",), 1))),
        "awkward": lambda: _studio(folder / "awkward", list(jobs())),
        "unreviewed": lambda: _unreviewed(folder / "unreviewed"),
        "demo": lambda: _demo(folder / "demo"),
        "million": lambda: _million(folder / "million"),
    }


def _empty(folder: Path) -> Path:
    folder.mkdir(parents=True)
    config = folder / "offcut.toml"
    config.write_text('warehouse = "w.duckdb"\n')
    return config


def _studio(folder: Path, rows: list[dict[str, str]]) -> Path:
    folder.mkdir(parents=True)
    return _config(folder, loaded(folder, rows))


def _unreviewed(folder: Path) -> Path:
    """The demo's generations alone: nobody decided on anything."""
    folder.mkdir(parents=True)
    demo = load_demo(folder, seed=7, scale=0.2, media=False)
    for log in ("review", "handover", "labour"):
        for path in sorted((folder / "logs" / log).rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
    demo.settings.warehouse.unlink()
    load_paths([str(folder / "logs")], demo.settings)
    return _config(folder, demo.settings)


def _demo(folder: Path) -> Path:
    folder.mkdir(parents=True)
    load_demo(folder, seed=7, scale=1.0, media=True)
    return folder / "offcut.toml"


def _million(folder: Path) -> Path:
    """Calls of forty weeks, and a verdict on every fourth."""
    folder.mkdir(parents=True)
    settings = Settings(warehouse=folder / "warehouse.duckdb", as_of=AFTER_THE_CALLS)
    load_reviewed(folder, settings.warehouse, 1_000_000)
    return _config(folder, settings)


def _config(folder: Path, settings: Settings) -> Path:
    config = folder / "offcut.toml"
    as_of = f"as_of = {settings.as_of.isoformat()}\n" if settings.as_of else ""
    config.write_text(f'warehouse = "{settings.warehouse.as_posix()}"\n{as_of}')
    return config
