"""Loads of clean, broken, known, scattered and wide logs, of several sizes.

What is bound is what a person waits. Beside it stands the ratio of all that processors did, start
of the process and imports included: it is the steadier one where a machine has other work.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data.warehouse.file import in_memory
from tests.bench.logs import MAP, lines_of, write_logs
from tests.bench.runs import Run, bare, load, pair, report

if TYPE_CHECKING:
    from collections.abc import Mapping

LOADS = (
    ("load, clean", "a.duckdb", "clean", 2.6),
    ("load, 0.5 % broken lines", "b.duckdb", "broken", 3.0),
    ("the identical file again", "b.duckdb", "broken", 0.5),
    ("the same records in another file", "b.duckdb", "other", 3.0),
)
"""What is loaded, one after another: its name, into which warehouse, which log, the bound."""
SAMPLES = Path(__file__).parents[1] / "samples"
WIDTH = 180
"""How many columns the wide file has that no map reads."""
ROUNDS = 5
"""How often everything is loaded, the bare load too; the best of each counts."""


class Round(NamedTuple):
    """The bare load, and each of LOADS."""

    bare: Run
    loads: list[Run]


def bench_loading(folder: Path, records: int) -> bool:
    """Load clean, broken, identical and overlapping files against the bare load, in turns."""
    map_file = folder / "bench.map.toml"
    map_file.write_text(MAP)
    logs = write_logs(folder, records)
    rounds = [_load_all(folder / f"round{n}", logs, map_file) for n in range(ROUNDS)]
    base = min(each.bare.seconds for each in rounds)
    base_cpu = min(each.bare.cpu_s for each in rounds)
    size = logs["clean"].stat().st_size
    print(f"{records:,} records, {size / 1e6:,.0f} MB, bare read_json into a file: {base:.2f} s")
    held = []
    for number, (name, _, _, bound) in enumerate(LOADS):
        loads = [each.loads[number] for each in rounds]
        seconds, peak = min(run.seconds for run in loads), max(run.peak_gb for run in loads)
        cpu = min(run.cpu_s for run in loads) / base_cpu
        told = f"CPU {cpu:.2f} ×; peak {peak:.2f} GB; {loads[0].account}"
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
        bench_size(folder, int(100_000 * share), 2.8, rounds=9),
        bench_size(folder, int(4_000_000 * share), 3.2, rounds=3),
    ]
    return all(held)


def bench_size(folder: Path, records: int, bound: float, *, rounds: int) -> bool:
    """The best of some loads of a clean log into an empty warehouse, beside the bare load.

    Short ones vary most, and are taken most often.
    """
    log = folder / "sized.jsonl"
    with log.open("w") as lines:
        lines.writelines(lines_of(records))
    pairs = [pair(folder / "sized", log) for _ in range(rounds)]
    base = min(plain.seconds for plain, _ in pairs)
    runs = [run for _, run in pairs]
    cpu = min(run.cpu_s for run in runs) / min(plain.cpu_s for plain, _ in pairs)
    peak = max(run.peak_gb for run in runs)
    told = f"CPU {cpu:.2f} ×; peak {peak:.2f} GB; {runs[0].account}"
    log.unlink()
    best = min(run.seconds for run in runs)
    return report(f"load, {records:,} records", best, base, bound, told)


def bench_scattered(folder: Path, records: int) -> bool:
    """Records in random order of time onto a warehouse that holds a provider's log, in 1.2 GB."""
    log, lines = folder / "scattered.jsonl", [*lines_of(records)]
    random.Random(7).shuffle(lines)
    log.write_text("".join(lines))
    plain, run = pair(folder / "scattered", log, "1.2GB", before=SAMPLES / "fal")
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
