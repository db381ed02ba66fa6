"""The fixture `records`: the raw tables of a fresh warehouse, filled by hand, and then resolved.

A test module asks for it with `pytest_plugins = ["tests.raw_records"]`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.pricing.book import PriceBook
from data.resolving.resolve import resolve
from data.settings import Settings
from data.warehouse.file import writing

FIRST_SUBMIT = datetime(2026, 11, 2, 9)
NO_BOOK = PriceBook(entries=(), policies=(), models=(), rates=(), channel_names=())
NUMBERS = {
    "attempts": "attempt_no",
    "assets": "asset_no",
    "verdicts": "verdict_no",
    "ledger_entries": "entry_no",
    "handovers": "handover_no",
    "labour": "labour_no",
}
RAW_TABLES = (*NUMBERS, "attempt_versions", "asset_versions", "verdict_versions", "sources")
EVIDENCE = ("media", "media_matches", "media_uses")


def moment(text):
    """`2`, `2 12:30` or a whole time: a day of November 2026, noon unless said otherwise."""
    if isinstance(text, datetime):
        return text
    day, _, clock = str(text).partition(" ")
    if "-" in day:
        return datetime.fromisoformat(str(text))
    return datetime.fromisoformat(f"2026-11-{int(day):02} {clock or '12:00'}")


class Records:
    """Raw records with defaults that make a resolved, priced, succeeded attempt."""

    number_of = NUMBERS

    def __init__(self, con):
        self.con = con
        self.book = NO_BOOK
        self.settings = Settings()
        self.clear()

    def clear(self):
        for table in (*RAW_TABLES, *EVIDENCE):
            self.con.execute(f"DELETE FROM warehouse.main.{table}")
        self._last = dict.fromkeys(NUMBERS, 0)
        self.source("log")

    def source(self, name, origin="studio", *, estimates=False, net=False):
        self.con.execute(
            "INSERT INTO warehouse.main.sources VALUES (?, ?, ?, ?)", [name, origin, estimates, net]
        )

    def insert(self, table, **columns):
        number = 0
        if table in NUMBERS:
            self._last[table] += 1
            number = self._last[table]
            columns = {NUMBERS[table]: number, "file_no": 1, "line": number} | columns
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.con.execute(
            f"INSERT INTO warehouse.main.{table} (content_hash, {names}) VALUES (hash(?), {marks})",
            [repr(sorted(columns.items())), *columns.values()],
        )
        return number

    def attempt(self, source_id=None, **columns):
        """An attempt a minute after the one before, completed ten seconds later, for 1 USD."""
        number = self._last["attempts"] + 1
        submitted_at = moment(columns.pop("submitted_at", FIRST_SUBMIT + timedelta(minutes=number)))
        status = columns.get("status", "succeeded")
        row = {
            "source": "log",
            "source_id": source_id or f"a{number}",
            "submitted_at": submitted_at,
            "completed_at": submitted_at + timedelta(seconds=10),
            "status": status,
            "n_requested": 1,
            "n_outputs": 1 if status == "succeeded" else None,
            "reported_cost": "1",
            "currency": "USD",
        }
        times = {k: moment(v) for k, v in columns.items() if k.endswith("_at") and v}
        return self.insert("attempts", **row | columns | times)

    def version(self, number, **columns):
        """One of several versions that an attempt was logged in; the attempt is their merger."""
        row = {"attempt_no": number, "file_no": 1, "line": number, "source": "log"}
        row |= {"source_id": f"a{number}", "submitted_at": FIRST_SUBMIT, "status": "succeeded"}
        times = {k: moment(v) for k, v in columns.items() if k.endswith("_at") and v}
        self.insert("attempt_versions", **row | columns | times)

    def asset(self, attempt_id, output_index=0, **columns):
        row = {"source": "log", "attempt_id": attempt_id, "output_index": output_index}
        return self.insert("assets", **row | columns)

    def verdict(self, asset_ref, decision="approved", at="3", **columns):
        row = {"source": "sheet", "stage": "qc", "asset_ref": asset_ref, "decision": decision}
        return self.insert("verdicts", **row | {"decided_at": moment(at)} | columns)

    def verdict_version(self, number, at="3", **columns):
        """One of several versions that a verdict was given in under its id."""
        place = {"verdict_no": number, "file_no": 1, "line": number, "source": "sheet"}
        self.insert("verdict_versions", **place | {"decided_at": moment(at)} | columns)

    def reviewed(self, at="1", **columns):
        """A decision on a call that gave nothing: from then on its work is known to be reviewed."""
        number = self.attempt(status="failed", reported_cost="0", **columns)
        return self.verdict(f"a{number}", "rejected", at)

    def entry(self, kind, at="1", account="team", **columns):
        row = {"source": "ledger", "account": account, "kind": kind, "at": moment(at)}
        times = {"expires_at": moment(columns.pop("expires_at"))} if "expires_at" in columns else {}
        return self.insert("ledger_entries", **row | {"promotional": False} | columns | times)

    def handover(self, asset_ref, at="4", **columns):
        row = {"source": "tool", "asset_ref": asset_ref, "destination": "frame.io"}
        return self.insert("handovers", **row | {"handed_over_at": moment(at)} | columns)

    def labour(self, kind, minutes, at="4", **columns):
        row = {"source": "hours", "kind": kind, "minutes": minutes, "at": moment(at)}
        return self.insert("labour", **row | columns)

    # --- files --------------------------------------------------------------------------------

    def file(self, path, role="final", at="4", **columns):
        """A picture in a scanned folder; its hash is its path unless said otherwise."""
        at = moment(at)
        row = {
            "path": path,
            "folder": role,
            "role": role,
            "bytes": 1,
            "modified_ns": 0,
            "modified_at": at,
            "dated_at": at,
            "first_seen_at": at,
            "reader_version": 1,
            "sha256": path,
            "kind": "image",
            "is_labelled_generated": False,
        }
        self._insert("media", row | columns)

    def shows(self, path, source_id, output_index=0, **columns):
        """A file is, or may be, an output."""
        row = {"media_sha256": path, "source": "log", "source_id": source_id}
        row |= {"output_index": output_index, "found_by": "hash", "confidence": "certain"}
        self._insert("media_matches", row | columns)

    def use(self, container, source_id, at="4", **columns):
        """An output placed in a timeline."""
        row = {
            "container": container,
            "container_name": container,
            "container_kind": "timeline",
            "is_newest": True,
            "used_at": moment(at),
            "media_ref": source_id,
            "enabled": True,
            "source": "log",
            "source_id": source_id,
            "output_index": 0,
        }
        self._insert("media_uses", row | columns)

    def by_use(self, asset_ref, source="finals", at="4"):
        """The verdict that a use gives."""
        reason = f"by use: {source}"
        return self.verdict(asset_ref, at=at, source=source, stage=None, reason=reason)

    def _insert(self, table, row):
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self.con.execute(
            f"INSERT INTO warehouse.main.{table} ({names}) VALUES ({marks})", [*row.values()]
        )

    # --- resolving ----------------------------------------------------------------------------

    def resolve(self, as_of="30", target="warehouse.main", **settings):
        if settings:
            self.settings = Settings(**settings)
        as_of, book = moment(as_of), self.book
        return resolve(self.con, as_of=as_of, settings=self.settings, book=book, target=target)

    def resolve_loaded(self, kind, number, as_of="30"):
        """Bring forward what stands, after one record was loaded: its kind and number."""
        con = self.con
        con.execute("CREATE OR REPLACE TABLE memory.main.touched_attempts (attempt_no BIGINT)")
        con.execute(
            "CREATE OR REPLACE TABLE memory.main.touched_references"
            " (record_kind VARCHAR, record_no BIGINT)"
        )
        if kind == "attempt":
            con.execute("INSERT INTO memory.main.touched_attempts VALUES (?)", [number])
        else:
            con.execute("INSERT INTO memory.main.touched_references VALUES (?, ?)", [kind, number])
        how = {"as_of": moment(as_of), "settings": self.settings, "book": self.book}
        return resolve(con, **how, only_loaded=True)

    def rows(self, query):
        return self.con.execute(query).fetchall()

    def row(self, query):
        (row,) = self.rows(query)
        return row[0] if len(row) == 1 else row

    def facts(self, columns, attempt_no=1):
        """Columns of one attempt's facts."""
        return self.row(f"SELECT {columns} FROM attempt_facts WHERE attempt_no = {attempt_no}")

    def outcomes(self, attempt_no=None):
        """The outcome of each output, in order; of one attempt, or of all."""
        where = f"WHERE attempt_no = {attempt_no}" if attempt_no else ""
        query = f"SELECT outcome FROM asset_outcomes {where} ORDER BY attempt_no, output_index"
        return [outcome for (outcome,) in self.rows(query)]

    def money(self, attempt_no=1):
        """The shares of an attempt's outputs, in order, as text without trailing zeros."""
        query = (
            "SELECT money::VARCHAR FROM asset_outcomes"
            f" WHERE attempt_no = {attempt_no} ORDER BY output_index"
        )
        return [share.rstrip("0").rstrip(".") for (share,) in self.rows(query)]

    def ledger(self):
        """Money by line of the waste ledger, in currency units, lines without money left out."""
        query = "SELECT line, sum(money)::DOUBLE FROM waste_ledger GROUP BY line"
        return {line: money for line, money in self.rows(query) if money}

    def gap(self, name):
        """How many of a kind of gap there are, 0 where none."""
        return self.row(f"SELECT coalesce(sum(n), 0)::BIGINT FROM gaps WHERE gap = '{name}'")


@pytest.fixture(scope="module")
def _warehouse(tmp_path_factory):
    with writing(tmp_path_factory.mktemp("records") / "warehouse.duckdb") as con:
        yield con


@pytest.fixture
def records(_warehouse):
    return Records(_warehouse)
