"""Data: what was loaded, what became of every record, and what the figures lack."""

from __future__ import annotations

import streamlit as st

from dashboard.app.pages.loaded.sections import (
    n_unmatched,
    show_assumed,
    show_files,
    show_gaps,
    show_ledger_problems,
    show_prices,
    show_quarantine,
    show_unmatched,
    show_unpriced,
    verdict,
)
from dashboard.app.pages.loaded.watching import show_watching
from dashboard.app.parts.markup import as_markdown
from dashboard.app.parts.question import current_question
from dashboard.words.formats import money

question = current_question()
proof = question.proof()
records, totals = (as_markdown(words) for words in verdict(proof, question.currency))
left, right = st.columns(2)
with left:
    (st.success if proof.records_add_up else st.error)(records)
with right:
    (st.success if proof.totals_agree else st.error)(totals)
show_watching(question.settings)

files, quarantine, unpriced, assumed, verdicts, ledgers, prices, gaps = st.tabs(
    [
        "Files",
        f"Quarantine ({proof.quarantined:,})",
        f"Unpriced ({sum(each.attempts for each in proof.unpriced):,})",
        f"Assumed ({money(sum(each.money for each in proof.assumed), question.currency)})",
        f"Unmatched verdicts ({n_unmatched(proof):,})",
        f"Credit ledgers ({len(proof.ledger_problems):,})",
        "Prices in force",
        "Gaps",
    ]
)
with files:
    show_files(proof, question.currency)
with quarantine:
    show_quarantine(question, proof)
with unpriced:
    show_unpriced(proof, question.currency)
with assumed:
    show_assumed(proof, question.currency)
with verdicts:
    show_unmatched(question)
with ledgers:
    show_ledger_problems(proof, question.currency)
with prices:
    show_prices(question)
with gaps:
    show_gaps(proof, question.currency)
