"""The command that looks through folders of media."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.fates import NAMES
from dashboard.cli.options import AsJson
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from dashboard.cli.scan_door import ScanAccount, ScanReport

commands = Commands()
FATES = (*NAMES, "gone")
LISTED = 20
"""Files that cannot be read that a terminal has room for."""


@commands.command(
    epilog="Examples:  offcut scan   ·   offcut scan renders --role outputs   ·   "
    "offcut scan /Volumes/jobs/finals --role finals"
)
def scan(
    context: typer.Context,
    folders: Annotated[
        list[str] | None,
        typer.Argument(metavar="FOLDER", help="Folders. [those of the settings: [media]]"),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(metavar="ROLE", help="What lies there: outputs, finals or references."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Look through folders of media for what was used."""
    from dashboard.cli.console import print_json
    from dashboard.cli.load_progress import count_progress

    session: Session = context.obj
    with count_progress() as progress:
        report = session.ingest.scan(folders or (), session.settings, role=role, progress=progress)
    if json:
        print_json([_row(each) for each in report.accounts])
    else:
        print_report(report)


def print_report(report: ScanReport) -> None:
    """A line a folder, the files that cannot be read, and what was found."""
    from dashboard.cli.console import message, print_line, print_table
    from data.asking.thin_evidence import survivors_sentence

    if report.accounts:
        rows = [
            (
                str(each.folder.path),
                each.folder.role,
                *(f"{getattr(each, fate):,}" for fate in FATES),
                f"{each.seconds:.2f} s",
            )
            for each in report.accounts
        ]
        print_table(("folder", "role", *FATES, "took"), rows, (*FATES, "took"))
    for each in report.accounts:
        _explain(each)
    for broken in report.stand_ins:
        message(
            f"{broken.unreadable}: cannot be read; until it can, {broken.speaks} counts as the "
            "newest."
        )
    for folder in report.missing:
        message(f"{folder}: not there (a drive may be missing); what is known of it stands.")
    print_line(
        f"{report.certain:,} files are a logged output, {report.possible:,} may be one"
        f"{' (`offcut match list`)' if report.possible else ''}; {report.unexplained:,} finals are "
        f"explained by no log, of which {report.dark:,} look generated (dark)."
    )
    if report.by_use:
        message(f"{report.by_use:,} verdicts by use given, taken back or given again.")
    if report.by_files:
        message(survivors_sentence(report.by_files))


def _explain(account: ScanAccount) -> None:
    from dashboard.cli.console import message

    for reason in list(account.problems.values())[:LISTED]:
        message(reason)
    if (more := len(account.problems) - LISTED) > 0:
        message(f"… and {more:,} more files of {account.folder.path} cannot be read.")
    if account.suffixes:
        kinds = ", ".join(f"{suffix} {n:,}" for suffix, n in sorted(account.suffixes.items()))
        message(f"{account.folder.path}: left out: {kinds}.")


def _row(account: ScanAccount) -> dict[str, Any]:
    return {
        "folder": str(account.folder.path),
        "role": account.folder.role,
        **{fate: getattr(account, fate) for fate in FATES},
        "seconds": round(account.seconds, 3),
        "problems": dict(account.problems),
    }
