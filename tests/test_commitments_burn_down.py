"""What is held, at today's rate: what lapses, when it is gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from data.commitments.futures.burn_down import burn_down, rate_per_day
from data.credits.entries import Entry

NOW = datetime(2026, 11, 15)
NUMBERS = count(1)


def day(number):
    return NOW + timedelta(days=number)


def book(kind, on, credits_, money=None, expires=None, account="runway"):
    return Entry(
        account=account,
        kind=kind,
        at=day(on),
        credits=Decimal(credits_),
        money=None if money is None else Decimal(money),
        currency="USD",
        expires_at=None if expires is None else day(expires),
        promotional=False,
        attempt_ref="a" if kind == "refund" else None,
        entry_id=None,
        source="ledger.csv",
        entry_no=next(NUMBERS),
    )


def test_412_credits_lapse_on_the_30th():
    """592 left of 928, 28 days' 336 used: 12 a day, so 180 more in the 15 days to the 30th."""
    entries = [book("purchase", -28, 928, "9.28", expires=15), book("consume", -1, 336)]
    got = burn_down(entries, "runway", NOW)
    assert got.credits_per_day == 12
    assert (got.credits, got.money) == (592, Decimal("5.92"))
    (lapsing,) = got.lapses
    assert (lapsing.credits, lapsing.used_before, lapsing.lapsing) == (592, 180, 412)
    assert lapsing.money_lapsing == Decimal("4.12")
    assert got.sentences == (
        "412 of 592 credits lapse on 30 November 2026; at today's rate you will use 180 before.",
        "runway holds 592 credits; at 12 a day they are gone by 30 November 2026.",
    )
    assert got.curve == ((NOW, Decimal(592)), (day(15), Decimal(412)), (day(15), Decimal(0)))


def test_the_first_day_of_a_young_ledger_counts():
    entries = [book("purchase", -1, 1000, "10"), book("consume", -1, 100)]
    assert rate_per_day(entries, "runway", NOW) == 100


def test_bookings_that_the_ledger_refuses_move_no_rate():
    """140 used; a refund booked twice gave 28 back once; a consume of the other sign nothing."""
    charged = book("consume", -14, 28)._replace(attempt_ref="a")
    entries = [
        *(book("purchase", -28, 1000, "10"), book("consume", -21, 112), charged),
        *(book("refund", -10, 28), book("refund", -9, 28), book("consume", -8, -56)),
    ]
    assert rate_per_day(entries, "runway", NOW) == 4


def test_what_lasts_for_ages_is_not_given_a_day():
    entries = [book("purchase", -28, 1_000_000, "10"), book("consume", -1, 1)]
    (sentence,) = burn_down(entries, "runway", NOW).sentences
    assert sentence.endswith("they last for a hundred years and more.")


def test_lots_are_used_one_after_the_other():
    """At 10 a day: 50 by day 5; of 200 the 100 up to day 15, where the rest lapse; 30 to day 18."""
    entries = [
        book("purchase", -9, 50, "5", expires=5),
        book("purchase", -8, 200, "20", expires=15),
        book("purchase", -7, 30, "6"),
    ]
    got = burn_down(entries, "runway", NOW, credits_per_day=Decimal(10))
    assert [(each.at, each.used_before, each.lapsing) for each in got.lapses] == [
        (day(5), 50, 0),
        (day(15), 100, 100),
    ]
    assert got.runs_out_at == day(18)
    assert got.curve[-1] == (day(18), Decimal(0))


def test_lots_that_end_together_are_one_row():
    entries = [book("purchase", -2, 50, "5", expires=5), book("purchase", -1, 50, None, expires=5)]
    (lapsing,) = burn_down(entries, "runway", NOW, credits_per_day=Decimal(4)).lapses
    assert (lapsing.credits, lapsing.used_before, lapsing.lapsing) == (100, 20, 80)
    assert lapsing.money_lapsing is None  # what the second lot cost is not known


def test_the_rate_is_that_of_four_weeks_net_of_refunds():
    entries = [
        book("purchase", -100, 10_000),
        book("consume", -40, 999),  # too long ago
        book("consume", -20, 300),
        book("consume", -10, 148),
        book("refund", -9, 28),
        book("consume", 1, 777),  # not yet
        book("consume", -3, 555, account="other"),
    ]
    assert rate_per_day(entries, "runway", NOW) == Decimal(420) / 28


def test_a_young_ledger_is_averaged_over_its_own_days():
    entries = [book("purchase", -4, 100), book("consume", -3, 40)]
    assert rate_per_day(entries, "runway", NOW) == 10


def test_without_any_use_no_rate_is_made_up():
    entries = [book("purchase", -4, 100, "1", expires=15), book("purchase", -4, 5)]
    got = burn_down(entries, "runway", NOW)
    assert (got.credits_per_day, got.runs_out_at) == (None, None)
    assert got.sentences == (
        "100 of 100 credits lapse on 30 November 2026; none was used yet.",
        "runway holds 105 credits. None was used yet, so no rate is known.",
    )


def test_an_idle_account_that_never_lapses_lasts_for_ever():
    got = burn_down([book("purchase", -99, 9), book("consume", -80, 1)], "runway", NOW)
    assert (got.credits_per_day, got.runs_out_at) == (0, None)
    assert got.sentences == ("runway holds 8 credits; at 0 a day they last for ever.",)


def test_nothing_held():
    got = burn_down([book("purchase", -9, 9), book("consume", -8, 9)], "runway", NOW)
    assert (got.credits, got.lapses, got.sentences) == (0, (), ("runway holds no credits.",))


def test_the_day_is_that_of_the_reporting_zone():
    entries = [book("purchase", -9, 9, "1", expires=-0.5 + 15.6)]  # 30 November, 02:24 UTC
    told = burn_down(entries, "runway", NOW, zone=ZoneInfo("America/New_York")).sentences[0]
    assert "29 November 2026" in told


lots = st.lists(
    st.tuples(st.integers(1, 500), st.one_of(st.none(), st.integers(1, 60))), max_size=5
)


@given(lots, st.integers(0, 40))
def test_every_credit_is_used_or_lapses_or_stays(lots_, rate):
    entries = [book("purchase", -1, n, "1", expires=expires) for n, expires in lots_]
    got = burn_down(entries, "runway", NOW, credits_per_day=Decimal(rate))
    assert got.credits == sum(n for n, _ in lots_)
    left = [credits_ for _, credits_ in got.curve]
    assert left == sorted(left, reverse=True)
    lapsing = sum(each.lapsing for each in got.lapses)
    assert sum(each.credits for each in got.lapses) == sum(n for n, expires in lots_ if expires)
    kept = sum(n for n, expires in lots_ if expires is None)
    used = got.credits - left[-1] - lapsing
    if rate == 0:
        assert (used, left[-1]) == (0, kept)
    else:
        assert left[-1] == 0
        if got.runs_out_at:
            days = Decimal((got.runs_out_at - NOW).total_seconds()) / 86_400
            assert used <= rate * days + Decimal("0.001")
