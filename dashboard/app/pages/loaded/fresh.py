"""How fresh each source is, which evidence is missing, and which matches wait for an answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.loaded.cached_listings import freshness
from dashboard.app.parts.columns import Column
from dashboard.app.parts.empty import show_checklist
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.markup import sentence
from dashboard.words.formats import counted
from dashboard.words.freshness import lag_words

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question


def show_freshness(question: Question) -> None:
    """Of each source its last record, its last load, and how long ago that is; what is missing."""
    at = question.as_of.replace(tzinfo=None)
    found = freshness(question)
    rows = [{**asdict(each), "records": each.records, "lag": lag_words(each.lag(at))}
            for each in found]  # fmt: skip
    columns = [
        Column("source", "Source"),
        Column("records", "Records", "count"),
        Column("last_record_at", "Last record (UTC)", "date"),
        Column("lag", "That is ago", meaning="Up to the moment the figures stand at."),
        Column("loaded_at", "Last load (UTC)", "date", "Empty: a scan found them."),
    ]
    show_table(rows, columns, question.currency, file="offcut-freshness")
    show_checklist(found)


def show_matches_to_confirm(question: Question) -> None:
    """How many files may be an output, and where to say so; nothing where none waits."""
    waiting = question.on_all_days().measure(["possible_matches"]).total["possible_matches"]
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        sentence(f"{counted(waiting, 'file')} that may be an output {verb} for a yes or a no.")
        st.page_link("pages/evidence/evidence.py", label="Look at the pairs",
                     icon=":material/compare:")  # fmt: skip
