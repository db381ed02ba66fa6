"""What became of outputs by what was made of them, and by time."""

from __future__ import annotations

from datetime import datetime

import pytest

pytest_plugins = ["tests.raw_records"]


# --- lineage ----------------------------------------------------------------------------------


def test_an_approved_base_of_an_approved_upscale_is_one_usable_asset(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a1#0"])
    records.verdict("a1", at="3")
    records.verdict("a2", at="4")
    records.resolve()
    assert records.outcomes() == ["contributed", "usable"]


def test_a_base_is_open_again_when_what_was_made_of_it_is_rejected(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a1#0"])
    records.verdict("a1", at="3")
    records.verdict("a2", at="4")
    records.verdict("a2", "rejected", "10", stage="client")
    records.resolve("9")
    assert records.outcomes() == ["contributed", "usable"]
    records.resolve("11")
    assert records.outcomes() == ["pending", "rejected"]
    records.resolve("24 11:59:59")
    assert records.outcomes() == ["pending", "rejected"]
    records.resolve("24 12:00")
    assert records.outcomes() == ["rejected", "rejected"]
    reasons = "SELECT reason FROM asset_outcomes ORDER BY attempt_no"
    assert records.rows(reasons) == [("final rejected",), (None,)]


def test_a_base_that_is_approved_anew_is_usable_with_a_rejected_final(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a1#0"])
    records.verdict("a1", at="3")
    records.verdict("a2", "rejected", "10", stage="client")
    records.verdict("a1", at="11", stage="client")
    records.resolve()
    assert records.outcomes() == ["usable", "rejected"]
    assert records.facts("usable_with_rejected_final") == 1


def test_another_approved_descendant_makes_an_open_base_contribute(records):
    records.attempt(brief_id="A")
    for _ in range(2):
        records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a1#0"])
    records.verdict("a1", at="3")
    records.verdict("a2", "rejected", "10", stage="client")
    records.verdict("a3", at="12")
    records.resolve()
    assert records.outcomes() == ["contributed", "rejected", "usable"]


def test_a_rejection_reopens_every_approved_output_on_the_way(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="A", tier="refine", parent_asset_ids=["a1#0"])
    records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a2#0"])
    for number, at in enumerate(("3", "4", "5"), 1):
        records.verdict(f"a{number}", at=at)
    records.verdict("a3", "rejected", "10", stage="client")
    records.resolve("11")
    assert records.outcomes() == ["pending", "pending", "rejected"]


def test_a_rejection_at_the_moment_of_the_approval_came_before_it(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a1#0"])
    records.verdict("a1", at="10 12:00")
    records.verdict("a2", "rejected", "10 12:00", stage="client")
    records.resolve("11")
    assert records.outcomes() == ["usable", "rejected"]


def test_the_rule_of_reopening_can_be_off(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="A", tier="upscale", parent_asset_ids=["a1#0"])
    records.verdict("a1", at="3")
    records.verdict("a2", "rejected", "10", stage="client")
    records.resolve(final_rejection_reopens=False)
    assert records.outcomes() == ["usable", "rejected"]
    assert records.facts("usable_with_rejected_final") == 1


def test_ancestors_contribute_whatever_their_own_verdict(records):
    records.attempt()
    records.attempt(parent_asset_ids=["a1#0"])
    records.attempt(parent_asset_ids=["a2#0"])
    records.verdict("a1", "rejected", "3")
    records.verdict("a3", "approved", "4")
    records.resolve()
    assert records.outcomes() == ["contributed", "contributed", "usable"]


def test_a_needs_edit_waits_from_its_own_time(records):
    records.attempt()
    records.verdict("a1", "needs_edit", "10")
    records.resolve("24 11:59:59")
    assert records.outcomes() == ["pending"]
    assert records.row("SELECT settles_at FROM asset_outcomes") == datetime(2026, 11, 24, 12)
    records.resolve("24 12:00")
    assert records.outcomes() == ["not_selected"]


def test_a_parent_that_is_not_older_is_dropped_and_counted(records):
    records.attempt(submitted_at="3", parent_asset_ids=["a2#0"])
    records.attempt(submitted_at="4", parent_asset_ids=["a2#0", "a1#0"])
    records.attempt("a0", submitted_at="4", parent_asset_ids=["a2#0"])
    records.verdict("a2", at="5")
    records.resolve()
    assert records.outcomes() == ["contributed", "usable", "not_selected"]
    assert records.gap("dropped_parent_links") == 3


def test_an_asset_has_its_own_parents_else_those_of_its_attempt(records):
    for _ in range(2):
        records.attempt()
    records.attempt(n_outputs=2, parent_asset_ids=["a1#0"])
    records.asset("a3", 1, parent_asset_ids=["a2#0"])
    records.verdict("a3#1")
    records.resolve()
    assert records.outcomes(1) == ["not_selected"]
    assert records.outcomes(2) == ["contributed"]
    records.verdict("a3#0")
    records.resolve()
    assert records.outcomes() == ["contributed", "contributed", "usable", "usable"]


# --- time -------------------------------------------------------------------------------------


def test_the_selection_window_starts_when_both_are_there(records):
    records.attempt(submitted_at="2 09:00", brief_id="A", n_outputs=2)
    records.attempt(submitted_at="5 09:00", brief_id="A")
    records.verdict("a1#0", at="3 12:00")
    records.resolve("6 11:59:59")
    assert records.outcomes() == ["usable", "pending", "pending"]
    records.resolve("6 12:00")
    assert records.outcomes() == ["usable", "not_selected", "pending"]
    assert records.facts("outputs_not_selected_by_selection") == 1
    settles = records.row("SELECT settles_at FROM asset_outcomes WHERE outcome = 'pending'")
    assert settles == datetime(2026, 11, 8, 9, 0, 10)


def test_the_verdict_window_counts_from_completion(records):
    records.attempt(submitted_at="2 09:00", n_outputs=2)
    records.reviewed()
    records.resolve("16 09:00:09")
    assert records.outcomes() == ["pending", "pending"]
    records.resolve("16 09:00:10")
    assert records.outcomes() == ["not_selected", "not_selected"]
    assert records.facts("outputs_not_selected, outputs_not_selected_by_selection") == (2, 0)


def test_nothing_after_the_moment_counts(records):
    records.attempt(submitted_at="2 12:00")
    records.attempt(submitted_at="2 13:00", completed_at="2 14:00")
    records.verdict("a1", at="3 12:00")
    records.resolve("2 12:30")
    assert records.rows("SELECT attempt_no, outcome FROM asset_outcomes") == [(1, "pending")]
    resolution = records.resolve("2 13:00")
    assert records.facts("status, completed_at, money_unknown::INTEGER", 2) == ("running", None, 1)
    assert resolution.next_event_at == datetime(2026, 11, 2, 14)
    records.resolve("3 12:00")
    assert records.outcomes() == ["usable", "pending"]


def test_a_later_approval_reopens_an_asset(records):
    records.attempt()
    records.verdict("a1", at="25")
    records.reviewed()
    records.resolve("24")
    assert records.outcomes() == ["not_selected"]
    assert records.resolve("25").next_event_at is None
    assert records.outcomes() == ["usable"]


def test_scattered_logs_give_facts_in_submit_time_order(records, monkeypatch):
    monkeypatch.setattr("data.relations.builder.SCATTERED", -1)
    for day in (9, 3, 7, 5):
        records.attempt(submitted_at=str(day))
    records.resolve()
    days = records.rows("SELECT day(submitted_at) FROM resolved_attempts ORDER BY rowid")
    assert days == [(3,), (5,), (7,), (9,)]


# --- what was made ----------------------------------------------------------------------------


def test_an_output_that_a_log_describes_is_listed_by_its_own_id_though_nobody_judged_it(records):
    records.attempt()
    records.attempt()
    records.asset("a1", asset_id="hero", uri="https://cdn.example/hero.png")
    records.resolve()
    assert records.rows(
        "SELECT attempt_no, asset_id, uri FROM asset_outcomes ORDER BY attempt_no"
    ) == [(1, "hero", "https://cdn.example/hero.png"), (2, None, None)]


@pytest.mark.parametrize(
    ("said", "media"),
    [
        ({"requested_seconds": 5}, "video"),
        ({"tokens_video_out": 108_900}, "video"),
        ({"requested_seconds": 0, "tokens_video_out": 0}, None),
        ({"requested_seconds": 5, "operation": "text_to_image"}, "image"),
    ],
)
def test_without_an_operation_seconds_or_tokens_of_video_say_that_it_is_one(records, said, media):
    records.attempt(**said)
    records.resolve()
    assert records.facts("media") == media


def test_each_of_several_outputs_counts_in_its_own_line_alone(records):
    records.attempt(n_outputs=6, n_requested=6, reported_cost="6")
    records.attempt(parent_asset_ids=["a1#1"])
    records.asset("a1", 5, blocked=True)
    decided = {"a1#0": "approved", "a2": "approved", "a1#2": "rejected", "a1#4": "needs_edit"}
    for reference, decision in decided.items():
        records.verdict(reference, decision, "25")
    records.resolve("27")
    lines = ("usable", "contributed", "rejected", "not_selected", "pending", "blocked")
    assert records.outcomes(1) == [*lines]
    assert records.facts(", ".join(f"money_{line}::DOUBLE" for line in lines)) == (1,) * 6
    assert records.facts(", ".join(f"outputs_{line}" for line in lines)) == (1,) * 6
