"""Bringing a warehouse forward: resolved anew by the rules of today, and published.

Whoever meets one that older rules made does it, under the lock of loads; until it is done, or where
it cannot be, figures are resolved in the reader's memory.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

from data.errors import WarehouseError
from data.lake.whereabouts import is_manifest
from data.resolving.resolve import resolve, stored_resolution
from data.resolving.rules import rules_hash
from data.warehouse.file import writing

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.pricing.book import PriceBook
    from data.settings import Settings

BROUGHT_FORWARD = (
    "The rules of the figures are newer than this warehouse: it is brought forward, once."
)


WORKED_OUT_ANEW = (
    "The rules of the figures are newer than what was published of this lake: figures are worked "
    "out anew in memory each time. `offcut resolve --lake PLACE` publishes them for all."
)


def said_of_one_behind(path: Path) -> str:
    """What becomes of a warehouse, or of what was published of a lake, that older rules made."""
    return WORKED_OUT_ANEW if is_manifest(path) else BROUGHT_FORWARD


def is_behind(cursor: DuckDBPyConnection) -> bool:
    """Whether other rules than those of today made the stored relations."""
    stamp = stored_resolution(cursor)
    return stamp is not None and stamp.rules_hash != rules_hash()


def bring_forward(path: Path, settings: Settings, book: PriceBook) -> bool:
    """Resolve and publish as of the settings' moment or now; False where it cannot be done now.

    That is so while a load runs, which does it itself, and where the folder cannot be written.
    """
    as_of = (settings.as_of or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    try:
        with writing(path, memory_limit=settings.memory_limit, wait_s=0) as con:
            resolve(con, as_of=as_of, settings=settings, book=book)
    except (WarehouseError, OSError):
        return False
    return True


def bring_forward_meanwhile(path: Path, settings: Settings, book: PriceBook) -> None:
    """The same in a thread of its own; should the process end first, nothing is lost."""

    def run() -> None:
        with suppress(Exception):
            bring_forward(path, settings, book)

    Thread(target=run, name="bring forward", daemon=True).start()
