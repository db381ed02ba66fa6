"""`offcut metrics --list`: every metric with its meaning, or those that fit a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.cli.console import chosen, print_csv, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.metrics.metric import Metric

COLUMNS = ("metric", "title", "meaning", "formula", "unit")
IN_A_TABLE = ("metric", "meaning")


def print_metric_list(metrics: Iterable[Metric], printed: str, columns: Sequence[str] = ()) -> None:
    """One row a metric; formula and unit too where a program reads them."""
    rows = [
        {
            "metric": each.name,
            "title": each.title,
            "meaning": each.meaning,
            "formula": each.formula,
            "unit": each.unit,
        }
        for each in metrics
    ]
    names = chosen(columns, COLUMNS)
    if printed == "json":
        print_json([{name: row[name] for name in names} for row in rows])
    elif printed == "csv":
        print_csv(rows, names)
    else:
        in_a_table = columns or IN_A_TABLE
        print_table(in_a_table, [[row[name] for name in in_a_table] for row in rows], ())
