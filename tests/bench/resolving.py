"""Ten million calls and the decisions on their outputs, resolved within little memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.warehouse.file import in_memory
from tests.bench.logs import MAP
from tests.bench.runs import load

if TYPE_CHECKING:
    from tests.bench.runs import Run

VERDICTS = """
name = "bench reviews"
record = "verdict"
format = "parquet"
[columns]
verdict_id = "id"
asset_ref = "asset"
decision = "decision"
decided_at = "at"
reviewer = "reviewer"
stage = "stage"
"""
MEMORY = "3GB"
PEAK_GB = 3.3
"""DuckDB takes about a tenth more than it is allowed."""


def bench_resolving(folder: Path, attempts: int) -> bool:
    """Load calls and a verdict on every fourth; the second load resolves what that touches."""
    held = []
    for name, run in load_reviewed(folder, folder / "large.duckdb", attempts, MEMORY).items():
        held.append(run.peak_gb < PEAK_GB)
        told = f"peak {run.peak_gb:.2f} GB (at most {PEAK_GB} GB) {'ok' if held[-1] else 'OVER'}"
        print(
            f"{f'{name} within {MEMORY}':<46}{run.seconds:8.2f} s {told} {run.account}", flush=True
        )
    return all(held)


def load_reviewed(folder: Path, warehouse: Path, attempts: int, memory: str = "") -> dict[str, Run]:
    """Load so many calls, then a verdict on every fourth: both runs by their names."""
    runs = {}
    for name, toml in (("calls", MAP.replace('"jsonl"', '"parquet"')), ("verdicts", VERDICTS)):
        map_file, log = folder / f"{name}.map.toml", folder / f"{name}.parquet"
        map_file.write_text(toml)
        _write(name, log, attempts)
        runs[name] = load(warehouse, log, map_file, memory)
        log.unlink()
    return runs


def _write(name: str, log: Path, attempts: int) -> None:
    query = (Path(__file__).parent / f"{name}.sql").read_text("utf-8")
    with in_memory() as con:
        con.execute(f"SET VARIABLE attempts = {attempts}")
        con.execute(f"COPY ({query}) TO '{log}'")
