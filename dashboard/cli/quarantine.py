"""Rejected records: listed, shown, read again, cleared of their text."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsJson, Limit, MapFile
from dashboard.cli.session import Session

commands = Commands()
quarantine = Commands(help="Rejected records: list, show, replay, clear.", no_args_is_help=True)
commands.add_typer(quarantine, name="quarantine")

Number = Annotated[
    int,
    typer.Argument(metavar="NUMBER", help="The record's number, from `offcut quarantine list`."),
]


@quarantine.command("list", epilog="Example:  offcut quarantine list --limit 20")
def quarantine_list(
    context: typer.Context,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """Rejected records with file, line and reason."""
    from dashboard.cli.accounts import print_quarantine

    session: Session = context.obj
    print_quarantine(session.ingest.rejected_records(session.settings, limit=limit), as_json=json)


@quarantine.command("show", epilog="Example:  offcut quarantine show 3")
def quarantine_show(context: typer.Context, number: Number) -> None:
    """One rejected record: where it stood, why it was rejected, and its raw text."""
    from dashboard.cli.accounts import print_rejected

    session: Session = context.obj
    print_rejected(session.ingest.rejected_record(session.settings, number))


@quarantine.command("replay", epilog="Example:  offcut quarantine replay --map studio.toml")
def quarantine_replay(
    context: typer.Context,
    map_file: MapFile = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only records of this source.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The account as JSON.")] = False,
) -> None:
    """Read rejected records again, after a fix or with a better map."""
    from dashboard.cli.accounts import print_accounts

    session: Session = context.obj
    print_accounts(
        session.ingest.replay(session.settings, map_file=map_file, source=source), as_json=json
    )


@quarantine.command("clear", epilog="Example:  offcut quarantine clear --yes")
def quarantine_clear(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only records of this source.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Clear the text of rejected records: they stay counted, with file, line and reason."""
    from dashboard.cli.console import message
    from dashboard.words.formats import counted

    session: Session = context.obj
    if not yes:
        typer.confirm("They cannot be read again then. Clear their text?", abort=True, err=True)
    cleared = session.ingest.clear(session.settings, source=source)
    message(f"The text of {counted(cleared, 'rejected record')} is cleared.")
