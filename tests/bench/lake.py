"""Calls that land in a lake file by file, are resolved of it by DuckDB, and asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.warehouse.file import in_memory
from tests.bench.logs import MAP
from tests.bench.resolving import VERDICTS
from tests.bench.runs import run_script

if TYPE_CHECKING:
    from collections.abc import Iterator

LAND = """
import os, resource, sys, time
from pathlib import Path
from data.lake.place import Lake
from data.settings import Settings
from ingest.load.landing import land_paths
start = time.perf_counter()
lake, map_file = Lake.at(sys.argv[1]), Path(sys.argv[3])
for account in land_paths([sys.argv[2]], Settings(), lake, map_file=map_file):
    assert (account.error, account.rejected) == (None, 0), account
used = os.times()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(time.perf_counter() - start, used.user + used.system, peak)
"""
RESOLVE = """
import os, resource, sys, time
from data.engines.resolve_lake import resolve_lake
from data.lake.place import Lake
from data.settings import Settings
start = time.perf_counter()
resolve_lake(Lake.at(sys.argv[1]), Settings(as_of="2026-11-20T00:00:00Z"), lambda said: print(
    f"{time.perf_counter() - start:8.1f} s {said}", file=sys.stderr, flush=True))
used = os.times()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(time.perf_counter() - start, used.user + used.system, peak)
"""
ASK = """
import os, resource, sys, time
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.settings import Settings
figures = Figures.of(Settings(warehouse=sys.argv[1], as_of="2026-11-20T00:00:00Z"))
start = time.perf_counter()
figures.measure(selection=Selection())
first, slowest = time.perf_counter() - start, 0.0
for by in ((), ("media",), ("week",), ("model",), ("project",)):
    start = time.perf_counter()
    figures.measure(by=by, selection=Selection())
    slowest = max(slowest, time.perf_counter() - start)
start = time.perf_counter()
figures.ledger(selection=Selection())
slowest = max(slowest, time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(first, slowest, peak)
"""
MEMORY = "5GB"
PEAK_GB = 6.0
SLOWEST_S = 1.5
"""How long a question of the Overview may take, once the lake is open."""
PER_FILE = 20
"""Row groups of 122,880 calls that a log has."""


def bench_lake(folder: Path, attempts: int) -> bool:
    """Land so many calls and a verdict on every fourth, resolve and ask, within little memory."""
    lake, held = folder / "lake", []
    lake.mkdir()
    steps = [*_landings(folder, attempts), ("resolve the lake", RESOLVE, ())]
    for name, script, arguments in steps:
        seconds, cpu_s, peak = map(float, run_script(script, lake, *arguments, memory=MEMORY))
        held.append(peak < PEAK_GB)
        print(f"{name:<46}{seconds:8.2f} s {cpu_s:8.2f} s CPU, peak {peak:.2f} GB "
              f"(at most {PEAK_GB} GB)", flush=True)  # fmt: skip
    first, slowest, peak = map(float, run_script(ASK, lake, memory=MEMORY))
    held += [slowest < SLOWEST_S, peak < PEAK_GB]
    print(f"ask it: opened and asked in {first:.2f} s, the slowest question after that "
          f"{slowest:.2f} s (at most {SLOWEST_S} s), peak {peak:.2f} GB", flush=True)  # fmt: skip
    return all(held)


def _landings(folder: Path, attempts: int) -> Iterator[tuple[str, str, tuple[Path, Path]]]:
    for name, toml in (("calls", MAP.replace('"jsonl"', '"parquet"')), ("verdicts", VERDICTS)):
        map_file, logs = folder / f"{name}.map.toml", folder / name
        map_file.write_text(toml)
        _write(name, logs, attempts)
        for log in sorted(logs.glob("*.parquet")):
            yield f"land {name}, {log.name}", LAND, (log, map_file)


def _write(name: str, logs: Path, attempts: int) -> None:
    query = (Path(__file__).parent / f"{name}.sql").read_text("utf-8")
    with in_memory() as con:
        con.execute(f"SET VARIABLE attempts = {attempts}")
        con.execute(f"COPY ({query}) TO '{logs}' (FORMAT parquet, ROW_GROUPS_PER_FILE {PER_FILE})")
