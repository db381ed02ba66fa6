"""Questions that a page begins before it comes to them."""

from __future__ import annotations

from threading import Event, get_ident

from dashboard.app.parts.asked_ahead import ask_ahead


def test_questions_are_asked_beside_the_page_and_beside_each_other():
    first, second, done, threads, met = Event(), Event(), Event(), [], []

    def ask(mine, other):
        threads.append(get_ident())
        mine.set()
        met.append(other.wait(10))

        if len(met) == 2:
            done.set()

    ask_ahead(lambda: ask(first, second), lambda: ask(second, first))
    assert done.wait(20)
    assert met == [True, True]
    assert get_ident() not in threads


def test_what_one_raises_stops_neither_the_page_nor_the_next():
    asked = Event()

    def fail():
        raise RuntimeError

    ask_ahead(fail, asked.set)
    assert asked.wait(10)
