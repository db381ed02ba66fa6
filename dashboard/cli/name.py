"""`offcut name`: for whom work was, where its log does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer._click.exceptions import UsageError

from dashboard.cli.commands import Commands
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from data.told.names import NamedWork, Part

commands = Commands()
Named = Annotated[str, typer.Option(metavar="NAME")]


@commands.command(
    epilog="Examples:  offcut name --source fal --user ana --client Acme --project Spring   ·   "
    "offcut name --source fal --forget"
)
def name(
    context: typer.Context,
    source: Annotated[str, typer.Option(metavar="NAME", help="The log; `offcut status` has all.")],
    folder: Annotated[str, typer.Option(metavar="FOLDER", help="Of files in this folder.")] = "",
    account: Annotated[str, typer.Option(metavar="NAME", help="Of this key or account.")] = "",
    user: Annotated[str, typer.Option(metavar="NAME", help="Of this person.")] = "",
    client: Annotated[str, typer.Option(metavar="NAME", help="For whom it was.")] = "",
    project: Annotated[str, typer.Option(metavar="NAME", help="In which project.")] = "",
    forget: Annotated[bool, typer.Option("--forget", help="Take back what was said.")] = False,
) -> None:
    """Say for whom a log's work without a client or project was; later loads know it too."""
    from data.told.names import check_source, say_named

    if forget == bool(client or project):
        raise UsageError("Pass --client or --project, or both; or --forget alone.", context)
    parts: dict[Part, str] = {"folder": folder, "account": account, "user": user}
    given = {part: named for part, named in parts.items() if named}
    if len(given) > 1:
        raise UsageError("Pass one of --folder, --account and --user, or none of them.", context)
    part, named = next(iter(given.items()), ("source", ""))
    session: Session = context.obj
    check_source(session.figures.open(), source)
    entry = say_named(
        session.settings, source, part, named, client=client or None, project=project or None
    )
    _count(session, entry)


def _count(session: Session, entry: NamedWork) -> None:
    """Let the figures count it, and say so."""
    from dashboard.cli.console import message
    from dashboard.words.told import named_words
    from data.told.taken_in import count_told

    session.figures.reader.close()
    count_told(session.settings)
    message(named_words(entry))
