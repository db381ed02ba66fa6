"""Google Gemini image models and Veo, through AI Studio or Vertex AI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.source import Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.gemini import content, video
from ingest.sources.gemini.payload import Exchange
from ingest.sources.gemini.shapes import shape_of
from ingest.sources.gemini.streams import CHUNK, gathered, streams
from ingest.sources.parts.payloads import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Origin, Record

CALLS = (":generateContent", ":streamGenerateContent")


@dataclass(frozen=True)
class Gemini(Source):
    """Reads every shape in which a generateContent call or a video operation is logged."""

    name: ClassVar[str] = "gemini"
    title: ClassVar[str] = "Gemini image and Veo video calls: responses, exchanges, batches, logs"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "The responses your own code stores, a recording of its HTTP traffic, the output file of a "
        "batch job, or the BigQuery table of Vertex AI request-response logging."
    )

    def identify(self, file: Opened) -> str | None:
        """By the shape of the first documents."""
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        return next((shape.words for each in documents if (shape := shape_of(each))), None)

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The documents of a list; the chunks of a streamed answer are one."""
        return streams(document) if isinstance(document, list) else (document,)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items, also where each line is a chunk of an answer."""
        return numbered(gathered(super().documents(file)))

    def records(self, item: Item, file: Opened) -> Iterable[Record]:
        """The attempt and its outputs."""
        document, shape = item.value, shape_of(item.value)
        if isinstance(document, dict) and CHUNK in document:
            raise Ignored("a chunk of a streamed answer, which is read with the last one")
        if shape is None:
            raise Refused(f"not a Gemini call: {shortened(document)}")
        if shape.name == "operation":
            return video.records(document, file)
        if shape.name == "exchange" and not any(call in document["uri"] for call in CALLS):
            raise Ignored("not a generateContent call")
        bare = shape.name in {"answer", "error"}
        exchange = Exchange.model_validate({"response": document} if bare else document)
        if shape.name == "log row" and exchange.answer is None and exchange.error is None:
            raise Refused(
                "a log row without an answer: full_response and response_payload are empty"
            )
        return content.records(exchange, item, file, batch=shape.name == "batch")
