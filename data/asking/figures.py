"""The one door to every figure: a warehouse, settings and a price book, asked with a selection.

The command line and the dashboard both come in here, so that the same question has one answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from data.asking.exports import export
from data.asking.kept_cursors import cursor_kept
from data.asking.measure import counted_values, ledger, measure, values
from data.asking.observed_units import Observed, observed_units
from data.asking.proof import Proof, proof
from data.asking.tags import kept_tags
from data.errors import OlderWarehouseError
from data.pricing.book import SHIPPED, PriceBook
from data.relations.named_columns import over_named_columns
from data.resolving.forward import (
    BROUGHT_FORWARD,
    bring_forward,
    is_behind,
    said_of_one_behind,
)
from data.resolving.moments import relations_for
from data.warehouse.file import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from data.asking.selection import Selection
    from data.asking.table import Ledger, Measures
    from data.metrics.dimensions import Key
    from data.settings import Settings
    from data.warehouse.file import Generation

    Forward = Callable[[Path, Settings, PriceBook], object]


@dataclass
class Figures:
    """Answers about one warehouse under one set of settings. Safe to share between threads."""

    settings: Settings
    reader: Reader
    forward: Forward = bring_forward
    """Brings a warehouse forward that older rules made: at once, or meanwhile."""
    say: Callable[[str], None] = lambda _text: None
    """Hears what takes long."""
    _looked_at: Generation | None = None
    """The published file of which it is known whether older rules made it."""

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        forward: Forward = bring_forward,
        say: Callable[[str], None] = lambda _text: None,
    ) -> Figures:
        """The figures of the warehouse that the settings name; opened at the first question."""
        return cls(settings, Reader(settings.warehouse, settings.memory_limit), forward, say)

    @property
    def price_folders(self) -> tuple[Path, ...]:
        """The folders of the price book, the shipped one first."""
        own = self.settings.prices_folder
        return (SHIPPED,) if own is None else (SHIPPED, own)

    @cached_property
    def book(self) -> PriceBook:
        """The shipped price book with the team's own folder on top."""
        return PriceBook.load(self.price_folders)

    def under(self, settings: Settings, book: PriceBook) -> Figures:
        """The same warehouse asked under other settings or another price book.

        It is never brought forward under them: what is stored belongs to those in force.
        """
        other = Figures(settings, self.reader, lambda *_: False, self.say)
        other.book, other._looked_at = book, self.reader.generation
        return other

    def as_of(self, selection: Selection) -> datetime:
        """The moment the figures stand at, naive UTC: the selection's, the settings', or now."""
        moment = selection.as_of or self.settings.as_of or datetime.now(UTC)
        return moment.astimezone(UTC).replace(tzinfo=None)

    def open(self) -> DuckDBPyConnection:
        """A cursor on the published file, which is brought forward where older rules made it."""
        try:
            cursor = self.reader.cursor()
        except OlderWarehouseError:
            self.say(BROUGHT_FORWARD)
            bring_forward(self.settings.warehouse, self.settings, self.book)
            cursor = self.reader.cursor()
        generation = self.reader.generation
        if generation == self._looked_at:
            return cursor
        self._looked_at = generation
        if not is_behind(cursor):
            return cursor
        self.say(said_of_one_behind(self.settings.warehouse))
        self.forward(self.settings.warehouse, self.settings, self.book)
        return self.reader.cursor()

    def cursor(self, selection: Selection) -> DuckDBPyConnection:
        """A cursor whose relations stand at the selection's moment; see `kept_cursors`."""
        at = self.as_of(selection)
        of = (self.reader.generation, self.settings.resolution_hash, self.book.hash)
        return cursor_kept((id(self.reader), at, *of), lambda: self._pointed(at))

    def _pointed(self, at: datetime) -> DuckDBPyConnection:
        cursor = self.open()
        relations_for(cursor, as_of=at, settings=self.settings, book=self.book)
        return cursor

    def ask(
        self, selection: Selection, query: str, parameters: Sequence[object]
    ) -> DuckDBPyConnection:
        """A query over relations that stand at the selection's moment, with these values bound.

        It names every column that it is about.
        """
        cursor = self.cursor(selection)
        return cursor.execute(over_named_columns(cursor, query), parameters)

    def measure(
        self,
        metrics: Sequence[str] = (),
        *,
        by: Sequence[str] = (),
        selection: Selection,
        limit: int | None = None,
    ) -> Measures:
        """Any metrics by any dimensions, or the headline; with a limit the first groups."""
        return measure(
            self.cursor(selection),
            metrics,
            by=by,
            selection=selection,
            settings=self.settings,
            limit=limit,
        )

    def ledger(self, *, by: Sequence[str] = (), selection: Selection) -> Ledger:
        """The waste ledger: a row per group and line, and its total."""
        cursor = self.cursor(selection)
        return ledger(cursor, by=by, selection=selection, settings=self.settings)

    def values(self, dimension: str, selection: Selection, limit: int) -> list[Key]:
        """The first groups a dimension has in the selection: the costliest, or by time."""
        cursor = self.cursor(selection)
        return values(cursor, dimension, selection=selection, settings=self.settings, limit=limit)

    def counted_values(
        self, dimension: str, selection: Selection, limit: int
    ) -> list[tuple[Key, int]]:
        """The same, each with its number of attempts."""
        return counted_values(
            self.cursor(selection),
            dimension,
            selection=selection,
            settings=self.settings,
            limit=limit,
        )

    def tags(self, selection: Selection) -> tuple[str, ...]:
        """The names of the tags that people keep, each a dimension `tag:NAME`."""
        return kept_tags(self.cursor(selection))

    def proof(self, selection: Selection) -> Proof:
        """The proof screen."""
        cursor = self.cursor(selection)
        return proof(cursor, selection=selection, settings=self.settings, book=self.book)

    def observed_units(self, selection: Selection) -> tuple[Observed, ...]:
        """Where the bills of the last 30 days and the price book disagree."""
        return observed_units(self.cursor(selection), self.book, self.settings.currency)

    def export(self, what: str, to: Path | None, selection: Selection) -> int:
        """Write rows as CSV or Parquet; how many."""
        return export(self.cursor(selection), what, to, selection=selection, settings=self.settings)
