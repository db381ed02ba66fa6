"""One person, however the name is written: trimmed, in any case, in the earliest spelling."""

from __future__ import annotations

import pytest

from data.resolving import scope

pytest_plugins = ["tests.raw_records"]

EARLY, LATE = "2026-11-01 09:00", "2026-11-02 09:00"


def users(records):
    return [row[0] for row in records.rows('SELECT "user" FROM attempt_facts ORDER BY attempt_no')]


def test_a_user_is_shown_in_the_earliest_spelling(records):
    records.attempt(user="rita ", submitted_at=LATE)
    records.attempt(user="Rita", submitted_at=EARLY)
    records.attempt(user="RITA", submitted_at=LATE)
    records.attempt(user=None)
    records.attempt(user="Bo")
    records.resolve()
    assert users(records) == ["Rita", "Rita", "Rita", None, "Bo"]


def test_of_spellings_of_one_moment_the_first_in_the_alphabet_is_shown(records):
    for user in ("rita", "Rita", " RITA"):
        records.attempt(user=user, submitted_at=EARLY)
    records.resolve()
    assert users(records) == ["RITA"] * 3


def test_users_reviewers_and_those_who_book_work_are_the_same_persons(records):
    records.attempt(user="ana", submitted_at=EARLY)
    records.verdict("a1", reviewer="ANA ", review_seconds=60)
    records.labour("edit", 5, person="Ana")
    records.resolve()
    assert records.rows("SELECT reviewer FROM asset_outcomes") == [("ana",)]
    assert records.rows("SELECT person FROM people_facts ORDER BY kind") == [("ana",), ("ana",)]


def test_booked_review_work_replaces_the_seconds_of_the_same_person(records):
    records.attempt()
    records.verdict("a1", at="3", reviewer="Ana", review_seconds=60)
    records.labour("review", 5, at="3", person=" ana")
    records.resolve()
    assert records.rows("SELECT minutes::INTEGER FROM people_facts") == [(5,)]


@pytest.mark.parametrize("earlier", ["attempt", "verdict", "labour"])
def test_an_earlier_spelling_that_is_loaded_later_respells_what_was_resolved(
    records, earlier, monkeypatch
):
    monkeypatch.setattr(scope, "LARGEST_SHARE", 1000)
    records.attempt(user="rita", submitted_at=LATE)
    records.attempt(submitted_at=LATE)
    records.verdict("a2", reviewer="rita", review_seconds=60)
    records.labour("edit", 5, person="rita")
    records.resolve()
    load = {
        "attempt": lambda: records.attempt(user="Rita", submitted_at=EARLY),
        "verdict": lambda: records.verdict("nowhere", at=EARLY, reviewer="Rita"),
        "labour": lambda: records.labour("edit", 1, at=EARLY, person="Rita"),
    }
    records.resolve_loaded(earlier, load[earlier]())
    assert users(records)[0] == "Rita"
    assert records.rows("SELECT DISTINCT person FROM people_facts") == [("Rita",)]
    assert records.rows("SELECT reviewer FROM asset_outcomes WHERE reviewer IS NOT NULL") == [
        ("Rita",)
    ]
