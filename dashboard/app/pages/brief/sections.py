"""The opening of a brief's page: its name, its sentence, its course and its ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.charts.brief import timeline
from dashboard.app.pages.brief.not_one import show_way_back
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import as_html, sentence
from dashboard.app.parts.reviews import show_unreviewed
from dashboard.app.parts.take_along import note_said
from dashboard.app.parts.tiles import show_tiles, tiles
from dashboard.words.briefs import STATES, headline, unknowns
from dashboard.words.formats import counted
from dashboard.words.ledger_lines import LINE_TITLES
from data.briefs.story import MOST

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.briefs.listed import ListedBrief
    from data.briefs.story import Story

FIGURES = (
    *("spend", "attempts", "outputs", "usable_assets", "cost_per_usable_asset", "waste_share"),
    "people_cost",
)
GAPS = ("assumed_cost", "disputed_assets")


def show_title(asked: Question, question: Question, brief: ListedBrief) -> None:
    """What it is called and whose it is; and that the whole of it is told."""
    whose = " · ".join(as_html(each) for each in (brief.client, brief.project) if each)
    state = as_html(STATES[brief.state])
    name = f'<h2 class="offcut-brief">{as_html(brief.brief)}<small>{state}</small></h2>'
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(name + (f'<p class="offcut-quiet">{whose}</p>' if whose else ""))
        show_way_back(asked)
    if asked.on_all_days().selection != question.selection or asked.selection.first_day:
        sentence("The whole brief, whatever else is selected.", "offcut-quiet")


def show_headline(question: Question, brief: ListedBrief) -> None:
    """The story in a sentence, what it could not take in, and its figures."""
    currency = question.currency
    lines = {row["line"]: row["money"] for row in question.ledger().rows}
    by_media = question.measure(["outputs"], ["media"]).rows
    said = headline(brief, by_media, lines, currency)
    note_said(said)
    sentence(said, "offcut-headline")
    sentence(unknowns(brief, question.measure(GAPS).total, currency), "offcut-notice")
    answer = question.with_gaps(FIGURES)
    elsewhere = brief.attempts - answer.total["attempts"]
    if elsewhere:
        sentence(
            f"{counted(elsewhere, 'attempt')} of it came by lineage from another client or project "
            "and stands there: the figures below are without.",
            "offcut-notice",
        )
    show_unreviewed(question)
    show_tiles("brief", tiles(FIGURES, answer.total, answer.evidence[0], currency))


def show_timeline(question: Question, story: Story) -> None:
    """Every output by stage and time, with what it was made from and what was decided."""
    heading("How did it go?")
    drawn = timeline(story, question.settings.zone, question.currency)
    alt = "Outputs by stage and time, sized by money and coloured by what became of them"
    show_chart(drawn, alt)
    if len(story.outputs) == MOST or len(story.attempts) == MOST:
        sentence(f"At most {MOST} attempts and outputs are drawn.", "offcut-quiet")
    sentence(
        "From left to right in time, pauses drawn shorter than they were. A dot is an output, or "
        "an attempt without any: the larger, the dearer; hollow where its money is not known. "
        "Lines lead from what it was made from; ticks are decisions.",
        "offcut-quiet",
    )


def show_ledger(question: Question) -> None:
    """Where its money went, to the last digit."""
    heading("Where did its money go?")
    table = question.ledger()
    total = table.rows[-1]["money"]
    rows = [
        dict(row)
        | {
            "title": LINE_TITLES.get(row["line"], "Total"),
            "share": None if not total or row["money"] is None else row["money"] / total,
        }
        for row in table.rows
        if row["line"] == "total" or row["money"] or row["outputs"]
    ]
    columns = [
        Column("title", "Line"),
        Column("money", "Money", "money"),
        Column("share", "Share", "rate"),
        Column("outputs", "Outputs", "count"),
    ]
    show_table(rows, columns, question.currency, file="offcut-brief-ledger", height="content")
    held = (
        "The lines sum to its spend to the last digit."
        if table.balances
        else "The lines do NOT sum to its spend: please report this with `offcut status`."
    )
    sentence(held, "offcut-quiet")
