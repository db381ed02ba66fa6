"""Percentiles week by week and by model, and how the times are spread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.charts.curves import done_within
from dashboard.app.charts.waiting import PERCENTILES, percentiles_by_group, percentiles_by_week
from dashboard.app.pages.waiting.cached_waiting import with_bounds, within
from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import OPENS, THIN_MEANS, show_table
from dashboard.app.parts.layout import choice, chosen_dimension, heading, note_undrawn, show_chart
from dashboard.app.parts.legend import Entry, show_legend
from dashboard.app.parts.markup import sentence
from dashboard.words.colours import PERCENTILE_COLOURS, SERIES_COLOURS
from dashboard.words.named_groups import group_name
from dashboard.words.waiting import STEM_MEANINGS, STEMS
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.app.parts.cached_figures import Question
    from data.asking.waiting_times import Bounds

WAYS = ("model", "variant", "channel")
SERVICE_TIER = "Variant holds the service tier too, such as flex, as the channel names it."
HOLLOW = "Bars: 95 % sure, by order statistics. Hollow: a thin tail, fewer than five cases beyond."
DRAWN = 20
COLOURS = dict(zip(STEMS, SERIES_COLOURS, strict=False))


def show_weeks(question: Question) -> None:
    """Percentiles by week of one of latency, queue and render, with their intervals."""
    heading("How long did people wait, week by week?")
    stem = _chosen_stem(question, "weeks")
    rows = with_bounds(question, question.measure(metrics_of(stem), ["week"]), stem)
    show_chart(percentiles_by_week(rows, stem), f"{STEMS[stem]}: percentiles by week")
    sentence(f"{STEM_MEANINGS[stem]} {HOLLOW}", "offcut-quiet")
    show_table(
        [row for row in rows if row[f"{stem}_n"]],
        short_columns("week", stem),
        "",
        file=f"offcut-{stem[:-2]}-weeks",
        fold="The weeks as a table",
        footnote=THIN_MEANS,
    )


def show_groups(question: Question) -> None:
    """Models or service tiers side by side, the slowest on top."""
    heading("What keeps people waiting?")
    with st.container(horizontal=True, gap="medium"):
        by = chosen_dimension("waiting_by", WAYS)
        stem = _chosen_stem(question, "models")
    answer = question.measure(metrics_of(stem), [by])
    rows = [row for row in with_bounds(question, answer, stem) if row[f"{stem}_n"]]
    if len(rows) > 1:
        show_legend(Entry(name, PERCENTILE_COLOURS[name], "dot") for name in PERCENTILES)
        drawn = percentiles_by_group(rows[:DRAWN], by, stem)
        alt = f"{STEMS[stem]}: percentiles by {dimension(by).title.lower()}"
        show_chart(drawn, alt, opens=by, key=f"waiting_{by}_{stem}")
        note_undrawn(DRAWN, len(rows))
    table = [
        {**row, by: group_name(row[by], by), OPENS: row[by], **_ends(row["bounds"])} for row in rows
    ]
    columns = [*short_columns(by, stem), *P95_ENDS]
    show_table(table, columns, "", file=f"offcut-{stem[:-2]}-by-{by}", opens=by)
    sentence(f"{THIN_MEANS} {SERVICE_TIER if by == 'variant' else ''}".strip(), "offcut-quiet")


P95_ENDS = (
    Column("p95_low", "p95 from", "seconds", "Low end of the 95 % interval of p95."),
    Column("p95_high", "p95 to", "seconds", "Its high end; not known where so few cannot tell."),
)


def _ends(bounds: Mapping[str, Bounds]) -> dict[str, float | None]:
    low, high = bounds.get("p95", (None, None))
    return {"p95_low": low, "p95_high": high}


def show_spread(question: Question) -> None:
    """What share was done by when; queue and render apart where the log tells the start."""
    curves = {stem: found for stem in STEMS if (found := within(question, stem)).n}
    if not curves:
        return
    heading("What share was done by when?")
    titles = {stem: f"{STEMS[stem]}, n = {curve.n:,}" for stem, curve in curves.items()}
    show_legend(Entry(titles[stem], COLOURS[stem]) for stem in curves)
    drawn = done_within(curves, STEMS, COLOURS)
    show_chart(drawn, "Share of attempts done within a time")
    missing = curves["latency_s"].n - curves["queue_s"].n if "queue_s" in curves else 0
    if missing:
        sentence(
            f"Queue and render are of the attempts whose log says when they started; {missing:,} "
            "do not say.",
            "offcut-quiet",
        )


def _chosen_stem(question: Question, key: str) -> str:
    """One of the times of which anything is known."""
    counts = question.measure([f"{stem}_n" for stem in STEMS]).total
    offered = [stem for stem in STEMS if counts[f"{stem}_n"]] or ["latency_s"]
    if len(offered) == 1:
        return offered[0]
    return choice(f"stem_{key}", tuple(offered), STEMS.__getitem__, "What to look at")


def metrics_of(stem: str) -> list[str]:
    """Its percentiles and their n."""
    return [*(f"{stem}_{name}" for name in PERCENTILES), f"{stem}_n"]


def short_columns(by: str, stem: str) -> list[Column]:
    """A column a percentile, titled by its name, and n."""
    found = columns_of(by, *metrics_of(stem))
    titles = [found[0].title, *PERCENTILES, "n"]
    return [replace(each, title=title) for each, title in zip(found, titles, strict=True)]
