"""What requests, errors and addresses say, wherever they were recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.settings import Settings
from ingest.opening.identify import claims
from ingest.source import Opened
from ingest.sources import all_sources
from ingest.sources.comfyui.graph import Graph
from ingest.sources.luma.source import Luma
from ingest.sources.openai.channel import channel_of
from ingest.sources.parts.failures import failure_in
from ingest.sources.parts.inline_files import sha256_of
from ingest.sources.parts.operations import seconds_of
from ingest.sources.parts.requests import asked_for, known, size_in
from ingest.sources.xai.source import Made


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(5, 5), ("5s", 5), ("7.5", 7.5), (-1, None), (0, None), ("0", None), ("auto", None),
     ("-1", None), (True, None), (None, None)],
)  # fmt: skip
def test_a_length_that_the_model_was_to_decide_is_not_known(written, seconds):
    assert seconds_of({"duration": written}) == seconds


@pytest.mark.parametrize("written", [-1, 0, "auto", "AUTO", "0"])
def test_the_same_goes_for_a_length_that_an_answer_gives(written):
    assert Made(duration=written).duration is None
    assert Made(duration="5.0").duration == 5


@pytest.mark.parametrize(
    ("text", "size"),
    [("1024x1536", (1024, 1536)), ("1280:720", (1280, 720)), ("1024 x 768", (1024, 768)),
     ("16:9", (None, None)), ("auto", (None, None)), ("2K", (None, None)), (None, (None, None))],
)  # fmt: skip
def test_a_size_is_two_numbers_of_pixels_and_no_ratio(text, size):
    assert size_in(text) == size


def test_what_is_of_another_kind_in_a_request_is_not_known():
    odd = {"model": 3, "prompt": [], "n": "two", "seed": -1, "size": "auto", "width": "wide"}
    assert known(asked_for(odd)) == {}
    assert asked_for({"n": 0})["n_requested"] is None
    assert asked_for({"size": {"width": 8, "height": 9}})["requested_height"] == 9
    assert asked_for({"seed": 7})["seed"] == "7"


@pytest.mark.parametrize(
    ("answer", "http_status", "status", "code"),
    [
        ({"error": {"code": "moderation_x", "message": "no"}}, 400, "blocked", "moderation_x"),
        ({"error": {"code": None, "type": "server_error"}}, 500, "failed", "server_error"),
        ({"error": "flagged by moderation"}, None, "blocked", "flagged by moderation"),
        ({"detail": "Insufficient credits"}, 402, "failed", "Insufficient credits"),
        ("<html>", 504, "unknown", "<html>"),
        (None, 499, "canceled", "499"),
        ([], 500, "failed", "500"),
    ],
)
def test_an_error_in_place_of_an_answer(answer, http_status, status, code):
    found = failure_in(answer, http_status)
    assert (found.status, found.code) == (status, code)


def test_the_error_of_a_job_is_no_error_of_the_call_that_asked_after_it():
    assert failure_in({"status": "failed", "error": {"code": "x"}}, 200) is None
    assert failure_in({"data": [], "error": None}, 200) is None


@pytest.mark.parametrize(
    ("uri", "channel"),
    [
        ("https://api.openai.com/v1/images/generations", "openai"),
        ("https://studio.openai.azure.com/openai/deployments/x/images/edits", "azure"),
        ("https://api.laozhang.ai/v1/images/generations", "laozhang"),
        ("https://notopenai.com/v1/images/generations", "notopenai"),
        ("http://localhost:4000/v1/images/generations", "openai"),
        ("https://[", "openai"),
        (None, "openai"),
    ],
)
def test_the_channel_is_the_host_s(uri, channel):
    assert channel_of(uri) == channel


def test_bytes_have_a_hash_and_a_mark_in_their_place_has_none():
    assert sha256_of("aW1hZ2U=").startswith("6105d6cc")
    assert sha256_of("<omitted 9 bytes>") is None
    assert sha256_of(None) is None


def test_a_graph_that_goes_round_in_a_circle_has_no_prompt():
    nodes = {
        "1": {"class_type": "KSampler", "inputs": {"positive": ["2", 0]}},
        "2": {"class_type": "Combine", "inputs": {"conditioning": ["2", 0]}},
    }
    assert Graph(nodes).prompt is None
    assert Graph({"1": None, "2": {"class_type": 4}}).samplers == []


@pytest.mark.parametrize(("asked", "n"), [(1, 1), (1000, 1000), (1001, None), (0, None)])
def test_a_number_of_pictures_that_nobody_makes_at_once_is_not_known(asked, n):
    inputs = {"width": 512, "height": 768, "batch_size": asked}
    graph = Graph({"5": {"class_type": "EmptyLatentImage", "inputs": inputs}})
    assert graph.size == (512, 768, n)


@pytest.fixture
def luma(tmp_path, reading):
    """A function: a generation, what was recorded around it → the attempt."""

    def read(generation, **around):
        path = tmp_path / "log.json"
        path.write_text(
            json.dumps({"response_body": generation, **around} if around else generation)
        )
        (row,) = reading(Luma(), Opened(path, path.name, Settings()))
        return row["records"][0]

    return read


DONE = {"id": "l1", "state": "completed", "assets": {"video": "https://files.example/a.mp4"}}
CREATED = {**DONE, "created_at": "2026-11-02T09:30:00Z"}
SEEN = {"received_at": "2026-11-02T09:31:00Z", "method": "GET"}


def test_a_poll_s_time_is_the_latest_the_end_can_have_been_and_never_the_submission(luma):
    found = luma(CREATED, **SEEN)
    assert (found["submitted_at"], found["completed_at"], found["seen_at"]) == (
        "2026-11-02T09:30:00Z", "2026-11-02T09:31:00Z", "2026-11-02T09:31:00Z",
    )  # fmt: skip
    assert "completed_at" not in luma(CREATED)
    asked = luma(DONE, **SEEN, submitted_at="2026-11-02T09:30:59Z")
    assert asked["submitted_at"] == asked["seen_at"] == "2026-11-02T09:31:00Z"


def test_a_recorded_submission_says_when_it_was(luma):
    sent = luma(DONE, submitted_at="2026-11-02T09:30:00Z", received_at="2026-11-02T09:31:00Z")
    assert (sent["submitted_at"], sent["completed_at"]) == (
        "2026-11-02T09:30:00Z", "2026-11-02T09:31:00Z",
    )  # fmt: skip


def test_the_line_shown_in_the_docs_is_read(tmp_path, reading):
    shown = Path(__file__).parents[1] / "docs" / "recorded_calls.md"
    line = shown.read_text("utf-8").partition("```json\n")[2].partition("```")[0]
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps(json.loads(line)))
    file = Opened(path, path.name, Settings())
    (claim,) = claims(file, all_sources())
    (row,) = reading(claim.source, file)
    found = row["records"][0]
    assert (found["source"], found["model"], found["brief_id"]) == ("bfl", "flux-2-pro", "jug")
    assert (found["credits"], found["submitted_at"]) == ("7.5", "2026-11-02T09:30:18Z")
