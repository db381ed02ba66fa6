"""One cursor answers a thread's questions about one moment; another moment has another."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier

import pytest

from data.asking import side_by_side as module
from data.asking.kept_cursors import cursors_kept
from data.asking.selection import Selection
from data.asking.side_by_side import side_by_side

pytest_plugins = ["tests.loaded_studio"]

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY, BEFORE = (Selection(as_of=at) for at in (NOW, datetime(2026, 11, 2, 9, 0, 30, tzinfo=UTC)))


@pytest.fixture
def figures(studio):
    """Of two calls, the second a minute after nine."""
    studio.load(studio.renders({"a": [], "b": []}))
    return studio.figures()


def attempts(figures, selection):
    (row,) = figures.measure(["attempts"], selection=selection).rows
    return row["attempts"]


def test_questions_about_one_moment_share_a_cursor_and_others_do_not(figures):
    assert figures.cursor(TODAY) is not figures.cursor(TODAY)
    with cursors_kept():
        assert figures.cursor(TODAY) is figures.cursor(TODAY)
        assert figures.cursor(BEFORE) is not figures.cursor(TODAY)
        assert [attempts(figures, at) for at in (TODAY, BEFORE, TODAY)] == [2, 1, 2]
    assert figures.cursor(TODAY) is not figures.cursor(TODAY)


def test_a_load_between_two_questions_is_seen(studio, figures):
    with cursors_kept():
        assert attempts(figures, TODAY) == 2
        studio.load(studio.renders({"c": []}, "later.jsonl"))
        assert attempts(figures, TODAY) == 3


def test_threads_side_by_side_share_none(figures, monkeypatch):
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    both = Barrier(2)

    def question():
        both.wait(20)
        return figures.cursor(TODAY), attempts(figures, TODAY)

    (one, first), (other, second) = side_by_side([question, question])
    assert one is not other
    assert first == second == 2


def test_other_settings_have_a_cursor_of_their_own(figures):
    longer = figures.settings.model_copy(update={"verdict_window_days": 30})
    with cursors_kept():
        other = figures.under(longer, figures.book)
        assert figures.cursor(TODAY) is not other.cursor(TODAY)
