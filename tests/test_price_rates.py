"""The price book of another channel as rates in money, and paying there call by call as a row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from data.commitments.demand.price_rates import priced_channel
from data.pricing.book import PriceBook
from data.pricing.currencies import RateInForce
from data.pricing.entry import PriceEntry
from data.pricing.model_families import ModelFamily
from data.pricing.policies import BillingPolicy

DAY = date(2026, 11, 23)
EUROS = {"USD": RateInForce("USD", "EUR", Decimal("0.5"), DAY)}
FILM = ModelFamily(name="Film 2", media="video", names=("film-2-pro", "film-2"))


def price(**terms):
    known = {"channel": "other", "source": "page", "checked_on": DAY, "certainty": "high"}
    return PriceEntry(**(known | {"currency": "USD", "model": "film-2"} | terms))


def rule(outcome, billed):
    return BillingPolicy(
        channel="other", outcomes=(outcome,), billed=billed, source="page", checked_on=DAY,
        certainty="high",
    )  # fmt: skip


def book(*entries, policies=()):
    return PriceBook(
        entries=entries, policies=policies, models=(FILM,), rates=(),
        channel_names=(("other", "other"),),
    )  # fmt: skip


def priced(held, currency="USD", rates=None):
    return priced_channel(held, "other", "Other", DAY, currency, rates or {})


def told(found):
    return {rate.title: rate.credits for rate in found.platform.rates}


def test_prices_by_output_are_rates_of_the_models_family():
    found = priced(
        book(
            price(unit="second", price="0.10", variant="720p", default=True),
            price(unit="second", price="0.20", variant=("1080p", "1080p audio")),
            price(unit="image", price="0.04", model="still-1"),
        )
    )
    assert told(found) == {
        "Film 2 720p second": Decimal("0.10"),
        "Film 2 1080p second": Decimal("0.20"),
        "Film 2 1080p audio second": Decimal("0.20"),
        "still-1 image": Decimal("0.04"),
    }
    assert [rate.variant for rate in found.platform.rates if rate.default] == ["720p"]
    assert (found.platform.credit, found.priced_in, found.converted_at) == ("USD", "USD", None)


def test_prices_by_tokens_and_of_batches_and_of_edits_are_none():
    held = book(
        price(unit="1M_tokens_video_out", price="7"),
        price(unit="second", price="0.05", service_tier="batch"),
        price(unit="second", price="0.10", operations=("text_to_video",)),
        price(unit="second", price="0.30", operations=("video_edit",)),
    )
    assert told(priced(held)) == {"Film 2 second": Decimal("0.10")}
    assert priced(book(price(unit="1M_tokens_video_out", price="7"))) is None


def test_a_price_in_dollars_is_told_in_euros_by_the_rate_of_the_day():
    held = book(price(unit="second", price="0.10"))
    found = priced(held, "EUR", EUROS)
    assert told(found) == {"Film 2 second": Decimal("0.05")}
    assert (found.priced_in, found.converted_at) == ("USD", EUROS["USD"])
    assert told(priced(held, "EUR")) == {}


def test_who_bills_a_failure_is_as_the_rules_say_where_they_agree():
    one = price(unit="second", price="0.10")
    rules = (rule("technical_failure", "no"), rule("blocked_input", "yes"))
    found = priced(book(one, policies=rules)).platform
    assert (found.charges_failed, found.charges_blocked) == ("no", "yes")
    found = priced(book(one, policies=(*rules, rule("blocked_output", "no")))).platform
    assert found.charges_blocked == "unknown"
    assert priced(book(one)).platform.charges_failed == "unknown"
