"""What is asked of a warehouse about credits, and what the answer is looked up in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from duckdb import DuckDBPyConnection

    from data.commitments.question import SizingQuestion
    from data.commitments.terms.book import PlanBook
    from data.pricing.book import PriceBook
    from data.pricing.currencies import CurrencyRate
    from data.settings import Settings


@dataclass(frozen=True)
class Asking:
    """What is asked, and what it is answered from."""

    cursor: DuckDBPyConnection
    settings: Settings
    at: datetime
    book: PlanBook
    asked: SizingQuestion
    prices: PriceBook

    @property
    def rates(self) -> tuple[CurrencyRate, ...]:
        """The exchange rates of all days."""
        return self.prices.rates

    @property
    def today(self) -> date:
        """The local day of the moment: what is bought is bought then, however old the log is."""
        return self.at.replace(tzinfo=UTC).astimezone(self.settings.zone).date()

    @property
    def instead(self) -> dict[str, str]:
        """Which model does the work of each of ours elsewhere."""
        return dict(self.asked.instead)
