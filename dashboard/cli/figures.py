"""The commands that ask: metrics, ledger, status, export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import (
    AsJson,
    AsOf,
    By,
    Columns,
    Format,
    From,
    Groups,
    Printed,
    Until,
    Where,
    most_groups,
    names_days,
    names_of,
    selection_of,
)
from dashboard.cli.session import Session

commands = Commands()


class Exported(StrEnum):
    """What can be exported."""

    attempts = "attempts"
    assets = "assets"
    ledger = "ledger"


@commands.command(
    epilog="Examples:  offcut metrics --by model   ·   "
    "offcut metrics spend discard_rate --by week,project"
)
def metrics(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Metrics; none is the headline.")
    ] = None,
    by: By = "",
    first: From = None,
    last: Until = None,
    where: Where = None,
    as_of: AsOf = None,
    columns: Columns = "",
    printed: Printed = Format.table,
    limit: Groups = None,
    tell: Annotated[
        bool, typer.Option("--list", help="Tell all metrics that fit, with their meanings.")
    ] = False,
) -> None:
    """Any metric by any dimensions."""
    from dashboard.cli.metric_list import print_metric_list
    from dashboard.cli.reviews import rests_on_reviews, say_unreviewed
    from dashboard.cli.tables import print_measures
    from data.asking.measure import named
    from data.asking.unknown_values import NO_RECORD, refuse, unknown_values

    session: Session = context.obj
    selection = selection_of(session, first, last, where, as_of)
    if tell:
        print_metric_list(
            named(names or (), names_of(by), selection), printed.value, names_of(columns)
        )
        return
    most = most_groups(limit, printed)
    table = session.figures.measure(
        tuple(names or ()), by=names_of(by), selection=selection, limit=most
    )
    if unknown := unknown_values(session.figures, selection):
        table = table.without_figures(NO_RECORD)
    print_measures(table, printed.value, session.settings.currency, names_of(columns))
    refuse(unknown)
    if rests_on_reviews(table):
        say_unreviewed(session, selection)


@commands.command(
    epilog="Examples:  offcut ledger   ·   offcut ledger --by client --from 2026-11-02"
)
def ledger(
    context: typer.Context,
    by: By = "",
    first: From = None,
    last: Until = None,
    where: Where = None,
    as_of: AsOf = None,
    columns: Columns = "",
    printed: Printed = Format.table,
) -> None:
    """Every unit of money in exactly one line."""
    from dashboard.cli.reviews import say_unreviewed
    from dashboard.cli.tables import print_ledger
    from data.asking.unknown_values import refuse, unknown_values

    session: Session = context.obj
    selection = selection_of(session, first, last, where, as_of)
    table = session.figures.ledger(by=names_of(by), selection=selection)
    if unknown := unknown_values(session.figures, selection):
        table = table.without_figures()
    print_ledger(table, printed.value, session.settings.currency, names_of(columns))
    refuse(unknown)
    say_unreviewed(session, selection)


@commands.command(epilog="Example:  offcut status --json")
def status(
    context: typer.Context,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Prove that everything adds up; exits 1 if it does not."""
    from dashboard.cli.accounts import print_proof
    from dashboard.cli.reviews import say_unreviewed
    from data.watch_state import watch_of

    session: Session = context.obj
    selection = selection_of(session, None, None, None, as_of)
    proof = session.figures.proof(selection)
    watch = watch_of(session.settings.warehouse)
    print_proof(proof, session.settings, watch, as_json=json)
    say_unreviewed(session, selection)
    if not proof.holds:
        raise typer.Exit(1)


@commands.command(
    epilog="Examples:  offcut export attempts --to attempts.parquet   ·   "
    "offcut export ledger > ledger.csv"
)
def export(
    context: typer.Context,
    what: Annotated[Exported, typer.Argument(metavar="WHAT", help="attempts, assets or ledger.")],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FILE", help="FILE.csv or FILE.parquet. [CSV on standard output]"
        ),
    ] = None,
    first: From = None,
    last: Annotated[
        str | None,
        typer.Option("--until", metavar="DAY", help="Last day, inclusive, written the same ways."),
    ] = None,
    where: Where = None,
    as_of: AsOf = None,
) -> None:
    """Write rows with money and outcome to a file."""
    from dashboard.cli.console import message
    from data.asking.unknown_values import refuse, unknown_values

    session: Session = context.obj
    selection = selection_of(session, first, last, where, as_of)
    _refuse_a_day(to, session)
    refuse(unknown_values(session.figures, selection))
    rows = session.figures.export(what.value, to, selection)
    if to is not None:
        message(f"{rows:,} rows written to {to}.")


def _refuse_a_day(to: Path | None, session: Session) -> None:
    """Elsewhere `--to` is the last day, here it is the file."""
    from data.errors import QuestionError

    if to is not None and names_days(str(to), session.settings):
        raise QuestionError(
            f"--to {to}: here --to is the file to write, FILE.csv or FILE.parquet. "
            f"For the last day write --until {to}."
        )
