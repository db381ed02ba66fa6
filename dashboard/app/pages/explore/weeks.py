"""Where each week's money went, and what a usable asset cost in it, by medium."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.weeks import cost_by_week, money_by_week
from dashboard.app.parts.columns import columns_of
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import money, shown
from dashboard.words.media import media_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.parts.cached_figures import Question

    Row = Mapping[str, Any]

CLOSED = ("closed_cost_per_usable_asset", "closed_discard_rate")
WEEKLY = (
    *("spend", "usable_assets", "cost_per_usable_asset", "settled_cost_per_usable_asset"),
    *("waste_share", "pending_share", "attempts", "unpriced_attempts"),
)
SETTLING = (
    "Still settling: part of these weeks' outputs is undecided, and time alone decides within "
    "{:g} days. Their cost per usable asset will change, and mostly fall."
)
_WEEK = timedelta(days=7)


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
    columns, fold = columns_of("week", "media", *WEEKLY), "The weeks as a table"
    show_table(rows, columns, currency, file="offcut-weeks", fold=fold)


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
