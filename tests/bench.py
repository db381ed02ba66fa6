"""`make bench`: how long a load and a question take beside bare DuckDB in the same run, as ratios.

Everything is generated into a temporary folder (about 6 GB at full size). `--records` and
`--attempts` make it smaller for a quick look; the bounds hold for the full size.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from streamlit.testing.v1 import AppTest

from dashboard.cli.unknown_values import unknown_values
from data.asking.figures import Figures
from data.asking.selection import Selection
from data.resolving.rules import rules_hash
from data.settings import Settings
from data.warehouse.file import in_memory, writing
from ingest.load.load import load_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAP = """
name = "bench log"
record = "attempt"
format = "jsonl"
[columns]
source_id = "id"
submitted_at = "times.submit"
started_at = "times.start"
completed_at = "times.end"
status = "state"
operation_id = "op"
brief_id = "shot"
project = "project"
user = "who"
tier = "tier"
model = "model"
channel = "vendor"
n_requested = "n"
n_outputs = "got"
parent_asset_ids = "made_from"
reported_cost = "price"
cache_hit = "cached"
seed = "params.seed"
[values.status]
OK = "succeeded"
ERR = "failed"
NSFW = "blocked"
[constants]
currency = "USD"
"""
MODELS = ("nano-banana-pro", "seedream-4", "seedance-2.0", "flux-pro", "topaz")
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
accounts = load_paths([sys.argv[2]], settings, map_file=Path(sys.argv[3]))
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
a = accounts[0]
assert a.error is None, a.error
assert a.read == a.new + a.updated + a.unchanged + a.rejected + a.ignored
used = os.times()
print(seconds, used.user + used.system, peak, a.read, a.new, a.unchanged, a.rejected, a.ignored)
"""
LOADS = (
    ("load, clean", "a.duckdb", "clean", 2.6),
    ("load, 0.5 % broken lines", "b.duckdb", "broken", 3.0),
    ("the identical file again", "b.duckdb", "broken", 0.5),
    ("the same records in another file", "b.duckdb", "other", 3.0),
)
"""What is loaded, one after another: its name, into which warehouse, which log, the bound."""
SAMPLES = Path(__file__).parent / "samples"
WIDTH = 180
"""How many columns the wide file has that no map reads."""
BRIEF = (("brief", ("no such brief",)),)
ROUNDS = 5
"""How often everything is loaded, the bare load too; the best of each counts."""


class Run(NamedTuple):
    """Seconds, CPU seconds, peak GB and the account of one load; of a bare one only the seconds."""

    seconds: float
    cpu_s: float
    peak_gb: float = 0
    account: str = ""


class Round(NamedTuple):
    """The bare load, and each of LOADS."""

    bare: Run
    loads: list[Run]


def record(number: int, dice: random.Random) -> dict[str, object]:
    """One invented attempt of about 620 bytes as JSON."""
    start = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(seconds=number * 0.7)
    state = dice.choices(("OK", "ERR", "NSFW"), (90, 6, 4))[0]
    end = start + timedelta(seconds=3 + dice.random() * 40)
    return {
        "id": f"req_{number:09d}",
        "times": {
            "submit": start.isoformat(timespec="microseconds"),
            "start": (start + timedelta(seconds=1)).isoformat(timespec="microseconds"),
            "end": end.isoformat(timespec="microseconds"),
        },
        "state": state,
        "op": f"op-{number // 2}",
        "shot": f"brief-{number // 5}",
        "project": f"project {number // 1000 % 23}",
        "who": f"user{number % 17}",
        "tier": dice.choice(("generate", "refine", "upscale")),
        "model": dice.choice(MODELS),
        "vendor": "in-house",
        "n": 1,
        "got": int(state == "OK"),
        "made_from": [],
        "price": f"{dice.random():.4f}",
        "cached": False,
        "params": {"seed": dice.getrandbits(63), "steps": 30, "size": {"w": 1024, "h": 1024}},
        "note": "y" * 110,
    }


