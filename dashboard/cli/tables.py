"""Measures and the waste ledger on the command line, as a table, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli.console import message, print_csv, print_json, print_table
from dashboard.words.formats import label, percent, shown
from dashboard.words.gaps import unknown_words
from dashboard.words.ledger_lines import LINE_TITLES

if TYPE_CHECKING:
    from data.asking.table import Ledger, Measures, Row, Table


def print_measures(table: Measures, printed: str, currency: str) -> None:
    """Figures by group; a total alone stands as one figure a line, with its meaning at hand.

    A figure that is not known says why: beside it in a total, in a message below the groups.
    """
    if printed != "table":
        _print_rows(table, printed)
    elif not table.rows:
        message("Nothing in this selection.")
    elif table.by:
        _print_groups(table, currency)
        _say_unknown(table)
    else:
        _print_total(table, currency)


def _print_total(table: Measures, currency: str) -> None:
    rows = [
        (
            each.name,
            shown(table.rows[0][each.name], each.unit, currency),
            each.title,
            table.evidence(0, each.name).unknown_because,
        )
        for each in table.asked
    ]
    header = ["metric", "value", "title"]
    if any(because for *_, because in rows):
        header.append("not known because")
    print_table(header, [row[: len(header)] for row in rows], ("value",))


def _print_groups(table: Measures, currency: str) -> None:
    units = {each.name: each.unit for each in table.asked}
    rows = [
        [
            label(row[name]) if name in table.by else shown(row[name], units[name], currency)
            for name in table.columns
        ]
        for row in table.rows
    ]
    print_table(table.columns, rows, table.metrics)


def _say_unknown(table: Measures) -> None:
    """Of each figure that some group has none of, all the reasons."""
    for name in table.metrics:
        groups = (n for n, row in enumerate(table.rows) if row[name] is None)
        reasons = dict.fromkeys(table.evidence(n, name).unknown_because for n in groups)
        if reasons:
            message(f"{name} {unknown_words(reasons)}.")


def _print_rows(table: Table, printed: str) -> None:
    if printed == "json":
        print_json(table.json_rows())
    else:
        print_csv(table.json_rows(), table.columns)


def print_ledger(table: Ledger, printed: str, currency: str) -> None:
    """The lines of each group with their share, the total, and whether they sum to it."""
    if printed != "table":
        _print_rows(table, printed)
        return
    totals = {_group(table, row): row["money"] for row in table.rows if row["line"] == "total"}
    rows = [_ledger_row(table, row, totals[_group(table, row)], currency) for row in table.rows]
    header = (*table.by, "line", "money", "share", "outputs")
    print_table(header, rows, ("money", "share", "outputs"))
    if table.is_known:
        held = "sum to the total exactly" if table.balances else "DO NOT SUM TO THE TOTAL"
        message(f"Check: the lines {held}.")


def _group(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in table.by)


def _ledger_row(table: Table, row: Row, total: Any, currency: str) -> list[str]:
    share = percent(float(row["money"] / total)) if row["money"] is not None and total else "–"
    title = LINE_TITLES.get(row["line"], "Total")
    groups = [label(row[name]) for name in table.by]
    return [
        *groups,
        title,
        shown(row["money"], "money", currency),
        share,
        shown(row["outputs"], "count"),
    ]
