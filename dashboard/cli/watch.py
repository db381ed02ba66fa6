"""The command that watches folders, so that what comes into them loads by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from dashboard.cli.watch_loop import WatchLoop

commands = Commands()


@commands.command(epilog="Examples:  offcut watch exports reviews   ·   offcut watch")
def watch(
    context: typer.Context,
    folders: Annotated[
        list[str] | None,
        typer.Argument(metavar="FOLDER", help="Folders. [those of the settings: [watch] folders]"),
    ] = None,
    desk_only: Annotated[
        bool,
        typer.Option(
            "--desk-only", help="Only what is decided in the web app, as that runs it itself."
        ),
    ] = False,
) -> None:
    """Load new and changed files of folders, as they come."""
    from dashboard.cli.own_process import end_with_parent
    from dashboard.cli.stopping import Stopped, at_the_end

    loop: WatchLoop | None = None
    try:
        end_with_parent()
        loop = _loop(context.obj, tuple(folders or ()), desk_only=desk_only)
        at_the_end.append(loop.note_end)
        loop.run()
    except Stopped:  # which is how watching ends well
        if loop is not None:
            _end(loop)


def _loop(session: Session, folders: tuple[str, ...], *, desk_only: bool) -> WatchLoop:
    from dashboard.cli.watch_loop import WatchLoop
    from data.errors import SettingsError

    if desk_only and folders:
        raise SettingsError("--desk-only watches no folder: leave out either it or the folders.")
    session.settings_without_figures()
    session.ingest.check_folders(folders)
    return WatchLoop(session, folders, desk_only=desk_only)


def _end(loop: WatchLoop) -> None:
    from dashboard.cli.console import message
    from data.warehouse.file import how_writing_ended

    loop.ended()
    if told := how_writing_ended():
        message(told)
