"""Publishing a warehouse as a lake's facts: Parquet by month of submit, then one manifest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from data.lake.manifest import (
    FACTS,
    WRITTEN,
    FactsFile,
    Manifest,
    read_manifest,
    replace_manifest,
    sweep,
)
from data.relations import rollups
from data.warehouse.schema_steps import ALIAS, newest_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.lake.place import Lake
    from data.resolving.resolve import Resolution

BY_MONTH = {
    "resolved_attempts": "submitted_at",
    "brief_facts": "submitted_at",
    "people_facts": "submitted_at",
    "attempts": "submitted_at",
    "attempt_versions": "submitted_at",
}
"""Tables that are written a month at a time, and the moment that decides."""
TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main'"
MOST_OPEN = 24
"""Months written at a time: each holds on to rows."""


def publish(
    con: DuckDBPyConnection,
    lake: Lake,
    resolution: Resolution,
    scratch: Path,
    grace: timedelta,
    write: Callable[[str, str], tuple[FactsFile, ...]],
) -> Manifest:
    """Write all tables of the attached warehouse, and let them stand at once.

    `write` writes a table into a folder of the lake, and says which files it is in then. Until the
    manifest is replaced nothing has happened; what a publication left behind that was killed before
    is swept with those that gave way long ago.
    """
    before, begun = read_manifest(lake), datetime.now(UTC).replace(tzinfo=None)
    folder = f"{FACTS}/{begun.strftime(WRITTEN)}-{uuid4().hex[:8]}"
    tables = {
        table: write(table, folder)
        for (table,) in con.execute(TABLES, [ALIAS]).fetchall()
        if table != "schema_versions"
    }
    tables |= _rolled_up(con, lake, folder, scratch)
    now = datetime.now(UTC).replace(tzinfo=None)
    gone = {} if before is None else {**before.superseded, before.folder: now}
    manifest = Manifest(
        published_at=now,
        folder=folder,
        schema_version=newest_version(),
        resolved_at=resolution.resolved_at,
        settings_hash=resolution.settings_hash,
        price_book_hash=resolution.price_book_hash,
        rules_hash=resolution.rules_hash,
        next_event_at=resolution.next_event_at,
        tables=tables,
        superseded=gone,
    )
    replace_manifest(lake, manifest)
    swept = sweep(lake, manifest, now, grace)
    if swept != manifest:
        replace_manifest(lake, swept)
    return swept


def _rolled_up(
    con: DuckDBPyConnection, lake: Lake, folder: str, scratch: Path
) -> dict[str, tuple[FactsFile, ...]]:
    """Write the roll-ups, where there are so many attempts that figures need them."""
    asked = f"SELECT count(*) FROM {ALIAS}.main.resolved_attempts"
    (attempts,) = con.execute(asked).fetchall()[0]
    if attempts < rollups.FROM_ATTEMPTS:
        return {}
    queries = {k: v for each in rollups.ROLLUPS for k, v in each.queries().items()}
    return {
        name: _write(con, lake, f"({query})", f"{folder}/{name}", scratch / name)
        for name, query in queries.items()
    }


def write_table(
    con: DuckDBPyConnection, lake: Lake, table: str, folder: str, scratch: Path
) -> tuple[FactsFile, ...]:
    """Write one table, apart first; the files it is in then, by their names in the lake."""
    rows, moment = f"{ALIAS}.main.{table}", BY_MONTH.get(table, "")
    return _write(con, lake, rows, f"{folder}/{table}", scratch / table, moment)


def _write(
    con: DuckDBPyConnection, lake: Lake, rows: str, folder: str, apart: Path, moment: str = ""
) -> tuple[FactsFile, ...]:
    apart.mkdir()
    if moment:
        con.execute(f"SET partitioned_write_max_open_files = {MOST_OPEN}")
        con.execute(
            f"COPY (SELECT *, strftime({moment}, '%Y-%m') AS month FROM {rows}) "
            f"TO '{_quoted(apart)}' (FORMAT parquet, PARTITION_BY (month), COMPRESSION zstd, "
            "OVERWRITE_OR_IGNORE)"
        )
    else:
        con.execute(
            f"COPY (FROM {rows}) TO '{_quoted(apart / 'rows.parquet')}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    return tuple(
        _take_in(con, lake, file, f"{folder}/{file.relative_to(apart).as_posix()}")
        for file in sorted(apart.rglob("*.parquet"))
    )


def _take_in(con: DuckDBPyConnection, lake: Lake, file: Path, name: str) -> FactsFile:
    asked = "SELECT num_rows FROM parquet_file_metadata(?)"
    (rows,) = con.execute(asked, [str(file)]).fetchall()[0]
    lake.take_in(file, name)
    return FactsFile(name=name, rows=rows)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
