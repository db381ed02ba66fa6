"""A team that reports in euros and is offered prices in dollars."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from data.commitments.demand.weekly import WeeklyDemand
from data.commitments.offers.as_you_go import AsYouGo
from data.commitments.offers.rates_used import rate_words
from data.commitments.terms.book import PlanBook
from data.commitments.terms.plan import read_quote
from data.commitments.terms.platform import Platform
from data.pricing.currencies import RateInForce
from tests.credit_studio import MONDAY, Studio

RATES = """
[[rate]]
base = "USD"
quote = "EUR"
day = 2026-11-14
rate = "0.92"
source = "bank"
"""
TOLD = "Prices in USD at 1 USD = 0.9200 EUR of 14 November 2026."
AT = RateInForce("USD", "EUR", Decimal("0.92"), MONDAY.date())


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("euros"), weeks=14)


def in_euros(studio, rates):
    (studio.folder / "prices").mkdir(exist_ok=True)
    (studio.folder / "prices" / "rates.toml").write_text(rates)
    (studio.folder / "offcut.toml").write_text(
        'as_of = 2026-11-20T00:00:00Z\ncurrency = "EUR"\nprices_folder = "prices"\n'
    )


def test_dollar_plans_are_sized_in_euros_and_the_rate_is_told(studio):
    """Three months of a pool at $80 are 3 x 80 x 0.92 = 220.80 euros, packs of $20 18.40 each."""
    dollars = {row["offer"]: row for row in studio.rows()}
    in_euros(studio, RATES)
    euros = {row["offer"]: row for row in studio.rows()}
    assert set(dollars) == set(euros)
    (pool,) = [row for row in euros.values() if row["kind"] == "plan"]
    assert pool["committed"] == "220.80"
    for name, row in euros.items():
        assert (row["price_currency"], row["exchange_rate"]) == ("USD", "0.92")
        assert row["exchange_rate_on"] == "2026-11-14"
        assert dollars[name]["price_currency"] is None
        for money in ("cost", "top_ups", "cash_at_risk"):
            wanted = float(dollars[name][money]) * 0.92
            assert float(row[money]) == pytest.approx(wanted, abs=0.01)
    printed = studio.size().out
    assert next(line for line in printed.splitlines() if "expected to cost" in line).endswith(TOLD)
    assert "is expected to cost €" in printed


def test_without_a_rate_of_that_day_the_plan_is_left_out_and_says_how_to_give_one(studio):
    """A rate of the 12th serves to the 19th."""
    in_euros(studio, RATES.replace("2026-11-14", "2026-11-12"))
    (row,) = studio.rows()
    assert row["kind"] == "left out"
    assert row["note"] == (
        "its price is in USD; give it in EUR, or in rates.toml of your prices folder what 1 USD is "
        "in EUR, of that day or the seven before it"
    )


def test_all_money_of_a_plan_is_converted_and_its_number_of_credits_is_not():
    packs = [{"name": "more", "price": "10", "credits": "50"}]
    steps = [{"from_units": 5, "price": "90"}]
    quote = read_quote(
        {"platform": "acme", "name": "P", "price": "100", "credits": "500", "packs": packs}
        | {"overage_price": "0.3", "annual_price_per_month": "80", "volume_steps": steps}
    )
    book = PlanBook.load((), (quote,), {"USD": AT})
    monthly, yearly = book.plans(MONDAY.date(), ["acme"])
    assert (monthly.price, monthly.overage_price) == (92, Decimal("0.276"))
    assert (monthly.price_of(5), monthly.packs[0].price) == (5 * Decimal("82.8"), Decimal("9.2"))
    assert yearly.price == 12 * Decimal("73.6")
    assert {each.currency for each in (monthly, yearly, *monthly.packs)} == {"EUR"}
    assert {each.converted_at for each in (monthly, yearly, *monthly.packs)} == {AT}
    assert (yearly.credits, yearly.packs[0].credits) == (500, 50)


def test_a_quote_in_the_teams_own_currency_is_topped_up_from_dollar_packs():
    packs = [{"name": "more", "price": "10", "credits": "50"}]
    dollars = {"platform": "acme", "name": "P", "price": "100", "credits": "500", "packs": packs}
    euros = {"platform": "acme", "name": "Q", "price": "70", "credits": "500", "currency": "EUR"}
    book = PlanBook.load((), (read_quote(dollars), read_quote(euros)), {"USD": AT})
    quote = next(plan for plan in book.plans(MONDAY.date()) if plan.name == "Q")
    assert (quote.price, quote.converted_at) == (70, None)
    assert [pack.price for pack in quote.packs] == [Decimal("9.2")]


def test_packs_of_a_plan_may_be_priced_in_a_currency_of_their_own():
    """A euro quote with a pack at $10 is topped up at 9.20."""
    packs = [{"name": "more", "price": "10", "credits": "50", "currency": "USD"}]
    text = {"platform": "acme", "name": "Q", "price": "70", "credits": "500", "currency": "EUR"}
    platform = replace(Platform.quoting(read_quote(text)), packs=())
    quote = read_quote(text | {"packs": packs})
    (found,) = replace(platform, quoted=(quote,)).in_currency({"USD": AT}).quoted
    assert (found.price, found.converted_at) == (70, None)
    assert (found.packs[0].price, found.packs[0].currency) == (Decimal("9.2"), "EUR")


@pytest.mark.parametrize(
    ("rate", "words"), [("0.92", "0.9200"), ("0.00617284", "0.006173"), ("162.5", "162.5000")]
)
def test_a_small_rate_keeps_four_figures(rate, words):
    assert rate_words(Decimal(rate)) == words


def test_calls_that_no_rate_turns_into_euros_leave_paying_as_you_go_unknown():
    demand = replace(
        WeeklyDemand.of("acme, pay as you go", [5] * 8, first_week=MONDAY.date()),
        credit="EUR",
        logged_attempts=80,
        unrated_attempts=30,
    )
    assert AsYouGo("Acme", demand, priced_in="USD").unknown == (
        "What Acme would cost if paid for call by call is not known: 30 of 80 attempts have no "
        "price in the price book, or none with a rate to EUR of their day."
    )


@pytest.mark.parametrize(
    ("unconverted", "told"),
    [
        (30, "30 of 80 attempts are priced in USD, with no rate to EUR of their day."),
        (
            10,
            (
                "20 of 80 attempts have no price in the price book, and 10 are priced in USD, with "
                "no rate to EUR of their day."
            ),
        ),
    ],
)
def test_calls_without_a_rate_of_their_day_have_a_count_of_their_own(unconverted, told):
    demand = replace(
        WeeklyDemand.of("acme, pay as you go", [5] * 8, first_week=MONDAY.date()),
        credit="EUR",
        logged_attempts=80,
        unrated_attempts=30,
        unconverted_attempts=unconverted,
    )
    assert AsYouGo("Acme", demand, priced_in="USD").unknown.endswith(told)
