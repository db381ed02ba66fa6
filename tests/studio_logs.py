"""Warehouses loaded the ordinary way from small logs of a studio with awkward names."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.settings import Settings
from ingest.load.load import load_paths

NAMES = (
    "<img src=x onerror=alert(1)>",
    "**bold** [x](javascript:alert(1))",
    "<b>b</b><a href='javascript:alert(1)'>l</a>",
    "$x^2$ and $5",
    ":red[x] :smile: :material/home:",
    "=cmd|'/c calc'!A1",
    "x" * 300,
    "👩‍🎨 émoji 🎬",
    "مرحبا بالعالم",
    "2026-01-01",
    "%{x} `code` -> www.example",
)
AS_OF = datetime(2026, 11, 16, 12, tzinfo=UTC)
FIRST = datetime(2026, 9, 21, 9, tzinfo=UTC)
WEEKS = 8

JOBS_MAP = """\
name = "<b>studio</b> log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
started_at = "begun"
completed_at = "done"
status = "status"
client = "name"
project = "name"
team = "name"
user = "name"
model = "name"
channel = "name"
brief_id = "brief"
operation = "operation"
reported_cost = "cost"
n_requested = "outputs"
n_outputs = "outputs"
[constants]
currency = "USD"
"""
VERDICTS_MAP = """\
name = "review"
record = "verdict"
format = "csv"
[columns]
asset_ref = "ref"
decision = "decision"
decided_at = "at"
reason = "reason"
reviewer = "reason"
"""


def jobs(names=NAMES, weeks=WEEKS):
    """A job for each name and week: stills and clips in turn, a failed and an unpriced one."""
    for week in range(weeks):
        for place, name in enumerate(names):
            number = week * len(names) + place
            at = FIRST + timedelta(weeks=week, hours=place)
            yield {
                "id": f"job{number}",
                "at": at.isoformat(),
                "begun": (at + timedelta(seconds=2 + place)).isoformat(),
                "done": (at + timedelta(seconds=10 + 3 * place)).isoformat(),
                "status": "failed" if number % 17 == 5 else "succeeded",
                "name": name,
                "brief": f"{name[:20]} {week}",
                "operation": ("text_to_image", "text_to_video")[place % 2],
                "cost": "" if number % 19 == 7 else "0.25",
                "outputs": 0 if number % 17 == 5 else 2,
            }


def verdicts(some):
    """Of each succeeded job but the youngest the first output approved or rejected in turn."""
    for number, job in enumerate(some):
        if job["status"] == "succeeded" and job["at"] < (AS_OF - timedelta(days=8)).isoformat():
            yield {
                "ref": f"{job['id']}#0",
                "decision": ("approved", "rejected", "no such word")[number % 5 % 3],
                "at": job["done"],
                "reason": job["name"],
            }
    yield {"ref": NAMES[0], "decision": "approved", "at": FIRST.isoformat(), "reason": ""}


def loaded(folder: Path, rows) -> Settings:
    """The settings of a warehouse with these jobs and their verdicts."""
    settings = Settings(warehouse=folder / "warehouse.duckdb", as_of=AS_OF)
    for kind, written, described in (
        ("jobs", rows, JOBS_MAP),
        ("verdicts", list(verdicts(rows)), VERDICTS_MAP),
    ):
        log, described_in = folder / f"{kind}.csv", folder / f"{kind}.toml"
        with log.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=written[0])
            writer.writeheader()
            writer.writerows(written)
        described_in.write_text(described, encoding="utf-8")
        (account,) = load_paths([str(log)], settings, map_file=described_in)
        assert account.error is None
    return settings
