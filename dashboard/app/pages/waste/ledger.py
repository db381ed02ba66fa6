"""The ledger: from spend down to what is used, drawn once, with the exact lines beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.waste import is_anything, waterfall
from dashboard.app.parts.columns import Column
from dashboard.app.parts.comparison import show_change
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, show_chart
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.reviews import show_unreviewed
from dashboard.app.parts.take_along import note_said
from dashboard.words.formats import money, percent
from dashboard.words.ledger_lines import DOWN_TO_USED, LINE_MEANINGS, LINE_TITLES, WASTE_LINES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.app.parts.cached_figures import Question

    Row = Mapping[str, Any]

CHANGES = ("spend", "waste_share", "cost_per_usable_asset")
COLUMNS = (
    Column("title", "Line"),
    Column("money", "Money", "money"),
    Column("share", "Share", "rate"),
    Column("outputs", "Pieces", "count"),
)
HOLDS = {
    True: "From the second row on they sum to spend to the last digit, drawn and listed in one "
    "order: wasted, undecided (hatched), used. Calls that gave nothing have money and no pieces.",
    False: "The lines do NOT sum to spend: please report this with `offcut status`.",
}


def show_ledger(question: Question) -> bool:
    """Spend taken apart down to usable; whether there is any."""
    table, currency = question.ledger(), question.currency
    lines = {row["line"]: row for row in table.rows}
    total = lines["total"]["money"]
    if not total:
        sentence("No money with a known price was spent in this selection.")
        return False
    unreviewed = question.measure(["unreviewed_money"]).total["unreviewed_money"]
    amounts = {line: row["money"] for line, row in lines.items()}
    said = in_words(amounts, total, currency, is_all=not unreviewed)
    note_said(said)
    sentence(said, "offcut-summary")
    show_change(question, CHANGES)
    show_unreviewed(question)
    heading("Where did the money go, from spend to used?")
    with st.container(key="beside_ledger"):
        with st.container():
            show_chart(waterfall(lines, currency), "From spend down to usable, line by line")
        with st.container():
            file = "offcut-waste-ledger"
            show_table(_rows(lines), COLUMNS, currency, file=file, height="content")
            sentence(HOLDS[table.balances], "offcut-quiet")
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


def _rows(lines: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Spend, then its lines in the order of the chart, without those that hold nothing."""
    total = lines["total"]["money"]
    kept = [line for line in DOWN_TO_USED if is_anything(lines[line])]
    return [
        {
            **lines[line],
            "title": LINE_TITLES.get(line, "Spend"),
            "meaning": LINE_MEANINGS.get(line, ""),
            "share": None if lines[line]["money"] is None else lines[line]["money"] / total,
        }
        for line in ("total", *kept)
    ]
