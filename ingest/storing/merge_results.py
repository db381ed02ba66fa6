"""What merging reports, in tables of the staging area: fates of records, and what was touched."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ingest.storing.readings import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATEMENTS = files("ingest.storing") / "sql"
RESULTS = """
    CREATE TABLE IF NOT EXISTS memory.main.fates
        (file_no INTEGER, item BIGINT, is_first BOOLEAN, fate VARCHAR, records BIGINT DEFAULT 1);
    CREATE TABLE IF NOT EXISTS memory.main.touched_attempts (attempt_no BIGINT);
    CREATE TABLE IF NOT EXISTS memory.main.touched_references
        (record_kind VARCHAR, record_no BIGINT);
"""


@cache
def statement(name: str) -> str:
    """One of the statements in `ingest/storing/sql`."""
    return (STATEMENTS / f"{name}.sql").read_text("utf-8")


def prepare(con: DuckDBPyConnection) -> None:
    """Make the tables that a merge reports in, and those on files loaded before."""
    con.execute(RESULTS)
    con.execute(TABLES)


def touch_attempts_of_assets(con: DuckDBPyConnection) -> None:
    """An attempt whose outputs changed has changed too."""
    con.execute("""
        INSERT INTO memory.main.touched_attempts
        SELECT DISTINCT attempts.attempt_no
        FROM memory.main.touched_references AS touched
        JOIN warehouse.main.assets ON assets.asset_no = touched.record_no
        JOIN warehouse.main.attempts
            ON attempts.source = assets.source AND attempts.source_id = assets.attempt_id
        WHERE touched.record_kind = 'asset'
    """)


def item_fates(con: DuckDBPyConnection) -> dict[int, Counter[str]]:
    """For each file, how many of its input records had which fate; then they are forgotten."""
    fates: dict[int, Counter[str]] = defaultdict(Counter)
    for file_no, fate, records in con.execute(statement("item_fates")).fetchall():
        fates[file_no][fate] = records
    con.execute("DELETE FROM memory.main.fates")
    return fates
