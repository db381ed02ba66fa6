"""The five figures of a review in a row: each with its weeks, its change, chance and target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.markup import as_markdown
from dashboard.words.changes import change_words
from dashboard.words.formats import label, shown
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.review.parts import Review

    Row = Mapping[str, Any]

BY_WEEK = {
    "spend": "spend",
    "cost_per_usable_asset": "cost",
    "discard_rate": "discard_rate",
    "yield": "yield",
    "latency_s_p95": "latency",
}
"""The column of the weeks' part that holds each figure by week."""
CHANCE = {"common": "within chance", "better": "better, beyond chance", "worse": "worse, beyond it"}


def show_five_figures(review: Review) -> None:
    """A tile a figure; nothing where the review has none."""
    part, weeks = review.part("metrics"), review.part("weeks")
    if part is None:
        return
    with st.container(key="tiles_review"):
        for row in part.rows:
            name = str(row["metric"])
            _tile(row, review.currency, _course(weeks.rows if weeks else (), BY_WEEK.get(name, "")))


def _course(rows: Sequence[Row], column: str) -> list[float] | None:
    """The weeks in which it is known; a line needs two."""
    known = [float(row[column]) for row in rows if row.get(column) is not None]
    return known if len(known) > 1 else None


def _tile(row: Row, currency: str, course: list[float] | None) -> None:
    found = metric(str(row["metric"]))
    st.metric(
        found.title,
        shown(row["value"], found.unit, currency),
        delta=as_markdown(beside(row, currency)) or None,
        delta_color="off",
        delta_arrow="off",
        help=as_markdown(f"{found.meaning}\n\n= {found.formula}"),
        border=True,
        height="stretch",
        chart_data=course,
        chart_type="line",
    )


def beside(row: Row, currency: str) -> str:
    """`−11.2 % · within chance · on target`: what stands below a figure."""
    before, unit = row["before"], metric(str(row["metric"])).unit
    moved = change_words(row["value"], before, unit)
    change = f"{moved} on {shown(before, unit, currency)}" if moved else ""
    chance = CHANCE.get(str(row["variation"]), label(row["variation"]) if row["variation"] else "")
    target = f"target: {label(row['target'])}" if row["target"] else ""
    return " · ".join(filter(None, (change, chance, target)))
