"""OTLP JSON as Protobuf, the way a collector's file exporter writes it."""

from __future__ import annotations

import base64
import json

from google.protobuf.json_format import ParseDict, ParseError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

IDS = ("traceId", "spanId", "parentSpanId")


def request(document):
    """The bytes of an `ExportTraceServiceRequest`, without the spans that Protobuf cannot say."""
    document = json.loads(json.dumps(document))
    for resource in document["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            spans = (_with_bytes(span) for span in scope["spans"] if isinstance(span, dict))
            scope["spans"] = [span for span in spans if _can_be_said(span)]
    return ParseDict(document, ExportTraceServiceRequest()).SerializeToString(deterministic=True)


def _with_bytes(span):
    as_bytes = {
        name: base64.b64encode(bytes.fromhex(span[name])).decode() for name in IDS if name in span
    }
    return {**span, **as_bytes}


def _can_be_said(span):
    try:
        return ParseDict(span, Span()).IsInitialized() and "startTimeUnixNano" in span
    except ParseError:
        return False


def in_four_bytes(*messages):
    """A stream as the collector writes it: the length before each, in four bytes."""
    return b"".join(len(each).to_bytes(4, "big") + each for each in messages)


def as_varints(*messages):
    """A stream as Protobuf's own libraries write it."""
    return b"".join(_varint(len(each)) + each for each in messages)


def _varint(number):
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
