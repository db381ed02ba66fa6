"""Google Gemini image models and Veo, through AI Studio or Vertex AI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.formats.parquet_documents import parquet_rows
from ingest.source import Guess, Ignored, Item, Opened, Refused, Source, shortened
from ingest.sources.gemini import content, video
from ingest.sources.gemini.payload import Exchange
from ingest.sources.gemini.shapes import is_log, shape_of
from ingest.sources.gemini.streams import CHUNK, gathered, streams
from ingest.sources.parts.payloads import called, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.warehouse.records import Origin, Record

SAMPLING = Guess(
    "sampling_rate", "1", "the share of calls that request-response logging keeps; no row says it"
)
SAMPLED = (
    "{name}: by [sources.gemini] sampling_rate this log keeps {kept} of the calls, so counts and "
    "money are too low by the rest. Set it to 1 in Vertex AI to log every call."
)
CALLS = (":generateContent", ":streamGenerateContent")


@dataclass(frozen=True)
class Gemini(Source):
    """Reads every shape in which a generateContent call or a video operation is logged."""

    name: ClassVar[str] = "gemini"
    title: ClassVar[str] = "Gemini image and Veo video calls: responses, exchanges, batches, logs"
    origin: ClassVar[Origin] = "provider"
    where: ClassVar[str] = (
        "The responses your own code stores, a recording of its HTTP traffic, the output file of a "
        "batch job, or the BigQuery table of Vertex AI request-response logging, as JSON or "
        "Parquet: it holds a share of the calls where its sampling_rate is below 1."
    )
    evidence: ClassVar[str] = (
        "seen in recorded traffic; batches by key and Veo's operations from documentation"
    )

    guesses: ClassVar[tuple[Guess, ...]] = (SAMPLING,)

    def identify(self, file: Opened) -> str | None:
        """By the shape of the first documents, or the columns of a Parquet file."""
        if is_log(file.parquet_columns):
            return "the table of Vertex AI request-response logging, as Parquet"
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        return next((shape.words for each in documents if (shape := shape_of(each))), None)

    def notes(self, file: Opened) -> list[str]:
        """Where the log keeps a share of the calls alone, that counts and money are too low."""
        kept = self.told(SAMPLING.name, file)
        return [
            *super().notes(file),
            *([SAMPLED.format(name=file.name, kept=kept)] if self._is_sampled(file, kept) else ()),
        ]

    def _is_sampled(self, file: Opened, kept: str) -> bool:
        documents = (each for document in file.first_documents for each in self.unwrap(document))
        return kept != SAMPLING.value and (
            is_log(file.parquet_columns)
            or any(isinstance(each, dict) and is_log(each) for each in documents)
        )

    def unwrap(self, document: Any) -> Iterable[Any]:
        """The documents of a list; the chunks of a streamed answer are one."""
        return streams(document) if isinstance(document, list) else (document,)

    def documents(self, file: Opened) -> Iterator[Item]:
        """The items, also where each line is a chunk of an answer."""
        if file.parquet_columns:
            return numbered(parquet_rows(file))
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
        if shape.name == "exchange" and not any(call in called(document) for call in CALLS):
            raise Ignored("not a generateContent call")
        bare = shape.name in {"answer", "error"}
        exchange = Exchange.model_validate({"response": document} if bare else document)
        if shape.name == "log row" and exchange.answer is None and exchange.error is None:
            raise Refused(
                "a log row without an answer: full_response and response_payload are empty"
            )
        kept = self.told(SAMPLING.name, file) if shape.name == "log row" else SAMPLING.value
        sampled = None if kept == SAMPLING.value else f"sampled:{kept}"
        return content.records(exchange, item, file, batch=shape.name == "batch", sampled=sampled)
