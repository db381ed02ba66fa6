"""Stripe's grants and transactions become a credit account whose money can be checked by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

pytest_plugins = ["tests.loaded_studio"]
SAMPLE = Path(__file__).parent / "samples/stripe/page.json"
ENTRIES = """
    SELECT kind, sum(credits), max(money) FROM ledger_entries WHERE account = 'cus_1'
    GROUP BY kind ORDER BY kind
"""
LAPSED = "SELECT sum(cost) FROM attempt_facts WHERE is_breakage"
ODD = "SELECT gap, n FROM gaps WHERE n > 0 AND gap LIKE 'ledger%'"


@pytest.fixture
def later(studio):
    """The studio in December, when what was bought has lapsed."""
    as_of = datetime(2026, 12, 2, tzinfo=UTC)
    studio.settings = studio.settings.model_copy(update={"as_of": as_of})
    return studio


def booked(studio):
    return studio.rows(ENTRIES), studio.rows(LAPSED), studio.rows(ODD)


def test_what_lapsed_is_what_was_bought_less_what_became_of_it(later):
    """Of $100: 12.50 and 40 used, 10 given back, 30 voided, so 27.50 lapsed."""
    (account,) = later.load(str(SAMPLE))
    assert (account.new, account.rejected) == (9, 0)
    entries, lapsed, odd = booked(later)
    assert entries == [
        ("adjust", -30, None),
        ("consume", Decimal("52.5"), None),
        ("expire", Decimal("27.5"), None),
        ("grant", 25, 25),
        ("purchase", 100, 100),
        ("refund", 10, None),
    ]
    assert (lapsed, odd) == ([(Decimal("27.5"),)], [])
    # No rate turns the yen into dollars.
    used = "SELECT n, money FROM gaps WHERE gap = 'unattributed_consumption'"
    assert later.rows(used) == [(3, Decimal("52.5"))]


def test_grants_and_transactions_that_come_apart_are_the_same_account(later, tmp_path):
    """Expanded, as the API gives them on demand: whichever is loaded first."""
    later.load(str(SAMPLE))
    together = booked(later)
    objects = json.loads(SAMPLE.read_text("utf-8"))["data"]
    grants = {each["id"]: each for each in objects if each["object"].endswith("grant")}
    moves = [
        each | {"credit_grant": grants[each["credit_grant"]]}
        for each in objects
        if each["id"] not in grants
    ]
    later.settings = later.settings.model_copy(update={"warehouse": tmp_path / "apart.duckdb"})
    later.load(later.write("moves.jsonl", moves))
    later.load(later.write("grants.jsonl", list(grants.values())))
    assert booked(later) == together


def test_the_settings_name_whose_transactions_they_are(studio):
    move = json.loads(SAMPLE.read_text("utf-8"))["data"][4]
    studio.settings = studio.settings.model_copy(update={"sources": {"stripe": {"account": "us"}}})
    (account,) = studio.load(studio.write("moves.jsonl", [move]))
    assert account.new == 1
    assert studio.rows("SELECT account, kind, credits FROM ledger_entries") == [
        ("us", "consume", Decimal("12.5"))
    ]
