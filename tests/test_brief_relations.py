"""Briefs: which calls belong together, and what people's work on them cost."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.resolving.lineage import NO_BRIEF, grouped

pytest_plugins = ["tests.raw_records"]


def briefs(records):
    """The brief number and name of every attempt, in order."""
    return records.rows("SELECT brief_no, brief FROM attempt_facts ORDER BY attempt_no")


# --- which brief ------------------------------------------------------------------------------


def test_a_brief_is_a_client_a_project_and_an_id(records):
    records.attempt(brief_id="A", client="x", project="p", submitted_at="5")
    records.attempt(brief_id="A", client="x", project="p", submitted_at="4")
    records.attempt(brief_id="A", client="x", project="q")
    records.attempt(brief_id="A", client="y", project="p")
    records.attempt(brief_id="A")
    records.resolve()
    assert [number for number, _ in briefs(records)] == [2, 2, 3, 4, 5]
    assert records.row("SELECT count(*) FROM brief_facts") == 4


def test_at_equal_times_source_and_id_decide_which_call_is_the_earliest(records):
    records.source("a log")
    records.attempt("z", brief_id="A", submitted_at="4", user="z")
    records.attempt("b", brief_id="A", submitted_at="4", user="b")
    records.attempt("c", brief_id="A", submitted_at="4", user="c", source="a log")
    records.resolve()
    assert records.row('SELECT brief_no, "user" FROM brief_facts') == (3, "c")


def test_without_a_brief_the_earliest_parents_counts(records):
    records.attempt(brief_id="A")
    records.attempt(brief_id="B")
    records.attempt(parent_asset_ids=["a2#0", "a1#0"])
    records.attempt(parent_asset_ids=["a3#0"])
    records.attempt(brief_id="C", parent_asset_ids=["a1#0"])
    records.resolve()
    assert briefs(records) == [(1, "A"), (2, "B"), (1, "A"), (1, "A"), (5, "C")]


def test_without_any_brief_the_chain_of_lineage_and_operations_is_one(records):
    records.attempt(submitted_at="9")
    records.attempt(operation_id="op", parent_asset_ids=["a4#0"])
    records.attempt(operation_id="op")
    records.attempt("root", submitted_at="2 08:00")
    records.attempt("a5", parent_asset_ids=["root"])
    records.attempt(operation_id="other")
    records.con.execute("UPDATE attempts SET parent_asset_ids = ['root#0'] WHERE attempt_no = 2")
    records.resolve()
    assert briefs(records) == [
        *[(1, "a1"), (4, "root"), (4, "root"), (4, "root"), (4, "root")],
        (6, "other"),
    ]


def test_a_chain_takes_the_brief_that_its_earliest_member_inherits(records):
    records.attempt(brief_id="A")
    records.attempt(operation_id="op", submitted_at="2 08:00")
    records.attempt(operation_id="op", parent_asset_ids=["a1#0"])
    records.resolve()
    # the call without a parent is the earliest of the brief now, and numbers it
    assert briefs(records) == [(2, "A"), (2, "A"), (2, "A")]
    assert records.row("SELECT n_attempts, submitted_at FROM brief_facts") == (
        3,
        datetime(2026, 11, 2, 8),
    )


def test_a_later_call_does_not_join_briefs_before_it_is_there(records):
    records.attempt()
    records.attempt()
    records.attempt(submitted_at="9", parent_asset_ids=["a1#0", "a2#0"])
    records.resolve("8")
    assert [number for number, _ in briefs(records)] == [1, 2]
    records.resolve("9")
    assert [number for number, _ in briefs(records)] == [1, 1, 1]


@given(st.data())
def test_chains_are_connected_components(data):
    n = data.draw(st.integers(1, 12))
    ends = st.integers(0, n - 1)
    links = data.draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] > pair[1])))
    children = np.array([a for a, _ in links], dtype=np.int64)
    elders = np.array([b for _, b in links], dtype=np.int64)
    none = np.array([], dtype=np.int64)
    numbers = np.arange(n, dtype=np.int64) * 10
    found = grouped(numbers, np.full(n, NO_BRIEF), (none, none), (children, elders))
    expected = list(range(n))
    for _ in range(n):
        for a, b in links:
            expected[a] = expected[b] = min(expected[a], expected[b])
    assert found.tolist() == [number * 10 for number in expected]


# --- brief facts ------------------------------------------------------------------------------


def test_rework_is_a_refine_or_a_second_generate_operation_not_an_upscale(records):
    for brief, tiers in {
        "first pass": ["generate", "upscale"],
        "refined": ["generate", "refine"],
        "rerolled": ["generate", "generate"],
    }.items():
        for tier in tiers:
            records.attempt(brief_id=brief, tier=tier)
        first = records._last["attempts"] - 1
        records.verdict(f"a{first}")
    records.resolve("5")
    assert records.rows(
        "SELECT brief, settled, reworked, first_pass, n_generate_operations, n_rerolls,"
        " n_refine_operations FROM brief_facts ORDER BY brief_no"
    ) == [
        ("first pass", True, False, True, 1, 0, 0),
        ("refined", True, True, False, 1, 0, 1),
        ("rerolled", True, True, False, 2, 1, 0),
    ]


def test_retries_of_one_operation_are_no_rework(records):
    records.attempt(brief_id="A", operation_id="op", status="failed")
    records.attempt(brief_id="A", operation_id="op")
    records.verdict("a2")
    records.resolve()
    assert records.row("SELECT reworked, first_pass, n_generate_operations FROM brief_facts") == (
        *(False, False),
        1,
    )


def test_a_brief_is_open_while_anything_is_pending_or_may_still_end(records):
    records.attempt(brief_id="A", status="unknown")
    records.attempt(brief_id="B")
    records.attempt(brief_id="C", status="failed")
    records.resolve("5")
    assert records.rows(
        "SELECT settled, never_usable, time_to_first_usable_s FROM brief_facts ORDER BY brief_no"
    ) == [(False, False, None), (False, False, None), (True, True, None)]


def test_time_to_the_first_usable_asset_ends_when_that_was_completed(records):
    records.attempt(brief_id="A", submitted_at="2 09:00")
    records.attempt(brief_id="A", submitted_at="2 10:00", completed_at="2 10:01")
    records.attempt(brief_id="A", submitted_at="2 11:00")
    records.verdict("a3", at="3")
    records.verdict("a2", at="4")
    records.resolve("4 09:00")
    assert records.row(
        "SELECT first_usable_at, time_to_first_usable_s, n_usable FROM brief_facts"
    ) == (datetime(2026, 11, 3, 12), 7210.0, 1)
    records.resolve("5")
    assert records.row("SELECT first_usable_at, time_to_first_usable_s FROM brief_facts") == (
        datetime(2026, 11, 3, 12),
        3660.0,
    )


def test_prompts_are_counted_once_each(records):
    for prompt in ("x", "y", "x", None):
        records.attempt(brief_id="A", prompt_sha256=prompt)
    records.resolve()
    assert records.row("SELECT n_prompts FROM brief_facts") == 2


@pytest.mark.parametrize(
    ("columns", "tier"),
    [
        ({"operation": "upscale"}, "upscale"),
        ({"operation": "edit"}, "refine"),
        ({"operation": "image_to_image"}, "generate"),
        ({"operation": "image_to_image", "parent_asset_ids": ["a1#0"]}, "refine"),
        ({"operation": None, "parent_asset_ids": ["a1#0"]}, "refine"),
        ({"operation": None, "parent_asset_ids": ["nowhere#0"]}, "generate"),
        ({"operation": "other", "parent_asset_ids": ["a1#0"]}, "generate"),
        ({"operation": "image_to_video", "parent_asset_ids": ["a1#0"]}, "generate"),
        ({"operation": "edit", "tier": "generate"}, "generate"),
        ({}, "generate"),
    ],
)
def test_a_tier_that_is_not_logged_follows_from_the_operation(records, columns, tier):
    records.attempt()
    records.attempt(**columns)
    records.resolve()
    assert records.facts("tier", 2) == tier
    assumed = tier == "refine" and columns.get("operation") is None
    assert records.facts("operation_assumed", 2) is assumed
