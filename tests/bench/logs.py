"""Invented logs, and the map that reads them."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def lines_of(records: int) -> Iterator[str]:
    """A clean log of so many records, line by line."""
    dice = random.Random(7)
    return (json.dumps(record(number, dice)) + "\n" for number in range(records))
