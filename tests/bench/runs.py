"""Loads in processes of their own, and bare DuckDB beside them; what is measured, as lines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from data.settings import Settings
from ingest.load.load import load_paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BARE = """
import os, sys, time
import duckdb
start = time.perf_counter()
con = duckdb.connect(sys.argv[1])
con.execute("SET enable_progress_bar = false")
reader = "read_parquet" if sys.argv[2].endswith(".parquet") else "read_json"
con.execute(f"CREATE TABLE t AS SELECT * FROM {reader}(?)", [sys.argv[2]])
con.close()
used = os.times()
print(time.perf_counter() - start, used.user + used.system)
"""
LOAD = """
import os, resource, sys, time
from pathlib import Path
from data.settings import Settings
from ingest.load.load import load_paths
start = time.perf_counter()
settings = Settings(warehouse=Path(sys.argv[1]))
map_file = Path(sys.argv[3]) if len(sys.argv) > 3 else None
accounts = load_paths([sys.argv[2]], settings, map_file=map_file)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
a = accounts[0]
assert a.error is None, a.error
assert a.read == a.new + a.updated + a.unchanged + a.rejected + a.ignored
used = os.times()
print(seconds, used.user + used.system, peak, a.read, a.new, a.unchanged, a.rejected, a.ignored)
"""


READ = """
import os, sys, tempfile, time
from pathlib import Path
from data.settings import Settings
from data.warehouse.file import in_memory
from ingest.bulk.source_lines import goes_quickly, staged_lines
from ingest.formats.opened import Opened
from ingest.sources import all_sources
from ingest.storing.staging import Spool
from ingest.storing.tally import Rejects, Tally
path = Path(sys.argv[1])
file = Opened(path, path.name, Settings())
(source,) = [each for each in all_sources() if each.quick_way and each.identify(file)]
assert goes_quickly(source, file)
with tempfile.TemporaryDirectory(dir=path.parent) as name, in_memory() as con:
    folder = Path(name)
    spool, rejects = Spool(folder), Rejects(folder / "rejects.jsonl")
    tally = Tally(con, file, 1, folder, spool, rejects)
    start, before = time.perf_counter(), os.times()
    staged_lines(tally, source).stage()
    seconds, used = time.perf_counter() - start, os.times()
    assert tally.read and not tally.rejected
print(seconds, used.user + used.system - before.user - before.system)
"""


class Run(NamedTuple):
    """Seconds, CPU seconds, peak GB and the account of one load; of a bare one only the seconds."""

    seconds: float
    cpu_s: float
    peak_gb: float = 0
    account: str = ""


def bare(database: Path, log: Path) -> Run:
    """A bare CREATE TABLE AS of a log into a database file."""
    return Run(*map(float, run_script(BARE, database, log)))


def read(log: Path) -> Run:
    """A log on its source's quick way into staged rows, and no further."""
    return Run(*map(float, run_script(READ, log)))


def load(warehouse: Path, log: Path, map_file: Path | None = None, memory: str = "") -> Run:
    """One load, through a map or by its source, within so much memory where it is given."""
    given = [warehouse, log, *([map_file] if map_file else [])]
    seconds, cpu_s, peak, *counts = run_script(LOAD, *given, memory=memory)
    names = ("read", "new", "unchanged", "rejected", "ignored")
    told = " ".join(f"{k} {int(v):,}" for k, v in zip(names, counts, strict=True))
    return Run(float(seconds), float(cpu_s), float(peak), told)


def run_script(script: str, *arguments: Path, memory: str = "") -> list[str]:
    """What a script prints in a process of its own, as each of the things compared has one."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    allowed = {"OFFCUT_MEMORY_LIMIT": memory}
    done = subprocess.run(command, env=os.environ | allowed, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split()


def report(name: str, seconds: float, base: float, bound: float, note: str = "") -> bool:
    """Print one line; whether the ratio is within its bound."""
    ratio = seconds / base
    held = "ok" if ratio <= bound else "OVER"
    line = f"{name:<46}{seconds:8.2f} s {ratio:7.2f} × (at most {bound} ×) {held:<5}{note}"
    print(line, flush=True)
    return ratio <= bound


def timed(question: Callable[[], object]) -> float:
    """Seconds of the best of three, after one warm-up."""
    question()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        question()
        best = min(best, time.perf_counter() - start)
    return best


def pair(folder: Path, log: Path, memory: str = "", before: Path | None = None) -> tuple[Run, Run]:
    """A bare load, and one into a warehouse that is empty or holds what was loaded `before`."""
    folder.mkdir()
    plain = bare(folder / "bare.duckdb", log)
    if before is not None:
        load_paths([str(before)], Settings(warehouse=folder / "w.duckdb"))
    run = load(folder / "w.duckdb", log, folder.parent / "bench.map.toml", memory)
    shutil.rmtree(folder)
    return plain, run
