"""The command line: the one file that knows both `ingest` and `dashboard`.

Results go to standard output, progress and messages to standard error. Exit code 0: done; 1:
something was refused or failed, and a sentence says what and what to do; 2: wrong usage. Heavy
imports are made by the command that needs them, so that `offcut --help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.asking import commands
from data.asking.session import Session
from data.errors import OffcutError

app = typer.Typer(
    name="offcut",
    help="What each usable generated image or video really cost, and where the rest went.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
quarantine = typer.Typer(help="Rejected records: list, show, replay.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
app.add_typer(commands)


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
    context.obj = Session(warehouse, config)
    context.call_on_close(lambda: _close(context.obj))


def _close(session: Session) -> None:
    if session.notice:
        from dashboard.cli.console import message

        message(session.notice)
    session.close()


# --- in ---------------------------------------------------------------------------------------

Paths = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.")]
SourceName = Annotated[str | None, typer.Option(help="Read as this source. See `offcut sources`.")]
MapFile = Annotated[Path | None, typer.Option("--map", help="A map (TOML) for a log of your own.")]


@app.command(
    epilog="Examples:  offcut ingest logs/ review/*.csv   ·   "
    "offcut ingest --map studio.toml jobs.csv"
)
def ingest(
    context: typer.Context,
    paths: Paths,
    source: SourceName = None,
    map_file: MapFile = None,
    submitted_at: Annotated[
        str | None,
        typer.Option(help="The time of records that carry none, e.g. 2026-11-02T09:00Z."),
    ] = None,
    strict: Annotated[bool, typer.Option(help="Exit 1 when any record was rejected.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The account as JSON.")] = False,
) -> None:
    """Load logs, reviews and credit ledgers."""
    from dashboard.cli.accounts import print_accounts
    from dashboard.cli.console import message
    from dashboard.cli.load_progress import load_progress
    from ingest.load.load import load_paths

    session: Session = context.obj
    with load_progress() as progress:
        accounts = load_paths(
            paths,
            session.settings,
            source=source,
            map_file=map_file,
            submitted_at=submitted_at,
            progress=progress,
            say=message,
        )
    print_accounts(accounts, as_json=json)
    rejected = any(account.rejected for account in accounts)
    if any(account.error for account in accounts) or (strict and rejected):
        raise typer.Exit(1)


@app.command(epilog="Example:  offcut identify downloads/")
def identify(context: typer.Context, paths: Paths) -> None:
    """Say which source claims a file, and why."""
    from dashboard.cli.console import print_line
    from ingest.load.load import identify_paths

    session: Session = context.obj
    claims = list(identify_paths(paths, session.settings))
    for name, claim, why in claims:
        print_line(f"{name}: {claim or 'no source'} — {why}")
    if any(claim is None for _, claim, _ in claims):
        raise typer.Exit(1)


@app.command(epilog="Example:  offcut sources")
def sources() -> None:
    """List what can be read, and where it comes from."""
    from dashboard.cli.console import print_table
    from ingest.sources import all_sources

    rows = [(source.name, source.title, source.where) for source in all_sources()]
    print_table(("source", "reads", "where it comes from"), rows, ())


# --- quarantine -------------------------------------------------------------------------------

Number = Annotated[int, typer.Argument(help="The record's number, from `offcut quarantine list`.")]


@quarantine.command("list", epilog="Example:  offcut quarantine list --limit 20")
def quarantine_list(
    context: typer.Context,
    limit: Annotated[int, typer.Option(help="How many to show.", min=1)] = 50,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Rejected records with file, line and reason."""
    from dashboard.cli.accounts import print_quarantine
    from ingest.load.quarantine import rejected_records

    session: Session = context.obj
    print_quarantine(rejected_records(session.settings.warehouse, limit=limit), as_json=json)


@quarantine.command("show", epilog="Example:  offcut quarantine show 3")
def quarantine_show(context: typer.Context, number: Number) -> None:
    """One rejected record: where it stood, why it was rejected, and its raw text."""
    from dashboard.cli.accounts import print_rejected
    from ingest.load.quarantine import rejected_record

    session: Session = context.obj
    print_rejected(rejected_record(session.settings.warehouse, number))


@quarantine.command("replay", epilog="Example:  offcut quarantine replay --map studio.toml")
def quarantine_replay(
    context: typer.Context,
    map_file: MapFile = None,
    source: Annotated[str | None, typer.Option(help="Only records of this source.")] = None,
    json: Annotated[bool, typer.Option("--json", help="The account as JSON.")] = False,
) -> None:
    """Read rejected records again, after a fix or with a better map."""
    from dashboard.cli.accounts import print_accounts
    from ingest.load.quarantine import replay

    session: Session = context.obj
    print_accounts(replay(session.settings, map_file=map_file, source=source), as_json=json)


# --- dashboard and demo -----------------------------------------------------------------------

Host = Annotated[str, typer.Option(help="Address to listen on; 127.0.0.1 is this machine only.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


@app.command(epilog="Example:  offcut --warehouse studio.duckdb dashboard --port 8600")
def dashboard(context: typer.Context, host: Host = "127.0.0.1", port: Port = 8501) -> None:
    """Open the web app on this machine."""
    from dashboard.serve.process import serve

    session: Session = context.obj
    raise typer.Exit(serve(session.settings, session.config, host=host, port=port))


@app.command(epilog="Example:  offcut demo --no-dashboard")
def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo goes.")] = Path("demo"),
    seed: Annotated[int, typer.Option(help="Another seed, another invented agency's weeks.")] = 7,
    scale: Annotated[float, typer.Option(help="1 is an agency; 100 is load-test input.")] = 1.0,
    open_dashboard: Annotated[bool, typer.Option("--dashboard/--no-dashboard")] = True,
    host: Host = "127.0.0.1",
    port: Port = 8501,
) -> None:
    """Load an invented agency's logs and open the dashboard."""
    from dashboard.cli.accounts import print_accounts
    from dashboard.cli.console import message
    from dashboard.serve.process import serve
    from ingest.load.demo import load_demo

    accounts, settings, config = load_demo(folder, seed=seed, scale=scale)
    print_accounts(accounts, as_json=False)
    message(settings.notice)
    if open_dashboard:
        raise typer.Exit(serve(settings, config, host=host, port=port))


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


def main() -> None:
    """Run the command line; our errors become a sentence, others keep their traceback."""
    try:
        app(globals_first(sys.argv[1:]))
    except OffcutError as error:
        from dashboard.cli.console import plain

        for line in str(error).split("\n"):
            sys.stderr.write(f"{plain(line)}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
