"""A service whose answers have several shapes, each read by tables of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.parts.payloads import numbered, text_of
from ingest.sources.parts.recorded import call_in

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Record
    from ingest.sources.parts.recorded import RecordedSource


@dataclass(frozen=True)
class SeveralShapes(Source):
    """A source whose answers have several shapes, each read by tables of its own."""

    shapes: ClassVar[tuple[RecordedSource, ...]]
    ours: ClassVar[re.Pattern[str]]
    """Addresses that are its own although no shape reads what they answer."""

    def identify(self, file: Opened) -> str | None:
        """What the first shape that claims a document says."""
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        return next((words for each in documents if (words := self.claim(each))), None)

    def claim(self, document: Any) -> str | None:
        """Why one document is this source's, or None."""
        return next((words for shape in self.shapes if (words := shape.claim(document))), None)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items; those of equal content are told apart."""
        return numbered(super().documents(file))

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """What the shape that claims the item makes of it."""
        shape = next((each for each in self.shapes if each.claim(item.value)), None)
        if shape is not None:
            return shape.records(item, file)
        call = call_in(item.value) if isinstance(item.value, dict) else {}
        if self.ours.search(text_of(call.get("uri", call.get("url")))):
            raise Ignored("not a call that makes media")
        raise Refused(f"not an answer of {self.title}: {shortened(item.value)}")
