"""The command that starts a small Spark cluster on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.commands import Commands

PORT = 15002
commands = Commands()


@commands.command(epilog="Example:  offcut spark-trial --memory 2048")
def spark_trial(
    port: Annotated[int, typer.Option(metavar="PORT", help="Where the server answers.")] = PORT,
    memory: Annotated[
        int, typer.Option(metavar="MB", min=512, help="What the server and each worker may take.")
    ] = 1024,
) -> None:
    """Start a Spark Connect server with two workers on this machine, until Ctrl+C."""
    from dashboard.cli.console import message
    from data.engines.cluster.trial import run_trial

    message(f"Starting Spark with two workers. It answers at sc://localhost:{port} in a minute.")
    raise typer.Exit(run_trial(port, memory))
