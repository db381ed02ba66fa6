"""An invented studio that works on one channel in credits, loaded by the ordinary path."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from tests.command_folder import CommandFolder, Done

MAP = """
name = "studio log"
record = "attempt"
format = "csv"
[columns]
source_id = "id"
submitted_at = "at"
status = "state"
brief_id = "brief"
credits = "credits"
n_outputs = "outputs"
[values.status]
OK = "succeeded"
[constants]
channel = "acme"
model = "acme-1"
currency = "USD"
"""
POOL = """
[[plan]]
name = "Pool"
price = "80"
credits = "1000"
[[pack]]
name = "200 credits"
price = "20"
credits = "200"
"""
PLANS = f"""
platform = "acme"
title = "Acme"
charges_failed = "no"
charges_blocked = "no"{POOL}"""
MONDAY = datetime(2026, 7, 6, 9)
SETTINGS = "as_of = 2026-11-20T00:00:00Z\n"


class Studio(CommandFolder):
    """A folder with a warehouse of so many weeks: 4 briefs each, 2 calls a brief, 1 usable."""

    def __init__(self, folder: Path, weeks: float, channel: str = "acme") -> None:
        self.folder = folder
        (folder / "offcut.toml").write_text(SETTINGS)
        (folder / "acme.toml").write_text(PLANS)
        (folder / "studio.map.toml").write_text(MAP.replace("acme", channel, 1))
        jobs, verdicts = ["id,at,state,brief,credits,outputs"], ["asset,decision,decided at,stage"]
        for n in range(round(weeks * 4)):
            at = MONDAY + timedelta(weeks=n // 4, days=n % 4 * 2)
            jobs += [f"{n}{call},{at.isoformat()}Z,OK,brief {n},{30 + n % 3},1" for call in "ab"]
            decided = (at + timedelta(hours=3)).isoformat()
            verdicts.append(f"{n}a#0,approved,{decided}Z,qc")
            verdicts.append(f"{n}b#0,rejected,{decided}Z,qc")
        (folder / "jobs.csv").write_text("\n".join(jobs))
        (folder / "verdicts.csv").write_text("\n".join(verdicts))
        self.run("ingest", "--map", "studio.map.toml", "jobs.csv")
        self.run("ingest", "verdicts.csv")

    def size(self, *arguments: str, exits: int = 0) -> Done:
        fixed = ("--plans", "acme.toml", "--channel", "acme", "--paths", "200", "--horizon", "3mo")
        return self.run("size", *fixed, *arguments, exits=exits)

    def rows(self, *arguments: str) -> list[dict[str, object]]:
        return json.loads(self.size(*arguments, "--format", "json").out)
