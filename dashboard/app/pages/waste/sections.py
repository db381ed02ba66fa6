"""The sections of the Waste page: the ledger, its silent part, its reasons, and who."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.charts.groups import money_by_group
from dashboard.app.charts.waste import REASONED, not_selected, pareto, waterfall
from dashboard.app.parts.figure_table import Column, columns_of, show_table
from dashboard.app.parts.layout import (
    chosen_dimension,
    heading,
    note_undrawn,
    show_chart,
    wide_and_narrow,
)
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.reviews import show_unreviewed
from dashboard.words.formats import counted, money, percent
from dashboard.words.ledger_lines import LINE_TITLES, WASTE_LINES
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dashboard.app.parts.cached_figures import Question
    from data.asking.table import Ledger

    Row = Mapping[str, Any]

GROUPED = (
    *("spend", "waste_share", "discard_rate", "waste_to_asset_ratio", "failure_rate"),
    *("block_rate", "not_selected_by_selection", "not_selected_by_verdict", "pending_share"),
)
NO_REASON = "(no reason given)"
DRAWN = 12


def show_ledger(question: Question) -> bool:
    """Spend taken apart down to usable, with the exact lines beside; whether there is any."""
    table, currency = question.ledger(), question.currency
    lines = {row["line"]: row["money"] for row in table.rows}
    total = lines["total"]
    if not total:
        sentence("No money with a known price was spent in this selection.")
        return False
    unreviewed = question.measure(["unreviewed_money"]).total["unreviewed_money"]
    sentence(in_words(lines, total, currency, is_all=not unreviewed), "offcut-summary")
    show_unreviewed(question)
    left, right = wide_and_narrow()
    with left:
        heading("Where did the money go on its way to usable assets?")
        show_chart(waterfall(lines, total, currency), "From spend down to usable, line by line")
    with right:
        heading("The waste ledger")
        _show_lines(table, total, currency)
    return True


def in_words(
    lines: Mapping[str, Decimal | None], total: Decimal, currency: str, *, is_all: bool
) -> str:
    """What was wasted; `is_all` where no work waits that nobody is known to review."""
    waste = {line: lines[line] or Decimal(0) for line in WASTE_LINES}
    wasted = sum(waste.values())
    if wasted <= 0:
        return f"None of the {money(total, currency)} {_WASTED_NOTHING[is_all]}."
    largest = max(waste, key=lambda line: waste[line])
    least, part = ("", f" ({percent(wasted / total)})") if is_all else ("At least ", "")
    return (
        f"{least}{money(wasted, currency)} of {money(total, currency)}{part} bought nothing "
        f"usable; the largest part, {money(waste[largest], currency)}, is "
        f"“{LINE_TITLES[largest].lower()}”."
    )


_WASTED_NOTHING = {True: "was wasted so far", False: "is known to be wasted so far"}


def _show_lines(table: Ledger, total: Decimal, currency: str) -> None:
    rows = [
        row
        | {
            "title": LINE_TITLES.get(row["line"], "Total"),
            "share": None if row["money"] is None else row["money"] / total,
        }
        for row in table.rows
    ]
    columns = [
        Column("title", "Line"),
        Column("money", "Money", "money"),
        Column("share", "Share", "rate"),
        Column("outputs", "Outputs", "count"),
    ]
    show_table(rows, columns, currency, file="offcut-waste-ledger", height="content")
    held = (
        "The lines sum to spend to the last digit."
        if table.balances
        else ("The lines do NOT sum to spend: please report this with `offcut status`.")
    )
    sentence(held, "offcut-quiet")


def show_not_selected(question: Question) -> None:
    """Most discards are silent: the two ways an output can be passed over, apart."""
    names = ["not_selected_by_selection", "not_selected_by_verdict"]
    row = question.measure(names).total
    passed_over, never_decided = (row[name] or 0 for name in names)
    if not passed_over and not never_decided:
        return
    settings = question.settings
    heading("What was passed over in silence?")
    show_chart(not_selected(passed_over, never_decided), "The two kinds of not selected outputs")
    sentence(
        f"{counted(passed_over, 'output')} lost to another: something else of the brief was "
        f"approved, and {settings.selection_window_days:g} days went by. "
        f"{counted(never_decided, 'output')} nobody decided on within "
        f"{settings.verdict_window_days:g} days, with nothing else approved in time. "
        "A later approval brings one back.",
        "offcut-quiet",
    )


def show_reasons(question: Question) -> None:
    """The reasons people gave, the costliest first."""
    found = question.measure(["spend", "outputs"], ["outcome", "reason"]).rows
    reasons = by_reason(found)
    if not reasons:
        return
    heading("What was wrong with what was turned down?")
    show_chart(pareto(folded(reasons), question.currency), "Reasons by the money they cost")
    with st.expander("The reasons as a table"):
        columns = [
            Column("name", "Reason"),
            *(Column(line, LINE_TITLES[line], "money") for line in REASONED),
            Column("outputs", "Outputs", "count"),
        ]
        show_table(reasons, columns, question.currency, file="offcut-reasons")


def by_reason(rows: Sequence[Row]) -> list[Row]:
    """A row for each reason with its money by ledger line, the costliest first, none last.

    What was not selected counts where somebody gave a reason: sent back, and never approved.
    """
    reasons: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        line, reason = row["outcome"], row["reason"]
        if line == "rejected" or (line == "not_selected" and reason):
            mine = reasons.setdefault(reason, dict.fromkeys(REASONED) | {"outputs": 0})
            mine[line] = row["spend"]
            mine["outputs"] += row["outputs"]
    named = [{"name": reason or NO_REASON, **mine} for reason, mine in reasons.items()]
    return sorted(named, key=lambda row: (row["name"] == NO_REASON, -_cost_of(row)))


def folded(reasons: Sequence[Row]) -> list[Row]:
    """The costliest reasons, and all others as one, so that the running share ends at the whole."""
    kept, others = list(reasons[:DRAWN]), reasons[DRAWN:]
    if others:
        sums = {
            line: sum((row[line] or Decimal(0) for row in others), Decimal(0)) for line in REASONED
        }
        kept.append({"name": f"({counted(len(others), 'other reason')})", **sums})
    return kept


def _cost_of(reason: Row) -> Decimal:
    return sum((reason[line] or Decimal(0) for line in REASONED), Decimal(0))


def show_groups(question: Question) -> None:
    """Waste by project, model, person and so on."""
    heading("Whose waste is it?")
    names = ("project", "model", "user", "client", "team", "channel", *question.tags())
    name = chosen_dimension("waste_by", names)
    currency = question.currency
    rows = question.ledger([name]).rows
    groups = _by_waste(rows, name)
    alt = f"Wasted money by {dimension(name).title.lower()}"
    show_chart(money_by_group(rows, name, groups[:DRAWN], currency, WASTE_LINES), alt)
    note_undrawn(DRAWN, len(groups))
    figures = question.measure(GROUPED, [name]).rows
    show_table(figures, columns_of(name, *GROUPED), currency, file=f"offcut-waste-by-{name}")


def _by_waste(rows: Sequence[Row], name: str) -> list[Any]:
    """The groups, those that wasted most first."""
    wasted: dict[Any, Decimal] = {}
    for row in rows:
        lost = row["money"] or Decimal(0) if row["line"] in WASTE_LINES else Decimal(0)
        wasted[row[name]] = wasted.get(row[name], Decimal(0)) + lost
    return sorted(wasted, key=lambda group: -wasted[group])
