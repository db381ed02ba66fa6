"""Measures and the waste ledger on the command line, as a table, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli.console import chosen, message, print_csv, print_json, print_table
from dashboard.words.formats import NOTHING, label, percent, shown
from dashboard.words.gaps import unknown_words
from dashboard.words.ledger_lines import LINE_TITLES
from dashboard.words.waiting import near_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.asking.table import Ledger, Measures, Row, Table


def print_measures(
    table: Measures, printed: str, currency: str, columns: Sequence[str] = ()
) -> None:
    """Figures by group; a total alone stands as one figure a line, with its meaning at hand.

    A figure that is not known says why: beside it in a total, in a message below the groups.
    `columns` are those of the table as it is printed.
    """
    if printed != "table":
        _print_rows(table, printed, columns)
    elif not table.rows:
        message("Nothing in this selection.")
    elif table.by:
        _print_groups(table, currency, chosen(columns, table.columns))
        _say_unknown(table)
    else:
        _print_total(table, currency, columns)
    if table.has_more:
        message(
            f"Cut off after row {len(table.rows):,}: --limit NUMBER shows more groups, "
            "--format csv all."
        )
    _say_near(table)


def _say_near(table: Measures) -> None:
    """Of percentiles that are not exact, how near they are."""
    from data.metrics.distributions import Percentile

    for name in (each.name for each in table.asked if isinstance(each, Percentile)):
        found = (table.evidence(n, name).within for n in range(len(table.rows)))
        if within := max(filter(None, found), default=None):
            message(f"{name}: {near_words(within)}.")


def _print_total(table: Measures, currency: str, columns: Sequence[str]) -> None:
    rows = [
        {
            "metric": each.name,
            "value": shown(table.rows[0][each.name], each.unit, currency),
            "title": each.title,
            "not known because": table.evidence(0, each.name).unknown_because,
        }
        for each in table.asked
    ]
    always = ("metric", "value", "title")
    all_known = not any(row["not known because"] for row in rows)
    names = chosen(columns, tuple(rows[0])) if columns or not all_known else always
    print_table(names, [[row[name] for name in names] for row in rows], ("value",))


def _print_groups(table: Measures, currency: str, columns: Sequence[str]) -> None:
    units = {each.name: each.unit for each in table.asked}
    rows = [
        [
            label(row[name]) if name in table.by else shown(row[name], units[name], currency)
            for name in columns
        ]
        for row in table.rows
    ]
    print_table(columns, rows, table.metrics, keys=_keys(table, columns))


def _keys(table: Table, columns: Sequence[str], *more: str) -> int:
    """How many of the columns say what a row is about, from the first on."""
    naming = {*table.by, *more}
    figures = (place for place, name in enumerate(columns) if name not in naming)
    return max(1, next(figures, 1))


def _say_unknown(table: Measures) -> None:
    """Of each figure that some group has none of, all the reasons."""
    for name in table.metrics:
        groups = (n for n, row in enumerate(table.rows) if row[name] is None)
        reasons = dict.fromkeys(table.evidence(n, name).unknown_because for n in groups)
        if reasons:
            message(f"{name} {unknown_words(reasons)}.")


def _print_rows(table: Table, printed: str, columns: Sequence[str]) -> None:
    names = chosen(columns, table.columns)
    rows = [{name: row[name] for name in names} for row in table.json_rows()]
    if printed == "json":
        print_json(rows)
    else:
        print_csv(rows, names)


def print_ledger(table: Ledger, printed: str, currency: str, columns: Sequence[str] = ()) -> None:
    """The lines of each group with their share, the total, and whether they sum to it."""
    if printed != "table":
        _print_rows(table, printed, columns)
        return
    totals = {_group(table, row): row["money"] for row in table.rows if row["line"] == "total"}
    names = chosen(columns, (*table.by, "line", "money", "share", "outputs"))
    rows = [_ledger_row(row, totals[_group(table, row)], currency) for row in table.rows]
    cells = [[label(row[name]) for name in names] for row in rows]
    print_table(names, cells, ("money", "share", "outputs"), keys=_keys(table, names, "line"))
    if table.is_known:
        held = "sum to the total exactly" if table.balances else "DO NOT SUM TO THE TOTAL"
        message(f"Check: the lines {held}.")


def _group(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in table.by)


def _ledger_row(row: Row, total: Any, currency: str) -> Row:
    """The row as it is written: its line by its title, its figures, and its share of the total."""
    share = percent(float(row["money"] / total)) if row["money"] is not None and total else NOTHING
    return row | {
        "line": LINE_TITLES.get(row["line"], "Total"),
        "money": shown(row["money"], "money", currency),
        "share": share,
        "outputs": shown(row["outputs"], "count"),
    }
