"""Answers of Gemini that come in chunks: however they were kept, they are one call."""

from __future__ import annotations

import json
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.source import Item
from ingest.sources.gemini.payload import Answer, Exchange
from ingest.sources.gemini.streams import events, gathered, joined, streams

pytest_plugins = ["tests.loaded_studio"]

PICTURE = {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgoAAAANSUhEUg=="}}
FACTS = "SELECT status, n_outputs, cost_basis FROM attempt_facts"
STORED = """
    SELECT status, n_outputs, raw_status, error_code, tokens_image_out, source_id FROM attempts
"""
WHOLE = ("succeeded", 1, "STOP", None, 1290, "r1")


def chunk(*parts, finish=None, usage=None, index=0, **more):
    candidate = {"content": {"role": "model", "parts": list(parts)}, "index": index}
    candidate |= {"finishReason": finish} if finish else {}
    counted = {"candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1290}]}
    return {
        "candidates": [candidate],
        "responseId": "r1",
        "modelVersion": "gemini-2.5-flash-image",
        "createTime": "2026-11-02T09:00:00Z",
        **({"usageMetadata": counted} if usage else {}),
        **more,
    }


CHUNKS = [chunk({"text": "Here"}), chunk(PICTURE), chunk({"text": "."}, finish="STOP", usage=True)]


def as_events(chunks, end="\r\n\r\n"):
    return "".join(f"data: {json.dumps(each)}{end}" for each in chunks)


@pytest.mark.parametrize("body", [as_events(CHUNKS), as_events(CHUNKS, "\n\n"), CHUNKS])
def test_a_recorded_stream_is_the_call_it_was(studio, body):
    uri = "https://x.googleapis.com/v1/models/gemini-2.5-flash-image:streamGenerateContent?alt=sse"
    exchange = {"uri": uri, "status": 200, "response_body": body}
    studio.load(studio.write("a.jsonl", [exchange]))
    assert studio.rows(STORED) == [WHOLE]
    assert studio.rows(FACTS) == [("succeeded", 1, "computed")]


@pytest.mark.parametrize("content", [json.dumps(CHUNKS), json.dumps(CHUNKS, indent=1), CHUNKS])
def test_chunks_in_a_list_or_line_by_line_are_one_call(studio, content):
    (account,) = studio.load(studio.write("a.json", content))
    assert studio.rows(STORED) == [WHOLE]
    chunks = {"a chunk of a streamed answer, which is read with the last one": 2}
    assert account.reasons == (chunks if isinstance(content, list) else {})
    assert (account.read, account.new) == (3 if isinstance(content, list) else 1, 1)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_chunks_that_come_apart_are_one_call_too(studio, order):
    for n in order:
        studio.load(studio.write(f"{n}.jsonl", [CHUNKS[n]]))
    # The reason to stop came with the chunk that has no picture.
    assert studio.rows(STORED) == [("succeeded", 1, None, None, 1290, "r1")]


def test_a_chunk_that_is_refused_can_be_replayed_whole(studio):
    from ingest.load.quarantine import replay

    bare = [{k: v for k, v in each.items() if k != "createTime"} for each in CHUNKS]
    studio.load(studio.write("a.jsonl", bare), rejected=1)
    (account,) = replay(studio.settings)
    assert (account.read, account.rejected) == (1, 1)
    assert "no time" in studio.reasons()[0]


def test_a_row_of_the_log_has_its_answer_under_either_name(studio):
    row = {
        "logging_time": "2026-11-02 09:00:10.5 UTC",
        "request_id": "12345678901234567890",
        "model": "publishers/google/models/gemini-2.5-flash-image",
        "full_request": None,
        "full_response": None,
        "request_payload": ['{"contents": [{"parts": [{"text": "a ferry"}]}]}'],
        "response_payload": [json.dumps(each) for each in CHUNKS],
    }
    empty = row | {"request_id": "2", "response_payload": None}
    studio.load(studio.write("rows.jsonl", [row, empty]), rejected=1)
    assert studio.rows(STORED) == [WHOLE]
    assert studio.reasons() == [
        "a log row without an answer: full_response and response_payload are empty"
    ]
    unnamed = {k: v for k, v in CHUNKS[1].items() if k != "modelVersion"}
    exchange = Exchange.model_validate(row | {"response_payload": [json.dumps(unnamed)]})
    assert exchange.model == "gemini-2.5-flash-image"


@given(
    parts=st.lists(st.sampled_from([PICTURE, {"text": "a"}]), max_size=6),
    cuts=st.lists(st.integers(0, 6), max_size=4),
    second=st.booleans(),
)
def test_however_an_answer_is_cut_its_outputs_are_the_same(parts, cuts, second):
    places = [0, *sorted(cuts), len(parts)]
    pieces = [parts[a:b] for a, b in pairwise(places)]
    chunks = [chunk(*piece) for piece in pieces[:-1]] + [chunk(*pieces[-1], finish="STOP")]
    if second:
        chunks.insert(0, chunk(PICTURE, index=1))
    whole = Answer.model_validate(joined(chunks))
    assert len(whole.files) == parts.count(PICTURE) + second
    assert len(whole.candidates) == 1 + second
    assert joined(events(as_events(chunks))) == joined(chunks)
    if not second:
        assert [*streams(chunks)] == [joined(chunks) if len(chunks) > 1 else chunks[0]]
        items = [Item(n, json.dumps(each).encode(), each) for n, each in enumerate(chunks)]
        assert [*gathered(items)][-1].value in (joined(chunks), chunks[0])


@given(st.text() | st.text().map(lambda text: f"data: {text}\n\n"))
def test_no_text_breaks_the_reading_of_events(text):
    assert all(isinstance(each, dict) for each in events(text))
