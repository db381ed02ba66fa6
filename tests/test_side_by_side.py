"""Questions asked side by side answer as they do one after the other."""

from __future__ import annotations

from threading import Barrier, Event, get_ident

import pytest

from data.asking import side_by_side as module
from data.asking.side_by_side import side_by_side
from data.review.facts import Facts

WAIT_S = 20


@pytest.fixture
def two_threads(monkeypatch):
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)


def test_answers_come_in_the_order_of_the_questions(two_threads):
    second_is_asked = Event()

    def first():
        assert second_is_asked.wait(WAIT_S)
        return "first"

    def second():
        second_is_asked.set()
        return "second"

    assert side_by_side([first, second]) == ["first", "second"]


def test_what_fails_is_raised_and_what_has_not_begun_is_not_asked(two_threads):
    asked = []
    both = Barrier(2)

    def fails():
        both.wait(WAIT_S)
        raise ValueError("no such week")

    def answers():
        both.wait(WAIT_S)
        return "known"

    def later(number):
        asked.append(number)
        return Event().wait(0.05)

    waiting = [lambda n=n: later(n) for n in range(100)]
    with pytest.raises(ValueError, match="no such week"):
        side_by_side([fails, answers, *waiting])
    assert len(asked) < len(waiting)


def test_facts_are_asked_once_by_two_who_ask_at_the_same_time(two_threads):
    both, asked = Barrier(2), []

    def ask(facts):
        asked.append(facts)
        Event().wait(0.2)
        return get_ident()

    def question():
        both.wait(WAIT_S)
        return facts.once(ask)

    facts = Facts(figures=None, asked=None)
    first, second = side_by_side([question, question])
    assert asked == [facts]
    assert first == second
