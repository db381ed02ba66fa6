"""OTLP as Protobuf: the same records as from OTLP JSON, in whichever way messages lie in a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.opening.identify import claims
from ingest.sources import all_sources
from tests.otlp_messages import as_varints, in_four_bytes, request

SAMPLES = Path(__file__).parent / "samples/opentelemetry"
OLDER = {
    "resourceSpans": [
        {
            "resource": {"attributes": []},
            "scopeSpans": [
                {
                    "scope": {"name": "openllmetry"},
                    "spans": [
                        {
                            "traceId": "5b8efff798038103d269b633813fc60c",
                            "spanId": f"eee19b7ec3c1b1{n:02x}",
                            "name": "image",
                            "startTimeUnixNano": "1793610000000000000",
                            "endTimeUnixNano": "1793610012000000000",
                            "attributes": [
                                {"key": "gen_ai.system", "value": {"stringValue": "openai"}},
                                {
                                    "key": "gen_ai.request.model",
                                    "value": {"stringValue": "gpt-image-1"},
                                },
                                {
                                    "key": "gen_ai.usage.completion_tokens",
                                    "value": {"intValue": "1056"},
                                },
                                {"key": "gen_ai.output.type", "value": {"stringValue": "image"}},
                            ],
                            "status": {"code": "STATUS_CODE_ERROR"} if n == 2 else {},
                        }
                        for n in range(3)
                    ],
                }
            ],
        }
    ]
}
NEWER = json.loads((SAMPLES / "one_document.json").read_text("utf-8"))
WAYS = {
    "a request alone": lambda *each: each[0],
    "four bytes": in_four_bytes,
    "varints": as_varints,
}


@pytest.fixture
def read(tmp_path, opened, reading):
    """A function: bytes → rows, read by the one source that claims them."""

    def read_bytes(content, name="spans.binpb"):
        path = tmp_path / name
        path.write_bytes(content)
        file = opened(path)
        (claim,) = claims(file, all_sources())
        assert claim.source.name == "opentelemetry"
        return reading(claim.source, file)

    return read_bytes


def told(rows):
    """What was made of each span, wherever it stood."""
    return [{name: value for name, value in row.items() if name != "line"} for row in rows]


@pytest.mark.parametrize("document", [OLDER, NEWER], ids=["older names", "current names"])
@pytest.mark.parametrize("way", WAYS)
def test_the_records_are_those_of_json(read, document, way):
    message = request(document)
    wanted = read(_as_json(message), "spans.json")
    found = read(WAYS[way](message))
    assert told(found) == told(wanted)
    assert sum("records" in row for row in found) >= 2


def _as_json(message):
    """The spans that Protobuf can say, as OTLP JSON spells them."""
    from google.protobuf.json_format import MessageToDict
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    told_again = ExportTraceServiceRequest.FromString(message)
    document = MessageToDict(told_again, use_integers_for_enums=True)
    spans = (s for r in told_again.resource_spans for p in r.scope_spans for s in p.spans)
    shown = (s for r in document["resourceSpans"] for p in r["scopeSpans"] for s in p["spans"])
    for span, as_json in zip(spans, shown, strict=True):
        as_json |= {"traceId": span.trace_id.hex(), "spanId": span.span_id.hex()}
    return json.dumps(document).encode()


def test_by_hand_three_older_spans_are_three_attempts_of_twelve_seconds(read):
    rows = read(in_four_bytes(request(OLDER)))
    attempts = [row["records"][0] for row in rows]
    assert [each["source_id"][-2:] for each in attempts] == ["00", "01", "02"]
    assert [each["status"] for each in attempts] == ["succeeded", "succeeded", "failed"]
    assert attempts[0]["submitted_at"].startswith("2026-11-02T")
    assert {each["model"] for each in attempts} == {"gpt-image-1"}
    begun, ended = attempts[0]["submitted_at"], attempts[0]["completed_at"]
    assert (begun[-9:], ended[-9:]) == ("09:00:00Z", "09:00:12Z")


@pytest.mark.parametrize("way", ["four bytes", "varints"])
def test_what_is_cut_off_is_told_and_the_rest_is_read(read, way):
    whole = WAYS[way](request(OLDER), request(NEWER))
    rows = read(whole[:-40])
    assert sum("records" in row for row in rows) == 3
    assert "cut off" in rows[-1]["refused"]
    assert len(rows) == 4


def test_a_damaged_message_costs_no_other(read):
    message = bytearray(request(OLDER))
    at = message.index(b"openllmetry")
    message[at : at + 2] = b"\xff\xff"  # no text any more
    rows = read(in_four_bytes(request(OLDER), bytes(message), request(OLDER)))
    assert ["records" in row for row in rows] == [True] * 3 + [False] + [True] * 3
    assert rows[3]["refused"].startswith("no OTLP message (")


def test_a_length_beyond_all_bounds_is_not_loaded(read, monkeypatch):
    monkeypatch.setattr("ingest.sources.opentelemetry.protobuf.DOCUMENT_BYTES", 400)
    small = request(OLDER | {"resourceSpans": [_first_span_only()]})
    rows = read(in_four_bytes(small, request(OLDER), small))
    assert ["records" in row for row in rows] == [True, False, True]
    assert "one record of" in rows[1]["refused"]


def _first_span_only():
    resource = json.loads(json.dumps(OLDER["resourceSpans"][0]))
    del resource["scopeSpans"][0]["spans"][1:]
    return resource


def test_without_the_package_the_sentence_names_it(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.proto.trace.v1.trace_pb2", None)
    (row,) = read(request(OLDER))
    assert row["refused"].startswith("spans.binpb: these are OTLP spans as Protobuf.")
    assert "pip install 'offcut[otlp]'" in row["refused"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 2_000),
    noise=st.binary(max_size=12),
    way=st.sampled_from(sorted(WAYS)),
    cut=st.integers(0, 60),
)
def test_whatever_is_broken_each_span_is_a_record_or_a_sentence(
    tmp_path, opened, reading, at, noise, way, cut
):
    whole = WAYS[way](request(OLDER), request(NEWER))
    path = tmp_path / "spans.binpb"
    path.write_bytes((whole[:at] + noise + whole[at + len(noise) :])[: len(whole) - cut])
    file = opened(path)
    for claim in claims(file, all_sources()):
        for row in reading(claim.source, file):
            assert row.keys() & {"records", "refused", "ignored"}
