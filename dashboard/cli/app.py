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

from dashboard.cli import (
    allocation,
    decide,
    dismiss,
    figures,
    loading,
    map_log,
    match,
    name,
    prices,
    quarantine,
    resolve,
    review,
    scan,
    size,
    spark_trial,
    watch,
    web,
)
from dashboard.cli.commands import Commands, Group
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from dashboard.cli.ingest_door import IngestDoor


class Offcut(Group):
    """All commands, the first to type first."""

    headings = (
        ("Start here", ("demo", "ingest", "map", "scan", "watch", "dashboard")),
        ("Ask", ("metrics", "ledger", "size", "allocate", "export")),
        ("Meet", ("review", "decide", "dismiss")),
        ("Check", ("status", "match", "name", "quarantine", "sources", "identify")),
        ("Prices", ("prices", "reprice")),
        ("Past one machine", ("resolve", "spark-trial")),
    )


app = Commands(
    cls=Offcut,
    name="offcut",
    help="What each usable generated image or video really cost, and where the rest went.",
    no_args_is_help=True,
)
ROOMS = (quarantine, figures, prices, size, allocation, review, decide, dismiss, loading, scan)
for each in (*ROOMS, resolve, spark_trial, match, name, map_log, watch, web):
    app.add_typer(each.commands)


@app.callback()
def _global(
    context: typer.Context,
    warehouse: Annotated[
        Path | None,
        typer.Option(
            envvar="OFFCUT_WAREHOUSE",
            metavar="FILE",
            help="The DuckDB file, or a lake, else that of OFFCUT_WAREHOUSE. "
            "[data/warehouse.duckdb]",
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Settings. [offcut.toml here, else in your config folder]"
        ),
    ] = None,
) -> None:
    context.obj = context.with_resource(Session(warehouse, config, context.obj))


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


def run(ingest: IngestDoor) -> object:
    """Run the command line; its exit code, or None."""
    return app(globals_first(sys.argv[1:]), obj=ingest, prog_name="offcut", standalone_mode=False)
