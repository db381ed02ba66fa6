"""What settings tell a source: a word for an end, and what it takes for granted otherwise."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from data.errors import SettingsError
from data.settings import Settings
from ingest.source import Opened
from ingest.sources import all_sources
from ingest.sources.told import check_told
from ingest.sources.xai.source import Xai

TASK = {
    "id": "t1",
    "status": "RESTING",
    "createdAt": "2026-11-02T09:30:20Z",
    "output": ["https://files.example/a.mp4"],
}
ANSWER = {
    "data": [{"url": "https://files.example/a.png"}],
    "usage": {"cost_in_usd_ticks": 200},
    "submitted_at": "2026-11-02T09:30:20Z",
}


@pytest.fixture
def read(tmp_path, reading):
    """A function: source, document, what its settings tell → what becomes of it."""

    def read_told(name, document, **told):
        path = tmp_path / "log.json"
        path.write_text(json.dumps(document))
        given = {key.replace("__", "."): value for key, value in told.items()}
        file = Opened(path, path.name, Settings(sources={name: given} if given else {}))
        (source,) = (each for each in all_sources() if each.name == name)
        (row,) = reading(source, file)
        return row["records"][0] if "records" in row else row

    return read_told


def test_a_word_for_an_end_that_no_source_knows_may_be_told(read):
    assert '"status.RESTING" = "failed"' in read("runway", TASK)["refused"]
    told = read("runway", TASK, status__RESTING="succeeded")
    assert (told["status"], told["raw_status"], told["n_outputs"]) == ("succeeded", "RESTING", 1)


def test_what_a_source_takes_for_granted_may_be_told(read):
    assert Decimal(read("xai", ANSWER)["reported_cost"]) == Decimal("0.00000002")
    assert read("xai", ANSWER, ticks_per_usd="100")["reported_cost"] == "2"


def test_a_gateways_own_code_may_be_told(read):
    row = {
        "request_id": "h1",
        "request_created_at": "2026-11-02T09:30:20Z",
        "request_path": "https://api.openai.com/v1/images/generations",
        "request_model": "gpt-image-1",
        "response_status": -3,
    }
    assert read("helicone", row)["status"] == "canceled"
    assert read("helicone", row, **{"status__-3": "failed"})["status"] == "failed"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"runwai": {}}, r"\[sources.runwai\].*runway"),
        ({"xai": {"ticks": "1"}}, r'\[sources.xai\] "ticks".*ticks_per_usd'),
        ({"xai": {"status.done": "finished"}}, r'"status.done".*succeeded'),
        ({"midjourney": {"outputs_of_a_grid": "four"}}, "'four' is no number above 0, as 4 is"),
    ],
)
def test_a_name_that_there_is_not_is_a_sentence(told, sentence):
    with pytest.raises(SettingsError, match=sentence):
        check_told(Settings(sources=told), all_sources())


def test_what_is_told_right_is_in_order():
    told = {"xai": {"ticks_per_usd": "1", "status.lost": "unknown"}}
    check_told(Settings(sources=told), all_sources())


def test_every_guess_has_a_name_of_its_own_and_says_what_it_is():
    for source in all_sources():
        names = [each.name for each in source.guesses]
        assert len(set(names)) == len(names), source.name
        assert all(each.meaning for each in source.guesses), source.name
    assert [each.value for each in Xai.guesses] == ["10000000000"]
