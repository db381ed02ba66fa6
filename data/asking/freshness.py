"""How fresh what was loaded is: of each source its last record and its last load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.relations.texts import relation_sql

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class SourceFreshness:
    """One source. Times are naive UTC; `loaded_at` is None for what scans find."""

    source: str
    attempts: int
    assets: int
    verdicts: int
    bookings: int
    handovers: int
    labour: int
    last_record_at: datetime | None
    loaded_at: datetime | None

    @property
    def records(self) -> int:
        """All of them."""
        kinds = (self.attempts, self.assets, self.verdicts)
        return sum((*kinds, self.bookings, self.handovers, self.labour))

    def lag(self, at: datetime) -> timedelta | None:
        """How long before a moment (naive UTC) its last record was; None where it has no time."""
        if self.last_record_at is None:
            return None
        return max(at - self.last_record_at, at - at)


def fresh_sources(cursor: DuckDBPyConnection) -> tuple[SourceFreshness, ...]:
    """Every source that gave records, the freshest first."""
    rows = cursor.execute(relation_sql("fresh_sources")).fetchall()
    return tuple(SourceFreshness(*row) for row in rows)
