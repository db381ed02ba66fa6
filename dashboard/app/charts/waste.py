"""Charts of the waste ledger: from spend to usable, and the reasons in order of cost."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import plotly.graph_objects as go

from dashboard.app.charts.style import GRID, NEVER_DECIDED, figure, named, text
from dashboard.words.colours import INK, LINE_COLOURS, QUIET
from dashboard.words.formats import NOTHING, money, percent
from dashboard.words.ledger_lines import LINE_MEANINGS, LINE_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, Any]

TAKEN_AWAY = (
    *("breakage", "canceled", "blocked", "failed", "rejected", "not_selected"),
    *("unknown", "pending", "contributed"),
)
"""The order in which spend is taken apart on the way to usable: waste, undecided, contributed."""


REASONED = ("rejected", "not_selected")
"""The lines people give reasons in: turned down, or sent back for an edit that never came."""


class Step(NamedTuple):
    """One bar of the waterfall: from `base`, `amount` high."""

    line: str
    title: str
    base: Decimal
    amount: Decimal


def steps(lines: Mapping[str, Decimal | None], total: Decimal) -> list[Step]:
    """From spend down to usable. Lines without money are left out; the steps sum exactly."""
    taken = [(line, amount) for line in TAKEN_AWAY if (amount := lines.get(line))]
    left = [*accumulate((-amount for _, amount in taken), initial=total)][1:]
    return [
        Step("spend", "Spend", Decimal(0), total),
        *(
            Step(line, LINE_TITLES[line], base, amount)
            for (line, amount), base in zip(taken, left, strict=True)
        ),
        Step("usable", LINE_TITLES["usable"], Decimal(0), lines.get("usable") or Decimal(0)),
    ]


def waterfall(lines: Mapping[str, Decimal | None], total: Decimal, currency: str) -> go.Figure:
    """From spend down to usable, top to bottom so that it reads on a narrow screen too."""
    shown = steps(lines, total)[::-1]
    names = named([step.title for step in shown])
    bars = go.Bar(
        y=names.places,
        x=[float(step.amount) for step in shown],
        base=[float(step.base) for step in shown],
        orientation="h",
        marker={"color": [LINE_COLOURS.get(step.line, QUIET) for step in shown]},
        text=[money(step.amount, currency) for step in shown],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_step_words(step, total, currency) for step in shown],
        hoverinfo="text",
    )
    drawn = figure([bars], height=28 + 42 * len(shown), showlegend=False)
    drawn.update_layout(margin={"t": 4, "r": 84})
    drawn.update_yaxes(**names.axis)
    return drawn.update_xaxes(visible=False)


def _step_words(step: Step, total: Decimal, currency: str) -> str:
    share = f"<br>{percent(step.amount / total)} of spend" if total else ""
    meaning = LINE_MEANINGS.get(step.line)
    return f"{step.title}: {money(step.amount, currency)}{share}" + (
        f"<br>{meaning}" if meaning else ""
    )


def pareto(rows: Sequence[Row], currency: str) -> go.Figure:
    """Reasons by money, with the running share on an axis of its own at the top.

    Rows: name, and the money of each of REASONED (None: none); in order, from the top.
    """
    mine = list(rows)[::-1]
    names = named([row["name"] for row in mine])
    sums = [sum((row[line] or Decimal(0) for line in REASONED), Decimal(0)) for row in mine]
    running = [*accumulate(reversed(sums))][::-1]
    drawn = figure(
        [_reason_bars(line, mine, names.places, currency) for line in REASONED],
        barmode="stack",
        height=112 + 32 * max(len(mine), 2),
    )
    drawn.add_trace(_reason_sums(names.places, sums, currency))
    drawn.add_trace(_running_share(names.places, running))
    drawn.update_layout(
        margin={"t": 64, "r": 28},
        legend={"y": 1, "yref": "container", "yanchor": "top"},
        xaxis={"showticklabels": False, "range": [0, float(max(sums, default=0)) * 1.3 or 1]},
        xaxis2=_SHARE_AXIS,
    )
    return drawn.update_yaxes(**names.axis)


_SHARE_AXIS = {
    "overlaying": "x",
    "side": "top",
    "range": [0, 1.04],
    "tickvals": [0, 0.25, 0.5, 0.75, 1],
    "ticktext": ["0 %", "25 %", "50 %", "75 %", "100 %"],
    "fixedrange": True,
    "showgrid": True,
    "gridcolor": GRID,
    "zeroline": False,
}


def _reason_bars(line: str, rows: Sequence[Row], places: Sequence[int], currency: str) -> go.Bar:
    amounts = [row[line] or Decimal(0) for row in rows]
    return go.Bar(
        name=LINE_TITLES[line],
        y=list(places),
        x=[float(amount) for amount in amounts],
        orientation="h",
        marker={"color": LINE_COLOURS[line]},
        showlegend=any(amounts),
        hovertext=[
            f"{text(row['name'])}<br>{LINE_TITLES[line]}: {money(amount, currency)}"
            for row, amount in zip(rows, amounts, strict=True)
        ],
        hoverinfo="text",
    )


def _reason_sums(places: Sequence[int], sums: Sequence[Decimal], currency: str) -> go.Scatter:
    return go.Scatter(
        y=list(places),
        x=[float(amount) for amount in sums],
        mode="text",
        text=[f" {money(amount, currency)}" for amount in sums],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _running_share(places: Sequence[int], running: Sequence[Decimal]) -> go.Scatter:
    whole = max(running, default=Decimal(0))
    shares = [float(part / whole) if whole else None for part in running]
    return go.Scatter(
        name="Running share",
        y=list(places),
        x=shares,
        xaxis="x2",
        mode="lines+markers",
        line={"color": QUIET, "width": 2},
        marker={"size": 8, "color": QUIET, "line": {"color": "#ffffff", "width": 1.5}},
        cliponaxis=False,
        hovertext=[
            NOTHING if share is None else f"{percent(share)} of the money up to here"
            for share in shares
        ],
        hoverinfo="text",
    )


def not_selected(passed_over: int, never_decided: int) -> go.Figure:
    """The two kinds of not selected outputs as one bar."""
    kinds = (
        ("Passed over for another", passed_over, LINE_COLOURS["not_selected"]),
        ("Never decided on", never_decided, NEVER_DECIDED),
    )
    bars = [
        go.Bar(
            name=name,
            x=[number],
            y=[0],
            orientation="h",
            marker={"color": colour},
            text=[f"{number:,}" if number else ""],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": INK},
            hovertext=f"{name}: {number:,} outputs",
            hoverinfo="text",
        )
        for name, number, colour in kinds
    ]
    drawn = figure(bars, height=92, barmode="stack")
    drawn.update_yaxes(visible=False)
    return drawn.update_xaxes(visible=False)
