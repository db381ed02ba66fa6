"""Which medium, and three tiles that say in words how long people waited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.app.pages.waiting.cached_waiting import bounds
from dashboard.app.parts.comparison import show_change
from dashboard.app.parts.layout import choice
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.take_along import note_said
from dashboard.app.parts.tiles import Tile, show_tiles
from dashboard.words.formats import NOTHING, counted, duration, percent
from dashboard.words.media import media_title
from dashboard.words.waiting import (
    calls_for,
    never_words,
    one_of,
    reached_value,
    reached_words,
    within_words,
)
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.app.parts.cached_figures import Question
    from data.metrics.metric import Evidence

    Row = Mapping[str, Any]

P95, NEVER, FIRST = "latency_s_p95", "never_usable_share", "time_to_first_usable_s_p50"


def chosen_medium(question: Question) -> Question:
    """The question about one medium: times of stills and clips do not mix."""
    rows = question.measure(["attempts"], ["media"]).rows
    ordered = sorted(rows, key=lambda row: -(row["attempts"] or 0))
    media = [row["media"] for row in ordered if row["attempts"]]
    if not media:
        return question
    medium = choice("medium", media, media_title, "Medium") if len(media) > 1 else media[0]
    return question.about(("media", medium))


def medium_of(question: Question) -> str | None:
    """The medium that the question is about."""
    values = dict(question.selection.filters).get("media", (None,))
    return values[0]


def show_headline(question: Question) -> None:
    """19 of 20 within so long; half of the briefs had one within; so many never got one."""
    answer = question.measure([P95, NEVER, FIRST, "negative_latencies"])
    row, evidence, media = answer.total, answer.evidence[0], medium_of(question)
    tiles = [
        _calls(question, row, evidence[P95], media),
        _first(row, evidence[FIRST], media),
        _never(row, evidence[NEVER], media),
    ]
    for each in tiles:
        if each.value != NOTHING:
            note_said(f"{each.title}: {each.value}.")
    show_tiles("waiting", tiles)
    show_change(question, [P95, FIRST, NEVER])
    if row["negative_latencies"]:
        attempts = counted(row["negative_latencies"], "attempt")
        sentence(f"{attempts} completed before submit: left out of every time.", "offcut-quiet")


def _calls(question: Question, row: Row, evidence: Evidence, media: str | None) -> Tile:
    low, high = bounds(question, "latency_s").get((), {}).get("p95", (None, None))
    value = NOTHING if row[P95] is None else duration(row[P95])
    beside = within_words(low, high, evidence)
    return Tile(f"19 of 20 {calls_for(media)} came within", value, beside, _meaning(P95))


def _first(row: Row, evidence: Evidence, media: str | None) -> Tile:
    value, beside = reached_value(row[FIRST], evidence), reached_words(row[FIRST], evidence)
    return Tile(f"Half of the briefs had {one_of(media)} within", value, beside, _meaning(FIRST))


def _never(row: Row, evidence: Evidence, media: str | None) -> Tile:
    value = NOTHING if row[NEVER] is None else percent(row[NEVER])
    title = f"Briefs that ended without {one_of(media)}"
    return Tile(title, value, never_words(evidence), _meaning(NEVER))


def _meaning(name: str) -> str:
    found = metric(name)
    return f"{found.meaning}\n\n= {found.formula}"
