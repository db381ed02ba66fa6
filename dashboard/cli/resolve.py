"""The command that resolves a lake, into which several have landed their logs."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsJson
from dashboard.cli.session import Session

commands = Commands()


@commands.command(
    epilog="Examples:  offcut resolve --lake /mnt/lake   ·   "
    "offcut resolve --lake s3://bucket/lake --on sc://spark:15002"
)
def resolve(
    context: typer.Context,
    lake: Annotated[
        str,
        typer.Option(metavar="PLACE", help="The lake: a folder, or an address such as s3://…."),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            metavar="SERVER",
            help="A Spark Connect server to work them out on, such as sc://host:15002."
            " Without it, this machine.",
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Work out the figures of a lake for all who read it."""
    from dashboard.cli.console import message, print_json, print_line
    from data.engines.resolve_lake import resolve_lake
    from data.lake.place import Lake

    session: Session = context.obj
    found = resolve_lake(Lake.at(lake), session.written_settings, message, on)
    manifest = found.manifest
    if json:
        print_json([{"lake": lake, "files": found.files, "attempts": found.attempts,
                     "resolved_at": manifest.resolved_at.isoformat()}])  # fmt: skip
        return
    print_line(
        f"{found.attempts:,} attempts of {found.files:,} landed files, as of "
        f"{manifest.resolved_at:%Y-%m-%dT%H:%MZ}. Ask with `offcut --warehouse {lake} metrics`."
    )
