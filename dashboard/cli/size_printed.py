"""The answer of `offcut size` on standard output: sentences and tables, flat rows, or CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.cli.console import print_csv, print_json, print_line, print_table
from dashboard.words.commitment_rows import (
    RATES,
    TITLES,
    bases,
    figure_words,
    left_out_rows,
    rows_of,
    telling,
)
from dashboard.words.commitments import (
    ONE_WEEK,
    backtest_words,
    evidence_words,
    ledger_words,
)
from dashboard.words.formats import NOTHING, money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.commitments.sizing import Sizing
    from data.commitments.team_sizing import ChannelSizing, TeamSizing

    Row = dict[str, Any]

LEFT_TO_FILES = frozenset({"units", "price_per_credit", "cash_at_risk", "break_even_utilisation"})
"""Figures that a terminal has no room for."""
RATE_KEYS = (*RATES, "p_run_out", "p_dearer", "p_unmet")


def print_team(team: TeamSizing, printed: str) -> None:
    """Print everything; rows alone where a program reads them."""
    if printed == "table":
        _print_words(team)
        return
    channels = team.channels
    rows = [row for channel in channels for row in [*rows_of(channel), *left_out_rows(channel)]]
    plain = [_json_row(row) for row in rows]
    if printed == "json":
        print_json(plain)
    else:
        print_csv(plain, list(plain[0]) if plain else ["channel"])


def _json_row(row: Row) -> Row:
    """Money as decimal text; rates and sizes as numbers; days as text."""
    return {name: _json_value(name, value) for name, value in row.items()}


def _json_value(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value) if name in RATE_KEYS else str(value)
    return value.isoformat() if isinstance(value, date) else value


def _print_words(team: TeamSizing) -> None:
    if team.note:
        print_line(team.note)
    if len(team.channels) > 1:
        print_line("Channels apart: one's credits do not pay for another's work.\n")
    for number, channel in enumerate(team.channels):
        if number:
            print_line("")
        _print_channel(channel)
    if team.incomplete:
        _head("Plans too little is known of")
        for title, missing in team.incomplete:
            print_line(f"{title}: {missing}")
    if team.balances:
        _head("Credits held now")
        for balance in team.balances:
            for sentence in balance.sentences:
                print_line(sentence)
        if team.n_ledger_problems:
            print_line(ledger_words(team))


def _head(words: str) -> None:
    print_line(f"\n{words}\n{'-' * len(words)}")


def _print_channel(channel: ChannelSizing) -> None:
    sizing, found = channel.sizing, channel.sizing.recommendation
    print_line(f"{channel.channel}\n{'=' * len(channel.channel)}")
    print_line(channel.sentence)
    for sentence in (*found.because, *(f"Caution: {words}" for words in found.cautions)):
        print_line(f"· {sentence}")
    rows = rows_of(channel)
    if rows:
        _print_plans(rows, sizing)
    elif sizing.as_you_go_unknown:
        print_line(f"· {sizing.as_you_go_unknown}")
    if sizing.left_out:
        _head("Left out")
        for each in sizing.left_out:
            print_line(f"{each.title}: {each.reason}")
    _head("Evidence")
    for sentence in evidence_words(sizing.evidence, _currency(sizing)):
        print_line(sentence)
    print_line(backtest_words(sizing.backtest, sizing.weeks))
    if sizing.sensitivity:
        _print_sensitivity(sizing)


def _currency(sizing: Sizing) -> str:
    today = [sizing.as_you_go] if sizing.as_you_go else []
    outcomes = [*(plan.outcome for plan in sizing.plans), *sizing.on_demand, *today]
    return outcomes[0].offer.seller.currency if outcomes else "USD"


def _print_plans(rows: Sequence[Row], sizing: Sizing) -> None:
    horizon = sizing.horizon
    _head(f"Plans, {horizon.starts_on} to {horizon.ends_on}, {sizing.paths:,} futures")
    currency = _currency(sizing)
    names = [name for name in telling(rows) if name not in LEFT_TO_FILES]
    cells = [[figure_words(name, row[name], currency) for name in names] for row in rows]
    for row, line in zip(rows, cells, strict=True):
        line[0] = f"{'→ ' if row['recommended'] else '  '}{line[0]}"
    titles = [TITLES[name] for name in names]
    print_table(titles, cells, titles[1:])
    for base in bases(rows):
        print_line(f"Savings rate: against {base}, the same futures.")
    if sizing.as_you_go_unknown:
        print_line(sizing.as_you_go_unknown)
    if not sizing.has_spread:
        print_line(ONE_WEEK)
    for row in rows:
        if row["note"]:
            print_line(f"{row['offer']}: {row['note']}.")


def _print_sensitivity(sizing: Sizing) -> None:
    _head("What if")
    currency = _currency(sizing)
    rows = [
        (
            row.case,
            row.best,
            NOTHING if row.best_cost is None else money(row.best_cost, currency),
            "undone work" if row.kept_cost is None else money(row.kept_cost, currency),
            "yes" if row.changes else "no",
        )
        for row in sizing.sensitivity
    ]
    header = ("if", "cheapest then", "costs", "today's choice then", "changes the answer")
    print_table(header, rows, ("costs", "today's choice then"))
