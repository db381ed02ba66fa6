"""The commands that ask: metrics, ledger, status, export, the price book."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.asking.session import Session

if TYPE_CHECKING:
    from datetime import date

    from data.asking.selection import Selection

commands = typer.Typer()
prices = typer.Typer(help="The price book: check, list, add.", no_args_is_help=True)
commands.add_typer(prices, name="prices")


class Format(StrEnum):
    """How figures are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Exported(StrEnum):
    """What can be exported."""

    attempts = "attempts"
    assets = "assets"
    ledger = "ledger"


By = Annotated[str, typer.Option(help="Dimensions, comma-separated, e.g. week,model.")]
From = Annotated[str | None, typer.Option("--from", help="First day, e.g. 2026-11-02.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, inclusive.")]
Where = Annotated[
    list[str] | None, typer.Option(help="DIM=VALUE; repeat to narrow, or widen a DIM.")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Figures as they stood then. [now]")]
Printed = Annotated[Format, typer.Option("--format", help="How to print.")]


def _selection(
    session: Session,
    first: str | None,
    last: str | None,
    where: list[str] | None,
    as_of: str | None,
) -> Selection:
    from data.asking.selection import Selection

    return Selection.of_options(
        first_day=first, last_day=last, where=where or [], as_of=as_of, settings=session.settings
    )


@commands.command(
    epilog="Examples:  offcut metrics --by model   ·   "
    "offcut metrics spend discard_rate --by week,project"
)
def metrics(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(help="Metrics; none is the headline.")
    ] = None,
    by: By = "",
    first: From = None,
    last: To = None,
    where: Where = None,
    as_of: AsOf = None,
    printed: Printed = Format.table,
) -> None:
    """Any metric by any dimensions."""
    from dashboard.cli.tables import print_measures
    from dashboard.cli.unknown_values import say_absent

    session: Session = context.obj
    selection = _selection(session, first, last, where, as_of)
    table = session.figures.measure(tuple(names or ()), by=_names(by), selection=selection)
    print_measures(table, printed.value, session.settings.currency)
    say_absent(session.figures, selection)


@commands.command(
    epilog="Examples:  offcut ledger   ·   offcut ledger --by client --from 2026-11-02"
)
def ledger(
    context: typer.Context,
    by: By = "",
    first: From = None,
    last: To = None,
    where: Where = None,
    as_of: AsOf = None,
    printed: Printed = Format.table,
) -> None:
    """Every unit of money in exactly one line."""
    from dashboard.cli.tables import print_ledger
    from dashboard.cli.unknown_values import say_absent

    session: Session = context.obj
    selection = _selection(session, first, last, where, as_of)
    table = session.figures.ledger(by=_names(by), selection=selection)
    print_ledger(table, printed.value, session.settings.currency)
    say_absent(session.figures, selection)


@commands.command(epilog="Example:  offcut status --json")
def status(
    context: typer.Context,
    as_of: AsOf = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Prove that everything adds up; exits 1 if it does not."""
    from dashboard.cli.accounts import print_proof

    session: Session = context.obj
    proof = session.figures.proof(_selection(session, None, None, None, as_of))
    print_proof(proof, session.settings.currency, as_json=json)
    if not proof.holds:
        raise typer.Exit(1)


@commands.command(
    epilog="Examples:  offcut export attempts --to attempts.parquet   ·   "
    "offcut export ledger > ledger.csv"
)
def export(
    context: typer.Context,
    what: Annotated[Exported, typer.Argument(help="What to export.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="FILE.csv or FILE.parquet. [CSV to stdout]")
    ] = None,
    first: From = None,
    last: Annotated[str | None, typer.Option("--until", help="Last day, inclusive.")] = None,
    where: Where = None,
    as_of: AsOf = None,
) -> None:
    """Write rows with money and outcome to a file."""
    from dashboard.cli.console import message
    from dashboard.cli.unknown_values import say_absent

    session: Session = context.obj
    selection = _selection(session, first, last, where, as_of)
    rows = session.figures.export(what.value, to, selection)
    if to is not None:
        message(f"{rows:,} rows written to {to}.")
    say_absent(session.figures, selection)


def _names(by: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in by.split(",") if name.strip())


# --- prices -----------------------------------------------------------------------------------


@prices.command("check", epilog="Example:  offcut prices check")
def prices_check(context: typer.Context) -> None:
    """Validate the price book and say what is in it."""
    from dashboard.cli.console import print_line

    session: Session = context.obj
    book = session.figures.book
    channels = {entry.channel for entry in book.entries}
    print_line(
        f"{len(book.entries)} prices at {len(channels)} channels, {len(book.policies)} billing "
        f"rules, {len(book.models)} model families, {len(book.rates)} currency rates: all in order."
    )


@prices.command("list", epilog="Example:  offcut prices list --channel google --on 2026-06-01")
def prices_list(
    context: typer.Context,
    channel: Annotated[str | None, typer.Option(help="Only this channel.")] = None,
    model: Annotated[str | None, typer.Option(help="Only this model or alias.")] = None,
    on: Annotated[str, typer.Option(help="In force on this day. [every date]")] = "",
    printed: Printed = Format.table,
) -> None:
    """Prices with their dates and sources."""
    from dashboard.cli.prices import print_prices

    session: Session = context.obj
    print_prices(session.figures.book, printed.value, channel=channel, model=model, on=_day(on))


@prices.command(
    "add",
    epilog="Example:  offcut prices add google my-model image 0.05 --from 2026-12-01 "
    "--source https://ai.google.dev/gemini-api/docs/pricing",
)
def prices_add(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="Who bills, e.g. google.")],
    model: Annotated[str, typer.Argument(help="The model as the channel names it.")],
    unit: Annotated[str, typer.Argument(help="What the price is for: image, second, …")],
    price: Annotated[str, typer.Argument(help="A decimal number, e.g. 0.0387.")],
    valid_from: Annotated[str, typer.Option("--from", help="First day of the price.")],
    source: Annotated[str, typer.Option(help="Address of the page it was read on.")],
    variant: Annotated[list[str] | None, typer.Option(help="Only for this resolution.")] = None,
    operation: Annotated[list[str] | None, typer.Option(help="Only for this operation.")] = None,
    currency: Annotated[str, typer.Option(help="Of the price.")] = "USD",
    certainty: Annotated[str, typer.Option(help="high, medium or low.")] = "high",
) -> None:
    """Append a dated price; the whole book is checked first."""
    from datetime import UTC, datetime

    from dashboard.cli.prices import add_price

    session: Session = context.obj
    fields = {
        "channel": channel,
        "model": model,
        "unit": unit,
        "price": price,
        "valid_from": _day(valid_from),
        "source": source,
        "variant": tuple(variant or ()),
        "operations": tuple(operation or ()),
        "currency": currency,
        "certainty": certainty,
        "checked_on": datetime.now(UTC).date(),
    }
    add_price(session.settings, fields)


def _day(text: str) -> date | None:
    from data.asking.selection import day

    return day(text)


@commands.command(epilog="Example:  offcut reprice --dry-run")
def reprice(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Apply a changed price book, or show what it would do."""
    from dashboard.cli.prices import print_repricing
    from data.asking.reprice import reprice as apply_prices

    session: Session = context.obj
    print_repricing(apply_prices(session.settings, dry_run=dry_run), session.settings.currency)


from dashboard.cli import size  # noqa: E402, F401 - it registers itself
