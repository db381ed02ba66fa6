"""Runway: tasks of its API, and the workspace report of its web app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.formats.csv_documents import csv_rows
from ingest.source import Guess, Ignored, Item, Opened
from ingest.sources.parts.payloads import numbered
from ingest.sources.parts.several_shapes import SeveralShapes
from ingest.sources.runway.report import GUESSES, attempt, is_row
from ingest.sources.runway.tasks import Tasks

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Origin, Record
    from ingest.sources.parts.recorded import RecordedSource

PAGES = ("generations", "results", "data")
REPORT = "Runway's workspace report (one row per generation)"
USAGE, SUMS = "Runway's usage of credits by day", "usedCredits"


@dataclass(frozen=True)
class Runway(SeveralShapes):
    """Reads them; the account tells the two pools of credits apart: `api`, `web`."""

    name: ClassVar[str] = "runway"
    title: ClassVar[str] = "Runway: tasks of the API, workspace report of the web app"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "GET /v1/tasks/… as your own code stores it, with the request; or the workspace report, as "
        "CSV or JSON."
    )
    evidence: ClassVar[str] = "the client's schema for tasks; hearsay for the report"
    costs_are_net: ClassVar[bool] = True
    guesses: ClassVar[tuple[Guess, ...]] = GUESSES
    shapes: ClassVar[tuple[RecordedSource, ...]] = (Tasks(),)
    ours: ClassVar[re.Pattern[str]] = Tasks.addresses

    def identify(self, file: Opened) -> str | None:
        """By the columns or keys of the report or of the usage, else as any recorded call."""
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        rows = [set(file.header), *(set(each) for each in documents if isinstance(each, dict))]
        if any(self._is_row(keys, file) for keys in rows):
            return REPORT
        return USAGE if any(SUMS in keys for keys in rows) else super().identify(file)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The rows of a CSV, else JSON."""
        if self._is_row(set(file.header), file):
            return numbered(csv_rows(file))
        return super().documents(file)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The rows of a list or a list page."""
        listed = (document.get(n) for n in PAGES) if isinstance(document, dict) else ()
        found = next((each for each in listed if isinstance(each, list)), None)
        return super().unwrap(document if found is None else found)

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt, and the outputs where it is a task."""
        value = item.value
        if isinstance(value, dict) and self._is_row(set(value), file):
            return (
                attempt(value, lambda name: self.told(name, file), self.told_statuses(file), file),
            )
        if isinstance(value, dict) and SUMS in value:
            raise Ignored("a day's usage holds sums, not attempts")
        return super().records(item, file)

    def _is_row(self, keys: set[str], file: Opened) -> bool:
        return is_row(keys, lambda name: self.told(name, file))
