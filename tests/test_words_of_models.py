"""Models, pilots, switches and prices in sentences: what was found, and nothing more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboard.words.models import chart_name, names_words
from dashboard.words.pilots import more_words, rests_on, switch_sentences, verdict_words
from dashboard.words.prices import price_words, step_row, steps_sentence
from data.commitments.demand.evidence import MoreBriefs
from data.estimates.repeated_looks import Comparison
from data.pricing.entry import PriceEntry
from data.pricing.in_force import PriceStep
from data.review.models.at_work import Name
from data.review.models.criteria import CRITERIA
from data.review.models.pilot import Judged
from data.review.models.switch import Switch

A, B = Name("here", "a"), Name("there", "b")
COST, DISCARDS, PEAK, SETS, *_ = CRITERIA
TODAY = date(2026, 11, 2)


def judged(criterion=COST, verdict="production", **given):
    found = {"value": 1.0, "low": 0.5, "high": 2.0, "n": 12} | given
    return Judged(A, criterion, **found, verdict=verdict)


def switch(saved, low=None, high=None, **given):
    found = {"compared": Comparison(0.5, 0.4, 0.6, "a", 30, 30, 0), "missing": 0, "moved": 15}
    found |= {"briefs": (30, 30), "per_accepted": (4, 1), "recent_accepted": 30} | given
    amounts = [None if each is None else Decimal(each) for each in (saved, low, high)]
    found["moved"] = Decimal(found["moved"])
    return Switch(A, B, Decimal("0.5"), *amounts, **found)


def told(found):
    return switch_sentences(found, "USD", 4, 0.95)


def test_verdicts():
    assert verdict_words(judged()) == "Production"
    assert verdict_words(judged(verdict="ideation only", worse_than=(B,))) == (
        "Ideation only: dearer than b at there, beyond chance"
    )
    assert verdict_words(judged(SETS, "ideation only", value=0.0)) == (
        "Ideation only: no set was accepted whole in 12 briefs"
    )
    more = MoreBriefs(21, 30, 50)
    assert verdict_words(judged(verdict="not enough yet", more=more)) == (
        "Not enough yet: 21 to 50 more briefs, most likely 30"
    )
    assert verdict_words(judged(DISCARDS, "not known")) == (
        "Not known: it takes decisions on its outputs"
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (MoreBriefs(1, 1, 1), "1 more brief"),
        (MoreBriefs(5, 5, 5), "5 more briefs"),
        (MoreBriefs(5, 5, 9), "5 to 9 more briefs"),
    ],
)
def test_how_many_more(more, words):
    assert more_words(more) == words


def test_what_a_figure_rests_on():
    assert rests_on(judged(), "USD") == "$0.50 to $2.00 · n = 12 briefs"
    assert rests_on(judged(low=None, high=None, n=1), "USD") == "n = 1 brief"
    calls = judged(PEAK, low=20.0, high=None, n=30)
    assert rests_on(calls, "USD") == "20.0 s and more · n = 30 calls"


def test_a_saving_with_its_range():
    effect, basis = told(switch("11.25", "9", "13"))
    assert effect == (
        "Moving 50 % of it to b at there saves $11.25 a week, between $9.00 and $13.00 at 95 %, "
        "however often you look."
    )
    assert "It moves 15 of the 30 outputs of a at here" in basis
    assert "at $1.00 instead of $4.00 each (n = 30 and 30 briefs" in basis


def test_what_may_save_or_cost_says_both_and_how_many_briefs_would_tell():
    compared = Comparison(1.1, 0.8, 1.5, None, 30, 30, 200)
    effect, _, tells = told(switch("-1.5", "-6", "2", compared=compared, missing=200))
    assert effect == (
        "Moving 50 % of it to b at there costs $1.50 a week more; it may be anything between "
        "$6.00 more and $2.00 less, at 95 %, however often you look."
    )
    assert tells == "Whether it saves is not told yet: 200 more briefs would tell."


def test_what_is_dearer_beyond_chance_costs_between_two_amounts():
    effect, _ = told(switch("-3", "-4", "-2"))
    assert "costs $3.00 a week more, between $2.00 and $4.00 at 95 %" in effect


def test_nothing_to_move_and_nothing_known():
    effect, *_ = told(switch("0", "0", "0", moved=0))
    assert effect == "Moving 50 % of it to b at there changes nothing that can be reckoned."
    (none,) = told(switch(None, compared=None, briefs=(0, 9), missing=20))
    assert none.startswith("Not known: no client has briefs of both a at here and b at there, ")
    (free,) = told(switch(None, compared=None, briefs=(12, 9), missing=1))
    assert "one of the two has nothing accepted, or is free" in free


def test_names():
    assert names_words([A, B, A, B]) == "a at here, b at there, a at here and 1 more"
    long = Name("fal", "dreamina-seedance-2-0-fast-260128")
    assert chart_name(long, []) == "dreamina-se…-fast-260128"


# --- prices -----------------------------------------------------------------------------------


def entry(price, **given):
    return PriceEntry(
        **{
            "channel": "here",
            "model": "a",
            "unit": "1M_tokens_image_out",
            "price": price,
            "currency": "USD",
            "source": "https://prices.example",
            "checked_on": TODAY,
            "certainty": "high",
        }
        | given
    )


def test_prices_are_written_as_the_book_has_them():
    assert price_words(entry("0.0336")) == "$0.0336"
    assert price_words(entry("12", currency="CREDITS", unit="second")) == "12 credits"


def test_steps_are_counted_by_kind():
    dearer = PriceStep("here", "a", TODAY, entry("1"), entry("2"))
    new = PriceStep("here", "b", TODAY, None, entry("2"))
    ends = PriceStep("here", "c", date(2026, 12, 1), entry("1"), None)
    assert steps_sentence([dearer, new, ends], TODAY, 90) == (
        "Of their prices 1 changed and 1 came new in the 90 days before; 1 more is announced."
    )
    assert steps_sentence([], TODAY, 90) == "None changed in 90 days; none is announced to."
    row = step_row(dearer)
    assert (row["before"], row["after"], row["change"]) == ("$1", "$2", 1)
    assert row["unit"] == "1M tokens image out"
    assert step_row(new)["before"] is None
