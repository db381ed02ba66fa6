"""SQLite databases: one that a program has open is read from a copy, and never written to."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from data.errors import RefusedFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.formats.log_file import LogFile

MAGIC = b"SQLite format 3\0"
NOT_WRITTEN_YET = "-wal"
"""At the end of the name of what a program has not brought into its database yet."""
ROWS_AT_ONCE = 256


def standing_still(path: Path, name: str, scratch: Path) -> Path:
    """A copy of a database with all that was written, in one file; any other file as it is.

    Raises RefusedFileError where it cannot be read.
    """
    with path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            return path
    copy = Path(mkdtemp(prefix="database-", dir=scratch)) / "copy.db"
    shutil.copyfile(path, copy)
    beside = path.with_name(path.name + NOT_WRITTEN_YET)
    if beside.is_file():
        shutil.copyfile(beside, copy.with_name(copy.name + NOT_WRITTEN_YET))
    try:
        with closing(sqlite3.connect(copy)) as con:
            con.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.Error as error:
        raise RefusedFileError(_unread(name, error)) from error
    return copy


def columns_of_tables(file: LogFile) -> dict[str, set[str]]:
    """The columns of each table; empty for what is no database, or none that can be read."""
    if not file.first_bytes.startswith(MAGIC):
        return {}
    query = (
        "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table'"
    )
    found: dict[str, set[str]] = {}
    try:
        for table, column in asked(file, query):
            found.setdefault(table, set()).add(column)
    except RefusedFileError:
        return {}
    return found


def asked(file: LogFile, query: str, given: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
    """The rows of a query, by name. Raises RefusedFileError where the database breaks off."""
    try:
        with closing(sqlite3.connect(f"{file.path.absolute().as_uri()}?mode=ro", uri=True)) as con:
            con.row_factory = sqlite3.Row
            con.text_factory = _text
            rows = con.execute(query, given)
            while found := rows.fetchmany(ROWS_AT_ONCE):
                yield from found
    except sqlite3.Error as error:
        raise RefusedFileError(_unread(file.name, error)) from error


def _text(written: bytes) -> str:
    return written.decode("utf-8", "replace")


def _unread(name: str, error: sqlite3.Error) -> str:
    return (
        f"{name}: an SQLite database that cannot be read: {error}. Close the program that writes "
        "it, and load it again."
    )
