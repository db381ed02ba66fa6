"""How long until a brief has its first usable one, and the word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.app.charts.curves import reached_by_time
from dashboard.app.pages.waiting.cached_waiting import reached
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.words.colours import SERIES_COLOURS
from dashboard.words.formats import counted, duration, percent
from dashboard.words.waiting import FIRST_ONES

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.asking.waiting_times import Reached

HOW = (
    "Share of briefs by Kaplan and Meier: one that is still open counts until it was last seen, "
    "one that ended without any counts to the end. What is open may have had its first usable one "
    "long ago, and nobody has said so yet. Bands: 95 % sure."
)
COLOURS = {"time_to_first_usable_s": SERIES_COLOURS[2], "time_to_first_approval_s": "#a56fb5"}


def show_first_ones(question: Question) -> None:
    """The whole curves, with what is still open and what never will have one in words."""
    curves = {stem: reached(question, stem) for stem in FIRST_ONES}
    usable = curves["time_to_first_usable_s"]
    if not usable.n:
        return
    heading("How long until a brief has something that is used?")
    sentence(in_words(usable, curves["time_to_first_approval_s"]))
    if usable.steps:
        drawn = reached_by_time(curves, FIRST_ONES, COLOURS)
        show_chart(drawn, "Share of briefs that have a first usable asset, and its approval")
        sentence(HOW, "offcut-quiet")


def in_words(usable: Reached, approval: Reached) -> str:
    """Of how many briefs half had one within how long, and what became of the others."""
    had = usable.n - usable.still_open - usable.never
    return (
        f"Of {counted(usable.n, 'brief')}, {had:,} have a usable one, {usable.still_open:,} are "
        f"still open, {usable.never:,} ended without. {_half('completed', usable)} "
        f"{_half('approved', approval)}"
    )


def _half(what: str, curve: Reached) -> str:
    reached_half = next((step for step in curve.steps if step.share >= 0.5 - 1e-12), None)
    if reached_half is not None:
        return f"Half of them had it {what} within {duration(reached_half.seconds)}."
    if not curve.steps:
        return f"None had it {what} yet."
    last = curve.steps[-1]
    why = "more than half are still open" if 2 * curve.still_open > curve.n else "no more have one"
    return f"Not half had it {what} ({percent(last.share)} by the last one seen): {why}."
