"""The tables of a brief's page: attempts with how their price is known, outputs, decisions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dashboard.app.parts.columns import Column, columns_of
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import sentence
from dashboard.words.briefs import BASES, decision_words, shown_of
from dashboard.words.formats import wall_clock
from dashboard.words.gap_kinds import TITLES
from dashboard.words.ledger_lines import LINE_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dashboard.app.parts.cached_figures import Question
    from data.briefs.story import BriefAttempt, BriefOutput, BriefVerdict, Story

ATTEMPTS = (
    Column("at", "Submitted", "date"),
    *columns_of("tier", "operation", "model", "variant", "channel", "user"),
    Column("status", "Status"),
    Column("raw_status", "As logged", meaning="The status in the words of its log."),
    Column("error_code", "Error"),
    Column("n_requested", "Asked for", "count"),
    Column("outputs", "Delivered", "count"),
    Column("cost", "Cost", "money", "Net of refunds.", "–: not known"),
    Column("basis", "Known by", meaning="Who says what it cost."),
    Column("uncertain", "Uncertain", meaning="Why a cost is not known, or what it rests on."),
    Column("refund", "Refund", "money"),
    Column("latency_s", "Took", "seconds"),
    Column("source", "Source"),
    Column("source_id", "Id"),
)
OUTPUTS = (
    Column("at", "Ready", "date"),
    Column("outcome", "Outcome"),
    Column("money", "Money", "money", "Its share of the cost of its attempt.", "–: not known"),
    Column("decision", "Decision"),
    Column("decided", "Decided", "date"),
    *columns_of("reason", "reviewer", "tier", "media", "model"),
    Column("source", "Source"),
    Column("source_id", "Output of"),
    Column("output_index", "Number", "count", "Counted from 0."),
)
DECISIONS = (
    Column("at", "Decided", "date"),
    Column("decision", "Decision"),
    *columns_of("reviewer", "reason"),
    Column("source_id", "Output of"),
    Column("output_index", "Number", "count", "Counted from 0.", "–: all outputs of the attempt"),
)


def show_attempts(question: Question, story: Story) -> None:
    """Every attempt, the earliest first."""
    heading("What was tried?")
    n = question.measure(["attempts"]).total["attempts"] or 0
    sentence(f"{shown_of(len(story.attempts), n, 'attempt')}, the earliest first.")
    rows = [_attempt(each, question) for each in story.attempts]
    show_table(rows, ATTEMPTS, question.currency, file="offcut-brief-attempts")


def _attempt(each: BriefAttempt, question: Question) -> Mapping[str, Any]:
    return asdict(each) | {
        "at": wall_clock(each.submitted_at, question.settings.zone),
        "basis": BASES.get(each.cost_basis, each.cost_basis),
        "uncertain": TITLES.get(each.unpriced_because or each.assumed_because or ""),
    }


def show_outputs(question: Question, story: Story) -> None:
    """Every output with what was decided, as a table."""
    if not story.outputs:
        return
    rows = [_output(each, question) for each in story.outputs]
    fold = "The outputs as a table"
    show_table(rows, OUTPUTS, question.currency, file="offcut-brief-outputs", fold=fold)


def _output(each: BriefOutput, question: Question) -> Mapping[str, Any]:
    decided = each.decided_at and wall_clock(each.decided_at, question.settings.zone)
    return asdict(each) | {
        "at": wall_clock(each.ready_at, question.settings.zone),
        "outcome": LINE_TITLES[each.outcome],
        "decision": decision_words(each.decision, each.stage) or None,
        "decided": decided,
    }


def show_decisions(question: Question, story: Story) -> None:
    """Every decision, overruled ones too."""
    if not story.verdicts:
        return
    called = {each.attempt_no: each.source_id for each in story.attempts}
    rows = [_verdict(each, called, question) for each in story.verdicts]
    fold = "All decisions, the overruled ones too"
    show_table(rows, DECISIONS, question.currency, file="offcut-brief-decisions", fold=fold)


def _verdict(
    each: BriefVerdict, called: Mapping[int, str], question: Question
) -> Mapping[str, Any]:
    at: datetime = wall_clock(each.decided_at, question.settings.zone)
    return asdict(each) | {
        "at": at,
        "decision": decision_words(each.decision, each.stage),
        "source_id": called.get(each.attempt_no),
    }
