"""A flat log as a source: keys it is known by, tables, and what they do with what is not there."""

from __future__ import annotations

import json

import pytest

from data.settings import Settings
from docs.source_template.source import Atelier
from ingest.source import Ignored, Opened
from ingest.sources.parts.flat import first_at, value_at
from ingest.sources.parts.payloads import Payload

JOB = {"job_id": "a", "queued_at": "2026-11-02T09:00:00Z", "engine": "paint-2", "state": "done"}


class Patient(Atelier):
    """Takes any other word for an end that is not known, and the model's name from two places."""

    statuses = Atelier.statuses | {"*": "unknown"}
    fields = Atelier.fields | {"model": ("engine", "job_id")}
    constants = Atelier.constants | {"reported_cost": "0.01"}

    def derived(self, payload):
        if payload.state == "test":
            raise Ignored("a test, not an attempt")
        return {"variant": "hd"}


@pytest.fixture
def attempt(tmp_path, reading):
    """A function: source, fields of a job → what becomes of it."""

    def read(source, **fields):
        path = tmp_path / "jobs.jsonl"
        path.write_text(json.dumps(JOB | fields) + "\n")
        (row,) = reading(source, Opened(path, path.name, Settings()))
        return row["records"][0] if "records" in row else row

    return read


def test_an_end_nobody_foresaw_is_refused_or_what_the_star_says(attempt):
    assert "'paused' is none of waiting" in attempt(Atelier(), state="paused")["refused"]
    found = attempt(Patient(), state="paused")
    assert (found["status"], found["raw_status"]) == ("unknown", "paused")


def test_outputs_are_counted_only_where_a_success_lists_them(attempt):
    assert "n_outputs" not in attempt(Atelier())
    assert attempt(Atelier(), files=[])["n_outputs"] == 0
    assert "n_outputs" not in attempt(Atelier(), files=[], state="waiting")
    found = attempt(Atelier(), files=[{"url": "https://x.example/0.png"}, {}])
    assert (found["n_outputs"], found["n_requested"]) == (2, 2)
    assert "output_uris" not in found


class Paged(Patient):
    """Its lists come as pages."""

    page = "data"


def test_a_page_that_is_null_is_none():
    assert list(Paged().unwrap({"data": [JOB, JOB]})) == [JOB, JOB]
    assert list(Paged().unwrap(JOB | {"data": None})) == [JOB | {"data": None}]


def test_places_are_tried_in_turn_and_a_constant_last(attempt):
    assert attempt(Patient(), engine="")["model"] == "a"
    assert attempt(Patient(), engine=None)["model"] == "a"
    assert attempt(Patient())["reported_cost"] == "0.01"
    assert attempt(Patient(), price="0.04")["reported_cost"] == "0.04"


def test_what_no_table_can_say_is_derived_or_ignored(attempt):
    assert attempt(Patient())["variant"] == "hd"
    assert attempt(Patient(), state="test")["ignored"] == "a test, not an attempt"


def test_a_csv_of_the_same_columns_reads_the_same(tmp_path, reading):
    path = tmp_path / "jobs.csv"
    path.write_text(
        "job_id,queued_at,engine,state,price\na,2026-11-02T09:00:00Z,paint-2,done,0.04\n"
    )
    file = Opened(path, path.name, Settings())
    assert Atelier().identify(file) == "Atelier jobs (job_id, queued_at, engine)"
    (row,) = reading(Atelier(), file)
    (record,) = row["records"]
    assert (record["source_id"], record["reported_cost"]) == ("a", "0.04")


class Size(Payload):
    width: int | None = None


class Sent(Payload):
    size: Size | None = None
    sizes: tuple[Size, ...] | None = None
    seed: str | None = ""


@pytest.mark.parametrize(
    ("payload", "path", "found"),
    [
        (Sent(size=Size(width=4)), "size.width", 4),
        (Sent(), "size.width", None),
        (Sent(), "sizes[].width", None),
        (Sent(sizes=()), "sizes[].width", ()),
        (Sent(sizes=(Size(width=1), Size())), "sizes[].width", (1, None)),
    ],
)
def test_a_path_leads_through_objects_and_to_every_member_of_a_list(payload, path, found):
    assert value_at(payload, path) == found


def test_a_blank_place_has_nothing():
    assert first_at(Sent(size=Size(width=0)), ("seed", "size.width")) == 0
    assert first_at(Sent(), ("seed", "size.width")) is None
    assert first_at(Sent(), ()) is None
