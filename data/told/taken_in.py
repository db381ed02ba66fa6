"""What people said, taken into the warehouse: its tables say it, and all is resolved by it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.pricing.book import SHIPPED, PriceBook
from data.resolving.resolve import resolve
from data.told.names import names_in_force
from data.told.references import references_in_force
from data.warehouse.file import writing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from data.settings import Settings

Row = tuple[str | None, ...]


def take_in(con: DuckDBPyConnection, settings: Settings) -> bool:
    """Bring the tables to what the journals say; whether that changed anything."""
    told = {"named_work": _names(settings), "told_references": _references(settings)}
    changed = [_is_new(con, table, rows) for table, rows in told.items()]
    return any(changed)


def _names(settings: Settings) -> list[Row]:
    return [(e.source, e.part, e.named, e.client, e.project) for e in names_in_force(settings)]


def _references(settings: Settings) -> list[Row]:
    return [
        (each.source, each.reference, each.attempt, f"{each.attempt}#{each.output_index}")
        for each in references_in_force(settings)
    ]


def _is_new(con: DuckDBPyConnection, table: str, rows: list[Row]) -> bool:
    """Replace the rows of a table where others are to stand there."""
    here = con.execute(f"SELECT * FROM warehouse.main.{table}").fetchall()
    if set(here) == set(rows):
        return False
    con.execute(f"DELETE FROM warehouse.main.{table}")
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        con.executemany(f"INSERT INTO warehouse.main.{table} VALUES ({marks})", rows)
    return True


def count_told(settings: Settings) -> bool:
    """Let figures count what was said: taken in, resolved anew, published; False: they do already.

    As of the settings' moment, or now. Raises WarehouseError.
    """
    as_of = (settings.as_of or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    own = settings.prices_folder
    book = PriceBook.load((SHIPPED,) if own is None else (SHIPPED, own))
    with writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        changed = take_in(con, settings)
        if changed:
            resolve(con, as_of=as_of, settings=settings, book=book)
    return changed
