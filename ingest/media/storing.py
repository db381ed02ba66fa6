"""What a scan found, into the warehouse: a row per file, a row per place in a container."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingest.media.dates import dated_at, modified_at
from ingest.storing.sql_text import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.warehouse.media_records import Use
    from ingest.media.examine import Examined

TABLES = ("media", "media_uses")
MADE_FROM = "picture"
"""The kind of container that a final is whose metadata name what it was made from. What an output
was made from is no use of it."""
Row = dict[str, Any]


def store(
    con: DuckDBPyConnection,
    found: Iterable[Examined],
    scratch: Path,
    *,
    zone: tzinfo,
    now: datetime,
    reader_version: int,
) -> None:
    """Write what was found of files in the place of what was known of them."""
    spools = {table: scratch / f"{table}.jsonl" for table in TABLES}
    with spools["media"].open("w") as media, spools["media_uses"].open("w") as uses:
        for each in found:
            row = _file_row(each, zone, now) | {"reader_version": reader_version}
            media.write(_line(row))
            uses.writelines(map(_line, _use_rows(each, row["dated_at"])))
    for table in TABLES:
        con.execute(f"CREATE OR REPLACE TEMP TABLE found_{table} AS {_read(con, table, spools)}")
    con.execute(
        "UPDATE found_media SET first_seen_at = k.first_seen_at"
        " FROM warehouse.main.media AS k WHERE k.path = found_media.path"
    )
    con.execute("DELETE FROM warehouse.main.media WHERE path IN (SELECT path FROM found_media)")
    con.execute("DELETE FROM warehouse.main.media_uses WHERE container IN"
                " (SELECT path FROM found_media)")  # fmt: skip
    for table in TABLES:
        con.execute(f"INSERT INTO warehouse.main.{table} BY NAME FROM found_{table}")


def _file_row(examined: Examined, zone: tzinfo, now: datetime) -> Row:
    seen, facts = examined.seen, examined.facts
    told = {} if facts is None else facts.model_dump(exclude={"made_from"})
    if facts is None and examined.problem is None:
        told["kind"] = "document"
    return {
        **vars(seen),
        **told,
        "modified_at": modified_at(seen.modified_ns),
        "dated_at": dated_at(seen.path, seen.folder, seen.modified_ns, zone, now),
        "first_seen_at": now,
        "sha256": examined.sha256,
        "problem": examined.problem,
        "notes": [*told.get("notes", ()), *(n for c in examined.containers for n in c.notes)],
    }


def _use_rows(examined: Examined, used_at: datetime) -> Iterator[Row]:
    path = examined.seen.path
    for container in examined.containers:
        for use in container.uses:
            yield _use_row(path, container.name, container.kind, used_at, use)
    if examined.facts and examined.seen.role == "final":
        for use in examined.facts.made_from:
            yield _use_row(path, path, MADE_FROM, used_at, use)


def _use_row(path: str, name: str, kind: str, used_at: datetime, use: Use) -> Row:
    return {
        **use.model_dump(),
        "container": path,
        "container_name": name,
        "container_kind": kind,
        "is_newest": True,
        "used_at": used_at,
    }


def forget(con: DuckDBPyConnection, gone: Sequence[str], now: datetime) -> None:
    """Mark files that are not there any more; what was placed in them is placed no longer."""
    moment = now.astimezone(UTC).replace(tzinfo=None)
    for path in gone:
        con.execute("UPDATE warehouse.main.media SET gone_at = ? WHERE path = ?", [moment, path])
        con.execute("DELETE FROM warehouse.main.media_uses WHERE container = ?", [path])


def _line(row: Row) -> str:
    return json.dumps(row, default=_in_text) + "\n"


def _in_text(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    assert isinstance(value, datetime)
    return value.astimezone(UTC).replace(tzinfo=None).isoformat()


def _read(con: DuckDBPyConnection, table: str, spools: dict[str, Path]) -> str:
    """SQL: the spool as rows of the table, text as bytes where the table has bytes."""
    columns = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns()"
        " WHERE database_name = 'warehouse' AND table_name = ?",
        [table],
    ).fetchall()
    declared = ", ".join(
        f"{identifier(name)}: {literal('VARCHAR' if kind == 'BLOB' else kind)}"
        for name, kind in columns
    )
    chosen = ", ".join(
        f"from_base64({identifier(name)}) AS {identifier(name)}" if kind == "BLOB"
        else identifier(name)
        for name, kind in columns
    )  # fmt: skip
    return (
        f"SELECT {chosen} FROM read_json({literal(str(spools[table]))},"
        f" format = 'newline_delimited', maximum_object_size = 67108864, columns = {{{declared}}})"
    )
