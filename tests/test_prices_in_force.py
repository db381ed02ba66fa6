"""The prices of used models in force on a day, and what changes, in a book made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.pricing.book import PriceBook
from data.pricing.in_force import price_steps, prices_in_force

ENTRY = """
[[price]]
model = "{model}"
unit = "{unit}"
price = "{price}"
currency = "{currency}"
{dates}
source = "https://prices.example/{model}"
checked_on = 2026-10-01
certainty = "high"
"""
DAY = date(2026, 11, 2)


def entry(model, price, *, unit="image", currency="USD", since=None, until=None):
    dates = [f"valid_from = {since}"] * bool(since) + [f"valid_to = {until}"] * bool(until)
    return ENTRY.format(
        model=model, price=price, unit=unit, currency=currency, dates="\n".join(dates)
    )


@pytest.fixture
def book(tmp_path):
    """A function: entries of one channel → their book."""

    def made(*entries):
        (tmp_path / "prices").mkdir(exist_ok=True)
        text = 'channel = "here"\n' + "".join(entries)
        (tmp_path / "prices" / "here.toml").write_text(text)
        return PriceBook.load((tmp_path,))

    return made


def test_what_is_in_force_and_since_when(book):
    made = book(entry("lumen", "0.04", since="2026-01-01"), entry("lumen", "0.05", since=DAY))
    (before,) = prices_in_force(made, [("here", "lumen")], date(2026, 11, 1))
    (now,) = prices_in_force(made, [("here", "Lumen")], DAY)
    assert before.entry.price == Decimal("0.04")
    assert (now.entry.price, now.entry.valid_from) == (Decimal("0.05"), DAY)


def test_a_model_without_a_price_has_a_row_that_says_so(book):
    made = book(entry("lumen", "0.04"))
    assert prices_in_force(made, [("here", "other"), ("there", "lumen")], DAY) == [
        ("here", "other", None),
        ("there", "lumen", None),
    ]


def test_a_step_has_the_price_before_and_by_how_much_it_changes(book):
    made = book(entry("lumen", "0.04", since="2026-01-01"), entry("lumen", "0.05", since=DAY))
    (step,) = price_steps(made, [("here", "lumen")], date(2026, 6, 1))
    assert (step.day, step.before.price, step.after.price) == (
        DAY,
        Decimal("0.04"),
        Decimal("0.05"),
    )
    assert step.change == Decimal("0.25")
    assert price_steps(made, [("here", "lumen")], DAY) == []
    assert len(price_steps(made, [("here", "lumen")], date(2025, 1, 1))) == 2
    assert (
        price_steps(made, [("here", "lumen")], date(2025, 1, 1), date(2026, 6, 1))[0].before is None
    )


def test_a_price_that_ends_and_one_that_only_has_another_source(book):
    made = book(
        entry("lumen", "0.04", since="2026-01-01"),
        entry("lumen", "0.04", since="2026-06-01", until=DAY),
    )
    (step,) = price_steps(made, [("here", "lumen")], date(2026, 2, 1))
    assert (step.day, step.after, step.change) == (DAY, None, None)


def test_what_nobody_knows_the_start_of_is_no_step(book):
    made = book(entry("lumen", "0.04"))
    assert price_steps(made, [("here", "lumen")], date(2020, 1, 1)) == []


def test_what_was_free_rises_by_no_share_and_credits_by_their_number(book):
    made = book(
        entry("lumen", "0", since="2026-01-01"),
        entry("lumen", "0.05", since=DAY),
        entry("grain", "4", unit="second", currency="CREDITS", since="2026-01-01"),
        entry("grain", "5", unit="second", currency="CREDITS", since=DAY),
    )
    steps = price_steps(made, [("here", "lumen"), ("here", "grain")], date(2026, 6, 1))
    assert {each.model: each.change for each in steps} == {"lumen": None, "grain": Decimal("0.25")}


def test_a_model_by_two_of_its_names_steps_once_for_each(book):
    made = book(entry("lumen", "0.04", since=DAY))
    used = [("here", "lumen"), ("here", "lumen")]
    assert len(price_steps(made, used, date(2026, 6, 1))) == 1
