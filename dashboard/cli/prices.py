"""The price book: check, list, add, and what a changed one does."""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer
from typer._click.exceptions import MissingParameter

from dashboard.cli.commands import Commands
from dashboard.cli.options import Columns, Format, Printed, names_of, one_day
from dashboard.cli.session import Session

commands = Commands()
prices = Commands(help="The price book: check, list, add.", no_args_is_help=True)
commands.add_typer(prices, name="prices")


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
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="Only this channel.")] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this model or alias.")
    ] = None,
    on: Annotated[str, typer.Option(metavar="DAY", help="In force on this day. [every date]")] = "",
    columns: Columns = "",
    printed: Printed = Format.table,
) -> None:
    """Prices with their dates and sources."""
    from dashboard.cli.prices_printed import print_prices

    session: Session = context.obj
    day = one_day(on, session.settings)
    print_prices(
        session.figures.book,
        printed.value,
        channel=channel,
        model=model,
        on=day,
        columns=names_of(columns),
    )


@prices.command(
    "add",
    epilog="Examples:  offcut prices add google my-model image 0.05 --from 2026-12-01 "
    "--source https://ai.google.dev/gemini-api/docs/pricing   ·   "
    "offcut prices add --observed fal-ai/my-model",
)
def prices_add(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="Who bills, e.g. google.")] = "",
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="The model as the channel names it.")
    ] = "",
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help="What the price is for: image, second, …")
    ] = "",
    price: Annotated[
        str, typer.Argument(metavar="PRICE", help="A decimal number, e.g. 0.0387.")
    ] = "",
    valid_from: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day of the price.")
    ] = "",
    source: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address of the page it was read on.")
    ] = "",
    variant: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only for this resolution.")
    ] = None,
    operation: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only for this operation.")
    ] = None,
    currency: Annotated[str, typer.Option(metavar="CODE", help="Currency of the price.")] = "USD",
    certainty: Annotated[str, typer.Option(metavar="WORD", help="high, medium or low.")] = "high",
    observed: Annotated[
        str,
        typer.Option(
            metavar="MODEL", help="Take the price that bills of the last 30 days come to instead."
        ),
    ] = "",
) -> None:
    """Append a dated price; the whole book is checked first."""
    from datetime import UTC, datetime

    from dashboard.cli.prices_printed import add_observed, add_price

    session: Session = context.obj
    day = one_day(valid_from, session.settings)
    if observed:
        said = {"variant": next(iter(variant or ()), None), "channel": channel or None}
        add_observed(session.figures, observed, starts=day, **said)
        return
    _need_all(context, "channel", "model", "unit", "price", "valid_from", "source")
    fields = {
        "channel": channel,
        "model": model,
        "unit": unit,
        "price": price,
        "valid_from": day,
        "source": source,
        "variant": tuple(variant or ()),
        "operations": tuple(operation or ()),
        "currency": currency,
        "certainty": certainty,
        "checked_on": datetime.now(UTC).date(),
    }
    add_price(session.settings, fields)


def _need_all(context: typer.Context, *names: str) -> None:
    """Raise for the first that is missing: only what is observed says all of them itself."""
    for parameter in context.command.params:
        if parameter.name in names and not context.params[parameter.name]:
            raise MissingParameter(ctx=context, param=cast("Any", parameter))


@commands.command(epilog="Example:  offcut reprice --dry-run")
def reprice(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Apply a changed price book, or show what it would do."""
    from dashboard.cli.prices_printed import print_repricing
    from data.asking.reprice import reprice as apply_prices

    session: Session = context.obj
    print_repricing(apply_prices(session.settings, dry_run=dry_run), session.settings.currency)
