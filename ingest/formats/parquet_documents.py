"""Splitting Parquet into rows, each a JSON object: nested columns as they are, times as text.

A time without a zone is written without an offset; what it means is the source's to say. Decimals
are text too, without their last zeros: ids are kept as decimals now and then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError
from ingest.formats.item import Item
from ingest.formats.json_values import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.formats.log_file import LogFile

MAGIC = b"PAR1"
DESCRIBED = "DESCRIBE FROM read_parquet(?)"
ROWS_AT_ONCE = 64
"""Rows that log whole answers are megabytes each."""


def parquet_columns(file: LogFile) -> list[str]:
    """The columns; [] for what is no Parquet file, or none that can be read."""
    if not file.first_bytes.startswith(MAGIC):
        return []
    try:
        return [name for name, *_ in _asked(file, DESCRIBED)]
    except RefusedFileError:
        return []


def parquet_rows(file: LogFile) -> Iterator[Item]:
    """One item per row, numbered from 1. Raises RefusedFileError where the file breaks off."""
    listed = ", ".join(_as_json(name, kind) for name, kind, *_ in _asked(file, DESCRIBED))
    rows = _asked(
        file, f"SELECT to_json(item)::VARCHAR FROM (SELECT {listed} FROM read_parquet(?)) AS item"
    )
    for number, (text,) in enumerate(rows, start=1):
        raw = text.encode()
        try:
            yield Item(number, raw, parse_json(raw))
        except ValueError as error:
            yield Item(number, raw, problem=str(error))


def _as_json(name: str, kind: str) -> str:
    quoted = '"' + name.replace('"', '""') + '"'
    if not kind.startswith("DECIMAL"):
        return quoted
    text = f"CAST({quoted} AS VARCHAR)"
    short = f"rtrim(rtrim({text}, '0'), '.')"
    return f"CASE WHEN contains({text}, '.') THEN {short} ELSE {text} END AS {quoted}"


def _asked(file: LogFile, query: str) -> Iterator[tuple[Any, ...]]:
    import duckdb

    from data.warehouse.file import in_memory

    with in_memory() as con:
        try:
            found = con.execute(query, [str(file.path)])
            while rows := found.fetchmany(ROWS_AT_ONCE):
                yield from rows
        except duckdb.Error as error:
            raise RefusedFileError(
                f"{file.name}: not a Parquet file that can be read: {str(error).splitlines()[0]}. "
                "Export it again."
            ) from error
