"""The sections of the Latency page, each about one medium."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.hours import heat_map
from dashboard.app.charts.waiting import PERCENTILES, percentiles_by_group, percentiles_by_week
from dashboard.app.parts.figure_table import THIN_MEANS, Column, columns_of, show_table
from dashboard.app.parts.layout import choice, heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.tiles import Tile, show_tiles, tile
from dashboard.words.formats import counted, duration
from dashboard.words.media import media_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Answer
    from data.metrics.metric import Evidence

    Row = Mapping[str, Any]

STEMS = {"latency_s": "Latency", "queue_s": "Queue", "render_s": "Render"}
MEANINGS = {
    "latency_s": "From submit to completion.",
    "queue_s": "From submit to start: waiting for the provider.",
    "render_s": "From start to completion: the model at work.",
}
PEAK_HOURS = 3
HEADLINE = (
    *("latency_s_p50", "latency_s_p95", "latency_s_p99", "queue_s_p95", "render_s_p95"),
    *("peak_latency_s_p95", "off_peak_latency_s_p95"),
    *("time_to_first_usable_s_p50", "time_to_first_usable_s_p90"),
)


def chosen_medium(question: Question) -> Question:
    """The question about one medium: times of stills and clips do not mix."""
    rows = question.measure(["attempts"], ["media"]).rows
    media = [row["media"] for row in sorted(rows, key=_most_first) if row["attempts"]]
    if not media:
        return question
    medium = choice("medium", media, media_title, "Medium") if len(media) > 1 else media[0]
    return question.about(("media", medium))


def _most_first(row: Row) -> int:
    return -(row["attempts"] or 0)


def show_headline(question: Question) -> None:
    """Percentiles, queue and render apart, peak and off-peak, time to the first usable asset."""
    answer = question.measure([*HEADLINE, "negative_latencies"])
    row, currency = answer.total, question.currency
    shown = [_tile(name, row, answer.evidence[0][name], currency) for name in HEADLINE]
    show_tiles("latency", shown)
    sentence(_peak_words(question), "offcut-quiet")
    if row["negative_latencies"]:
        attempts = counted(row["negative_latencies"], "attempt")
        sentence(f"{attempts} completed before submit: left out of every time.", "offcut-quiet")


def _peak_words(question: Question) -> str:
    """Which hours the peak is: the three with the most attempts, ties to the earlier."""
    rows = question.measure(["attempts"], ["hour_of_day"]).rows
    busy = sorted(rows, key=lambda row: (_most_first(row), row["hour_of_day"]))[:PEAK_HOURS]
    hours = ", ".join(f"{hour}:00" for hour in sorted(row["hour_of_day"] for row in busy))
    zone = question.settings.timezone
    return f"Peak: the hours from {hours} ({zone}), which have the most attempts."


def _tile(name: str, row: Row, evidence: Evidence, currency: str) -> Tile:
    """The figure with its n; where it was not reached, what it lies above; else why it is not."""
    what = "brief" if name.startswith("time_to") else "attempt"
    words = f"n = {counted(evidence.n or 0, what)}"
    if not evidence.n:
        words = f"{evidence.unknown_because} · {words}"
    if evidence.censored:
        words += f" · {evidence.censored:,} still open"
    if evidence.thin and evidence.n:
        words += " · thin tail"
    title = f"First usable, {name[-3:]}" if what == "brief" else None
    drawn = tile(name, row, currency, title=title, beside=words)
    if row[name] is None and evidence.above is not None and evidence.n:
        return drawn._replace(value=f"> {duration(evidence.above)}")
    return drawn


def show_weeks(question: Question) -> None:
    """Percentiles by week of one of latency, queue and render."""
    heading("How long did people wait, week by week?")
    stem = _chosen_stem("weeks")
    rows = with_thin(question.measure(_metrics(stem), ["week"]))
    drawn = percentiles_by_week(rows, stem)
    show_chart(drawn, f"{STEMS[stem]} percentiles by week")
    sentence(f"{MEANINGS[stem]} Hollow: a thin tail, fewer than five cases beyond.", "offcut-quiet")
    with st.expander("The weeks as a table"):
        show_table(rows, columns_of("week", *_metrics(stem)), "", file=f"offcut-{stem[:-2]}-weeks")
        sentence(THIN_MEANS, "offcut-quiet")


def show_models(question: Question) -> None:
    """The models side by side, the slowest on top."""
    heading("Which model keeps people waiting?")
    stem = _chosen_stem("models")
    metrics = [name for each in STEMS for name in _metrics(each)]
    rows = with_thin(question.measure(metrics, ["model"]))
    if any(row[f"{stem}_p50"] is not None for row in rows):
        drawn = percentiles_by_group(rows, "model", stem)
        show_chart(drawn, f"{STEMS[stem]} percentiles by model")
    columns = [*columns_of("model", "latency_s_n"), *_apart()]
    show_table(rows, columns, "", file="offcut-latency-by-model")
    sentence(THIN_MEANS, "offcut-quiet")


def _apart() -> list[Column]:
    """All percentiles of all three, with short titles."""
    named = [(f"{stem}_{name}", f"{STEMS[stem]} {name}") for stem in STEMS for name in PERCENTILES]
    return [replace(columns_of(name)[0], title=title) for name, title in named]


def show_hours(question: Question) -> None:
    """Hour × weekday: when people wait longest."""
    heading("When do people wait longest?")
    name = choice("heat", ("p50", "p90", "p95"), str, "Percentile")
    metric = f"latency_s_{name}"
    answer = question.measure([metric, "latency_s_n"], ["weekday", "hour_of_day"])
    rows = [
        {**row, "thin": evidence[metric].thin}
        for row, evidence in zip(answer.rows, answer.evidence, strict=True)
    ]
    first = question.settings.week_starts_on.capitalize()
    show_chart(heat_map(rows, metric, "latency_s_n", first=first), f"{name} latency by hour")
    sentence(
        f"Latency {name} by hour of submit ({question.settings.timezone}). A dot: thin, fewer "
        "than five cases beyond it. Empty: nothing succeeded then.",
        "offcut-quiet",
    )


def _chosen_stem(key: str) -> str:
    return choice(f"stem_{key}", tuple(STEMS), STEMS.__getitem__, "What to look at")


def _metrics(stem: str) -> list[str]:
    return [*(f"{stem}_{name}" for name in PERCENTILES), f"{stem}_n"]


def with_thin(answer: Answer) -> list[dict[str, Any]]:
    """The rows, each with the names of its figures whose tail is thin."""
    return [
        {**row, "thin": frozenset(name for name, what in evidence.items() if what.thin)}
        for row, evidence in zip(answer.rows, answer.evidence, strict=True)
    ]
