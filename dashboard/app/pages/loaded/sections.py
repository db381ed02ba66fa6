"""The sections of the Data page: what became of every record, and what the figures lack."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.markup import advice, as_markdown, sentence
from dashboard.app.parts.scanned_folders import FATES, show_folders
from dashboard.words.formats import counted, money
from dashboard.words.gap_kinds import TITLES, kind_advice
from data.metrics.catalogue import METRICS
from data.metrics.gap_kinds import ASSUMED_KINDS

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.asking.proof import Proof

LISTED, TOLD = 500, 10
"""How many rows a table shows, and how many are told in sentences."""
_UNMATCHED = ("unmatched_verdicts", "ambiguous_verdicts")
_METRICS = {each.name: each for each in METRICS}


def verdict(proof: Proof, currency: str) -> tuple[str, str]:
    """Whether every record is accounted for, and whether every total agrees, as sentences."""
    merged = f", {proof.attempts_merged:,} of them seen twice" if proof.attempts_merged else ""
    attempts = f"{counted(proof.attempts_logged, 'attempt')} logged{merged}"
    folders = f", {counted(len(proof.folders), 'scanned folder')}" if proof.folders else ""
    given = sum(each.is_given for each in proof.files)
    records = (
        f"Every record is accounted for: {counted(given, 'file')}{folders}, {attempts}."
        if proof.records_add_up
        else f"NOT every record is accounted for: {attempts}, {proof.attempts_counted:,} counted."
    )
    if proof.log_total is None:
        return records, "No cost is known in this selection."
    total = money(proof.log_total, currency)
    totals = (
        f"Log, ledger and days sum to the same {total}."
        if proof.totals_agree
        else f"Log ({total}), ledger and days do NOT sum to the same."
    )
    return records, totals


def show_verdict(proof: Proof, currency: str) -> None:
    """The same in green, or in red."""
    records, totals = (as_markdown(words) for words in verdict(proof, currency))
    left, right = st.columns(2)
    with left:
        (st.success if proof.records_add_up else st.error)(records)
    with right:
        (st.success if proof.totals_agree else st.error)(totals)


def show_files(proof: Proof, currency: str) -> None:
    """Each loaded file and the fate of its records, each scanned folder and that of its files."""
    rows = [asdict(file) for file in proof.files]
    columns = [
        Column("file", "File"),
        Column("source", "Source"),
        *FATES,
        Column("loaded_at", "Loaded at (UTC)", "date"),
    ]
    show_table(rows, columns, currency, file="offcut-files")
    if proof.ignored:
        sentence("Ignored on purpose:", "offcut-sentence")
        columns = [Column("reason", "Reason"), Column("records", "Records", "count")]
        show_table([asdict(r) for r in proof.ignored], columns, currency, file="offcut-ignored")
    if proof.folders:
        sentence("Scanned folders:", "offcut-sentence")
        show_folders(proof.folders, currency)


def show_quarantine(question: Question, proof: Proof) -> None:
    """Rejected records with their reasons."""
    if not proof.quarantined:
        sentence("No record is in quarantine.")
        return
    rows = [asdict(record) for record in question.quarantined(LISTED)]
    columns = [
        Column("quarantine_no", "No.", "count"),
        Column("file", "File"),
        Column("line", "Line", "count"),
        Column("source", "Source"),
        Column("reason", "Why it was rejected"),
    ]
    show_table(rows, columns, question.currency, file="offcut-quarantine")
    advice(
        "Mend the file or the map and load it again, or see one record with `offcut quarantine "
        "show NO` and read them again with `offcut quarantine replay`."
    )


def show_unpriced(proof: Proof, currency: str) -> None:
    """Attempts whose cost nobody knows, by channel and model."""
    if not proof.unpriced:
        sentence("Every attempt in this selection has a price.")
        return
    sentence("They are missing from spend, not free.")
    columns = [
        *columns_of("channel", "model"),
        Column("why", "Why"),
        Column("attempts", "Attempts", "count"),
    ]
    rows = [asdict(each) | {"why": TITLES[each.because]} for each in proof.unpriced]
    show_table(rows, columns, currency, file="offcut-unpriced")
    for each in kind_advice(each.because for each in proof.unpriced):
        advice(each)


def show_assumed(proof: Proof, currency: str) -> None:
    """What of the spend rests on an assumption, by what is assumed."""
    if not proof.assumed:
        sentence("No cost in this selection rests on an assumption.")
        return
    sentence("It is part of spend. An attempt counts for the first that applies.")
    columns = [
        Column("title", "What is assumed"),
        Column("money", "Money", "money"),
        Column("meaning", "What it is"),
    ]
    rows = [
        {"title": title, "money": each.money, "meaning": meaning}
        for each in proof.assumed
        for title, meaning in [ASSUMED_KINDS[each.because]]
    ]
    show_table(rows, columns, currency, file="offcut-assumed")
    for each in kind_advice(each.because for each in proof.assumed):
        advice(each)


def n_unmatched(proof: Proof) -> int:
    """How many verdicts count for nothing, as far as the moment of the figures."""
    return sum(gap.n for gap in proof.gaps if gap.gap in _UNMATCHED)


def show_unmatched(question: Question) -> None:
    """Verdicts that count for nothing because their asset is not known, or not which."""
    rows = [asdict(reference) for reference in question.unmatched(LISTED)]
    if not rows:
        sentence("Every verdict has found its asset.")
        return
    columns = [
        Column("ref", "Reference"),
        Column("state", "State"),
        Column("decision", "Decision"),
        Column("stage", "Stage"),
        Column("decided_at", "Decided at (UTC)", "date"),
        Column("reviewer", "Reviewer"),
        Column("source", "Source"),
    ]
    show_table(rows, columns, question.currency, file="offcut-unmatched-verdicts")
    sentence(
        "Unmatched: no log names that asset yet; load the log and it is matched. Ambiguous: it "
        "fits several assets.",
        "offcut-quiet",
    )


def show_prices(question: Question) -> None:
    """The prices in force for what the team uses, with where they were read."""
    rows = prices_in_force(question)
    if not rows:
        sentence("The price book has no price for the models of this selection.")
        return
    columns = [
        *columns_of("channel", "model"),
        Column("for_what", "For"),
        Column("unit", "Per"),
        Column("written_price", "Price"),
        Column("valid_from", "From", "date"),
        Column("certainty", "Certainty"),
        Column("checked_on", "Checked on", "date"),
        Column("source", "Read at"),
    ]
    show_table(rows, columns, question.currency, file="offcut-prices")


def prices_in_force(question: Question) -> list[dict[str, Any]]:
    """A row for each price of each channel and model in the selection, at the figures' moment."""
    used = question.measure(["attempts"], ["channel", "model"]).rows
    book, at = question.figures.book, question.as_of
    return [
        {
            **entry.model_dump(),
            "channel": row["channel"],
            "model": row["model"],
            "for_what": " ".join((*entry.operations, *entry.variant, entry.service_tier or "")),
            "unit": entry.unit.replace("_", " "),
            "written_price": f"{entry.price:f} {entry.currency}",
        }
        for row in used
        if row["channel"] and row["model"]
        for entry in book.in_force(row["channel"], row["model"], at)
    ]


