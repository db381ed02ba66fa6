"""The nasty records as logs of their own: files that overlap, and what later polls say of calls."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random

from ingest.maps.fields import fields_of
from ingest.storing.kinds import KINDS
from tests.nasty_records import Nasty
from tests.raw_records import NUMBERS, Records

KIND_OF = {kind.table: kind for kind in KINDS.values()}
OWN = {*NUMBERS.values(), "file_no", "line", "source"}
DECISIONS = ("approved", "rejected", "needs_edit", "pending")
CHOICES = {
    "attempts": {"status": ("succeeded", "failed", "blocked", "canceled", "unknown", "running")},
    "verdicts": {"decision": DECISIONS},
    "ledger_entries": {"kind": ("purchase", "grant", "consume", "refund", "expire")},
    "labour": {"kind": ("prompt", "review", "edit", "other")},
}
OPTIONAL = {
    "attempts": {
        "tier": ("generate", "refine", "upscale"),
        "operation": ("text_to_image", "image_to_image", "image_to_video", "upscale"),
    },
    "verdicts": {"stage": ("triage", "qc", "client", "audit")},
}


class Told(Records):
    """Takes what `Nasty` makes, and keeps it as rows of logs."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], list[dict[str, object]]] = {}
        self._last = dict.fromkeys(NUMBERS, 0)

    def source(self, *_told, **_more):
        """Maps say it by themselves."""

    def _insert(self, table, row):
        """Files and uses are scanned, not logged."""

    def by_use(self, *_told, **_more):
        """Scans say it."""

    def insert(self, table, **columns):
        number = columns.get("verdict_no") or 0
        if table in NUMBERS:
            self._last[table] += 1
            number = self._last[table]
        table = table.replace("verdict_versions", "verdicts")
        source = columns["source"]
        if table == "verdicts" and number % 3:
            columns["verdict_id"] = f"v{number}"
        row = {k: plain(v) for k, v in columns.items() if k not in OWN and v is not None}
        self.rows.setdefault((table, source), []).append(row)
        return number


def plain(value):
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else value


def write_nasty_logs(folder, n=150):
    """Files by the map that reads each: of every table and source three, that overlap."""
    told, dice = Told(), Random(5)
    Nasty(told).add(n)
    maps = {}
    for (table, source), rows in told.rows.items():
        name = f"{source}_{table}"
        maps[name] = [folder / f"{name}_{part}.jsonl" for part in "abc"]
        (folder / f"{name}.map.toml").write_text(map_of(table, source, rows), "utf-8")
        third = len(rows) // 3
        parts = (rows[: 2 * third], rows[third:], [later(row, dice) for row in rows[::2]])
        for path, part in zip(maps[name], parts, strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in part), "utf-8")
    return [(folder / f"{name}.map.toml", path) for name, paths in maps.items() for path in paths]


def later(row, dice):
    """What a later poll says of the same: less here, other things there."""
    changed = {name: value for name, value in row.items() if dice.random() > 0.1 or is_key(name)}
    if "status" in changed:
        changed["status"] = dice.choice(("succeeded", "failed", "unknown", "running"))
        at = datetime.fromisoformat(str(row["submitted_at"]))
        changed["updated_at"] = (at + timedelta(hours=dice.randrange(60))).isoformat()
        changed["output_uris"] = dice.choice(([], ["https://x/1.png"]))
    if "decision" in changed:
        changed["decision"] = dice.choice(DECISIONS)
    return changed


def is_key(name):
    return name.endswith(("_id", "_at", "_ref")) or name in {
        *("source_id", "status", "decision", "output_index", "kind", "minutes", "at", "account"),
        "destination",
    }


def map_of(table, source, rows):
    known = dict.fromkeys(name for row in rows for name in row)
    fields = fields_of(KIND_OF[table].name)
    if table == "attempts":
        known |= {"updated_at": None, "output_uris": None}
    columns = "".join(f'{name} = "{name}"\n' for name in known if name in fields)
    values = "".join(
        f"[values.{name}]\n" + "".join(f'{each} = "{each}"\n' for each in some)
        for name, some in {**CHOICES.get(table, {}), **OPTIONAL.get(table, {})}.items()
        if name in known
    )
    kind = KIND_OF[table].name
    head = f'name = "{source}"\nrecord = "{kind}"\nformat = "jsonl"\n[columns]\n'
    return f"{head}{columns}{values}"
