"""Whose waste it is: by project, model, person and so on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.app.charts.style import DRAWN
from dashboard.app.charts.waste import waste_by_group
from dashboard.app.parts.columns import columns_of
from dashboard.app.parts.figure_table import OPENS, show_table
from dashboard.app.parts.layout import chosen_dimension, heading, note_undrawn, show_chart
from dashboard.app.parts.legend import line_entries, show_legend
from dashboard.words.ledger_lines import WASTE_LINES
from dashboard.words.named_groups import group_name
from data.metrics.dimensions import dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.app.parts.cached_figures import Question
    from dashboard.app.parts.columns import Column

    Row = Mapping[str, Any]

GROUPED = {
    "spend": "Spend",
    "waste_share": "Wasted",
    "discard_rate": "Discarded",
    "waste_to_asset_ratio": "Waste to asset",
    "failure_rate": "Failed",
    "block_rate": "Blocked",
    "pending_share": "Undecided",
}
"""The figures of every group, under titles short enough that all columns fit a narrow screen."""


def show_groups(question: Question) -> None:
    """Wasted money by group, those that wasted most on top; and the figures of all groups."""
    heading("Whose waste is it?")
    names = ("project", "model", "user", "client", "team", "channel", *question.tags())
    name = chosen_dimension("waste_by", names)
    cells = {(row[name], row["line"]): row for row in question.ledger([name]).rows}
    groups = by_waste(cells)
    if len(groups) > 1:
        lines = [line for line in WASTE_LINES if any(cells[key, line]["money"] for key in groups)]
        shown = [(key, group_name(key, name)) for key in groups[:DRAWN]]
        show_legend(line_entries(lines))
        drawn = waste_by_group(shown, cells, lines, question.currency)
        alt = f"Wasted money by {dimension(name).title.lower()}"
        show_chart(drawn, alt, opens=name, key=f"waste_{name}")
        note_undrawn(DRAWN, len(groups))
    rows = [
        {**row, name: group_name(row[name], name), OPENS: row[name]}
        for row in question.measure(list(GROUPED), [name]).rows
    ]
    titled = zip(columns_of(*GROUPED), GROUPED.values(), strict=True)
    short = [replace(each, title=title) for each, title in titled]
    columns = known_columns(rows, [*columns_of(name), *short])
    show_table(rows, columns, question.currency, file=f"offcut-waste-by-{name}", opens=name)


def by_waste(cells: Mapping[tuple[Any, str], Row]) -> list[Any]:
    """The groups in which anything was wasted, those that wasted most first."""
    wasted: dict[Any, Decimal] = {}
    for (key, line), row in cells.items():
        lost = row["money"] or Decimal(0) if line in WASTE_LINES else Decimal(0)
        wasted[key] = wasted.get(key, Decimal(0)) + lost
    return sorted((key for key in wasted if wasted[key]), key=lambda key: -wasted[key])


def known_columns(rows: Sequence[Row], columns: Sequence[Column]) -> list[Column]:
    """Without the columns in which nothing is known of any row."""
    return [each for each in columns if any(row[each.name] is not None for row in rows)]
