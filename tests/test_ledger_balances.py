"""Credit ledgers that write the balance after each booking, and not what was booked."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from data.settings import Settings
from ingest.source import Opened, Refused
from ingest.sources.credit_ledger.source import CreditLedgerSheet

SOURCE = CreditLedgerSheet()
BALANCE = "account,type,date,balance"
BOOKED = [
    "a,purchase,2026-11-02 09:00,1000",
    "b,grant,2026-11-02 10:00,50",
    "a,usage,2026-11-02 11:00,987.5",
    "a,refund,2026-11-03 09:00,990",
    "b,expired,2026-11-03 10:00,20",
    "a,correction,2026-11-04 09:00,985",
]
CHANGES = [
    ("a", "purchase", Decimal(1000)),
    ("b", "grant", Decimal(50)),
    ("a", "consume", Decimal("12.5")),
    ("a", "refund", Decimal("2.5")),
    ("b", "expire", Decimal(30)),
    ("a", "adjust", Decimal(-5)),
]


def sheet(folder, *rows, header=BALANCE):
    path = folder / "ledger.csv"
    path.write_text("\n".join([header, *rows]), "utf-8")
    return Opened(path, path.name, settings=Settings())


def read(folder, *rows, header=BALANCE):
    """Every entry; problems and refusals as their sentence."""
    file, found = sheet(folder, *rows, header=header), []
    for item in SOURCE.documents(file):
        try:
            found += [item.problem] if item.problem else SOURCE.records(item, file)
        except Refused as reason:
            found.append(str(reason))
    return found


def test_of_a_balance_alone_the_credits_are_the_differences_in_either_order(tmp_path):
    for rows, expected in ((BOOKED, CHANGES), (BOOKED[::-1], CHANGES[::-1])):
        assert SOURCE.identify(sheet(tmp_path, *rows))
        found = read(tmp_path, *rows)
        assert [(each.account, each.kind, each.credits) for each in found] == expected


def test_a_settlement_that_raises_the_balance_gives_back(tmp_path):
    rows = ["a,purchase,2026-11-02,9", "a,settle,2026-11-03,5", "a,settle,2026-11-04,6"]
    found = read(tmp_path, *rows)
    assert [(each.kind, each.credits) for each in found[1:]] == [("consume", 4), ("refund", 1)]


def test_credits_are_read_and_not_the_balance_beside_them(tmp_path):
    for column in ("credits", "amount"):
        header = f"account,type,date,{column},balance"
        (found,) = read(tmp_path, "a,purchase,2026-11-02,7,100", header=header)
        assert found.credits == 7


def test_what_stood_in_an_account_before_its_first_row_is_not_guessed(tmp_path):
    rows = ["a,usage,2026-11-02,990", "a,usage,2026-11-03,980", "b,bonus,2026-11-03,5"]
    first, *rest = read(tmp_path, *rows)
    assert first.startswith("the balance before this row is not known")
    assert [each.credits for each in rest] == [10, 5]


def test_a_row_that_cannot_be_read_leaves_the_next_of_each_account_untold(tmp_path):
    rows = [*BOOKED[:3], "a,usage", *BOOKED[3:]]
    found = read(tmp_path, *rows)
    assert "2 cells where the header has 4" in found[3]
    untold = [isinstance(each, str) for each in found]
    assert untold == [False, False, False, True, True, True, False]
    assert found[-1].credits == -5


def test_a_blank_balance_and_one_in_money_tell_nothing_and_neither_does_the_next_row(tmp_path):
    rows = [
        "a,purchase,2026-11-02,10",
        "a,usage,2026-11-03,",
        "a,usage,2026-11-04,$7",
        "a,usage,2026-11-05,6",
    ]
    found = read(tmp_path, *rows)
    assert found[1].startswith("no balance")
    assert found[2].startswith("the balance is money")
    assert found[3].startswith("the balance before this row is not known")


def test_balances_in_no_order_of_time_are_refused(tmp_path):
    found = read(tmp_path, BOOKED[0], BOOKED[4], BOOKED[2])
    assert all(each.startswith("the rows are in no order of time") for each in found)


@given(changes=st.lists(st.integers(-500, 500), min_size=1, max_size=20))
def test_the_differences_sum_to_the_last_balance(tmp_path_factory, changes):
    balances = [1000 + sum(changes[: n + 1]) for n in range(len(changes))]
    rows = [f"a,adjustment,2026-11-03,{balance}" for balance in balances]
    folder = tmp_path_factory.mktemp("balances")
    found = read(folder, "a,grant,2026-11-02,1000", *rows)
    assert [each.credits for each in found] == [1000, *changes]
