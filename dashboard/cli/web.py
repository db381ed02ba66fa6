"""The web app on this machine, over a warehouse of one's own or the demo's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import Host, Port
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from data.settings import Settings

commands = Commands()


@commands.command(
    epilog="Examples:  offcut --warehouse studio.duckdb dashboard --port 8600   ·   "
    "offcut dashboard --watch"
)
def dashboard(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 8501,
    watch: Annotated[
        bool, typer.Option("--watch", help="Watch the folders of the settings meanwhile.")
    ] = False,
) -> None:
    """Open the web app on this machine."""
    from dashboard.cli.console import message
    from dashboard.serve.process import check_free, serve

    session: Session = context.obj
    check_free(host, port)
    settings, config = session.settings, session.config
    session.say_notice()
    loader = _loader(settings, config, desk_only=not (watch and _may_watch(session)))
    raise typer.Exit(serve(settings, config, host=host, port=port, say=message, loader=loader))


def _may_watch(session: Session) -> bool:
    """Whether nobody does yet. Raises SettingsError where there is nothing to watch."""
    from dashboard.cli.console import message
    from data.watch_state import is_watched

    session.ingest.watched((), session.settings).close()
    if is_watched(session.settings.warehouse, "folders"):
        message("An `offcut watch` is running for this warehouse already: that one goes on.")
        return False
    return True


def _loader(settings: Settings, config: Path | None, *, desk_only: bool) -> list[str]:
    """What loads beside the app: what is decided in it, and the watched folders."""
    from dashboard.cli.own_process import own_command

    return own_command(settings, config, "watch", *(["--desk-only"] if desk_only else []))


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
        settings, config = loaded.settings, loaded.config
        loader = _loader(settings, config, desk_only=True)
        raise typer.Exit(serve(settings, config, host=host, port=port, say=message, loader=loader))
