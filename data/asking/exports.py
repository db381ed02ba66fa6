"""Relations as files that people take away: CSV or Parquet, written by DuckDB itself."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

import duckdb

from data.asking.tags import check_tags
from data.errors import QuestionError, UnwrittenError, unknown_name
from data.metrics.dimensions import is_tag
from data.relations.texts import relation_sql
from data.warehouse.trouble import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.settings import Settings

_RELATIONS: dict[str, str] = {
    "attempts": "exported_attempts",
    "assets": "exported_assets",
    "ledger": "exported_shares",
}
_ORDERS = {
    "attempts": "submitted_at, source, source_id",
    "assets": "submitted_at, source, source_id, output_index",
    "ledger": "submitted_at, source, source_id, output_index, line, money",
}
"""Told by what the logs say alone, so that the order of loading does not show."""
_OPTIONS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet, COMPRESSION zstd"}
_SCRATCH = ".offcut-export-"
_FORMULA = r"^[=+\-@\t\r\n]"
"""Text that starts like this is executed by spreadsheets (OWASP, CSV injection)."""


def export(
    cursor: DuckDBPyConnection,
    what: str,
    to: Path | None,
    *,
    selection: Selection,
    settings: Settings,
) -> int:
    """Write attempts, assets or the ledger of the selection as .csv or .parquet.

    Without `to`, CSV goes to standard output. Returns the number of rows. The file appears whole
    or not at all. In CSV, text that a spreadsheet would execute gets a leading apostrophe; numbers
    are left alone. Raises QuestionError for another ending, a missing folder, or a filter that
    does not fit, UnwrittenError where the disk will not have it.
    """
    ending = _ending(to)
    if what not in _RELATIONS:
        raise QuestionError(unknown_name("relation to export", what, _RELATIONS))
    if what == "attempts" and selection.splits_outputs:
        raise QuestionError(
            "Attempts cannot be filtered by outcome, reason, reviewer or stage, which belong to "
            "single outputs. Export assets or the ledger instead."
        )
    where, parameters = selection.where(settings)
    rows_of = f"SELECT * FROM ({relation_sql(_RELATIONS[what])})"
    names = [name for name, _ in selection.filters]
    if any(map(is_tag, names)):
        check_tags(cursor, names)
        rows_of = f"SELECT * EXCLUDE (attempt_no) FROM ({_numbered(rows_of)})"
    query = f"{rows_of} WHERE {where} ORDER BY {_ORDERS[what]}"
    if ending == ".csv":
        query = _without_formulas(cursor, query, parameters)
    with _told_of(to), TemporaryDirectory(prefix=_SCRATCH, dir=to and to.parent) as folder:
        written = Path(folder) / f"rows{ending}"
        (rows,) = cursor.execute(
            f"COPY ({query}) TO ? ({_OPTIONS[ending]})", [*parameters, str(written)]
        ).fetchall()[0]
        _deliver(written, to)
    return int(rows)


def _numbered(rows: str) -> str:
    """These rows with the number of their attempt, by which its tags are found."""
    return (
        f"SELECT e.*, n.attempt_no FROM ({rows}) AS e "
        "LEFT JOIN attempts AS n ON n.source = e.source AND n.source_id = e.source_id"
    )


@contextmanager
def _told_of(to: Path | None) -> Iterator[None]:
    """Trouble with the disk becomes an UnwrittenError; that of standard output stays what it is."""
    try:
        yield
    except duckdb.Error as error:
        if reason := unwritten(error):
            raise UnwrittenError(_cannot_write(to, reason)) from error
        raise
    except OSError as error:
        if to is not None and error.strerror:
            raise UnwrittenError(_cannot_write(to, error.strerror)) from error
        raise


def _cannot_write(to: Path | None, reason: str) -> str:
    if to is not None:
        return (
            f"{to}: the rows cannot be written: {reason}. Make room, or name another place with "
            "--to; what was there before is as it was."
        )
    return (
        f"{gettempdir()}: the rows are put together there, and cannot be: {reason}. Make room, "
        "or name another folder with TMPDIR, or a file with --to."
    )


def _ending(to: Path | None) -> str:
    ending = ".csv" if to is None else to.suffix.lower()
    if ending not in _OPTIONS:
        raise QuestionError(f"{to}: not a file this can write. Name it .csv or .parquet.")
    if to is not None and not to.absolute().parent.is_dir():
        raise QuestionError(f"{to}: there is no folder {to.absolute().parent}. Make it first.")
    return ending


def _without_formulas(
    cursor: DuckDBPyConnection, query: str, parameters: tuple[object, ...]
) -> str:
    """The query with an apostrophe before text that begins like a formula."""
    described = cursor.execute(f"DESCRIBE {query}", parameters).fetchall()
    texts = [name for name, kind, *_ in described if kind == "VARCHAR"]
    guarded = ", ".join(
        f"""CASE WHEN regexp_matches("{name}", '{_FORMULA}') THEN '''' || "{name}" """
        f"""ELSE "{name}" END AS "{name}\""""
        for name in texts
    )
    return f"SELECT * REPLACE ({guarded}) FROM ({query})"


def _deliver(written: Path, to: Path | None) -> None:
    if to is not None:
        written.replace(to)
        return
    sys.stdout.flush()
    with written.open("rb") as rows:
        shutil.copyfileobj(rows, sys.stdout.buffer)
