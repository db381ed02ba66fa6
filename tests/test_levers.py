"""Levers of the review: what another channel or a slower tier would have saved, by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from data.asking.figures import Figures
from data.asking.selection import Selection
from data.metrics.days import Days
from data.pricing.book import SHIPPED, PriceBook
from data.review.asked import Asked
from data.review.facts import Facts
from data.review.levers.channels import cheaper_channel
from data.review.levers.rules import levers
from data.review.levers.tiers import patient_tier
from data.settings import Settings

pytest_plugins = ["tests.hand_made_facts"]

PRICES = """
[[price]]
model = "{model}"
unit = "image"
price = "{price}"
currency = "USD"
valid_from = 2026-01-01
checked_on = 2026-01-01
source = "a worked example"
certainty = "high"
{more}
"""


class HandFigures:
    """Hand-made relations under a price book of a few lines."""

    ask = Figures.ask

    def __init__(self, facts, book):
        self.facts, self.book, self.settings = facts, book, Settings()

    def cursor(self, selection):
        del selection
        return self.facts.cursor()


@pytest.fixture
def found(facts, tmp_path):
    """A function: what a lever finds where these prices are in the book."""

    def find(lever, *prices):
        (tmp_path / "prices").mkdir()
        for channel in {each["channel"] for each in prices}:
            entries = [PRICES.format(**each) for each in prices if each["channel"] == channel]
            text = f'channel = "{channel}"\n{"".join(entries)}'
            (tmp_path / "prices" / f"{channel}.toml").write_text(text)
        book = PriceBook.load((SHIPPED, tmp_path))
        days = Days(date(2026, 11, 23), date(2026, 11, 29))
        at = datetime(2026, 12, 1)
        asked = Asked(days, days, at, at, Selection(as_of=at.replace(tzinfo=UTC)))
        return list(lever(Facts(HandFigures(facts, book), asked)))

    return find


def made(facts, cost="0.10", **given):
    row = {"channel": "here", "model": "lumen", "operation": "text_to_image", "tier": "generate"}
    return facts.attempt("usable", cost=cost, at="2026-11-24T09:00", latency_s=10, **row | given)


def priced(channel, price, more=""):
    return {"channel": channel, "model": "lumen", "price": price, "more": more}


def test_the_cheapest_channel_saves_the_difference_of_its_price(facts, found):
    # $8 at $0.10 an image in four weeks; $0.06 elsewhere saves 40 %: $0.80 a week.
    for _ in range(80):
        made(facts)
    (lever,) = found(
        cheaper_channel, priced("here", "0.10"), priced("there", "0.06"), priced("other", "0.09")
    )
    assert (lever.money_a_week, lever.n) == (Decimal("0.80"), 80)
    assert "at there than at here" in lever.sentence
    assert lever.where == (("channel", ("here",)), ("model", ("lumen",)))


def test_hardly_cheaper_is_no_lever(facts, found):
    made(facts, cost="100")
    assert found(cheaper_channel, priced("here", "0.10"), priced("there", "0.096")) == []


def test_another_operation_is_not_like_work(facts, found):
    made(facts, cost="100")
    edit = 'operations = ["edit"]'
    assert found(cheaper_channel, priced("here", "0.10"), priced("there", "0.01", edit)) == []


def test_what_nobody_looked_at_for_a_day_could_have_waited(facts, found):
    # Ten at $1: of two somebody said a word within the day. Half the price of eight: $1 a week.
    numbers = [made(facts, cost="1") for _ in range(10)]
    for number, at in ((numbers[0], "2026-11-24T10:00"), (numbers[1], "2026-11-25T08:00")):
        word(facts, number, at)
    word(facts, numbers[2], "2026-11-25T10:00")  # a day and an hour later
    batch = 'service_tier = "batch"'
    (lever,) = found(patient_tier, priced("here", "0.10"), priced("here", "0.05", batch))
    assert (lever.money_a_week, lever.n) == (Decimal("1.00"), 8)
    assert "batch tier" in lever.sentence


def test_what_nobody_reviews_says_nothing_of_who_waited(facts, found):
    made(facts, cost="100", is_reviewed=False)
    batch = 'service_tier = "batch"'
    assert found(patient_tier, priced("here", "0.10"), priced("here", "0.05", batch)) == []


def test_what_ended_less_than_a_day_ago_is_not_judged(facts, found):
    made(facts, cost="100")
    facts.con.execute("UPDATE resolved_attempts SET completed_at = TIMESTAMP '2026-11-30 12:00'")
    batch = 'service_tier = "batch"'
    assert found(patient_tier, priced("here", "0.10"), priced("here", "0.05", batch)) == []


def test_levers_are_three_at_most_and_a_dismissed_one_is_quiet(facts, found):
    prices = []
    for n in range(5):
        made(facts, cost=str(40 + n), model=f"m{n}")
        prices += [
            priced(c, p) | {"model": f"m{n}"} for c, p in (("here", "0.10"), ("there", "0.05"))
        ]
    quiet = "cheaper_channel:channel=here,model=m4"
    told = found(lambda each: levers(each, lambda key: key == quiet), *prices)
    assert [each.where[1][1][0] for each in told] == ["m3", "m2", "m1"]


def word(facts, attempt_no, at):
    """A verdict on an attempt's first output."""
    facts.insert(
        "verdicts", verdict_no=attempt_no, content_hash=attempt_no, file_no=1, line=attempt_no,
        source="test", asset_ref=f"a{attempt_no}#0", decision="approved",
        decided_at=datetime.fromisoformat(at),
    )  # fmt: skip
    facts.insert(
        "reference_matches", record_kind="verdict", record_no=attempt_no, ref=f"a{attempt_no}#0",
        attempt_no=attempt_no, output_index=0, state="matched",
    )  # fmt: skip
