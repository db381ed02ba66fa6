"""What a changed price book does to loaded attempts: shown first, applied when asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal  # noqa: TC003 (a field of a dataclass)
from typing import TYPE_CHECKING

from data.asking.figures import Figures
from data.relations.texts import relation_sql
from data.resolving.resolve import resolve, stored_resolution
from data.warehouse.file import writing

if TYPE_CHECKING:
    from data.settings import Settings


@dataclass(frozen=True)
class PriceChange:
    """Attempts of one channel and model whose cost changes; None where it is not known."""

    channel: str | None
    model: str | None
    attempts: int
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Repricing:
    """All changes, the largest first, the spend that is known around them, if they were applied."""

    changes: tuple[PriceChange, ...]
    before: Decimal | None
    after: Decimal | None
    applied: bool


def reprice(settings: Settings, *, dry_run: bool) -> Repricing:
    """Compare the stored costs with those of the price book as it is now; apply unless a dry run.

    Both stand at the moment of the stored relations, so that only prices differ. Raises
    WarehouseError when there is nothing loaded.
    """
    figures = Figures.of(settings)
    with figures.reader:
        cursor = figures.open()
        stamp = stored_resolution(cursor)
        as_of = stamp.resolved_at if stamp else _now()
        cursor.execute("CREATE SCHEMA memory.repriced")
        resolve(cursor, as_of=as_of, settings=settings, book=figures.book, target="memory.repriced")
        rows = cursor.execute(relation_sql("price_changes")).fetchall()
        before, after = (
            cursor.execute(f"SELECT sum(cost) FROM {schema}.attempt_facts").fetchall()
            for schema in ("warehouse.main", "memory.repriced")
        )
    changes = tuple(PriceChange(*row) for row in rows)
    if changes and not dry_run:
        with writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
            resolve(con, as_of=_now(), settings=settings, book=figures.book)
    return Repricing(changes, before[0][0], after[0][0], applied=bool(changes) and not dry_run)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
