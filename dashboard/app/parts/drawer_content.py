"""What the drawer shows of a group: its figure taken apart, ten weeks of it, its worst briefs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.trend import trend_with_limits
from dashboard.app.parts.address import page_address, query_of
from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import QUIETLY
from dashboard.app.parts.markup import advice, sentence
from dashboard.words.formats import counted, label, shown
from dashboard.words.gaps import gaps_beside
from data.asking.brief_intervals import has_intervals
from data.asking.selection import NOT_KNOWN
from data.asking.weekly import weekly_chart
from data.metrics.catalogue import metric
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.kept_answers import Answer

WORST = 8
BRIEF = Column("brief", "Brief", "link", "Opens its story.", link="address")
WORST_FIGURES = ("spend", "attempts", "usable_assets")
BAND = (
    "Grey: between which figures weeks like the earlier ones lie by chance alone. Weeks stand as "
    "they do now; what is undecided in the latest will move them."
)
DAYS = ("day", "week", "month", "hour")


def show_group(question: Question, name: str, value: str, metric_name: str) -> None:
    """The group's figure, what it is made of, how it moved, its worst briefs, the way on."""
    found = metric(metric_name)
    chosen = None if value == NOT_KNOWN else value
    about = question.about((name, chosen))
    sentence(f"{dimension(name).title}: {label(chosen)}", "offcut-headline")
    answer = about.with_gaps([metric_name])
    figure = shown(answer.total[metric_name], found.unit, question.currency)
    sentence(f"{found.title}: {figure}", "offcut-summary")
    sentence(made_of(answer, metric_name, question.currency), "offcut-sentence")
    sentence(interval_words(about, name, chosen, metric_name), "offcut-sentence")
    gaps = gaps_beside(
        metric_name, answer.total, question.currency, answer.evidence[0][metric_name]
    )
    sentence(gaps, "offcut-quiet")
    advice(f"{found.meaning} = {found.formula}.")
    if name not in DAYS:
        _trend(about, metric_name)
    _worst_briefs(about)
    st.page_link(
        "pages/explore/explore.py",
        label="Filter to this",
        icon=":material/filter_list:",
        query_params=query_of(about.selection, question.settings),
    )


def made_of(answer: Answer, name: str, currency: str) -> str:
    """`$412.30 ÷ 38 = $10.85`: both sums of a ratio; of anything else, what it rests on."""
    evidence, found = answer.evidence[0][name], metric(name)
    if evidence.denominator is None:
        return f"It rests on n = {evidence.n:,}." if evidence.n is not None else ""
    top = "money" if found.unit == "money_per" else "count"
    above = _sum_text(evidence.numerator, top, currency)
    below = _sum_text(evidence.denominator, "count", currency)
    return f"{above} ÷ {below} = {shown(answer.total[name], found.unit, currency)}"


def _sum_text(value: Any, unit: str, currency: str) -> str:
    whole = value is None or unit == "money" or value == int(value)
    return shown(value, unit if whole else "ratio", currency)


def interval_words(about: Question, by: str, value: str | None, name: str) -> str:
    """Between which figures it lies, and how many briefs say so; empty where none do."""
    found = about.brief_intervals(name, by).get(value) if has_intervals(name) else None
    if found is None:
        return ""
    unit = metric(name).unit
    low, high = (shown(end, unit, about.currency) for end in (found.low, found.high))
    return f"{low} to {high}, 90 of 100 times, by {counted(found.briefs, 'brief')}."


def _trend(about: Question, name: str) -> None:
    answer = about.on_all_days().measure([name], ["week"])
    weeks = weekly_chart(answer.rows, answer.evidence, name)
    if len(weeks) > 1:
        drawn = trend_with_limits(weeks, metric(name), about.currency)
        st.plotly_chart(
            drawn, config=QUIETLY, key="drawer_trend", alt=f"{metric(name).title} by week"
        )
        if any(each.low is not None for each in weeks):
            sentence(BAND, "offcut-quiet")


def _worst_briefs(about: Question) -> None:
    briefs = about.costliest("brief", WORST)
    if not briefs:
        return
    named = tuple(None if brief is None else str(brief) for brief in briefs)
    filters = (*about.selection.filters, ("brief", named))
    among = replace(about, selection=replace(about.selection, filters=filters))
    rows = [
        {**row, "address": row["brief"] and page_address("brief", {"brief": [row["brief"]]})}
        for row in among.measure(WORST_FIGURES, ["brief"]).rows
    ]
    columns = [BRIEF, *columns_of(*WORST_FIGURES)]
    sentence("The costliest briefs in it")
    show_table(rows, columns, about.currency, file="offcut-briefs")
