"""The reasons people gave, the costliest first, and what the rejected have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.shared_values import shares_apart
from dashboard.app.charts.waste import REASONED, pareto
from dashboard.app.pages.waste.cached_waste import in_common_by_reason
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.legend import Entry, line_entries, show_legend
from dashboard.app.parts.markup import sentence
from dashboard.words.colours import LINE_COLOURS, QUIET
from dashboard.words.formats import counted, label, money, percent
from dashboard.words.ledger_lines import LINE_TITLES
from dashboard.words.shared_values import factor_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.parts.cached_figures import Question
    from data.estimates.commonality import Commonality

    Row = Mapping[str, Any]

NO_REASON = "(no reason given)"
ANY_REASON = "Any reason"
CHOSEN = "in_common_reason"
DRAWN = 12
TOLD = 8
"""So many values are drawn; all are in the table."""


def chosen_reason() -> str | None:
    """The reason of which is shown what its outputs have in common; None for any."""
    chosen: str | None = st.session_state.get(CHOSEN)
    return chosen


def show_reasons(question: Question) -> None:
    """The reasons by money, and what each goes together with."""
    found = question.measure(["spend", "outputs"], ["outcome", "reason"]).rows
    reasons = by_reason(found)
    if not reasons:
        return
    heading("What was wrong with what was turned down?")
    with st.container(key="beside_reasons"):
        with st.container():
            _show_pareto(reasons, question.currency)
        with st.container():
            _show_in_common(question, reasons)


def _show_pareto(reasons: Sequence[Row], currency: str) -> None:
    if len(reasons) > 1:
        used = [line for line in REASONED if any(row[line] for row in reasons)]
        show_legend(line_entries(used))
        show_chart(pareto(folded(reasons), currency), "Reasons by the money they cost")
    else:
        sentence(_only_reason(reasons[0], currency))
    columns = [
        Column("name", "Reason"),
        *(Column(line, LINE_TITLES[line], "money") for line in REASONED),
        Column("outputs", "Pieces", "count"),
    ]
    fold = "The reasons as a table"
    show_table(reasons, columns, currency, file="offcut-reasons", height="content", fold=fold)


def _only_reason(row: Row, currency: str) -> str:
    return (
        f"One answer alone: {label(row['name'])}, {money(_cost_of(row), currency)}, "
        f"{counted(row['outputs'], 'piece')}."
    )


def by_reason(rows: Sequence[Row]) -> list[Row]:
    """A row for each reason with money and pieces by ledger line, the costliest first, none last.

    What was passed over counts where somebody gave a reason: sent back, and never approved.
    """
    reasons: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        line, reason = row["outcome"], row["reason"]
        if line == "rejected" or (line == "not_selected" and reason):
            mine = reasons.setdefault(
                reason, dict.fromkeys(REASONED) | {"outputs": 0, "pieces": {}}
            )
            mine[line] = row["spend"]
            mine["pieces"][line] = row["outputs"]
            mine["outputs"] += row["outputs"]
    named = [
        {"name": reason or NO_REASON, "key": reason, **mine} for reason, mine in reasons.items()
    ]
    return sorted(named, key=lambda row: (row["name"] == NO_REASON, -_cost_of(row)))


def folded(reasons: Sequence[Row]) -> list[Row]:
    """The costliest reasons, and all others as one, so that the running share ends at the whole."""
    kept, others = list(reasons[:DRAWN]), reasons[DRAWN:]
    if others:
        sums = {
            line: sum((row[line] or Decimal(0) for row in others), Decimal(0)) for line in REASONED
        }
        pieces = {line: sum(row["pieces"].get(line, 0) for row in others) for line in REASONED}
        name = f"({counted(len(others), 'other reason')})"
        outputs = sum(pieces.values())
        kept.append({"name": name, "key": None, "outputs": outputs, "pieces": pieces, **sums})
    return kept


def _cost_of(reason: Row) -> Decimal:
    return sum((reason[line] or Decimal(0) for line in REASONED), Decimal(0))


# --- in common --------------------------------------------------------------------------------


def _show_in_common(question: Question, reasons: Sequence[Row]) -> None:
    """Which model, size, hour or person the rejected of one reason go together with."""
    offered = [row["key"] for row in reasons if row["key"] and row["rejected"]]
    reason = st.selectbox(
        "What do the rejected have in common?",
        [None, *offered],
        format_func=lambda each: ANY_REASON if each is None else label(each),
        key=CHOSEN,
        persist_state="session",
    )
    compared = [
        each for each in in_common_by_reason(question, reason) if each.excess_money is not None
    ]
    told = [each for each in compared if each.beyond_chance and (each.excess_money or 0) > 0]
    sure = percent(question.settings.review.confidence)
    if told:
        show_legend(_ENTRIES)
        names = [factor_words(each.row.factor, each.row.value) for each in told[:TOLD]]
        drawn = shares_apart(told[:TOLD], names, question.currency)
        show_chart(drawn, "Share rejected with a value and elsewhere")
        said = f"These go together with rejections beyond chance ({sure} sure, by brief)"
    else:
        said = f"Nothing goes together with rejections beyond chance ({sure} sure, by brief)"
    sentence(
        f"{said}, of {len(compared):,} values looked at in first rounds. What goes together need "
        "not be the cause.",
        "offcut-quiet",
    )
    _show_values(compared, question.currency)


_ENTRIES = (
    Entry("Rejected with it", LINE_COLOURS["rejected"], "dot"),
    Entry("Rejected elsewhere", QUIET, "ring"),
)


def _show_values(compared: Sequence[Commonality], currency: str) -> None:
    if not compared:
        return
    rows = [
        {
            "value": factor_words(each.row.factor, each.row.value),
            "share": each.share,
            "elsewhere": each.share_elsewhere,
            "beyond": each.excess_money,
            "decided": each.row.settled,
            "briefs": len(each.row.by_brief),
            "sure": "beyond chance" if each.beyond_chance else "may be chance",
        }
        for each in compared
    ]
    columns = (
        Column("value", "With"),
        Column("share", "Rejected", "rate"),
        Column("elsewhere", "Elsewhere", "rate"),
        Column("beyond", "Money beyond", "money"),
        Column("decided", "Decided on", "count"),
        Column("briefs", "Briefs", "count"),
        Column("sure", "Sure?"),
    )
    fold = "All that was looked at as a table"
    show_table(rows, columns, currency, file="offcut-rejected-in-common", fold=fold)
