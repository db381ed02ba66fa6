"""Worked credit ledgers, to the last decimal, and what must hold for any ledger."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.credits.charges import balance, per_attempt, unattributed
from data.credits.entries import Entry, worth
from data.credits.ledger import value_entries
from data.credits.problems import SENTENCES, ProblemName

if TYPE_CHECKING:
    from data.credits.valuation import Valuation

DAY_ZERO = datetime(2026, 11, 1)
NUMBERS = count(1)


def day(number: float) -> datetime:
    return DAY_ZERO + timedelta(days=number)


END = day(365)


def book(
    kind, on, credits_=None, money=None, *, expires=None, promo=False, attempt=None, **other
) -> Entry:
    entry = Entry(
        account="runway",
        kind=kind,
        at=day(on),
        credits=None if credits_ is None else Decimal(credits_),
        money=None if money is None else Decimal(money),
        currency=None if money is None else "USD",
        expires_at=None if expires is None else day(expires),
        promotional=promo,
        attempt_ref=attempt,
        entry_id=None,
        source="ledger.csv",
        entry_no=next(NUMBERS),
    )
    return entry._replace(**other)


def moneys(valuation: Valuation, kind: str = "consume") -> list[Decimal | None]:
    return [valued.money for valued in valuation.valued if valued.entry.kind == kind]


def lapsed(valuation: Valuation) -> list[tuple[datetime, Decimal, Decimal | None]]:
    return [(lapse.at, lapse.credits, lapse.money) for lapse in valuation.breakage]


def names(valuation: Valuation) -> list[str]:
    return [problem.name for problem in valuation.problems]


def taken(valuation: Valuation, number: int) -> list[tuple[int | None, Decimal, Decimal | None]]:
    return [(p.lot_no, p.credits, p.money) for p in valuation.valued[number].drawn_from]


# --- drawdown -------------------------------------------------------------------------------------


def test_one_consume_draws_from_mixed_grants_earliest_expiry_first_promotional_before_paid():
    never = book("purchase", 0, 100, "5")
    late = book("purchase", 1, 100, "20", expires=60)
    paid = book("purchase", 2, 100, "10", expires=30)
    promo = book("grant", 3, 50, promo=True, expires=30)
    used = book("consume", 4, 260)
    result = value_entries([never, late, paid, promo, used], day(4))
    assert taken(result, 0) == [
        (promo.entry_no, 50, 0),
        (paid.entry_no, 100, 10),
        (late.entry_no, 100, 20),
        (never.entry_no, 10, Decimal("0.5")),
    ]
    assert result.valued[0].money == Decimal("30.5")
    assert result.valued[0].currency == "USD"
    assert result.valued[0].money_per_credit == Decimal("0.117307692308")  # 30.5 / 260
    assert not result.problems


def test_three_draws_at_a_third_of_money_per_credit_sum_to_what_was_paid():
    entries = [book("purchase", 0, 3, "1")] + [book("consume", on, 1) for on in (1, 2, 3)]
    result = value_entries(entries, END)
    assert moneys(result) == [
        Decimal("0.333333333333"),
        Decimal("0.333333333333"),
        Decimal("0.333333333334"),
    ]
    assert result.valued[0].money.as_tuple().exponent == -12
    assert result.lots[0].bought.money == 1
    assert worth([result.lots[0].bought]).money_per_credit == Decimal("0.333333333333")


def test_three_lots_in_one_consume():
    lots = [book("purchase", n, 3, money) for n, money in enumerate(("1", "2", "10"))]
    result = value_entries([*lots, book("consume", 5, 7)], day(5))
    assert taken(result, 0) == [
        (lots[0].entry_no, 3, 1),
        (lots[1].entry_no, 3, 2),
        (lots[2].entry_no, 1, Decimal("3.333333333333")),
    ]
    assert result.valued[0].money == Decimal("6.333333333333")
    assert result.lots[2].left.credits == 2
    assert result.lots[2].left.money == Decimal("6.666666666667")


def test_at_one_moment_a_purchase_comes_before_the_consumption_it_pays():
    used, bought = book("consume", 0, 5), book("purchase", 0, 10, "1")
    result = value_entries([used, bought], END)
    assert moneys(result) == [Decimal("0.5")]
    assert not result.problems


def test_at_one_moment_consumption_comes_before_what_is_adjusted_away():
    used, away, added = book("consume", 0, 5), book("adjust", 0, -4), book("adjust", 0, 6, "3")
    result = value_entries([away, used, added], END)
    assert [valued.entry for valued in result.valued] == [used, away]
    assert [problem.entry_no for problem in result.problems] == [away.entry_no]


def test_credits_are_gone_at_the_moment_they_expire():
    result = value_entries([book("purchase", 0, 10, "1", expires=2), book("consume", 2, 5)], END)
    assert lapsed(result) == [(day(2), 10, 1)]
    assert moneys(result) == [None]


def test_balance_lists_the_lots_in_the_order_they_will_be_drawn():
    never, soon = book("purchase", 0, 10, "1"), book("purchase", 1, 10, "3", expires=30)
    free = book("grant", 1, 5, promo=True, expires=30)
    entries = [never, soon, free, book("consume", 2, 7), book("consume", 3, 3, account="fal")]
    left = balance(entries, "runway", day(5))
    assert [(lot.entry, lot.left.credits, lot.left.money) for lot in left] == [
        (soon, 8, Decimal("2.4")),
        (never, 10, 1),
    ]
    assert worth(lot.left for lot in left).money == Decimal("3.4")
    assert [lot.entry for lot in balance(entries, "runway", day(30))] == [never]
    assert balance(entries, "fal", day(5)) == ()


def test_accounts_do_not_share_credits():
    entries = [book("purchase", 0, 10, "1"), book("consume", 1, 1, account="fal")]
    assert names(value_entries(entries, END)) == ["consumed_before_purchase"]


# --- expiry ---------------------------------------------------------------------------------------


def test_a_remainder_lapses_at_its_expiry_without_an_expire_entry():
    entries = [book("purchase", 0, 3, "1", expires=30), book("consume", 1, 1)]
    assert lapsed(value_entries(entries, day(29.9))) == []
    result = value_entries(entries, day(30))
    assert lapsed(result) == [(day(30), 2, Decimal("0.666666666667"))]
    assert result.breakage[0].lot_no == entries[0].entry_no
    assert result.breakage[0].currency == "USD"


@pytest.mark.parametrize("on", [30, 30.5, 31])
def test_an_expire_entry_explains_the_lapse_and_adds_nothing(on):
    entries = [book("purchase", 0, 100, "10", expires=30), book("consume", 1, 60)]
    entries.append(book("expire", on, 40))
    result = value_entries(entries, END)
    assert lapsed(result) == [(day(30), 40, 4)]
    assert moneys(result, "expire") == [4]
    assert not result.problems


def test_an_expire_entry_ahead_of_the_expiry_dates_the_lapse():
    entries = [book("purchase", 0, 100, "10", expires=30), book("expire", 29.5, 40)]
    assert lapsed(value_entries(entries, END)) == [(day(29.5), 40, 4), (day(30), 60, 6)]


def test_an_expire_entry_makes_a_lot_of_unknown_expiry_lapse():
    entries = [book("purchase", 0, 100, "10"), book("expire", 20, 40)]
    result = value_entries(entries, END)
    assert lapsed(result) == [(day(20), 40, 4)]
    assert result.lots[0].left.credits == 60


def test_an_expire_entry_explains_the_nearest_lapse_first():
    old = book("purchase", 0, 10, "1", expires=10)
    recent = book("purchase", 0, 10, "2", expires=20)
    never = book("purchase", 0, 10, "3")
    result = value_entries([old, recent, never, book("expire", 21, 25)], END)
    assert taken(result, 0) == [
        (recent.entry_no, 10, 2),
        (old.entry_no, 10, 1),
        (never.entry_no, 5, Decimal("1.5")),
    ]
    assert lapsed(result) == [(day(10), 10, 1), (day(20), 10, 2), (day(21), 5, Decimal("1.5"))]


def test_expiring_more_than_there_is_is_reported():
    result = value_entries([book("purchase", 0, 10, "1"), book("expire", 1, 12)], END)
    assert lapsed(result) == [(day(1), 10, 1)]
    assert [(p.name, p.credits) for p in result.problems] == [("negative_balance", 2)]


def test_an_impossible_expiry_is_reported_and_not_followed():
    result = value_entries([book("purchase", 5, 10, "1", expires=4), book("consume", 6, 5)], END)
    assert names(result) == ["expiry_before_grant"]
    assert moneys(result) == [Decimal("0.5")]
    assert lapsed(result) == []
    assert result.lots[0].expires_at is None


# --- refunds --------------------------------------------------------------------------------------


def test_a_refund_returns_credits_and_money_to_its_lots_latest_first():
    cheap, dear = book("purchase", 0, 10, "1"), book("purchase", 1, 10, "5")
    used = book("consume", 2, 15, attempt="a")
    result = value_entries([cheap, dear, used, book("refund", 3, 7, attempt="a")], END)
    assert moneys(result) == [Decimal("3.5")]  # 10 × 0.10 + 5 × 0.50
    assert taken(result, 1) == [
        (dear.entry_no, -5, Decimal("-2.5")),
        (cheap.entry_no, -2, Decimal("-0.2")),
    ]
    assert [lot.left.credits for lot in result.lots] == [2, 10]
    assert per_attempt(result.valued)["a"].money == Decimal("0.8")
    assert per_attempt(result.valued)["a"].credits == 8


def test_partial_refunds_of_a_third_return_exactly_what_was_charged():
    entries = [book("purchase", 0, 9, "1"), book("consume", 1, 3, attempt="a")]
    entries += [book("refund", on, 1, attempt="a") for on in (2, 3, 4)]
    result = value_entries(entries, END)
    assert moneys(result) == [Decimal("0.333333333333")]
    assert moneys(result, "refund") == [Decimal("-0.111111111111")] * 3
    charged = per_attempt(result.valued)["a"]
    assert (charged.money, charged.credits, charged.currency) == (0, 0, None)
    assert result.lots[0].left == result.lots[0].bought


def test_refunded_credits_can_be_used_again():
    entries = [book("purchase", 0, 10, "1"), book("consume", 1, 10, attempt="a")]
    entries += [book("refund", 2, 10, attempt="a"), book("consume", 3, 10, attempt="b")]
    result = value_entries(entries, END)
    charges = per_attempt(result.valued)
    assert (charges["a"].money, charges["b"].money) == (0, 1)
    assert not result.problems


def test_credits_refunded_to_an_emptied_lot_are_drawn_in_their_order_again():
    soon, never = book("purchase", 0, 10, "1", expires=30), book("purchase", 0, 10, "5")
    entries = [soon, never, book("consume", 1, 10, attempt="a"), book("consume", 2, 5)]
    entries += [book("refund", 3, 10, attempt="a"), book("consume", 4, 10)]
    result = value_entries(entries, END)
    assert moneys(result) == [1, Decimal("2.5"), 1]


def test_a_refund_to_an_expired_lot_lapses_at_once():
    entries = [book("purchase", 0, 10, "1", expires=30), book("consume", 1, 6, attempt="a")]
    entries.append(book("refund", 40, 5, attempt="a"))
    result = value_entries(entries, END)
    assert lapsed(result) == [(day(30), 4, Decimal("0.4")), (day(40), 5, Decimal("0.5"))]
    assert per_attempt(result.valued)["a"].money == Decimal("0.1")
    explained = value_entries([*entries, book("expire", 41, 5)], END)
    assert lapsed(explained) == lapsed(result)
    assert not explained.problems


def test_a_refund_above_the_charge_is_capped_and_reported():
    entries = [book("purchase", 0, 100, "10"), book("consume", 1, 10, attempt="a")]
    entries.append(book("refund", 2, 15, attempt="a"))
    result = value_entries(entries, END)
    assert per_attempt(result.valued)["a"].money == 0
    assert result.lots[0].left.credits == 100
    assert [(p.name, p.credits) for p in result.problems] == [("refund_above_charge", 5)]


@pytest.mark.parametrize(
    ("attempt", "name"), [(None, "refund_without_attempt"), ("b", "refund_without_charge")]
)
def test_a_refund_without_a_charge_is_a_gap_and_not_negative_spend(attempt, name):
    entries = [book("purchase", 0, 100, "10"), book("consume", 1, 10, attempt="a")]
    entries.append(book("consume", 1, 10))
    refund = book("refund", 2, 5, attempt=attempt)
    result = value_entries([*entries, refund], END)
    assert [(p.name, p.entry_no, p.credits) for p in result.problems] == [
        (name, refund.entry_no, 5)
    ]
    assert moneys(result, "refund") == []
    assert per_attempt(result.valued).keys() == {"a"}
    back = result.lots[1]
    assert (back.entry, back.left.credits, back.left.money) == (refund, 5, None)


def test_a_refund_of_uncovered_credits_returns_nothing_to_a_lot():
    entries = [book("purchase", 0, 10, "1"), book("consume", 1, 12, attempt="a")]
    result = value_entries([*entries, book("refund", 2, 3, attempt="a")], END)
    assert taken(result, 1)[0] == (None, -2, None)
    assert per_attempt(result.valued)["a"].money == Decimal("0.9")
    assert result.lots[0].left.credits == 1


# --- what is not known ----------------------------------------------------------------------------


def test_consumption_beyond_the_balance_has_unknown_money_and_is_counted():
    bought = book("purchase", 0, 30, "3")
    used = book("consume", 1, 50, attempt="a")
    later = book("purchase", 2, 100, "10")
    result = value_entries([bought, used, later], END)
    assert taken(result, 0) == [(bought.entry_no, 30, 3), (None, 20, None)]
    assert result.valued[0].money is None
    assert result.valued[0].credits == 50
    assert result.valued[0].worth.credits_unvalued == 20
    assert [(p.name, p.entry_no, p.at, p.credits) for p in result.problems] == [
        ("negative_balance", used.entry_no, day(1), 20)
    ]
    assert "exceeds the balance: 20 credits have no known money" in result.problems[0].sentence
    assert result.lots[1].left.credits == 100


def test_a_purchase_without_money_is_unknown_and_not_free():
    entries = [book("purchase", 0, 10), book("consume", 1, 4, attempt="a")]
    result = value_entries(entries, END)
    assert names(result) == ["money_unknown"]
    assert moneys(result) == [None]
    assert per_attempt(result.valued)["a"].money is None
    assert per_attempt(result.valued)["a"].credits_unvalued == 4


def test_unknown_money_comes_back_unknown():
    entries = [book("purchase", 0, 10, expires=5), book("consume", 1, 4, attempt="a")]
    result = value_entries([*entries, book("refund", 6, 4, attempt="a")], END)
    assert lapsed(result) == [(day(5), 6, None), (day(6), 4, None)]
    assert per_attempt(result.valued)["a"].money == 0


def test_a_free_purchase_and_a_promotional_grant_cost_nothing():
    entries = [book("purchase", 0, 10, "0"), book("grant", 0, 10, "7", promo=True)]
    result = value_entries([*entries, book("consume", 1, 20, attempt="a")], END)
    assert moneys(result) == [0]
    assert result.valued[0].money_per_credit == 0
    assert not result.problems


def test_money_per_credit_of_nothing_is_unknown():
    result = value_entries([book("consume", 1, 0, attempt="a")], END)
    assert result.valued[0].money == 0
    assert result.valued[0].money_per_credit is None
    assert not result.problems


def test_mixed_currencies_have_no_single_money_but_keep_their_parts():
    euro = book("purchase", 0, 10, "1", currency="EUR")
    dollar = book("purchase", 1, 10, "2")
    promo = book("grant", 0, 10, promo=True)
    used = book("consume", 2, 25, attempt="a")
    result = value_entries([euro, dollar, promo, used], END)
    assert names(result) == ["mixed_currencies"]
    assert (result.valued[0].money, result.valued[0].currency) == (None, None)
    assert [(p.money, p.currency) for p in result.valued[0].drawn_from] == [
        (0, None),
        (1, "EUR"),
        (1, "USD"),
    ]
    assert result.valued[0].worth.credits_unvalued == 0


def test_unlinked_consumption_is_added_up_apart():
    entries = [book("purchase", 0, 10, "1"), book("consume", 1, 4), book("consume", 2, 3)]
    entries += [book("consume", 3, 2, attempt="a"), book("adjust", 4, -1)]
    result = value_entries(entries, END)
    loose = unattributed(result.valued)
    assert (loose.credits, loose.money, loose.currency) == (7, Decimal("0.7"), "USD")
    assert per_attempt(result.valued)["a"].money == Decimal("0.2")


# --- adjustments, signs, nonsense -----------------------------------------------------------------


def test_adjustments_bring_in_and_take_out():
    entries = [book("adjust", 0, 10, "2"), book("adjust", 1, 5, promo=True), book("adjust", 2, -6)]
    result = value_entries(entries, END)
    assert moneys(result, "adjust") == [Decimal("0.2")]  # 5 promotional, 1 of 0.20
    assert [lot.left.credits for lot in result.lots] == [0, 9]
    assert not result.problems


def test_an_adjustment_whose_money_is_not_what_its_credits_cost_is_reported():
    bought = book("purchase", 0, 100, "10")
    fair, unfair = book("adjust", 1, -50, "-5"), book("adjust", 2, -10, "3")
    result = value_entries([bought, fair, unfair], END)
    assert moneys(result, "adjust") == [5, 1]
    assert [(p.name, p.entry_no) for p in result.problems] == [
        ("adjusted_at_other_money", unfair.entry_no)
    ]


def test_a_source_may_write_what_leaves_as_negative():
    entries = [book("purchase", 0, 10, "1"), book("consume", 1, -4), book("consume", 2, -1)]
    result = value_entries(entries, END)
    assert moneys(result) == [Decimal("0.4"), Decimal("0.1")]
    assert not result.problems
    mixed = value_entries([*entries, book("consume", 3, 2)], END)
    assert [(p.name, p.credits) for p in mixed.problems] == [("against_direction", 2)]
    assert moneys(mixed) == moneys(result)


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (book("consume", 1), "credits_missing"),
        (book("consume", 1, "NaN"), "credits_missing"),
        (book("refund", 1, "sNaN", attempt="a"), "credits_missing"),
        (book("expire", 1, "Infinity"), "credits_missing"),
        (book("adjust", 1, "NaN"), "credits_missing"),
        (book("adjust", 1, 0, "5"), "credits_missing"),
        (book("purchase", 1, None, "35"), "purchase_without_credits"),
        (book("purchase", 1, "1E+999999", "35"), "purchase_without_credits"),
        (book("grant", 1, -5, "35"), "purchase_without_credits"),
        (book("purchase", 1, 5, "-35"), "money_negative"),
        (book("purchase", 1, 5, "NaN"), "money_unknown"),
        (book("grant", 1, 5), "money_unknown"),
        (book("purchase", 1, 5, "3", promo=True), "promotional_purchase_paid"),
        (book("consume", 1, 5), "consumed_before_purchase"),
        (book("transfer", 1, 5), "unknown_kind"),
    ],
)
def test_impossible_entries_are_reported_in_a_sentence(entry, name):
    result = value_entries([entry], END)
    assert names(result) == [name]
    assert result.problems[0].entry_no == entry.entry_no
    assert result.problems[0].sentence.endswith(".")


def test_a_purchase_without_credits_names_its_money():
    result = value_entries([book("purchase", 1, None, "35.00")], END)
    assert "This purchase for money 35 brought no credits" in result.problems[0].sentence


def test_every_problem_has_a_sentence():
    assert set(get_args(ProblemName)) == set(SENTENCES)


# --- any ledger -----------------------------------------------------------------------------------

CREDITS = st.decimals("0", "60", places=2)
MONEY = st.decimals("0", "99", places=4)
HOURS = st.integers(0, 240)
DAYS = st.none() | st.integers(-1, 12)
ATTEMPTS = st.sampled_from([None, "a", "b", "c"])


@st.composite
def booking(draw, *, broken=False):
    kind = draw(st.sampled_from(["purchase", "grant", "consume", "consume", "refund", "expire"]))
    kind = draw(st.sampled_from([kind, kind, "adjust"]))
    amount = draw(st.none() | st.decimals()) if broken else draw(CREDITS)
    if kind == "adjust" and not broken:
        amount = draw(st.sampled_from([amount, -amount]))
    brings = kind in {"purchase", "grant", "adjust"}
    promo = brings and draw(st.booleans())
    money = draw(st.none() | st.decimals()) if broken else draw(MONEY) if brings else None
    on = draw(HOURS) / 24
    life = draw(DAYS)
    return book(
        kind,
        on,
        amount,
        money,
        promo=promo,
        expires=None if life is None or not brings else on + life,
        attempt=draw(ATTEMPTS),
        account=draw(st.sampled_from(["runway", "runway", "fal"])),
    )


LEDGERS = st.lists(booking(), max_size=25)


@given(LEDGERS)
def test_money_paid_is_consumed_lapsed_taken_away_or_left(entries):
    result = value_entries(entries, END)
    moved = [valued for valued in result.valued if valued.entry.kind != "expire"]
    used = worth(part for valued in moved for part in valued.drawn_from if part.lot)
    paid = worth(lot.bought for lot in result.lots)
    left = worth(lot.left for lot in result.lots)
    breakage = sum((lapse.money or Decimal(0) for lapse in result.breakage), Decimal(0))
    known = [units.money_units.get("USD", 0) for units in (paid, used, left)]
    assert known[0] == known[1] + known[2] + int(breakage.scaleb(12))
    lapsed_credits = sum((lapse.credits for lapse in result.breakage), Decimal(0))
    assert paid.credits == used.credits + left.credits + lapsed_credits


@given(LEDGERS)
def test_no_lot_is_overdrawn_and_none_is_left_after_its_expiry(entries):
    for lot in value_entries(entries, END).lots:
        assert 0 <= lot.left.credit_units <= lot.bought.credit_units
        assert lot.left.money_units is None or 0 <= lot.left.money_units <= lot.bought.money_units
        assert lot.expires_at is None or lot.left.credit_units == 0


@given(LEDGERS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(entries, random):
    shuffled = random.sample(entries, len(entries))
    assert value_entries(shuffled, END) == value_entries(entries, END)


@given(LEDGERS, HOURS)
def test_what_comes_later_changes_nothing_before(entries, hours):
    at = day(hours / 24)
    early, late = value_entries(entries, at), value_entries(entries, END)
    assert early.valued == [valued for valued in late.valued if valued.entry.at <= at]
    assert early.breakage == [lapse for lapse in late.breakage if lapse.at <= at]
    assert early.problems == [problem for problem in late.problems if problem.at <= at]


@given(LEDGERS)
def test_no_attempt_is_refunded_more_than_it_was_charged(entries):
    for charged in per_attempt(value_entries(entries, END).valued).values():
        assert charged.credits >= 0
        assert charged.money is None or charged.money >= 0


@given(st.lists(booking(broken=True), max_size=12))
def test_no_number_in_a_ledger_raises(entries):
    value_entries(entries, END)


@st.composite
def simple_booking(draw):
    """Whole credits that only come in and are consumed: small enough for a naive model."""
    on = draw(st.integers(0, 20))
    if draw(st.booleans()):
        return book("consume", on, draw(st.integers(1, 9)))
    life = draw(st.none() | st.integers(1, 9))
    expires = None if life is None else on + life
    promo = draw(st.booleans())
    return book("purchase", on, draw(st.integers(1, 9)), "0", promo=promo, expires=expires)


@given(st.lists(simple_booking(), max_size=15))
def test_drawdown_agrees_with_a_model_of_single_credits(entries):
    purse: list[Entry] = []
    expected = []
    for entry in sorted(entries, key=lambda e: (e.at, e.kind == "consume", e.entry_no)):
        purse = [lot for lot in purse if lot.expires_at is None or lot.expires_at > entry.at]
        if entry.kind == "purchase":
            purse += [entry] * int(entry.credits)
            continue
        purse.sort(key=lambda e: (e.expires_at or END, not e.promotional, e.at, e.entry_no))
        drawn, purse = purse[: int(entry.credits)], purse[int(entry.credits) :]
        counted = Counter(lot.entry_no for lot in drawn)
        counted[None] = int(entry.credits) - len(drawn)
        expected.append(+counted)
    result = value_entries(entries, END)
    assert [
        {part.lot_no: int(part.credits) for part in valued.drawn_from} for valued in result.valued
    ] == expected
