"""Logs of gateways and fal's bills on their quick ways, beside bare DuckDB, by CPU seconds.

Counted as read is the way from the file to staged rows: the index of its lines, SQL, witnesses, and
what is read record by record. Storing, hashing the file and resolving come with the load.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.gateway_logs import LINES
from tests.bench.runs import Run, bare, load, read, report

if TYPE_CHECKING:
    from pathlib import Path

CORES = 2
ROUNDS = 3
"""How often each is done; the best counts."""


class Bounds(NamedTuple):
    """Of CPU, beside a bare load that makes a table of whatever the lines hold."""

    read: float
    load: float


BOUNDS = {
    # A load costs 15 µs a record and more, whatever it holds: it is merged, priced, resolved. Seven
    # short keys are a table in 1.2 µs: beside them that is more than beside any other log.
    "fal billing events": Bounds(2.6, 12),
    "LiteLLM rows": Bounds(2.0, 6),
    "LiteLLM rows of an export": Bounds(2.0, 6),
    "OpenRouter generations": Bounds(3.0, 9),
    "Portkey logs": Bounds(3.0, 12),
}


def bench_gateway_logs(folder: Path, records: int) -> bool:
    """Read each log on its quick way alone, and load it."""
    held = [_bench(folder / f"{what}.jsonl", what, records) for what in LINES]
    return all(held)


def _bench(log: Path, what: str, records: int) -> bool:
    line, dice = LINES[what], random.Random(7)
    with log.open("w") as lines:
        lines.writelines(json.dumps(line(n, dice)) + "\n" for n in range(records))
    base = min(_bare(log).cpu_s for _ in range(ROUNDS))
    quick = min(read(log).cpu_s for _ in range(ROUNDS))
    rate = f"{CORES * records / quick:,.0f} a second on {CORES} cores"
    held = report(f"{what} read, CPU", quick, base, BOUNDS[what].read, rate)
    run = min((_load(log) for _ in range(ROUNDS)), key=lambda each: each.cpu_s)
    told = f"{CORES * records / run.cpu_s:,.0f} a second; peak {run.peak_gb:.2f} GB; {run.account}"
    loaded = report(f"{what} loaded, CPU", run.cpu_s, base, BOUNDS[what].load, told)
    log.unlink()
    return held and loaded


def _load(log: Path) -> Run:
    warehouse = log.with_suffix(".duckdb")
    run = load(warehouse, log)
    warehouse.unlink()
    return run


def _bare(log: Path) -> Run:
    database = log.with_suffix(".bare.duckdb")
    run = bare(database, log)
    database.unlink()
    return run
