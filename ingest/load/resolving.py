"""What follows a load: stored relations are brought forward over what was loaded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duckdb import DuckDBPyConnection

    from data.pricing.book import PriceBook
    from data.settings import Settings


def resolve_loaded(con: DuckDBPyConnection, settings: Settings) -> None:
    """Bring stored relations forward over what was loaded, as of the settings' moment or now."""
    _resolve(con, settings, _book(settings))


@dataclass
class Resolving:
    """The same, with prices and rules read while the engine still writes what was loaded."""

    settings: Settings
    _ahead: Future[PriceBook] | None = None

    def read_ahead(self) -> None:
        """Begin to read them: a tenth of a second of our own time, beside one busy core."""
        if self._ahead is None:
            worker = ThreadPoolExecutor(1, thread_name_prefix="offcut-prices")
            self._ahead = worker.submit(_book, self.settings)
            worker.shutdown(wait=False)

    def __call__(self, con: DuckDBPyConnection, settings: Settings) -> None:
        """Resolve. Raises SettingsError where the prices do not hold together."""
        self.read_ahead()
        assert self._ahead is not None
        _resolve(con, settings, self._ahead.result())


def _resolve(con: DuckDBPyConnection, settings: Settings, book: PriceBook) -> None:
    from data.resolving.resolve import resolve
    from data.told.taken_in import take_in

    as_of = (settings.as_of or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    is_told_anew = take_in(con, settings)
    resolve(con, as_of=as_of, settings=settings, book=book, only_loaded=not is_told_anew)


def _book(settings: Settings) -> PriceBook:
    """The price book; its hash, and that of the rules, are taken with it and kept."""
    from data.pricing.book import SHIPPED, PriceBook
    from data.resolving.rules import rules_hash

    own = settings.prices_folder
    book = PriceBook.load((SHIPPED,) if own is None else (SHIPPED, own))
    _ = book.hash, rules_hash()
    return book
