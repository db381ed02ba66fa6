"""What people's work cost, and which of it counts once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

pytest_plugins = ["tests.raw_records"]


def work(records):
    return records.rows(
        "SELECT kind, person, minutes::DOUBLE, cost::DOUBLE, project FROM people_facts"
        " ORDER BY record_kind, record_no"
    )


def test_review_seconds_cost_once_even_for_several_outputs(records):
    records.attempt(n_outputs=4, project="spring")
    records.verdict("a1", reviewer="ana", review_seconds=90)
    records.verdict("lost", reviewer="ana", review_seconds=30)
    records.resolve(reviewer_rate_per_hour="60")
    assert work(records) == [
        ("review", "ana", 1.5, 1.5, "spring"),
        ("review", "ana", 0.5, 0.5, None),
    ]


def test_booked_reviews_replace_that_persons_seconds_of_the_local_day(records):
    records.attempt()
    records.verdict("a1", at="3 23:30", reviewer="ana", review_seconds=60)  # the 4th in Berlin
    records.verdict("a1", at="3 22:30", reviewer="ana", review_seconds=60)
    records.verdict("a1", at="4 10:00", reviewer="bo", review_seconds=60)
    records.labour("review", 10, "4 08:00", person="ana")
    records.resolve(timezone="Europe/Berlin")
    assert [(person, minutes) for _, person, minutes, _, _ in work(records)] == [
        *[("ana", 10.0), ("ana", 1.0)],
        ("bo", 1.0),
    ]


def test_work_has_the_rate_of_its_kind_or_no_known_cost(records):
    records.attempt(brief_id="A", project="spring", user="kim")
    records.labour("prompt", "10", project="spring", brief_id="A", person="kim")
    records.labour("edit", "7", asset_ref="a1#0")
    records.labour("other", "5", project="summer")
    records.resolve(creator_rate_per_hour="50", editor_rate_per_hour="40")
    assert work(records) == [
        ("prompt", "kim", 10.0, pytest.approx(50 / 6), "spring"),
        ("edit", None, 7.0, pytest.approx(40 * 7 / 60), "spring"),
        ("other", None, 5.0, None, "summer"),
    ]
    assert records.row("SELECT cost FROM people_facts WHERE kind = 'prompt'") == Decimal(
        "8.333333333333"
    )
    assert records.rows('SELECT "user" FROM people_facts ORDER BY record_no') == [
        *[("kim",), ("kim",)],
        (None,),
    ]


def test_work_is_dated_by_its_own_time(records):
    records.attempt(submitted_at="2")
    records.verdict("a1", at="3 12:00", reviewer="ana", review_seconds=60)
    records.resolve("3 11:59:59")
    assert work(records) == []
    records.resolve("3 12:00", timezone="America/New_York")
    assert records.row("SELECT submitted_at, local_submitted_at FROM people_facts") == (
        datetime(2026, 11, 3, 12),
        datetime(2026, 11, 3, 7),
    )
