"""Validated records on their way into the warehouse: spooled as JSON lines, read into typed tables.

A staged row has `rid` (unique), `file_no`, `item` (which input record of the file it came from),
`line`, `is_first` (whether it decides that item's fate) and the logged columns of its kind.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from ingest.formats.item import Refused
from ingest.maps.records import derive_times
from ingest.maps.values import OUTPUTS, bare
from ingest.storing.kinds import KINDS, RecordKind
from ingest.storing.prompts import QUOTING, of_prompt, without_echo
from ingest.storing.sql_text import identifier, literal

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from duckdb import DuckDBPyConnection

    from data.warehouse.records import Record

    Mark = tuple[int, dict[RecordKind, int]]

PLACE_COLUMNS = {
    "rid": "BIGINT",
    "file_no": "INTEGER",
    "item": "BIGINT",
    "line": "BIGINT",
    "is_first": "BOOLEAN",
}
LONGEST_ROW = 15 * 2**20
"""DuckDB reads JSON objects of up to 16 MiB; no sane record comes near."""


def line_of(record: Record, *, store_prompts: bool) -> bytes:
    """The record as a line of the spool. Raises Refused where it cannot be stored."""
    return as_json(row_of(record, store_prompts=store_prompts))


def row_of(record: Record, *, store_prompts: bool) -> dict[str, Any]:
    """The logged columns of a record as they are stored; what is not known is left out.

    Prompts become their hash and length unless they may be stored; addresses anywhere lose what
    opens them.
    """
    row = {name: value for name, value in record if value is not None}
    row = {name: value for name, value in row.items() if value != () or name == OUTPUTS}
    prompt = row.pop("prompt", None)
    if prompt is not None:
        row |= of_prompt(prompt, store_prompts=store_prompts)
    if not store_prompts:
        row |= {name: without_echo(row[name], prompt) for name in QUOTING if name in row}
    if record.table == "attempts":
        derive_times(row)
    for name, value in row.items():
        if isinstance(value, str):
            row[name] = bare(name, value)
        elif isinstance(value, tuple):
            row[name] = [bare(name, each) for each in value]
    return row


def as_json(row: dict[str, Any]) -> bytes:
    """One row as a JSON line.

    Raises Refused for text that is not Unicode, and for a record beyond all measure.
    """
    try:
        line = json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n"
    except UnicodeEncodeError as error:
        raise Refused(f"not Unicode text: {error.object[error.start]!r} stands alone") from None
    if len(line) > LONGEST_ROW:
        raise Refused(f"one record of {len(line):,} bytes; at most {LONGEST_ROW:,} are kept")
    return line


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


@dataclass
class Spool:
    """Records on disk until there are enough to stage."""

    folder: Path
    name: str = "spool"
    n_rows: int = 0
    _streams: dict[RecordKind, BinaryIO] = field(default_factory=dict)

    def add(
        self, kind: RecordKind, row: bytes, file_no: int, item: int, line: int, *, is_first: bool
    ) -> None:
        """Note one record, written by `line_of`."""
        self.n_rows += 1
        place = {
            "rid": self.n_rows, "file_no": file_no, "item": item, "line": line, "is_first": is_first
        }  # fmt: skip
        self._stream(kind).write(json.dumps(place)[:-1].encode() + b"," + row[1:])

    def _stream(self, kind: RecordKind) -> BinaryIO:
        if kind not in self._streams:
            self._streams[kind] = (self.folder / f"{self.name}_{kind.table}.jsonl").open("wb")
        return self._streams[kind]

    def mark(self) -> Mark:
        """Where the spool stands now."""
        return self.n_rows, {kind: stream.tell() for kind, stream in self._streams.items()}

    def go_back(self, mark: Mark) -> None:
        """Forget what was added after a mark."""
        self.n_rows, positions = mark
        for kind in list(self._streams):
            if kind in positions:
                self._streams[kind].seek(positions[kind])
                self._streams[kind].truncate()
            else:
                self._streams.pop(kind).close()

    def __enter__(self) -> Self:
        """Use as a context manager to let go of the files at the end."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        for stream in self._streams.values():
            stream.close()

    def stage(self, con: DuckDBPyConnection, prefix: str = "staged") -> list[RecordKind]:
        """Move all into tables `memory.main.staged_…`; returns the kinds, the spool empty then."""
        for kind, stream in self._streams.items():
            stream.close()
            con.execute(f"CREATE TABLE {staged(kind, prefix)} AS {_read(kind, stream.name)}")
        kinds = [kind for kind in KINDS.values() if kind in self._streams]
        self._streams, self.n_rows = {}, 0
        return kinds


def staged(kind: RecordKind, prefix: str = "staged") -> str:
    """The relation of a kind's staged rows."""
    return f"memory.main.{prefix}_{kind.table}"


def drop(con: DuckDBPyConnection, relation: str) -> None:
    """Forget a table of the staging area."""
    con.execute(f"DROP TABLE IF EXISTS {relation}")


def _read(kind: RecordKind, path: str) -> str:
    """SQL: the spool as typed rows. Times carry an offset; decimals are text until cast."""
    columns = PLACE_COLUMNS | kind.columns
    read = {name: _read_as(sql_type) for name, sql_type in columns.items()}
    declared = ", ".join(f"{identifier(name)}: {literal(each)}" for name, each in read.items())
    chosen = ", ".join(
        f"{identifier(name)}::{sql_type} AS {identifier(name)}"
        for name, sql_type in columns.items()
    )
    return (
        f"SELECT {chosen} FROM read_json({literal(path)}, format = 'newline_delimited', "
        f"compression = 'none', columns = {{{declared}}})"
    )


def _read_as(sql_type: str) -> str:
    return {"TIMESTAMP": "TIMESTAMPTZ", "DECIMAL(38, 12)": "VARCHAR"}.get(sql_type, sql_type)
