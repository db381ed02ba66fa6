"""Charts of the waste ledger: from spend to used, the reasons in order of cost, and whose it is."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import plotly.graph_objects as go

from dashboard.app.charts.style import (
    axis_title,
    figure,
    grid_along_x,
    hatched,
    hatched_bars,
    named,
    text,
)
from dashboard.words.colours import LINE_COLOURS
from dashboard.words.formats import counted, money, percent, symbol
from dashboard.words.ledger_lines import DOWN_TO_USED, LINE_MEANINGS, LINE_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

REASONED = ("rejected", "not_selected")
"""The lines people give reasons in: turned down, or sent back for an edit that never came."""


class Step(NamedTuple):
    """One bar of the waterfall: from `base`, `amount` high; and the pieces in it."""

    line: str
    title: str
    base: Decimal
    amount: Decimal
    pieces: int


def steps(lines: Mapping[str, Row]) -> list[Step]:
    """From spend down to usable. Lines with neither money nor pieces are left out; they sum.

    By line and `total`: money (None: not known), outputs.
    """
    total = lines["total"]
    kept = [line for line in DOWN_TO_USED if line in lines and is_anything(lines[line])]
    amounts = [lines[line]["money"] or Decimal(0) for line in kept]
    left = [*accumulate((-amount for amount in amounts), initial=total["money"])][1:]
    return [
        Step("spend", "Spend", Decimal(0), total["money"], total["outputs"]),
        *(
            Step(line, LINE_TITLES[line], base, amount, lines[line]["outputs"])
            for line, amount, base in zip(kept, amounts, left, strict=True)
        ),
    ]


def is_anything(row: Row) -> bool:
    """Whether a line of the ledger has money or pieces."""
    return bool(row["money"] or row["outputs"])


def waterfall(lines: Mapping[str, Row], currency: str) -> go.Figure:
    """From spend down to usable, top to bottom so that it reads on a narrow screen too."""
    shown = steps(lines)[::-1]
    names = named([step.title for step in shown])
    total = lines["total"]["money"]
    bars = go.Bar(
        y=names.places,
        x=[float(step.amount) for step in shown],
        base=[float(step.base) for step in shown],
        orientation="h",
        marker=hatched_bars([step.line for step in shown]),
        text=[_beside(step, currency) for step in shown],
        textposition="outside",
        cliponaxis=False,
        customdata=[[step.line] for step in shown],
        hovertext=[_step_words(step, total, currency) for step in shown],
        hoverinfo="text",
    )
    drawn = figure([bars], height=52 + 38 * len(shown), showlegend=False)
    drawn.update_layout(margin={"t": 4, "r": 150})
    drawn.update_yaxes(**names.axis)
    drawn.update_xaxes(**money_axis(currency, "Money left of spend"))
    return grid_along_x(drawn)


def money_axis(currency: str, words: str) -> dict[str, Any]:
    """An even axis of money that says what it is of."""
    return {
        "tickprefix": symbol(currency),
        "tickformat": ",~f",
        "nticks": 6,
        "title": axis_title(f"{words}, {currency}"),
    }


def _beside(step: Step, currency: str) -> str:
    pieces = f" · {counted(step.pieces, 'piece')}" if step.pieces else ""
    return f" {money(step.amount, currency)}{pieces}"


def _step_words(step: Step, total: Decimal, currency: str) -> str:
    share = f", {percent(step.amount / total)} of spend" if total else ""
    pieces = f"<br>n = {counted(step.pieces, 'piece')}" if step.pieces else ""
    meaning = LINE_MEANINGS.get(step.line, "")
    return "<br>".join(
        filter(None, (f"{step.title}: {money(step.amount, currency)}{share}{pieces}", meaning))
    )


# --- reasons ----------------------------------------------------------------------------------


def pareto(rows: Sequence[Row], currency: str) -> go.Figure:
    """Reasons by money, the costliest on top; beside each bar what they come to so far.

    Rows: name, key, outputs, and the money of each of REASONED (None: none); in order.
    """
    mine = list(rows)[::-1]
    names = named([row["name"] for row in mine])
    sums = [_of_reason(row) for row in mine]
    drawn = figure(
        [_reason_bars(line, mine, names.places, sums, currency) for line in REASONED],
        barmode="stack",
        height=52 + 30 * max(len(mine), 2),
    )
    drawn.add_trace(_reason_sums(names.places, sums, currency))
    drawn.update_layout(showlegend=False, margin={"t": 4, "r": 12})
    drawn.update_yaxes(**names.axis)
    drawn.update_xaxes(**money_axis(currency, "What was turned down cost"))
    drawn.update_xaxes(range=[0, float(max(sums, default=0)) * 1.5 or 1])
    return grid_along_x(drawn)


def _of_reason(row: Row) -> Decimal:
    return sum((row[line] or Decimal(0) for line in REASONED), Decimal(0))


def _reason_bars(
    line: str,
    rows: Sequence[Row],
    places: Sequence[int],
    sums: Sequence[Decimal],
    currency: str,
) -> go.Bar:
    whole = sum(sums, Decimal(0))
    return go.Bar(
        name=LINE_TITLES[line],
        y=list(places),
        x=[float(row[line] or 0) for row in rows],
        orientation="h",
        marker={"color": LINE_COLOURS[line]},
        customdata=[[row["key"]] for row in rows],
        hovertext=[_reason_words(line, row, whole, currency) for row in rows],
        hoverinfo="text",
    )


def _reason_words(line: str, row: Row, whole: Decimal, currency: str) -> str:
    amount = row[line] or Decimal(0)
    share = f", {percent(amount / whole)} of all with a reason" if whole else ""
    return (
        f"{text(row['name'])}<br>{LINE_TITLES[line]}: {money(amount, currency)}{share}"
        f"<br>n = {counted(row['outputs'], 'piece')}"
    )


def _reason_sums(places: Sequence[int], sums: Sequence[Decimal], currency: str) -> go.Scatter:
    whole = sum(sums, Decimal(0))
    so_far = [*accumulate(reversed(sums))][::-1]
    return go.Scatter(
        y=list(places),
        x=[float(amount) for amount in sums],
        mode="text",
        text=[
            f" {money(amount, currency)}" + (f" · {percent(part / whole)} so far" if whole else "")
            for amount, part in zip(sums, so_far, strict=True)
        ],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


# --- whose ------------------------------------------------------------------------------------


def waste_by_group(
    groups: Sequence[tuple[Any, str]],
    cells: Mapping[tuple[Any, str], Row],
    lines: Sequence[str],
    currency: str,
) -> go.Figure:
    """Stacked bars of the lines that were wasted, the first group on top.

    `groups`: key and name. By key and line, and by key and `total`: money (None: not known),
    outputs.
    """
    shown = list(groups)[::-1]
    names = named([name for _, name in shown])
    drawn = figure(barmode="stack", height=52 + 30 * max(len(shown), 2), showlegend=False)
    for line in lines:
        drawn.add_trace(
            go.Bar(
                name=LINE_TITLES[line],
                y=names.places,
                x=[float(cells[key, line]["money"] or 0) for key, _ in shown],
                orientation="h",
                marker=hatched(line),
                customdata=[[key] for key, _ in shown],
                hovertext=[_of_group(key, name, line, cells, currency) for key, name in shown],
                hoverinfo="text",
            )
        )
    drawn.update_layout(margin={"t": 4})
    drawn.update_yaxes(**names.axis)
    drawn.update_xaxes(**money_axis(currency, "Wasted"))
    return grid_along_x(drawn)


def _of_group(
    key: Any, name: str, line: str, cells: Mapping[tuple[Any, str], Row], currency: str
) -> str:
    cell, total = cells[key, line], cells[key, "total"]["money"]
    amount = cell["money"] or Decimal(0)
    share = f", {percent(amount / total)} of its spend" if total else ""
    pieces = f"<br>n = {counted(cell['outputs'], 'piece')}" if cell["outputs"] else ""
    return f"{text(name)}<br>{LINE_TITLES[line]}: {money(amount, currency)}{share}{pieces}"
