"""Tasks booked more than once: debited and settled, held and released, charged and adjusted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.credits.charges import balance, per_attempt
from data.credits.ledger import value_entries
from data.settings import Settings
from data.warehouse.file import Reader
from ingest.load.load import load
from tests.test_credit_ledger import END, book, day

pytest_plugins = ["tests.raw_records"]

BOUGHT = book("purchase", 0, "1000", "100")  # a credit is 0.1
PAIR = (
    "Account,Type,Date,Credits,Task ID,ID\n"
    "relay,Top up,2026-11-01T08:00:00Z,1000,,p-1\n"
    "relay,Pre-debit,2026-11-02T10:00:00Z,10,t1,t1\n"
    "relay,Settlement,2026-11-02T10:05:00Z,3,t1,t1\n"
)


def charge(*bookings, at=END):
    """What one task was charged, in credits and in money; and the credits left."""
    entries = [BOUGHT, *(book(*each, attempt="t") for each in bookings)]
    worth = per_attempt(value_entries(entries, at).valued)["t"]
    left = sum(lot.left.credits for lot in balance(entries, "runway", at))
    assert worth.credits + left == 1000
    assert worth.money == worth.credits / 10
    return worth.credits


def problems(*bookings):
    entries = [BOUGHT, *(book(*each, attempt="t") for each in bookings)]
    return [each.name for each in value_entries(entries, END).problems]


@pytest.mark.parametrize(
    ("bookings", "charged"),
    [
        ([("consume", 1, 10), ("consume", 2, 3)], 13),
        ([("consume", 1, 10), ("refund", 2, 4)], 6),
        ([("consume", 1, 10), ("adjust", 2, -3)], 13),
        ([("consume", 1, 10), ("adjust", 2, 4)], 6),
        ([("consume", 1, 10), ("adjust", 2, -3), ("refund", 3, 12)], 1),
        ([("hold", 1, 20)], 20),
        ([("hold", 1, 20), ("release", 2, 20)], 0),
        ([("hold", 1, 20), ("release", 2)], 0),
        ([("hold", 1, 20), ("release", 2, 5)], 15),
        ([("hold", 1, 20), ("hold", 1.5, 5), ("release", 2, 22)], 3),
        ([("hold", 1, 20), ("consume", 2, 8)], 8),
        ([("hold", 1, 20), ("consume", 2, 8), ("release", 3, 12)], 8),
        ([("hold", 1, 20), ("release", 2, 20), ("consume", 2, 8)], 8),
        ([("hold", 1, 20), ("consume", 2, 8), ("consume", 3, 2)], 10),
        ([("hold", 1, 20), ("refund", 2, 20)], 0),
        ([("hold", 1, 20), ("consume", 2, 8), ("refund", 3, 8)], 0),
    ],
)
def test_bookings_of_one_task_add_up(bookings, charged):
    assert charge(*bookings) == charged
    assert problems(*bookings) == []


def test_a_hold_counts_until_the_moment_it_is_settled():
    bookings = [("hold", 1, 20), ("consume", 5, 8)]
    assert [charge(*bookings, at=day(at)) for at in (1, 4.9, 5)] == [20, 20, 8]


def test_a_release_of_nothing_and_one_of_too_much_are_told_of():
    assert problems(("release", 1, 5)) == ["release_without_hold"]
    assert problems(("hold", 1, 5), ("release", 2, 6)) == ["release_above_hold"]
    assert problems(("hold", 1, 5), ("release", 2, 5), ("release", 3, 5)) == [
        "release_without_hold"
    ]


def test_what_a_release_gives_back_goes_where_it_came_from():
    free = book("grant", 0, 10, promo=True, expires=5)
    task = [book("hold", 1, 20, attempt="t"), book("release", 6, 20, attempt="t")]
    found = value_entries([BOUGHT, free, *task], END)
    # the grant was drawn first, and has lapsed by the time that it comes back
    assert [(each.credits, each.money) for each in found.breakage] == [(10, 0)]
    assert [lot.left.credits for lot in found.lots] == [0, 1000]


BOOKINGS = st.lists(
    st.tuples(
        st.sampled_from(["hold", "release", "consume", "refund"]),
        st.integers(1, 9),
        st.integers(1, 40),
        st.sampled_from(["t", "u", None]),
    ),
    max_size=12,
)


@given(BOOKINGS)
def test_whatever_is_held_and_released_no_money_is_lost_or_made(bookings):
    entries = [BOUGHT]
    entries += [book(kind, on, credits_, attempt=ref) for kind, on, credits_, ref in bookings]
    found = value_entries(entries, END)
    left = [lot.left for lot in found.lots if lot.entry.kind == "purchase"]
    paid = sum(
        part.money_units or 0
        for each in found.valued
        for part in each.drawn_from
        if part.lot is BOUGHT
    )
    assert paid + sum(part.money_units or 0 for part in left) == 100 * 10**12
    held = [each for each in found.valued if each.entry.kind == "hold"]
    by_hold = {each.entry_no: Decimal(0) for each in held}
    for each in held:
        by_hold[each.entry_no] += each.credits
    assert all(credits_ >= 0 for credits_ in by_hold.values())


def test_held_credits_are_a_gap_of_their_own_and_part_of_the_cost(records):
    for _ in range(3):
        records.attempt(reported_cost="9")
    records.entry("purchase", credits=100, money="20", currency="USD")
    records.entry("hold", "2", credits=10, attempt_ref="a1")
    records.entry("hold", "2", credits=20, attempt_ref="a2")
    records.entry("consume", "3", credits=8, attempt_ref="a2")
    records.entry("hold", "2", credits=30, attempt_ref="a3")
    records.entry("release", "3", credits=30, attempt_ref="a3")
    records.resolve()
    costs = records.rows("SELECT cost::DOUBLE, cost_basis FROM attempt_facts ORDER BY attempt_no")
    assert costs == [(2.0, "ledger"), (1.6, "ledger"), (0.0, "ledger")]
    query = "SELECT n, money::DOUBLE FROM gaps WHERE gap = 'held_credits'"
    assert records.rows(query) == [(1, 2.0)]
    assert records.gap("unattributed_consumption") == 0
    assert records.gap("ledger_problems") == 0


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1, 3)])
def test_a_task_id_in_place_of_an_entry_id_drops_no_money(tmp_path, order):
    """Whichever booking comes first, in files of their own, once and again."""
    header, *rows = PAIR.splitlines()
    warehouse = tmp_path / "w.duckdb"
    for nth in order:
        path = tmp_path / f"{nth}.csv"
        path.write_text(f"{header}\n{rows[nth - 1]}\n", "utf-8")
        load(warehouse, [str(path)], settings=Settings(), source="credit_ledger")
    assert booked(warehouse) == [("consume", 3), ("consume", 10), ("purchase", 1000)]


@pytest.mark.parametrize("kind", ["Refund", "Hold", "Released"])
def test_nor_where_a_refund_a_hold_or_a_release_bears_the_id_of_the_charge(tmp_path, kind):
    path, warehouse = tmp_path / "ledger.csv", tmp_path / "w.duckdb"
    rows = PAIR.replace("Pre-debit", "Usage").replace("Settlement", kind)
    path.write_text(rows, "utf-8")
    load(warehouse, [str(path)], settings=Settings())
    assert len(booked(warehouse)) == 3


def booked(warehouse):
    with Reader(warehouse, None) as reader:
        query = "SELECT kind, credits::INTEGER FROM ledger_entries ORDER BY ALL"
        return reader.cursor().execute(query).fetchall()
