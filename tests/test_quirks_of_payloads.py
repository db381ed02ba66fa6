"""Odd things that real payloads hold, one by one: what is made of each."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pytest

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load_paths
from ingest.sources.litellm.source import LiteLlm
from ingest.sources.replicate.source import Replicate

PREDICTION = {
    "id": "p1",
    "model": "black-forest-labs/flux-schnell",
    "version": "hidden",
    "status": "succeeded",
    "input": {"prompt": "a fox"},
    "output": ["https://replicate.delivery/a.png"],
    "created_at": "2026-11-02T09:00:00Z",
    "started_at": "2026-11-02T09:00:01Z",
    "completed_at": "2026-11-02T09:00:05Z",
    "metrics": {"predict_time": 4.0, "image_count": 4},
    "urls": {"get": "https://api.replicate.com/v1/predictions/p1"},
}
SPEND = {
    "request_id": "l1",
    "call_type": "aimage_generation",
    "spend": 0.04,
    "startTime": "2026-11-02 09:00:00.000",
    "endTime": "2026-11-02 09:00:05.000",
    "model": "dall-e-3",
    "custom_llm_provider": "openai",
    "session_id": "wish-1",
    "status": "success",
}
TASK = {
    "id": "cgt-20261102170000-abcde",
    "model": "seedance-1-0-pro-250528",
    "status": "succeeded",
    "content": {"video_url": "https://ark.example/a.mp4"},
    "usage": {"completion_tokens": 108900, "total_tokens": 108900},
    "created_at": 1793610000,
    "updated_at": 1793610090,
    "resolution": "720p",
    "ratio": "16:9",
    "duration": 5,
    "framespersecond": 24,
}
ERASED = {"content": None, "usage": None, "updated_at": 1793700000}


@pytest.fixture
def read(tmp_path, opened, reading):
    """A function: a source, documents → their attempts."""

    def attempts(source, *documents):
        path = tmp_path / "log.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in documents))
        return [row["records"][0] for row in reading(source, opened(path))]

    return attempts


def test_outputs_that_replicate_erased_are_still_counted(read):
    erased = {"output": None, "input": {}, "data_removed": True}
    (found,) = read(Replicate(), PREDICTION | erased)
    assert (found["status"], found["n_outputs"], found["n_requested"]) == ("succeeded", 4, 4)
    (listed,) = read(Replicate(), PREDICTION)
    assert (listed["n_outputs"], len(listed["output_uris"])) == (1, 1)


def test_what_was_cancelled_stays_so_whatever_it_had_made(read):
    cancelled = {"status": "canceled", "metrics": {"predict_time": 3e-06}}
    (found,) = read(Replicate(), PREDICTION | cancelled)
    assert (found["status"], found.get("n_outputs")) == ("canceled", None)
    assert Decimal(found["units"]) == Decimal("0.000003")


def test_tries_of_one_wish_are_calls_of_their_own(read):
    tried = json.dumps({"attempted_retries": 2, "attempted_fallbacks": 1})
    rows = read(
        LiteLlm(),
        SPEND | {"status": "failure", "spend": 0.0},
        SPEND | {"request_id": "l2", "metadata": tried},
    )
    assert [(row["source_id"], row["status"]) for row in rows] == [
        ("l1", "failed"),
        ("l2", "succeeded"),
    ]
    assert {row["operation_id"] for row in rows} == {"wish-1"}


def test_the_parts_of_a_cost_are_not_added_to_it(read):
    parts = {"input_cost": 0.01, "output_cost": 0.03, "total_cost": 0.04}
    (found,) = read(LiteLlm(), SPEND | {"cost_breakdown": parts})
    assert Decimal(found["reported_cost"]) == Decimal("0.04")


@pytest.mark.parametrize("turned", [False, True])
def test_a_task_that_was_erased_since_keeps_what_it_was(tmp_path, turned):
    polls = [TASK, TASK | ERASED]
    path = tmp_path / "tasks.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in polls[:: -1 if turned else 1]))
    given = Settings(warehouse=tmp_path / "w.duckdb")
    load_paths([str(path)], given)
    with Reader(given.warehouse) as reader:
        rows = reader.cursor().execute(
            "SELECT status, n_outputs, tokens_video_out, output_uris, completed_at FROM attempts"
        )
        ended = datetime(2026, 11, 2, 9, 1, 30)
        assert rows.fetchall() == [("succeeded", 1, 108900, ["https://ark.example/a.mp4"], ended)]


@pytest.mark.parametrize("turned", [False, True])
def test_a_submission_that_is_answered_with_an_id_alone_tells_what_was_asked_for(tmp_path, turned):
    """480p of 4 s was asked for, 720p of 5 s came: in two files, in either order."""
    asked = {"model": TASK["model"], "resolution": "480p", "ratio": "16:9", "duration": 4}
    submission = {
        "uri": "https://ark.ap-southeast.bytepluses.com/api/v3/contents/generations/tasks",
        "request_body": asked | {"content": [{"type": "text", "text": "a fox"}]},
        "status": 200,
        "response_body": {"id": TASK["id"]},
    }
    settings = Settings(warehouse=tmp_path / "w.duckdb")
    for name, document in sorted({"a": submission, "b": TASK}.items(), reverse=turned):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps(document) + "\n")
        (account,) = load_paths([str(path)], settings)
        assert (account.rejected, account.ignored) == (0, 0)
    asked_for = "status, requested_width, requested_height, requested_seconds"
    with Reader(settings.warehouse) as reader:
        cursor = reader.cursor()
        assert cursor.execute(f"SELECT {asked_for} FROM attempts").fetchall() == [
            ("succeeded", 864, 496, 4.0)
        ]
        made = cursor.execute("SELECT width, height, seconds FROM assets").fetchall()
    assert made == [(1280, 720, 5.0)]
