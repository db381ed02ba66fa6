"""OTLP as Protobuf: an `ExportTraceServiceRequest`, or as many as a collector wrote to a file.

Each of its `ResourceSpans` is read by itself, so that one that is damaged costs no other. Spans
become what they are in OTLP JSON.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from data.errors import RefusedFileError
from ingest.formats.documents import RAW_BYTES_KEPT, too_long
from ingest.formats.item import DOCUMENT_BYTES, Item
from ingest.formats.json_values import dumped
from ingest.formats.protobuf_messages import (
    LENGTH_DELIMITED,
    Broken,
    alone,
    fields,
    with_length_as_varint,
    with_length_in_four_bytes,
)
from ingest.formats.protobuf_messages import Span as Bytes
from ingest.sources.opentelemetry.span import spans_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from ingest.formats.log_file import LogFile

    Framing = Callable[[BinaryIO, int], Iterator[Bytes]]

FRAMINGS: tuple[Framing, ...] = (alone, with_length_in_four_bytes, with_length_as_varint)
RESOURCE_SPANS = 1
SCOPE_SPANS, SPANS = 2, 2
"""Fields of `ResourceSpans` and of `ScopeSpans`."""
TRACE_AND_SPAN_ID = ((1, 16), (2, 8))
"""The first two fields of a span, and their bytes."""
NEEDS = (
    "{}: these are OTLP spans as Protobuf. Reading them needs the package opentelemetry-proto: "
    "pip install 'offcut[otlp]'. Or let the collector write JSON."
)


class Readers(NamedTuple):
    """What the package knows: the message, its JSON, and what it raises."""

    resource_spans: Any
    as_dict: Callable[..., dict[str, Any]]
    broken: type[Exception]


def framing_of(file: LogFile) -> Framing | None:
    """How the messages lie in the file; None where its head holds no OTLP span."""
    head = BytesIO(file.first_bytes)
    for framing in FRAMINGS:
        try:
            begun = next(framing(head, len(file.first_bytes)), None)
            if begun is not None and _holds_a_span(head, begun):
                return framing
        except Broken:
            continue
    return None


def _holds_a_span(head: BinaryIO, request: Bytes) -> bool:
    """Whether the first fields on the way down are those of a span."""
    here = request
    for number in (RESOURCE_SPANS, SCOPE_SPANS, SPANS):
        found = next((each for each in fields(head, here) if each.number == number), None)
        if found is None or found.wire_type != LENGTH_DELIMITED:
            return False
        here = Bytes(found.begins, found.ends)
    ids = zip(fields(head, here), TRACE_AND_SPAN_ID, strict=False)
    return [(each.number, each.ends - each.begins) == wanted for each, wanted in ids] == [True] * 2


def protobuf_spans(file: LogFile, framing: Framing) -> Iterator[Item]:
    """One item a span, as OTLP JSON has it; `line` counts `ResourceSpans`.

    Raises RefusedFileError where the package is missing.
    """
    readers = _readers(file.name)
    size = file.path.stat().st_size
    with file.open() as stream:
        for number, found in enumerate(_found(stream, size, framing), start=1):
            if isinstance(found, str):
                yield Item(number, b"", problem=found)
            else:
                yield from _read(stream, size, number, found, readers)


def _found(stream: BinaryIO, size: int, framing: Framing) -> Iterator[Bytes | str]:
    """Where each `ResourceSpans` lies, and in words where no message goes on."""
    try:
        for request in framing(stream, size):
            yield from _within(stream, size, request)
    except Broken as error:
        yield _no_message(stream, error)


def _within(stream: BinaryIO, size: int, request: Bytes) -> Iterator[Bytes | str]:
    try:
        for each in fields(stream, Bytes(request.begins, min(request.ends, size))):
            if each.number == RESOURCE_SPANS and each.wire_type == LENGTH_DELIMITED:
                yield Bytes(each.begins, each.ends)
    except Broken as error:
        yield _no_message(stream, error)


def _no_message(stream: BinaryIO, error: Broken) -> str:
    return f"no OTLP message at byte {stream.tell():,}: {error}. Fetch the file again."


def _read(
    stream: BinaryIO, size: int, number: int, found: Bytes, readers: Readers
) -> Iterator[Item]:
    length, there = found.ends - found.begins, size - found.begins
    stream.seek(found.begins)
    if length > min(there, DOCUMENT_BYTES):
        cut = f"cut off: {there:,} of {length:,} bytes are there. Fetch the file again"
        problem = too_long(length) if length <= there else cut
        yield Item(number, stream.read(RAW_BYTES_KEPT), problem=problem)
        return
    raw = stream.read(length)
    try:
        document = {"resourceSpans": [_as_json(readers, raw)]}
    except readers.broken as error:
        sentence = f"no OTLP message ({error}). Fetch the file again"
        yield Item(number, raw[:RAW_BYTES_KEPT], problem=sentence)
        return
    for span in spans_in(document):
        yield Item(number, dumped(span), span)


def _as_json(readers: Readers, raw: bytes) -> dict[str, Any]:
    """A `ResourceSpans` as OTLP JSON has it, where ids are hexadecimal."""
    message = readers.resource_spans.FromString(raw)
    document = readers.as_dict(message)
    told = (span for scope in message.scope_spans for span in scope.spans)
    shown = (span for scope in document.get("scopeSpans", ()) for span in scope.get("spans", ()))
    for span, as_json in zip(told, shown, strict=True):
        as_json |= {"traceId": span.trace_id.hex(), "spanId": span.span_id.hex()}
    return document


def _readers(name: str) -> Readers:
    try:
        spans = import_module("opentelemetry.proto.trace.v1.trace_pb2")
        to_json = import_module("google.protobuf.json_format")
        messages = import_module("google.protobuf.message")
    except ImportError:
        raise RefusedFileError(NEEDS.format(name)) from None
    return Readers(spans.ResourceSpans, to_json.MessageToDict, messages.DecodeError)
