"""Being used is an approval where no person decided; where one did, that person's word counts."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ingest.maps.declaration import Declaration

pytest_plugins = ["tests.raw_records"]


def test_a_final_is_an_approval_by_the_client(records):
    records.attempt()
    records.by_use("a1")
    records.resolve()
    assert records.outcomes() == ["usable"]
    query = "SELECT standing_stage, standing_decision, reason FROM asset_outcomes"
    assert records.row(query) == ("client", "approved", "by use: finals")


def test_a_place_in_a_timeline_is_one_at_qc(records):
    records.attempt()
    records.by_use("a1", "uses")
    records.resolve()
    assert records.row("SELECT standing_stage FROM asset_outcomes") == "qc"


@pytest.mark.parametrize(
    ("media", "stages"),
    [
        ({"finals_mean": "qc", "use_means": "client"}, ["qc", "client"]),
        ({"finals_mean": "nothing"}, [None, "qc"]),
        ({"use_means": "nothing"}, ["client", None]),
    ],
)
def test_the_settings_say_what_a_use_means(records, media, stages):
    for source in ("finals", "uses"):
        records.by_use(f"a{records.attempt()}", source)
    records.resolve(media=media)
    query = "SELECT standing_stage FROM asset_outcomes ORDER BY attempt_no"
    assert [stage for (stage,) in records.rows(query)] == stages


@pytest.mark.parametrize("decision", ["rejected", "needs_edit", "approved"])
def test_the_word_of_a_person_counts_whatever_was_used(records, decision):
    records.attempt()
    records.verdict("a1", decision, "3", stage="qc")
    records.by_use("a1", at="5")
    records.resolve("6")
    query = "SELECT standing_decision, standing_stage, reason FROM asset_outcomes"
    assert records.row(query) == (decision, "qc", None)


@pytest.mark.parametrize("verdict", [{"stage": "triage"}, {"decision": "pending"}])
def test_what_is_no_decision_that_counts_leaves_it_to_the_use(records, verdict):
    records.attempt()
    records.verdict("a1", **{"decision": "rejected"} | verdict)
    records.by_use("a1")
    records.resolve()
    assert records.outcomes() == ["usable"]


def test_until_a_person_decides_the_use_counts(records):
    records.attempt()
    records.by_use("a1", at="4")
    records.verdict("a1", "rejected", "8")
    records.resolve("7")
    assert records.outcomes() == ["usable"]
    records.resolve("8")
    assert records.outcomes() == ["rejected"]


def test_finals_alone_make_the_silence_on_the_rest_a_no(records):
    records.attempt(client="c", project="p")
    records.attempt(client="c", project="p")
    records.by_use("a1")
    records.resolve()
    assert records.outcomes() == ["usable", "not_selected"]


def test_a_use_taken_back_is_none(records):
    """A later version under the same id says that nothing is known."""
    records.attempt()
    number = records.by_use("a1", at="4")
    for decision, at in (("approved", "4"), ("pending", "9")):
        records.verdict_version(
            number, at, source="finals", asset_ref="a1", decision=decision, verdict_id="f"
        )
    records.resolve("8")
    assert records.outcomes() == ["usable"]
    records.resolve("9")
    assert records.outcomes() == ["pending"]


def test_a_part_resolved_after_a_load_is_what_all_of_it_would_be(records):
    records.attempt()
    records.by_use("a1")
    records.resolve("10")
    number = records.verdict("a1", "rejected", "9")
    records.resolve_loaded("verdict", number, "10")
    assert records.outcomes() == ["rejected"]


@pytest.mark.parametrize("name", ["finals", "uses"])
def test_no_map_takes_the_names_of_uses(name):
    map_ = {
        "name": name,
        "record": "verdict",
        "format": "csv",
        "columns": {"asset_ref": "a", "decision": "d", "decided_at": "t"},
    }
    with pytest.raises(ValidationError, match="take another name"):
        Declaration.model_validate(map_)
