"""One rate per currency and moment: the latest, whatever its direction; direct before cross."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from data.pricing.currencies import CurrencyRate, conversions, rates_in_force

FIRST = date(2026, 11, 1)


def rate(base, quote, day, text):
    on = FIRST + timedelta(days=day - 1)
    return CurrencyRate(base=base, quote=quote, day=on, rate=Decimal(text), source="bank")


def found(into, *rates, currency="EUR"):
    """(rate, first day, day after the last), days of November."""
    return [
        (each.rate.normalize(), (each.starts - FIRST).days + 1, (each.ends - FIRST).days + 1)
        for each in conversions(rates, into)
        if each.currency == currency
    ]


def test_a_rate_serves_its_day_and_seven_more_unless_a_newer_one_comes():
    rates = (
        rate("EUR", "USD", 2, "1.0"),
        rate("EUR", "USD", 4, "1.1"),
        rate("EUR", "USD", 20, "1.2"),
    )
    assert found("USD", *rates) == [
        (Decimal(1), 2, 4),
        (Decimal("1.1"), 4, 12),
        (Decimal("1.2"), 20, 28),
    ]


def test_the_latest_rate_serves_whatever_its_direction():
    assert found("USD", rate("EUR", "USD", 2, "2"), rate("USD", "EUR", 4, "0.25")) == [
        (Decimal(2), 2, 4),
        (Decimal(4), 4, 12),
    ]


def test_two_ways_through_other_currencies_give_one_rate():
    """Before, each way gave a rate of its own, and a cost in EUR came twice."""
    by_pound = (rate("EUR", "GBP", 2, "0.8"), rate("GBP", "USD", 2, "1.25"))
    by_franc = (rate("EUR", "CHF", 4, "1"), rate("CHF", "USD", 5, "3"))
    assert found("USD", *by_pound, *by_franc) == [(Decimal(1), 2, 5), (Decimal(3), 5, 12)]


def test_an_outdated_direct_rate_does_not_hide_a_good_cross():
    cross = (rate("EUR", "GBP", 15, "0.8"), rate("GBP", "USD", 15, "1.25"))
    assert found("USD", rate("EUR", "USD", 2, "7"), *cross) == [
        (Decimal(7), 2, 10),
        (Decimal(1), 15, 23),
    ]


def test_at_equal_dates_direct_goes_before_cross_and_codes_decide_between_crosses():
    by_pound = (rate("EUR", "GBP", 2, "1"), rate("GBP", "USD", 2, "5"))
    by_franc = (rate("EUR", "CHF", 2, "1"), rate("CHF", "USD", 2, "3"))
    assert found("USD", *by_pound, *by_franc) == [(Decimal(3), 2, 10)]
    assert found("USD", *by_pound, rate("USD", "EUR", 2, "0.5")) == [(Decimal(2), 2, 10)]


def test_a_cross_is_as_old_as_its_older_leg():
    rates = (rate("EUR", "GBP", 2, "1"), rate("GBP", "USD", 8, "5"), rate("EUR", "USD", 3, "2"))
    assert found("USD", *rates) == [(Decimal(2), 3, 11)]


def test_both_legs_of_a_cross_may_change_on_one_day():
    rates = [rate("EUR", "GBP", 2, "1"), rate("GBP", "USD", 3, "2")]
    rates += [rate("EUR", "GBP", 5, "3"), rate("GBP", "USD", 5, "7")]
    assert found("USD", *rates) == [(Decimal(2), 3, 5), (Decimal(21), 5, 13)]


def test_of_several_currencies_in_between_the_fresher_serves():
    """By the franc of the 4th until it ends, by the pound of the 6th from then on."""
    by_franc = (rate("EUR", "CHF", 4, "1"), rate("CHF", "USD", 4, "3"))
    by_pound = (rate("EUR", "GBP", 6, "1"), rate("GBP", "USD", 6, "5"))
    by_yen = (rate("EUR", "JPY", 1, "1"), rate("JPY", "USD", 6, "9"))
    assert found("USD", *by_franc, *by_pound, *by_yen) == [
        (Decimal(3), 4, 6),
        (Decimal(5), 6, 14),
    ]


def test_inverse_and_cross_rates_divide_once_and_keep_their_digits():
    [(turned, _, _)] = found("USD", rate("USD", "EUR", 2, "3"))
    assert turned == Decimal("0.3333333333333333")
    cross = (rate("GBP", "EUR", 2, "1.123456789"), rate("USD", "GBP", 2, "1.987654321"))
    [(both, _, _)] = found("USD", *cross)
    exact = 1 / (Fraction("1.123456789") * Fraction("1.987654321"))
    assert abs(Fraction(str(both)) - exact) <= Fraction(1, 2 * 10**16)


CODES = ("EUR", "USD", "GBP", "CHF", "JPY")
pairs = st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda p: p[0] != p[1])
books = st.dictionaries(
    st.tuples(pairs, st.integers(1, 30)), st.sampled_from(("0.5", "1.3", "2", "7")), max_size=14
)


@given(books)
def test_there_is_at_most_one_rate_of_a_currency_at_any_moment(book):
    rates = [rate(*pair, day, text) for (pair, day), text in book.items()]
    by_currency: dict[str, list] = {}
    for each in conversions(rates, "USD"):
        assert each.starts < each.ends
        by_currency.setdefault(each.currency, []).append(each)
    for some in by_currency.values():
        assert all(first.ends <= second.starts for first, second in pairwise(some))


@given(books)
def test_a_currency_has_a_rate_just_where_some_way_of_at_most_seven_days_leads(book):
    rates = [rate(*pair, day, text) for (pair, day), text in book.items()]
    linked = {(frozenset(pair), day) for pair, day in book}

    def live(one, other, day):
        return any((frozenset((one, other)), day - age) in linked for age in range(8))

    known = conversions(rates, "USD")
    spans = [(each.currency, each.starts, each.ends) for each in known]
    for currency in set(CODES) - {"USD"}:
        for day in range(1, 40):
            on = FIRST + timedelta(days=day - 1)
            has = any(code == currency and a <= on < b for code, a, b in spans)
            others = set(CODES) - {"USD", currency}
            crosses = any(live(currency, x, day) and live(x, "USD", day) for x in others)
            assert has == (live(currency, "USD", day) or crosses)


def test_the_rate_of_a_day_comes_with_the_day_it_is_of():
    """A cross is of the day of its older leg; a rate to come is none yet."""
    rates = (
        rate("USD", "EUR", 14, "0.92"),
        rate("USD", "EUR", 21, "0.95"),
        rate("GBP", "USD", 10, "1.25"),
    )
    known = rates_in_force(rates, "EUR", date(2026, 11, 16))
    assert known["USD"] == ("USD", "EUR", Decimal("0.92"), date(2026, 11, 14))
    assert known["GBP"] == ("GBP", "EUR", Decimal("1.15"), date(2026, 11, 10))
    assert rates_in_force(rates, "EUR", date(2026, 11, 13)) == {}
