"""Parquet files that a source reads: each row as a JSON object, few at a time.

Maps read Parquet their own way, in `ingest/bulk`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from data.errors import RefusedFileError
from data.warehouse.file import in_memory
from ingest.formats.item import Item
from ingest.formats.json_values import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from ingest.formats.log_file import LogFile

MAGIC = b"PAR1"
ROWS_AT_ONCE = 64
"""Rows that log whole answers are megabytes each."""


def parquet_columns(file: LogFile) -> list[str]:
    """The names of the columns; none where it is no Parquet file, or a broken one."""
    if not file.first_bytes.startswith(MAGIC):
        return []
    try:
        with in_memory() as con:
            return list(_columns(con, file))
    except duckdb.Error:
        return []


def parquet_rows(file: LogFile) -> Iterator[Item]:
    """One item per row, numbered from 1. Raises RefusedFileError where it is not readable."""
    with in_memory() as con:
        try:
            listed = ", ".join(_as_json(*each) for each in _columns(con, file).items())
            con.execute(
                f"SELECT to_json(row_) FROM (SELECT {listed} FROM read_parquet(?)) AS row_",
                [str(file.path)],
            )
            number = 0
            while rows := con.fetchmany(ROWS_AT_ONCE):
                for (text,) in rows:
                    number += 1
                    raw = text.encode()
                    yield Item(number, raw, parse_json(raw))
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise RefusedFileError(f"{file.name}: not readable as Parquet: {first}") from error


def _columns(con: DuckDBPyConnection, file: LogFile) -> dict[str, str]:
    found = con.execute("DESCRIBE FROM read_parquet(?)", [str(file.path)]).fetchall()
    return {name: sql_type for name, sql_type, *_ in found}


def _as_json(name: str, sql_type: str) -> str:
    """A column for `to_json`: decimals as text, whole ones without their zeros, for ids too."""
    quoted = '"' + name.replace('"', '""') + '"'
    if not sql_type.startswith("DECIMAL"):
        return quoted
    return f"regexp_replace(CAST({quoted} AS VARCHAR), '\\.0*$', '') AS {quoted}"
