"""The commands that load, and say what can be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import MapFile
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.cli.ingest_door import Account

commands = Commands()

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input."),
]
SourceName = Annotated[
    str | None, typer.Option(metavar="NAME", help="Read as this source. See `offcut sources`.")
]
LakeAddress = Annotated[
    str,
    typer.Option(
        metavar="PLACE", help="Land in a lake instead: a folder, or s3://…, that many load into."
    ),
]


@commands.command(
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
        typer.Option(
            metavar="TIME", help="The time of records that carry none, e.g. 2026-11-02T09:00Z."
        ),
    ] = None,
    lake: LakeAddress = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be loaded, and as what.")
    ] = False,
    strict: Annotated[bool, typer.Option(help="Exit 1 when any record was rejected.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The account as JSON.")] = False,
    progress_lines: Annotated[
        bool, typer.Option("--progress-lines", help="Progress as lines of JSON, for a program.")
    ] = False,
) -> None:
    """Load logs, reviews and credit ledgers."""
    from dashboard.cli.accounts import print_accounts
    from dashboard.cli.dry_run_printed import print_dry_runs
    from dashboard.cli.load_progress import load_progress, progress_in_lines

    session: Session = context.obj
    with progress_in_lines() if progress_lines else load_progress() as progress:
        if dry_run:
            runs = session.ingest.dry_run(
                paths,
                session.settings,
                source=source,
                map_file=map_file,
                submitted_at=submitted_at,
                progress=progress,
            )
            accounts: Sequence[Account] = [each.account for each in runs]
        else:
            accounts = session.ingest.load(
                paths,
                session.settings,
                lake=lake or None,
                source=source,
                map_file=map_file,
                submitted_at=submitted_at,
                progress=progress,
                began=session.began,
            )
    if dry_run:
        print_dry_runs(runs, as_json=json)
    else:
        print_accounts(accounts, as_json=json)
    rejected = any(account.rejected for account in accounts)
    if any(account.error for account in accounts) or (strict and rejected):
        raise typer.Exit(1)


@commands.command(epilog="Example:  offcut identify downloads/")
def identify(context: typer.Context, paths: Paths) -> None:
    """Say which source claims a file, and why."""
    from dashboard.cli.console import print_line

    session: Session = context.obj
    claims = list(session.ingest.identify(paths, session.settings))
    for name, claim, why in claims:
        print_line(f"{name}: {claim or 'no source'} — {why}")
    if any(claim is None for _, claim, _ in claims):
        raise typer.Exit(1)


@commands.command(epilog="Example:  offcut sources")
def sources(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The sources as JSON.")] = False,
) -> None:
    """List what can be read, where it comes from, and what reading it rests on."""
    from dashboard.cli.console import print_json, print_line, print_table

    session: Session = context.obj
    known = session.ingest.sources()
    rows = [(source.name, source.title, source.where, source.evidence) for source in known]
    if json:
        names = ("source", "reads", "where", "evidence")
        print_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    print_table(("source", "reads", "where it comes from", "rests on"), rows, ())
    told = session.settings_without_figures().sources
    guessed = [
        (f"[sources.{source.name}]", each.name, given.get(each.name, each.value), each.meaning)
        for source, given in ((source, told.get(source.name, {})) for source in known)
        for each in source.guesses
    ]
    print_line("")
    print_line("Taken for granted, as no real payload has shown it. Settings correct it:")
    print_table(("in the settings", "name", "value", "what it is"), guessed, ())
    presets = session.ingest.presets()
    print_line("")
    maps = [(preset.name, preset.title, preset.adapt) for preset in presets]
    print_table(("--map", "reads", "what to adapt"), maps, ())
    print_line(f"To adapt one, copy it from {presets[0].path.parent} and pass your file as --map.")
    print_line("")
    print_line(
        "Of who made a picture or clip, `offcut scan FOLDER` reads what the file itself tells."
    )
    print_line(
        "A folder of survivors has no discards in it: only a log tells what was thrown away."
    )
    print_table(("made by", "where it stands", "rests on"), session.ingest.embedded(), ())