def show_ledger_problems(proof: Proof, currency: str) -> None:
    """The bookings of the credit ledgers that cannot have been so, and what to do about each."""
    if not proof.ledger_problems:
        sentence("No booking of the credit ledgers is impossible.")
        return
    for each in proof.ledger_problems[:TOLD]:
        sentence(f"{each.file}, line {each.line}, account {each.account}: {each.sentence}")
    columns = [
        Column("file", "File"),
        Column("line", "Line", "count"),
        Column("account", "Account"),
        Column("at", "Booked at (UTC)", "date"),
        Column("sentence", "What is impossible, and what to do"),
    ]
    rows = [asdict(each) for each in proof.ledger_problems[:LISTED]]
    more = len(proof.ledger_problems) - TOLD
    if more > 0:
        sentence(f"And {counted(more, 'more booking')}: in the table below.")
    fold = "The impossible bookings as a table"
    show_table(rows, columns, currency, file="offcut-ledger-problems", fold=fold)


def show_gaps(proof: Proof, currency: str) -> None:
    """Everything the figures could not take in, and what rests on little evidence."""
    rows = [
        {
            **asdict(gap),
            "title": _METRICS[gap.gap].title if gap.gap in _METRICS else _in_words(gap.gap),
            "meaning": _METRICS[gap.gap].meaning if gap.gap in _METRICS else None,
        }
        for gap in proof.gaps
    ]
    columns = [
        Column("title", "Gap"),
        Column("n", "Records", "count"),
        Column("money", "Money", "money"),
        Column("meaning", "What it is"),
    ]
    if rows:
        show_table(rows, columns, currency, file="offcut-gaps")
    else:
        sentence("The figures took in everything that was loaded.")
    for thin in proof.thin:
        sentence(thin, "offcut-quiet")


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
