"""The fixture `facts`: the fact relations of a fresh warehouse, filled by hand.

A test module asks for it with `pytest_plugins = ["tests.hand_made_facts"]`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from data.settings import Settings
from data.warehouse.file import writing

MICRO = Decimal("0.000001")
ASKED_AT = datetime(2026, 12, 1)
OUTPUT_LINES = ("usable", "contributed", "rejected", "not_selected", "pending", "blocked")
VERDICT_COUNTS = (
    *("usable_with_rejected_final", "audited", "escaped"),
    *("client_decided", "client_rejected", "disputed"),
)
COUNTS = ("adherence_known", "adherence_met", "outputs_not_selected_by_selection")
FLAGS = ("outputs_assumed", "cache_hit", "operation_assumed", "zero_replaced", "shares_fate")
TABLES = (
    *("resolved_attempts", "output_outcomes", "brief_facts", "people_facts", "handover_facts"),
    *("merged_attempts", "gaps", "resolutions", "attempts", "files", "ignored_records"),
    *("quarantine", "asset_uses", "scans"),
)


class Facts:
    """A warehouse whose fact relations hold just what a test puts there."""

    def __init__(self, con):
        self.con = con
        self.zone = "UTC"
        self._last = 0

    @property
    def settings(self):
        return Settings(timezone=self.zone)

    def cursor(self):
        """A connection of one's own to the same rows, as each question gets."""
        cursor = self.con.cursor()
        cursor.execute("USE warehouse")
        cursor.execute("SET TimeZone = 'UTC'")
        cursor.execute("SET VARIABLE asked_at = $1::TIMESTAMP", [ASKED_AT])
        return cursor

    def clear(self):
        for table in TABLES:
            self.con.execute(f"DELETE FROM {table}")
        self.con.execute("INSERT INTO resolutions VALUES (?, '', '', NULL, 0, '')", [ASKED_AT])
        self.con.execute("SET VARIABLE asked_at = $1::TIMESTAMP", [ASKED_AT])
        self._last = 0

    def insert(self, table, **columns):
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.con.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*columns.values()])

    def times(self, at):
        """Submit time from a wall clock of the reporting zone, or from a moment with an offset."""
        zone, given = ZoneInfo(self.zone), datetime.fromisoformat(at)
        moment = (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
        return {
            "submitted_at": moment.replace(tzinfo=None),
            "local_submitted_at": moment.astimezone(zone).replace(tzinfo=None),
        }

    def attempt(self, *outcomes, cost="1", status="succeeded", at="2026-11-02T09:00", **columns):
        """An attempt with the outcome of each of its outputs, or (outcome, columns of the output).

        `cost` None is unpriced; without outputs the line is the status. `latency_s`, or `queue_s`
        and `render_s`, say when it started and completed.
        """
        self._last += 1
        outputs = [(each, {}) if isinstance(each, str) else each for each in outcomes]
        shares = _split(cost, len(outputs))
        counted = [name for name, _ in outputs]
        lines = counted or ["unknown" if status == "running" else status]
        row = dict.fromkeys(COUNTS, 0) | dict.fromkeys(FLAGS, False) | self.times(at)
        if len(set(lines)) == 1:
            row["waste_line"] = lines[0]
        else:
            row["line_outputs"] = [{name: counted.count(name) for name in OUTPUT_LINES}]
            row["line_money"] = [{name: _money_in(name, lines, shares) for name in OUTPUT_LINES}]
        row["verdict_counts"] = [{name: columns.pop(name, 0) for name in VERDICT_COUNTS}]
        row |= _clock(row["submitted_at"], columns)
        row |= {
            "attempt_no": self._last,
            "source": "test",
            "status": status,
            "n_requested": max(1, len(outputs)),
            "n_outputs": len(outputs),
            "cost": cost,
            "cost_basis": "unpriced" if cost is None else "reported",
            "is_reviewed": True,
        }
        self.insert("resolved_attempts", **row | columns)
        for index, (outcome, of_output) in enumerate(outputs):
            row = {"attempt_no": self._last, "output_index": index, "outcome": outcome}
            self.insert("output_outcomes", **row, money=shares[index], **of_output)
        return self._last

    def log_attempts(self):
        """Their rows of `attempts`: the first is called a1, and so on."""
        self.con.execute("""
            INSERT INTO attempts BY NAME
            SELECT
                attempt_no, 0 AS content_hash, 1 AS file_no, 1 AS line, source,
                'a' || attempt_no AS source_id, submitted_at, status, n_requested
            FROM resolved_attempts
            WHERE attempt_no IS NOT NULL AND attempt_no NOT IN (SELECT attempt_no FROM attempts)
        """)

    def breakage(self, cost, at="2026-11-02T09:00", **columns):
        """Credits that lapsed."""
        number = self.attempt(cost=cost, at=at, status="breakage", **columns)
        self.con.execute(
            "UPDATE resolved_attempts SET attempt_no = NULL, status = NULL, "
            "n_requested = 0, cost_basis = 'breakage' WHERE attempt_no = ?",
            [number],
        )

    def brief(self, at="2026-11-02T09:00", **columns):
        """A brief; unless said otherwise one attempt, settled, right at the first attempt.

        `watched_s`: from its first submit to the moment that is asked for.
        """
        self._last += 1
        times = self.times(at)
        row = times | {
            "brief_no": self._last,
            "n_attempts": 1,
            "n_usable": 1,
            "settled": True,
            "reworked": False,
            "first_pass": True,
            "n_generate_operations": 1,
            "n_rerolls": 0,
            "n_refine_operations": 0,
            "n_prompts": 1,
            "first_submitted_at": times["submitted_at"],
            "never_usable": False,
        }
        if "watched_s" in columns:
            watched = timedelta(seconds=columns.pop("watched_s"))
            row["first_submitted_at"] = ASKED_AT - watched
        self.insert("brief_facts", **row | columns)

    def use(self, attempt_no, **columns):
        """What is known of the use of an attempt's first output: it is usable, and used."""
        row = {"attempt_no": attempt_no, "output_index": 0, "is_usable": True, "is_used": True}
        flags = ("is_usable_by_use", "is_used_unreviewed", "is_conflict")
        self.insert("asset_uses", **row | dict.fromkeys(flags, False) | columns)

    def scan(self, folder, at="2026-11-02", **fates):
        """Book a scan of a folder of finals; unless said otherwise, `read` is the sum."""
        account = dict.fromkeys(("new", "updated", "unchanged", "rejected", "ignored"), 0) | fates
        account = {"read": sum(n for fate, n in account.items() if fate != "gone")} | account
        row = {"folder": folder, "role": "final", "scanned_at": at, "inputs": "", "seconds": 1}
        files = {f"files_{fate}": n for fate, n in ({"gone": 0} | account).items()}
        self.insert("scans", **row | files)

    def work(self, cost, at="2026-11-02T09:00", **columns):
        """A piece of people's work; `cost` None where its kind has no rate."""
        row = {"record_kind": "labour", "record_no": 1, "kind": "review", "minutes": 1}
        self.insert("people_facts", **self.times(at) | row | {"cost": cost} | columns)


def _clock(submitted_at, columns):
    """When a call started and completed, from the durations among the columns (taken out)."""
    queue, render = (columns.pop(name, None) for name in ("queue_s", "render_s"))
    took = columns.pop("latency_s", None if render is None else queue + render)
    lasted = {"started_at": queue, "completed_at": took}
    return {
        name: submitted_at + timedelta(seconds=seconds)
        for name, seconds in lasted.items()
        if seconds is not None
    }


def _split(cost, n):
    """A cost over n outputs as the definitions say: floored, the residue on the last."""
    if cost is None or n == 0:
        return [None if cost is None else Decimal(cost)] * max(n, 1)
    even = (Decimal(cost) / n).quantize(MICRO, rounding="ROUND_FLOOR")
    return [even] * (n - 1) + [Decimal(cost) - even * (n - 1)]


def _money_in(line, lines, shares):
    if shares[0] is None:
        return None
    of_line = (share for each, share in zip(lines, shares, strict=True) if each == line)
    return sum(of_line, Decimal(0))


@pytest.fixture
def facts(tmp_path):
    with writing(tmp_path / "facts.duckdb") as con:
        made = Facts(con)
        made.clear()
        yield made
