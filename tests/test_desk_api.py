"""`/api/verdicts`: who may send decisions, what is taken, and what other browsers are told."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette

from dashboard.serve.launcher import guarded, routes
from dashboard.serve.served import Served
from dashboard.serve.verdicts import BIGGEST_BODY, MOST_EVENTS
from data.desk_journal import DeskJournal, desk_folder, desk_name
from tests.asgi_client import AsgiClient

API = "/api/verdicts"


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setenv("OFFCUT_WAREHOUSE", str(tmp_path / "w.duckdb"))
    served = Served()
    yield AsgiClient(Starlette(routes=routes(served), middleware=guarded("127.0.0.1")))
    served.close()


@pytest.fixture
def journal(tmp_path):
    return DeskJournal(desk_folder(tmp_path / "w.duckdb"))


def event(number, **fields):
    usual = {"id": f"{number:032x}", "source": "fal", "source_id": "r1", "output_index": 0,
             "decision": "approved", "stage": "qc", "reviewer": "ana",
             "at": datetime.now(UTC).isoformat()}  # fmt: skip
    return {key: value for key, value in (usual | fields).items() if value is not None}


@pytest.fixture
def batch(tmp_path):
    """A function: events → what a browser sends."""
    desk = desk_name(tmp_path / "w.duckdb")

    def sent(*events, sent_at=None):
        moment = (sent_at or datetime.now(UTC)).isoformat()
        return {"desk": desk, "sent_at": moment, "events": list(events)}

    return sent


def test_decisions_are_stored_and_told_to_others(client, journal, batch):
    answer = client.post(API, batch(event(1, reason="<img src=x>", review_seconds=2), event(2)))
    assert (answer.status, answer.json["refused"]) == (200, {})
    assert answer.json["stored"] == [event(1)["id"], event(2)["id"]]
    assert [each.reason for each in journal.standing()] == ["<img src=x>", None]
    told = client.get(API).json["events"]
    assert [each["id"] for each in told] == answer.json["stored"]
    assert told[0]["reviewer"] == "ana"
    assert 0 <= told[0]["age_s"] < 60
    since = told[0]["received_at"].replace("+", "%2B")
    later = client.get(f"{API}?since={since}").json["events"]
    assert [each["id"] for each in later] == [event(2)["id"]]


def test_what_is_sent_again_is_acknowledged_again(client, journal, batch):
    client.post(API, batch(event(1)))
    again = client.post(API, batch(event(1), event(2)))
    assert again.json["stored"] == [event(1)["id"], event(2)["id"]]
    assert len(journal.standing()) == 2


def test_one_event_that_is_none_does_not_hold_up_the_others(client, journal, batch):
    wrong = event(3, decision="loved")
    answer = client.post(API, batch(event(1), wrong, "nonsense", event(2)))
    assert answer.json["stored"] == [event(1)["id"], event(2)["id"]]
    assert "loved" in answer.json["refused"][wrong["id"]]
    assert len(journal.standing()) == 2


def test_an_undo_takes_back(client, journal, batch):
    undo = {"id": f"{9:032x}", "undoes": event(1)["id"], "reviewer": "ana",
            "at": datetime.now(UTC).isoformat()}  # fmt: skip
    assert client.post(API, batch(event(1), undo)).json["refused"] == {}
    assert journal.standing() == ()
    assert client.get(API).json["events"][1]["undoes"] == event(1)["id"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": None}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "http://127.0.0.1:8501.evil.example"}, 403),
        ({"host": "evil.example", "origin": "http://evil.example"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": None}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": "application/json; charset=utf-8"}, 200),
    ],
)
def test_only_a_page_of_ours_can_send(client, journal, batch, headers, status):
    assert client.post(API, batch(event(1)), **headers).status == status
    assert len(journal.standing()) == (status == 200)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b'{"events": []}', 422),
        ({"more": 1}, 422),
        ({"events": [event(n) for n in range(MOST_EVENTS + 1)]}, 422),
        ({"desk": "another"}, 409),
        (b" " * (BIGGEST_BODY + 1), 413),
        (b'{"sent_at": "2026-11-20T09:00:00", "events": []}', 422),
        (b"[" * 100_000, 422),
        (b"\xff\xfe", 422),
        ({}, 200),
    ],
)
def test_what_is_no_batch_is_refused_in_words(client, journal, batch, content, status):
    answer = client.post(API, content if isinstance(content, bytes) else batch() | content)
    assert answer.status == status
    if status != 200:
        assert answer.json["error"].endswith(".")
    assert journal.standing() == ()


def test_a_clock_that_is_wrong_is_put_right(client, journal, batch):
    """An hour ahead, and a day behind; the time between two decisions stays."""
    for number, ahead in ((1, timedelta(hours=1)), (2, timedelta(days=-1))):
        now = datetime.now(UTC) + ahead
        at = (now - timedelta(minutes=3)).isoformat()
        client.post(API, batch(event(number, at=at), sent_at=now))
    for each in journal.standing():
        assert abs((each.received_at - each.at) - timedelta(minutes=3)) < timedelta(seconds=5)


@pytest.mark.parametrize("since", ["yesterday", "2026-11-20T09:00:00", "1; DROP"])
def test_a_moment_that_is_none_is_refused(client, since):
    assert client.get(f"{API}?since={since}").status == 422


def test_what_cannot_be_written_is_said_and_not_acknowledged(client, batch, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = client.post(API, batch(event(1)))
    assert answer.status == 507
    assert "No space left" in answer.json["error"]


def test_other_ways_of_asking_are_not_answered(client):
    assert client.ask("DELETE", API, {}).status == 405
    assert client.ask("OPTIONS", API, {"origin": "http://evil.example"}).status == 405
