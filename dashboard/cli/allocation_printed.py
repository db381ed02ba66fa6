"""What was paid and whose it is, as a table, flat rows or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.cli.console import message, print_csv, print_json, print_table
from dashboard.words.formats import counted, label, money, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.commitments.allocation import Allocation, AllocationLine

TITLES = {
    "lapsed": "Not used: lapsed",
    "taken back": "Not used: adjusted away",
    "still held": "Not used: still held",
    "fees without use": "Fees while nothing was used",
}
NOTHING_PAID = "No credit ledger has a purchase in this period. Load one with `offcut ingest`."


def print_allocations(found: Sequence[Allocation], by: str, printed: str, currency: str) -> None:
    """A row per account and group, then what nobody used; a total in a table alone."""
    if printed != "table":
        rows = [_row(each.account, by, line, currency) for each in found for line in each.lines]
        header = ["account", "line", by, "credits", "money", "currency"]
        print_json(rows) if printed == "json" else print_csv(rows, header)
    elif found:
        _print_table(found, by, currency)
    else:
        message(NOTHING_PAID)
    for each in found:
        if each.left_out:
            message(
                f"{each.account}: {counted(each.left_out, 'purchase')} left out, as the money is "
                f"not known, or no rate to {currency} of its day is: give it in rates.toml."
            )


def _row(account: str, by: str, line: AllocationLine, currency: str) -> dict[str, Any]:
    return {
        "account": account,
        "line": line.kind,
        by: line.group,
        "credits": f"{line.credits:f}",
        "money": f"{line.money:.2f}",
        "currency": currency,
    }


def _print_table(found: Sequence[Allocation], by: str, currency: str) -> None:
    cells = []
    for each in found:
        for line in each.lines:
            name = label(line.group) if line.kind == "used" else TITLES[line.kind]
            share = percent(line.money / each.paid) if each.paid else ""
            cells.append(
                [each.account, name, f"{line.credits:,.2f}", _cents(line, currency), share]
            )
        cells.append([each.account, "Paid", "", money(each.paid, currency), ""])
    print_table(
        ["account", by, "credits", "money", "share"], cells, ["credits", "money", "share"], keys=2
    )
    message("Check: the lines of each account sum to what it paid, to the cent.")


def _cents(line: AllocationLine, currency: str) -> str:
    return money(line.money, currency)
