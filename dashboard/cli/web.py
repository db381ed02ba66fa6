"""The web app on this machine, over a warehouse of one's own or the demo's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import Host, Port
from dashboard.cli.session import Session

commands = Commands()


@commands.command(epilog="Example:  offcut --warehouse studio.duckdb dashboard --port 8600")
def dashboard(context: typer.Context, host: Host = "127.0.0.1", port: Port = 8501) -> None:
    """Open the web app on this machine."""
    from dashboard.cli.console import message
    from dashboard.serve.process import check_free, serve

    session: Session = context.obj
    check_free(host, port)
    settings = session.settings
    session.say_notice()
    raise typer.Exit(serve(settings, session.config, host=host, port=port, say=message))


@commands.command(epilog="Example:  offcut demo --no-dashboard")
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the demo goes.")] = Path(
        "demo"
    ),
    seed: Annotated[
        int, typer.Option(metavar="NUMBER", help="Another seed, another invented agency's weeks.")
    ] = 7,
    scale: Annotated[
        float,
        typer.Option(
            metavar="NUMBER", help="1 is an agency; 100 is load-test input.", min=0.05, max=1000
        ),
    ] = 1.0,
    open_dashboard: Annotated[
        bool, typer.Option("--dashboard/--no-dashboard", help="Open it, or only load.")
    ] = True,
    host: Host = "127.0.0.1",
    port: Port = 8501,
) -> None:
    """Load an invented agency's logs and open the dashboard."""
    from dashboard.cli.accounts import print_accounts
    from dashboard.cli.console import message
    from dashboard.cli.load_progress import count_progress
    from dashboard.cli.scan import print_report
    from dashboard.serve.process import check_free, serve

    session: Session = context.obj
    if open_dashboard:
        check_free(host, port)
    with count_progress() as progress:
        loaded = session.ingest.load_demo(folder, seed=seed, scale=scale, progress=progress)
    print_accounts(loaded.accounts, as_json=False)
    if loaded.scanned:
        print_report(loaded.scanned)
    for what in loaded.left_out:
        message(f"The demo has no {what}: what writes them is not installed here.")
    message(loaded.settings.notice)
    if open_dashboard:
        raise typer.Exit(serve(loaded.settings, loaded.config, host=host, port=port, say=message))
