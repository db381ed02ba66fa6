"""Times that were only seen: they give way to known ones, and the earliest sighting is the best."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load

pytest_plugins = ["tests.loaded_studio"]

TIMES = "SELECT submitted_at, completed_at, latency_s, queue_s FROM attempt_facts"
FILES = [{"url": "https://v3.fal.media/files/x/a.png", "content_type": "image/png"}]
VEO = "projects/p/locations/l/publishers/google/models/veo-3.1-generate-001/operations/w1"


def at(clock):
    return datetime(2026, 11, 2, *map(int, clock.split(":")))


def answer(clock, status, *, gateway="g1", **beside):
    """A fal delivery or queue answer, as a receiver stored it."""
    body = {"request_id": "n1", "gateway_request_id": gateway, "status": status}
    if status == "OK":
        body["payload"] = {"images": FILES, "timings": {"inference": 8.5}}
    else:
        body["queue_position"] = 0
    return {"received_at": f"2026-11-02T{clock}Z", "body": body, **beside}


def asked(clock):
    return {"submitted": {"endpoint_id": "fal-ai/flux", "submitted_at": f"2026-11-02T{clock}Z"}}


QUEUED, DONE = answer("09:00:00", "IN_QUEUE"), answer("09:00:10", "OK")
AGAIN = answer("10:50:10", "OK", gateway="g2")


@pytest.mark.parametrize("order", list(permutations([QUEUED, DONE, AGAIN])))
def test_a_redelivery_moves_no_end_and_a_result_no_submission(studio, order):
    for n, each in enumerate(order):
        studio.load(studio.write(f"{n}.jsonl", [each]))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:00:10"), 10, 1.5)]


def test_the_order_inside_a_file_does_not_matter_either(studio):
    studio.load(studio.write("all.jsonl", [AGAIN, DONE, QUEUED]))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:00:10"), 10, 1.5)]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_deliveries_the_first_ended_the_call(studio, turned):
    first = answer("09:00:10", "OK", **asked("09:00:00"))
    again = answer("10:50:10", "OK", gateway="g2", **asked("09:00:00"))
    for n, each in enumerate([again, first] if turned else [first, again]):
        studio.load(studio.write(f"day{n}.jsonl", [each]))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:00:10"), 10, 1.5)]


def test_a_result_alone_says_when_it_ended_and_not_how_long_it_took(studio):
    studio.load(studio.write("a.jsonl", [DONE, AGAIN]))
    assert studio.rows(TIMES) == [(at("09:00:10"), None, None, None)]


def test_a_submission_that_is_null_is_one_that_nobody_noted(studio):
    studio.load(studio.write("a.jsonl", [QUEUED | {"submitted": None}, DONE | {"submitted": None}]))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:00:10"), 10, 1.5)]


def exchange(clock, operation, uri="fetchPredictOperation", **beside):
    return {
        "uri": f"https://us-central1-aiplatform.googleapis.com/v1/models/veo:{uri}",
        "response_headers": {"date": f"Mon, 02 Nov 2026 {clock} GMT"},
        "response_body": {"name": VEO, **operation},
        **beside,
    }


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("noted", [False, True])
def test_a_clip_that_was_submitted_in_one_file_and_fetched_in_another(studio, order, noted):
    """A recorder may note of every call when it was sent: of a poll that is no submission."""
    request = {"instances": [{"prompt": "a ferry"}], "parameters": {"durationSeconds": 8}}
    done = {"done": True, "response": {"videos": [{"gcsUri": "gs://b/a.mp4"}]}}
    logs = (
        [exchange("09:00:00", {}, "predictLongRunning", request_body=request)],
        [exchange("09:03:00", done)],
        [exchange("09:40:00", done)],
    )
    for n in order:
        sent = {"submitted_at": f"2026-11-02T09:{('00:00', '02:59', '39:59')[n]}Z"} if noted else {}
        studio.load(studio.write(f"{n}.jsonl", [logs[n][0] | sent]))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:03:00"), 180, None)]
    assert studio.rows("SELECT prompt_chars, requested_seconds FROM attempts") == [(7, 8)]


def test_a_bare_operation_knows_its_own_times(studio):
    times = {"createTime": "2026-11-02T09:00:00Z", "updateTime": "2026-11-02T09:02:00Z"}
    done = {"done": True, "response": {"videos": [{"gcsUri": "gs://b/a.mp4"}]}}
    whole = {"name": VEO, "metadata": {"genericMetadata": times}, **done}
    studio.load(studio.write("a.json", json.dumps(whole)))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:02:00"), 120, None)]


GATEWAY = """
name = "gateway"
record = "attempt"
format = "jsonl"
origin = "gateway"
[columns]
source_id = "id"
provider_request_id = "id"
submitted_at = "at"
status = "status"
latency_s = "took"
queue_s = "waited"
"""
PROVIDER = GATEWAY.replace("gateway", "provider")


def test_a_known_time_of_another_log_goes_before_one_that_was_seen(studio):
    studio.write("gateway.map.toml", GATEWAY)
    row = {"id": "n1", "at": "2026-11-02T09:00:01Z", "status": "succeeded"}
    studio.load(studio.write("gateway.jsonl", [row]), studio.write("fal.jsonl", [DONE]))
    facts = "SELECT source, submitted_at, completed_at, latency_s FROM attempt_facts"
    assert studio.rows(facts) == [("fal", at("09:00:01"), at("09:00:10"), 9)]


def test_a_duration_counts_from_the_submission_of_its_own_log(studio):
    studio.write("gateway.map.toml", GATEWAY)
    studio.write("provider.map.toml", PROVIDER)
    known = {"id": "n1", "at": "2026-11-02T09:00:00Z", "status": "succeeded"}
    timed = known | {"at": "2026-11-02T09:00:02Z", "took": 10, "waited": 3}
    studio.load(studio.write("gateway.jsonl", [timed]), studio.write("provider.jsonl", [known]))
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:00:12"), 12, 5)]


def test_the_time_that_is_given_gives_way_and_no_duration_counts_from_it(studio):
    studio.write("gateway.map.toml", GATEWAY)
    untimed = {"id": "n1", "status": "succeeded", "took": 10}
    path = studio.write("gateway.jsonl", [untimed])
    studio.load(path, submitted_at="2026-11-01T00:00:00Z")
    stored = "SELECT submitted_at, completed_at FROM attempts"
    assert studio.rows(stored) == [(datetime(2026, 11, 1), None)]
    later = studio.write("more/gateway.jsonl", [untimed | {"at": "2026-11-02T09:00:00Z"}])
    studio.write("more/gateway.map.toml", GATEWAY)
    studio.load(later)
    assert studio.rows(TIMES) == [(at("09:00:00"), at("09:00:10"), 10, None)]


CLOCKS = st.sampled_from(["09:00:00", "09:00:10", "09:00:30", "10:50:10"])
ANSWERS = st.builds(
    lambda clock, status, known: answer(clock, status, **(asked("08:59:59") if known else {})),
    CLOCKS,
    st.sampled_from(["IN_QUEUE", "IN_PROGRESS", "OK", "ERROR", "COMPLETED"]),
    st.booleans(),
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(ANSWERS, min_size=2, max_size=4), data=st.data())
def test_any_order_of_loading_gives_the_same_times(tmp_path_factory, answers, data):
    found = []
    for order in (answers, data.draw(st.permutations(answers))):
        folder = tmp_path_factory.mktemp("order")
        for n, each in enumerate(order):
            path = folder / f"{n}.jsonl"
            path.write_text(json.dumps(each))
            load(folder / "w.duckdb", [str(path)], settings=Settings(), resolve=lambda *_: None)
        with Reader(folder / "w.duckdb") as reader:
            query = "SELECT * EXCLUDE (attempt_no, file_no, line) FROM attempts"
            found.append(reader.cursor().execute(query).fetchall())
    assert found[0] == found[1]
