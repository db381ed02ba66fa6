"""What the Data page says: how long ago, what there is to choose, what to mend, what is missing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import get_args

import pytest

from dashboard.words.checklist import checklist
from dashboard.words.freshness import lag_words
from dashboard.words.map_choices import problem_words, reason_words, title_words
from dashboard.words.to_fix import COMMANDS, WORDS, advice_words, money_words, what_words
from data.asking.freshness import SourceFreshness
from data.asking.to_fix import Kind, ToFix
from data.settings import Settings


@pytest.mark.parametrize(
    ("lag", "words"),
    [
        (None, "–"),
        (timedelta(minutes=59), "within the hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=13, hours=23), "13 days"),
        (timedelta(days=14), "2 weeks"),
    ],
)
def test_a_lag_is_said_in_whole_units_that_have_passed(lag, words):
    assert lag_words(lag) == words


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        ("record", "One row is"),
        ("reported_cost", "Cost"),
        ("provider_request_id", "Provider request id"),
        ("units.latency_s", "Unit of: how long it took"),
        ("values.status.OK.done", "Status: “OK.done” means"),
        ("values.decision.$null", "Decision: nothing there means"),
        ("constants.status", "The same in all records: status"),
    ],
)
def test_what_there_is_to_choose_has_a_title(choice, title):
    assert title_words(choice) == title


def test_a_doubt_stands_before_its_reason_until_it_is_chosen():
    guess = {"reason": "so it is called", "doubt": "it could be b", "chosen": False}
    assert reason_words(guess) == "it could be b (so it is called)"
    assert reason_words(guess | {"chosen": True}) == "so it is called"


def test_a_problem_is_told_without_what_only_a_terminal_understands():
    told = "every attempt needs x, and no column looks like it. Choose one: --choose x=COLUMN. …"
    assert problem_words(told) == "every attempt needs x, and no column looks like it."


def test_every_kind_has_words_and_something_to_do():
    assert set(WORDS) == set(get_args(Kind))
    assert set(COMMANDS) <= set(WORDS)


def test_money_is_exact_about_or_not_known():
    about = (("channel", None), ("model", "m"))
    one = ToFix("no_price", about, 1, Decimal("0.123456"), is_estimate=True)
    assert what_words(one) == "1 call without a price: no channel / m"
    assert money_words(one, "USD") == "about $0.12"
    assert money_words(ToFix("unreviewed", (), 2, Decimal("0.1234")), "USD") == "$0.1234"
    assert money_words(ToFix("unreviewed", (), 2, None), "USD") == "not known"
    little = ToFix("no_price", (), 2, Decimal("0.001"), is_estimate=True)
    assert money_words(little, "USD") == "hardly anything"


def test_an_example_stands_in_the_advice():
    one = ToFix("ambiguous", (("source", "s"),), 2, None, example="a.png")
    assert "as in `fal:a.png`" in advice_words(one)


def given(source="s", **counts):
    kinds = ("attempts", "assets", "verdicts", "bookings", "handovers", "labour")
    return SourceFreshness(source, *(counts.get(kind, 0) for kind in kinds), None, None)


def there(given, **settings):
    return [each.what for each in checklist(given, Settings(**settings)) if each.is_there]


def test_the_checklist_says_which_evidence_there_is():
    assert there([]) == []
    assert there([given(attempts=1)]) == ["Generations"]
    assert there([given("finals", verdicts=1)]) == ["Reviews or finals"]
    assert there([given(bookings=1), given(handovers=2)]) == ["Credits", "Handovers"]
    rates = dict.fromkeys(("reviewer", "editor", "creator"), 50)
    told = {f"{name}_rate_per_hour": rate for name, rate in rates.items()}
    assert there([], **told) == []
    assert there([given(labour=1)], **told) == ["Rates and hours"]


def test_use_alone_is_told_from_decisions():
    reviews = checklist([given("finals", verdicts=1)], Settings())[1]
    assert reviews.unlocks.endswith("from use alone.")
    both = checklist([given("finals", verdicts=1), given(verdicts=1)], Settings())[1]
    assert both.unlocks.endswith("from decisions and from use.")
