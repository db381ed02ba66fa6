"""Data: where files come in, how fresh they are, what hides money, and the proof of it all."""

from __future__ import annotations

import streamlit as st

from dashboard.app.pages.loaded.fixes import show_fixes
from dashboard.app.pages.loaded.fresh import show_freshness, show_matches_to_confirm
from dashboard.app.pages.loaded.intake import choose_file, show_file
from dashboard.app.pages.loaded.running import show_runs
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
    show_verdict,
)
from dashboard.app.parts.empty import show_welcome
from dashboard.app.parts.layout import heading
from dashboard.app.parts.question import current_question
from dashboard.app.parts.watching import show_watching
from dashboard.words.formats import money

question = current_question()
is_there = question.settings.warehouse.exists()
if is_there:
    heading("Bring data in")
    path = choose_file()
else:
    path = show_welcome(drop=choose_file)
show_runs(question.currency, is_looking=path is not None)
if path is not None:
    show_file(path)

if is_there:
    proof = question.proof()
    show_fixes(question)
    show_matches_to_confirm(question)
    heading("How fresh is it?")
    show_watching(question.settings)
    show_freshness(question)
    heading("What was loaded, and does it add up?")
    tabs = st.tabs(
        [
            "Files",
            "Prices in force",
            "The proof",
            f"Quarantine ({proof.quarantined:,})",
            f"Unpriced ({sum(each.attempts for each in proof.unpriced):,})",
            f"Assumed ({money(sum(each.money for each in proof.assumed), question.currency)})",
            f"Unmatched verdicts ({n_unmatched(proof):,})",
            f"Credit ledgers ({len(proof.ledger_problems):,})",
        ]
    )
    with tabs[0]:
        show_files(proof, question.currency)
    with tabs[1]:
        show_prices(question)
    with tabs[2]:
        show_verdict(proof, question.currency)
        show_gaps(proof, question.currency)
    with tabs[3]:
        show_quarantine(question, proof)
    with tabs[4]:
        show_unpriced(proof, question.currency)
    with tabs[5]:
        show_assumed(proof, question.currency)
    with tabs[6]:
        show_unmatched(question)
    with tabs[7]:
        show_ledger_problems(proof, question.currency)
