"""Tags that a map keeps, as dimensions: groups, filters, what is not known."""

from __future__ import annotations

import json

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.errors import QuestionError
from data.metrics.dimensions import dimension
from data.settings import Settings
from ingest.load.load import load
from ingest.maps.map import Map

MAP = """
name = "{name}"
record = "attempt"
format = "jsonl"
tags = ["lora", "it's", "steps"]
[columns]
source_id = "id"
submitted_at = "at"
provider_request_id = "request"
reported_cost = "cost"
tags = "also"
[constants]
status = "succeeded"
currency = "USD"
"""
LOG = [
    {"id": "a", "cost": 1, "lora": "film grain", "it's": "x", "request": "q"},
    {"id": "b", "cost": 2, "lora": "none", "steps": 30},
    {"id": "c", "cost": 4, "lora": "film grain", "also": "lora:sepia"},
    {"id": "d", "cost": 8},
]


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tags")
    settings = Settings(warehouse=folder / "w.duckdb")
    lines = [{"at": "2026-11-02T09:00:00Z"} | each for each in LOG]
    other = {"at": "2026-11-02T09:00:00Z", "id": "z", "request": "q", "steps": 20}
    for name, rows in (("ours", lines), ("theirs", [other])):
        log = folder / f"{name}.jsonl"
        log.write_text("".join(json.dumps(row) + "\n" for row in rows))
        map_ = Map.of_toml(MAP.format(name=name))
        (account,) = load(settings.warehouse, [str(log)], settings=settings, map_=map_)
        assert account.error is None
    found = Figures.of(settings)
    yield found
    found.reader.close()


def by(figures, *names, where=()):
    selection = Selection.of_options(where=where, settings=figures.settings)
    rows = figures.measure(["spend", "attempts"], by=names, selection=selection).rows
    return {
        tuple(row[name] for name in names): (int(row["spend"]), row["attempts"]) for row in rows
    }


def test_groups_of_a_tag_sum_to_everything(figures):
    assert by(figures, "tag:lora") == {
        ("film grain",): (1, 1),
        ("none",): (2, 1),
        ("film grain, sepia",): (4, 1),
        (None,): (8, 1),
    }
    assert by(figures) == {(): (15, 4)}


def test_a_tag_filters_and_goes_with_other_dimensions(figures):
    assert by(figures, where=["tag:lora=film grain"]) == {(): (1, 1)}
    assert by(figures, where=["tag:lora="]) == {(): (8, 1)}
    assert by(figures, "source", "tag:steps", where=["tag:lora=none"]) == {("ours", "30"): (2, 1)}


def test_a_name_with_a_quote_is_a_name(figures):
    assert by(figures, "tag:it's", where=["tag:it's=x"]) == {("x",): (1, 1)}


def test_a_call_that_another_log_tells_of_has_the_tags_of_both(figures):
    assert by(figures, "tag:steps", where=["tag:lora=film grain"]) == {("20",): (1, 1)}


def test_every_grain_and_the_ledger_split_by_a_tag(figures):
    selection = Selection(filters=(("tag:lora", ("none",)),))
    lines = figures.ledger(by=["tag:lora"], selection=selection).rows
    assert [(row["tag:lora"], int(row["money"])) for row in lines if row["line"] == "total"] == [
        ("none", 2)
    ]
    names = ["rework_rate", "people_cost", "handover_s_p50", "usable_assets"]
    assert len(figures.measure(names, by=["tag:lora"], selection=Selection()).rows) == 4
    by_outcome = figures.measure(["spend"], by=["outcome", "tag:lora"], selection=selection).rows
    assert [row["tag:lora"] for row in by_outcome] == ["none"]


def test_an_unknown_tag_is_told_with_those_that_are_known(figures):
    with pytest.raises(QuestionError, match="no attempt has this tag") as error:
        by(figures, "tag:lroa")
    assert "it's, lora, steps" in str(error.value)
    with pytest.raises(QuestionError, match="no attempt has this tag"):
        by(figures, where=["tag:nothing=1"])
    with pytest.raises(QuestionError, match="is not a dimension"):
        dimension("tag:")


def test_a_selection_by_a_tag_stands_in_an_address(figures):
    selection = Selection(filters=(("tag:lora", ("none", None)), ("model", ("m",))))
    assert [name for name, _ in selection.filters] == ["model", "tag:lora"]
    query = selection.to_query()
    assert query["tag:lora"] == ["none", "–"]
    assert Selection.from_query(query, figures.settings) == selection


def test_everything_is_exported_by_a_tag(figures, tmp_path):
    selection = Selection(filters=(("tag:lora", ("none",)),))
    assert figures.export("attempts", tmp_path / "a.csv", selection) == 1
    assert figures.export("ledger", tmp_path / "l.csv", selection) == 1
    assert figures.export("assets", tmp_path / "s.csv", selection) == 1


def test_a_title_is_written_as_people_write():
    assert dimension("tag:shot_type").title == "Tag shot type"


NOTED = {
    "id": "cgt-20261102093000-abcde", "model": "seedance-1-0-pro", "status": "succeeded",
    "created_at": 1793610000, "draft": True, "service_tier": "flex", "labels": {"tier": "prod"},
}  # fmt: skip
SENT = {
    "request_id": "c1", "call_type": "aimage_generation", "startTime": "2026-11-02T09:00:00",
    "spend": 0.04, "model": "gpt-image-1", "request_tags": ["look:film"],
}  # fmt: skip


def test_what_a_provider_notes_of_its_service_is_known_and_not_offered(tmp_path):
    """A map that keeps the same column does it on purpose; other settings of a file are no map."""
    settings = Settings(warehouse=tmp_path / "w.duckdb", store_prompts=True)

    def tags(name, row, **given):
        log = tmp_path / name
        log.write_text(json.dumps(row) + "\n")
        (account,) = load(settings.warehouse, [str(log)], settings=settings, **given)
        assert (account.error, account.new) == (None, 1)
        found = Figures.of(settings)
        offered = found.tags(Selection())
        rows = found.measure(["attempts"], by=["tag:draft"], selection=Selection()).rows
        found.reader.close()
        return offered, {row["tag:draft"]: row["attempts"] for row in rows}

    assert tags("a.jsonl", NOTED) == ((), {"true": 1})
    map_ = 'origin = "provider"\n' + MAP.replace('"lora", ', '"draft", ').replace("{name}", "ours")
    row = {"at": "2026-11-02T09:00:00Z", "id": "z", "draft": "rough"}
    read = tags("b.jsonl", row, map_=Map.of_toml(map_))
    assert read == (("draft",), {"true": 1, "rough": 1})
    assert tags("c.jsonl", SENT)[0] == ("draft", "look")