def write_logs(folder: Path, records: int) -> dict[str, Path]:
    """The clean file, one with 0.5 % broken lines, one with the same records written otherwise."""
    clean, broken, other = (folder / f"{name}.jsonl" for name in ("clean", "broken", "other"))
    dice = random.Random(7)
    with clean.open("w") as a, broken.open("w") as b, other.open("w") as c:
        for number in range(records):
            row = record(number, dice)
            line = json.dumps(row)
            a.write(line + "\n")
            b.write((line[: len(line) // 2] if number % 200 == 99 else line) + "\n")
            c.write(json.dumps(dict(reversed(row.items())), separators=(",", ":")) + "\n")
    return {"clean": clean, "broken": broken, "other": other}


def bare(database: Path, log: Path) -> Run:
    """A bare CREATE TABLE AS of a log into a database file."""
    return Run(*map(float, _run(BARE, database, log)))


def load(warehouse: Path, log: Path, map_file: Path, memory: str = "") -> Run:
    """One load, within so much memory where it is given."""
    seconds, cpu_s, peak, *counts = _run(LOAD, warehouse, log, map_file, memory=memory)
    names = ("read", "new", "unchanged", "rejected", "ignored")
    told = " ".join(f"{k} {int(v):,}" for k, v in zip(names, counts, strict=True))
    return Run(float(seconds), float(cpu_s), float(peak), told)


def _run(script: str, *arguments: Path, memory: str = "") -> list[str]:
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


def bench_loading(folder: Path, records: int) -> bool:
    """Load clean, broken, identical and overlapping files against the bare load, in turns."""
    map_file = folder / "bench.map.toml"
    map_file.write_text(MAP)
    logs = write_logs(folder, records)
    rounds = [_load_all(folder / f"round{n}", logs, map_file) for n in range(ROUNDS)]
    base = min(each.bare.seconds for each in rounds)
    size = logs["clean"].stat().st_size
    print(f"{records:,} records, {size / 1e6:,.0f} MB, bare read_json into a file: {base:.2f} s")
    held = []
    for number, (name, _, _, bound) in enumerate(LOADS):
        loads = [each.loads[number] for each in rounds]
        seconds, peak = min(run.seconds for run in loads), max(run.peak_gb for run in loads)
        told = f"peak {peak:.2f} GB; {loads[0].account}"
        held.append(report(name, seconds, base, bound, told))
        held.append(peak < 2.0)
    return all(held)


def _load_all(folder: Path, logs: Mapping[str, Path], map_file: Path) -> Round:
    folder.mkdir()
    plain = bare(folder / "bare.duckdb", logs["clean"])
    loads = [load(folder / place, logs[log], map_file) for _, place, log, _ in LOADS]
    shutil.rmtree(folder)
    return Round(plain, loads)


def bench_sizes(folder: Path, share: float) -> bool:
    """Logs of other sizes, with all calls in scope of the figures."""
    held = [
        bench_size(folder, int(100_000 * share), 2.8),
        bench_size(folder, int(4_000_000 * share), 3.2),
    ]
    return all(held)


def bench_size(folder: Path, records: int, bound: float) -> bool:
    """The best of three loads of a clean log into an empty warehouse, beside the bare load."""
    log = folder / "sized.jsonl"
    with log.open("w") as lines:
        lines.writelines(_lines(records))
    pairs = [_pair(folder / "sized", log) for _ in range(3)]
    base = min(plain.seconds for plain, _ in pairs)
    runs = [run for _, run in pairs]
    told = f"peak {max(run.peak_gb for run in runs):.2f} GB; {runs[0].account}"
    log.unlink()
    best = min(run.seconds for run in runs)
    return report(f"load, {records:,} records", best, base, bound, told)


def _lines(records: int) -> Iterator[str]:
    dice = random.Random(7)
    return (json.dumps(record(number, dice)) + "\n" for number in range(records))


def _pair(folder: Path, log: Path, memory: str = "", before: Path | None = None) -> tuple[Run, Run]:
    """A bare load, and one into a warehouse that is empty or holds what was loaded `before`."""
    folder.mkdir()
    plain = bare(folder / "bare.duckdb", log)
    if before is not None:
        load_paths([str(before)], Settings(warehouse=folder / "w.duckdb"))
    run = load(folder / "w.duckdb", log, folder.parent / "bench.map.toml", memory)
    shutil.rmtree(folder)
    return plain, run


def bench_scattered(folder: Path, records: int) -> bool:
    """Records in random order of time onto a warehouse that holds a provider's log, in 1.2 GB."""
    log, lines = folder / "scattered.jsonl", [*_lines(records)]
    random.Random(7).shuffle(lines)
    log.write_text("".join(lines))
    plain, run = _pair(folder / "scattered", log, "1.2GB", before=SAMPLES / "fal")
    told = f"peak {run.peak_gb:.2f} GB; {run.account}"
    held = report("records in random order, a mixed warehouse", run.cpu_s, plain.cpu_s, 6, told)
    return held and run.peak_gb < 1.2


def bench_wide_parquet(folder: Path, records: int) -> bool:
    """A Parquet file of which the map reads some columns of many, by CPU seconds."""
    clean, wide = folder / "clean.jsonl", folder / "wide.parquet"
    more = ", ".join(f"hash(id, {n}) % 1000 AS more{n}" for n in range(WIDTH))
    with in_memory() as con:
        source = f"read_json('{clean}', auto_detect = true) LIMIT {records}"
        con.execute(f"COPY (SELECT *, {more} FROM {source}) TO '{wide}'")
    map_file = folder / "wide.map.toml"
    map_file.write_text(MAP.replace('"jsonl"', '"parquet"'))
    plain = bare(folder / "wide.duckdb", wide)
    run = load(folder / "from_wide.duckdb", wide, map_file)
    told = f"peak {run.peak_gb:.2f} GB; {run.account}"
    return report("a wide Parquet file, CPU", run.cpu_s, plain.cpu_s, 3.0, told)


ASKED = (
    "spend",
    "usable_assets",
    "cost_per_usable_asset",
    "discard_rate",
    "failure_rate",
    "latency_s_p50",
    "latency_s_p95",
)
BY_HAND = """
SELECT
    model, sum(cost) AS spend, sum(outputs_usable),
    sum(cost) / nullif(sum(outputs_usable), 0),
    sum(outputs_rejected + outputs_not_selected) / nullif(sum(
        outputs_usable + outputs_contributed + outputs_rejected + outputs_not_selected
    ), 0),
    count(*) FILTER (status = 'failed')
    / nullif(count(*) FILTER (status IN ('succeeded', 'failed', 'blocked')), 0),
    quantile_cont(latency_s, [0.5, 0.95])
FROM attempt_facts GROUP BY model ORDER BY spend DESC
"""


def timed(question: Callable[[], object]) -> float:
    """Seconds of the best of three, after one warm-up."""
    question()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        question()
        best = min(best, time.perf_counter() - start)
    return best


def bench_asking(folder: Path, attempts: int) -> bool:
    """Ask by model over invented facts, against the same SQL by hand; re-run a dashboard page."""
    settings = Settings(warehouse=folder / "facts.duckdb")
    figures = Figures.of(settings)
    facts = (Path(__file__).parent / "bench_attempts.sql").read_text("utf-8")
    with writing(settings.warehouse) as con:
        con.execute(f"INSERT INTO resolved_attempts BY NAME {facts}", {"attempts": attempts})
        stamp = [settings.resolution_hash, figures.book.hash, rules_hash()]
        con.execute("INSERT INTO resolutions VALUES (now()::TIMESTAMP, ?, ?, NULL, 0, ?)", stamp)
    print(f"{attempts:,} attempts, {settings.warehouse.stat().st_size / 1e6:,.0f} MB")
    with figures.reader as reader:
        cursor = reader.cursor()
        by_hand = timed(lambda: cursor.execute(BY_HAND).fetchall())
        asked = timed(lambda: figures.measure(ASKED, by=("model",), selection=Selection()))
        held = report("headline by model against SQL by hand", asked, by_hand, 1.5)
        unknown = timed(lambda: unknown_values(figures, Selection(filters=BRIEF)))
    print(f"{'a brief that is not known, as a filter':<46}{unknown:8.2f} s (at most 0.5 s)")
    held = held and unknown < 0.5
    page = bench_page(settings.warehouse)
    print(f"{'the Overview re-run, warm':<46}{page:8.2f} s (at most 1 s)")
    return held and page < 1.0


def bench_page(warehouse: Path) -> float:
    """Seconds of a re-run of the Overview once it has been drawn."""
    os.environ["OFFCUT_WAREHOUSE"] = str(warehouse)
    page = AppTest.from_file(str(Path(__file__).parents[1] / "dashboard" / "app" / "app.py"))
    page.run(timeout=300)
    assert not page.exception, page.exception
    return timed(lambda: page.run(timeout=300))


def main() -> int:
    """Run everything; 1 when a bound did not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--attempts", type=int, default=10_000_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="offcut-bench-") as name:
        held = [
            bench_loading(Path(name), chosen.records),
            bench_wide_parquet(Path(name), chosen.records // 5),
            bench_scattered(Path(name), int(chosen.records * 0.3)),
            bench_sizes(Path(name), chosen.records / 1_000_000),
            bench_asking(Path(name), chosen.attempts),
        ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
