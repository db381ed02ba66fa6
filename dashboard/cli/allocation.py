"""`offcut allocate`: what was paid for credits that clients share, over those who used them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsOf, Format, From, Printed, Until, selection_of
from dashboard.cli.session import Session

commands = Commands()


class Unused(StrEnum):
    """What becomes of the money of credits that nobody used."""

    apart = "apart"
    shared = "shared"


@commands.command(epilog="Example:  offcut allocate --by client --from 2026-10 --until 2026-10")
def allocate(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(metavar="DIM", help="client, project, tag:NAME … [as the settings say]"),
    ] = "",
    first: From = None,
    last: Until = None,
    account: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Of the credit ledgers; repeatable. [all that paid]"),
    ] = None,
    unused: Annotated[
        Unused,
        typer.Option(metavar="HOW", help="Credits nobody used: apart, or shared by use."),
    ] = Unused.apart,
    as_of: AsOf = None,
    printed: Printed = Format.table,
) -> None:
    """Share what was paid for credits over those who used them, to the cent."""
    from dashboard.cli.allocation_printed import print_allocations
    from data.commitments.team_allocation import allocations

    session: Session = context.obj
    named = by or session.settings.allocate_by
    found = allocations(
        session.figures,
        selection_of(session, first, last, None, as_of),
        by=named,
        accounts=tuple(dict.fromkeys(account or ())),
        share_unused=unused is Unused.shared,
    )
    print_allocations(found, named, printed.value, session.settings.currency)
