"""The source of verdicts that a scan writes down for itself to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.warehouse.records import Verdict
from data.warehouse.scan_log import SOURCE
from ingest.source import Item, Opened, Source

if TYPE_CHECKING:
    from collections.abc import Iterable


class VerdictLog(Source):
    """Reads what a scan wrote; nobody else writes such a file, so it is among no others."""

    name = SOURCE
    title = "what a scan found to be used"
    origin = "studio"
    where = "`offcut scan` writes and loads it by itself."

    def identify(self, file: Opened) -> str | None:
        """Never by itself."""
        del file
        return None

    def records(self, item: Item, file: Opened) -> Iterable[Verdict]:
        """One verdict."""
        del file
        yield Verdict.model_validate(item.value, strict=False)
