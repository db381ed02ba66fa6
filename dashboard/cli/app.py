"""The command line: all commands, the global options, and errors as sentences.

Results go to standard output, progress and messages to standard error. Exit code 0: done; 1:
something was refused or failed, and a sentence says what and what to do; 2: wrong usage. Heavy
imports are made by the command that needs them, so that `offcut --help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli import figures, loading, prices, quarantine, size, web
from dashboard.cli.session import Session
from data.errors import OffcutError

if TYPE_CHECKING:
    from dashboard.cli.ingest_door import IngestDoor

app = typer.Typer(
    name="offcut",
    help="What each usable generated image or video really cost, and where the rest went.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for each in (quarantine, figures, prices, size, loading, web):
    app.add_typer(each.commands)


@app.callback()
def _global(
    context: typer.Context,
    warehouse: Annotated[
        Path | None,
        typer.Option(envvar="OFFCUT_WAREHOUSE", help="The DuckDB file. [data/warehouse.duckdb]"),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Settings. [offcut.toml here, else in your config folder]")
    ] = None,
) -> None:
    context.obj = Session(warehouse, config, context.obj)
    context.call_on_close(lambda: _close(context.obj))


def _close(session: Session) -> None:
    if session.notice:
        from dashboard.cli.console import message

        message(session.notice)
    session.close()


def globals_first(arguments: list[str]) -> list[str]:
    """The arguments with --warehouse and --config, which may stand anywhere, before the command."""
    first: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        name, has_value, _ = argument.partition("=")
        if argument == "--":
            return [*first, *rest, argument, *left]
        if name not in {"--warehouse", "--config"}:
            rest.append(argument)
            continue
        first.append(argument)
        value = None if has_value else next(left, None)
        if value is None and not has_value:
            return first  # so that the one without a value is complained of
        first.extend([] if value is None else [value])
    return [*first, *rest]


def run(ingest: IngestDoor) -> None:
    """Run the command line; our errors become a sentence, others keep their traceback."""
    try:
        app(globals_first(sys.argv[1:]), obj=ingest)
    except OffcutError as error:
        from dashboard.cli.console import plain

        for line in str(error).split("\n"):
            sys.stderr.write(f"{plain(line)}\n")
        sys.exit(1)
