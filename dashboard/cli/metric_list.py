"""`offcut metrics --list`: every metric with its meaning, or those that fit a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.cli.console import print_csv, print_json, print_table
from data.asking.measure import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.selection import Selection

COLUMNS = ("metric", "title", "meaning", "formula", "unit")
IN_A_TABLE = ("metric", "meaning")


def print_metric_list(
    names: Sequence[str], by: Sequence[str], selection: Selection, printed: str
) -> None:
    """The metrics that fit, or those named; formula and unit too where a program reads them."""
    metrics = named(names, by, selection)
    rows = [
        dict(
            zip(
                COLUMNS, (each.name, each.title, each.meaning, each.formula, each.unit), strict=True
            )
        )
        for each in metrics
    ]
    if printed == "json":
        print_json(rows)
    elif printed == "csv":
        print_csv(rows, COLUMNS)
    else:
        print_table(IN_A_TABLE, [[row[name] for name in IN_A_TABLE] for row in rows], ())
