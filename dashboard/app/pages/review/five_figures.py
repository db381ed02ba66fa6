"""The five figures of a review in a row: each with its weeks, its change, chance and target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.course_line import Point, course_line
from dashboard.app.parts.markup import as_markdown
from dashboard.words.changes import change_words
from dashboard.words.formats import day, label, shown
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.metrics.metric import Metric
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
            with st.container(key=f"tile_{row['metric']}", border=True):
                _tile(row, review.currency, weeks.rows if weeks else ())


def _tile(row: Row, currency: str, weeks: Sequence[Row]) -> None:
    found = metric(str(row["metric"]))
    st.metric(
        found.title,
        shown(row["value"], found.unit, currency),
        delta=as_markdown(beside(row, currency)) or None,
        delta_color="off",
        delta_arrow="off",
        help=as_markdown(f"{found.meaning}\n\n= {found.formula}"),
    )
    if line := course_line(_course(weeks, found, currency)):
        st.html(line)


def _course(weeks: Sequence[Row], of: Metric, currency: str) -> list[Point]:
    """The weeks in which it is known."""
    column = BY_WEEK.get(of.name, "")
    known = [(each["week"], each[column]) for each in weeks if each.get(column) is not None]
    return [
        Point(f"week of {day(week)}", float(value), shown(value, of.unit, currency))
        for week, value in known
    ]


def beside(row: Row, currency: str) -> str:
    """`−11.2 % · within chance · on target`: what stands below a figure."""
    before, unit = row["before"], metric(str(row["metric"])).unit
    moved = change_words(row["value"], before, unit)
    change = f"{moved} on {shown(before, unit, currency)}" if moved else ""
    chance = CHANCE.get(str(row["variation"]), label(row["variation"]) if row["variation"] else "")
    target = f"target: {label(row['target'])}" if row["target"] else ""
    return " · ".join(filter(None, (change, chance, target)))
