"""The sections of the Overview: headline figures, weeks, and groups."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.groups import cost_by_group, money_by_group
from dashboard.app.charts.weeks import cost_by_week, money_by_week
from dashboard.app.parts.figure_table import columns_of, show_table
from dashboard.app.parts.layout import (
    chosen_dimension,
    heading,
    note_undrawn,
    show_chart,
    wide_and_narrow,
)
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.reviews import show_unreviewed
from dashboard.app.parts.tiles import show_tiles, tile, tiles
from dashboard.words.formats import money, shown
from dashboard.words.media import media_title
from dashboard.words.summary import SUMMED, SUMMED_GAPS, footnote, summary
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.parts.cached_figures import Question

    Row = Mapping[str, Any]

TOTALS = {
    "accepted_cost": None,
    "spend": "All spend",
    "people_cost": "People",
    "fully_loaded_cost": "Fully loaded",
}
"""Each with the title it has among the others, where that is not its own."""
PER_MEDIUM = ("cost_per_usable_asset", "usable_assets", "spend", "waste_share", "discard_rate")
CLOSED = ("closed_cost_per_usable_asset", "closed_discard_rate")
WEEKLY = (
    *("spend", "usable_assets", "cost_per_usable_asset", "settled_cost_per_usable_asset"),
    *("waste_share", "pending_share", "attempts", "unpriced_attempts"),
)
GROUPED = (
    *("spend", "usable_assets", "cost_per_usable_asset", "cost_per_accepted_output"),
    *("waste_share", "discard_rate", "pending_share", "unpriced_attempts"),
)
SETTLING = (
    "Still settling: part of these weeks' outputs is undecided, and time alone decides within "
    "{:g} days. Their cost per usable asset will change, and mostly fall."
)
_WEEK = timedelta(days=7)
DRAWN = 12
"""So many groups are drawn, the costliest; the table has them all."""


def show_summary(question: Question) -> None:
    """The plain sentence, and what it could not take in."""
    total = question.measure(SUMMED).total
    by_media = question.measure(["usable_assets"], ["media"]).rows
    by_day = question.measure(["attempts"], ["day"]).rows
    days = [row["day"] for row in by_day if row["attempts"]]
    gaps = question.measure(SUMMED_GAPS).total
    sentence(summary(total, by_media, days, question.currency), "offcut-summary")
    sentence(footnote(total, gaps, days, question.currency), "offcut-quiet")
    show_unreviewed(question)


def show_totals(question: Question) -> None:
    """The three totals side by side, and people's part of the last."""
    answer = question.with_gaps(tuple(TOTALS))
    row, evidence, currency = answer.total, answer.evidence[0], question.currency
    show_tiles(
        "totals",
        [
            tile(name, row, currency, evidence=evidence[name], title=title)
            for name, title in TOTALS.items()
        ],
    )


def show_media(question: Question) -> None:
    """The headline figures of each medium."""
    answer = question.with_gaps([*PER_MEDIUM, "attempts"], ["media"])
    for place, (row, evidence) in enumerate(zip(answer.rows, answer.evidence, strict=True)):
        if row["attempts"]:
            heading(f"{media_title(row['media'])}")
            shown = tiles(PER_MEDIUM, row, evidence, question.currency)
            show_tiles(f"media_{place}", shown)


def show_weeks(question: Question) -> None:
    """Where each week's money went, and what a usable asset cost, by medium."""
    currency = question.currency
    rows = _with_settling(question, question.measure(WEEKLY, ["media", "week"]).rows)
    heading("Where did each week's money go?")
    settling = {row["week"] for row in rows if row["settling"]}
    drawn = money_by_week(question.ledger(["week"]).rows, currency, sorted(settling))
    show_chart(drawn, "Spend by week, split by what became of it")
    media = list(dict.fromkeys(row["media"] for row in rows if row["attempts"]))
    closed = {row["media"]: row for row in question.measure(CLOSED, ["media"]).rows}
    for place, medium in zip(st.columns(max(len(media), 1)), media, strict=False):
        mine = [row for row in rows if row["media"] == medium]
        with place:
            heading(f"{media_title(medium)}: what did a usable asset cost?")
            alt = f"{media_title(medium)}: cost per usable asset by week"
            show_chart(cost_by_week(mine, medium, currency), alt)
            sentence(_in_closed_weeks(closed.get(medium, {}), currency), "offcut-quiet")
    if any(row["settling"] for row in rows):
        sentence(SETTLING.format(question.settings.verdict_window_days), "offcut-quiet")
    with st.expander("The weeks as a table"):
        show_table(rows, columns_of("week", "media", *WEEKLY), currency, file="offcut-weeks")


def _in_closed_weeks(row: Row, currency: str) -> str:
    """What it comes to where everything is decided, beside all weeks."""
    cost, discards = (row.get(name) for name in CLOSED)
    if cost is None:
        return "No week is closed yet: something in each still waits for a decision."
    return (
        f"In closed weeks, where everything is decided: {money(cost, currency)} a usable asset, "
        f"{shown(discards, 'rate')} discarded."
    )


def _with_settling(question: Question, rows: Sequence[Row]) -> list[Row]:
    """The rows, each with whether its week is too young to judge: time will decide its rest."""
    window = timedelta(days=question.settings.verdict_window_days)
    today = question.as_of.astimezone(question.settings.zone).date()
    return [
        {**row, "settling": bool(row["pending_share"]) and row["week"] + _WEEK + window > today}
        for row in rows
        if row["week"] is not None
    ]


def show_groups(question: Question) -> None:
    """Spend and cost of one asset by project, model and so on."""
    names = ("project", "model", "client", "user", "channel", "tier", *question.tags())
    name = chosen_dimension("by", names)
    currency, title = question.currency, dimension(name).title.lower()
    rows = question.measure(GROUPED, [name, "media"]).rows
    groups = list(dict.fromkeys(row[name] for row in question.measure(["spend"], [name]).rows))
    cost = "cost_per_accepted_output" if name in ("model", "tier") else "cost_per_usable_asset"
    left, right = wide_and_narrow()
    with left:
        heading(f"What became of the money, by {title}?")
        drawn = money_by_group(question.ledger([name]).rows, name, groups[:DRAWN], currency)
        show_chart(drawn, f"Spend by {title}, split by what became of it")
    with right:
        what = "an accepted output" if cost == "cost_per_accepted_output" else "a usable asset"
        heading(f"What did {what} cost?")
        show_chart(cost_by_group(rows, name, groups[:DRAWN], cost, currency), f"Cost by {title}")
    note_undrawn(DRAWN, len(groups))
    show_table(rows, columns_of(name, "media", *GROUPED), currency, file=f"offcut-by-{name}")
