"""Which file is which output, where only a person can tell: listed, accepted, rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import MOST_ROWS, AsJson, Limit
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from data.evidence.match_journal import Answer
    from data.evidence.possible import PossibleMatch

commands = Commands()
match = Commands(help="Files that may be an output: list, accept, reject.", no_args_is_help=True)
commands.add_typer(match, name="match")
Keys = Annotated[list[str], typer.Argument(metavar="KEY", help="Keys, from `offcut match list`.")]


@match.command("list", epilog="Example:  offcut match list --limit 20")
def match_list(
    context: typer.Context,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """Files that may be an output, with what speaks for it."""
    from dashboard.cli.console import print_json, print_line, print_table
    from data.evidence.possible import possible_matches

    session: Session = context.obj
    waiting = possible_matches(session.figures.open(), limit=limit)
    if json:
        print_json([_row(each) for each in waiting])
    elif not waiting:
        print_line("No file waits for an answer.")
    else:
        rows = [[str(value or "") for value in _row(each).values()] for each in waiting]
        print_table(tuple(_row(waiting[0])), rows, ("output_index", "distance", "margin"))


@match.command("accept", epilog="Example:  offcut match accept 3fa2b1c0")
def match_accept(context: typer.Context, keys: Keys) -> None:
    """Say that these files are these outputs; the figures count them from now on."""
    _answer(context.obj, "accept", keys)


@match.command("reject", epilog="Example:  offcut match reject 3fa2b1c0")
def match_reject(context: typer.Context, keys: Keys) -> None:
    """Say that these files are not these outputs."""
    _answer(context.obj, "reject", keys)


def _answer(session: Session, answer: Answer, keys: list[str]) -> None:
    from dashboard.cli.console import message
    from dashboard.cli.load_progress import count_progress
    from dashboard.cli.scan import print_report
    from data.evidence.match_journal import answer_now
    from data.evidence.possible import of_key

    cursor = session.figures.open()
    found = [of_key(cursor, key, limit=MOST_ROWS) for key in keys]
    for each in found:
        answer_now(session.settings, answer, each.pair)
        is_it = "is" if answer == "accept" else "is not"
        message(f"{each.path} {is_it} output {each.output_index} of {each.source_id}: noted.")
    session.figures.reader.close()
    with count_progress() as progress:
        report = session.ingest.settle_matches(session.settings, progress=progress)
    print_report(report)


def _row(each: PossibleMatch) -> dict[str, Any]:
    return {
        "key": each.key,
        "path": each.path,
        "source": each.source,
        "source_id": each.source_id,
        "output_index": each.output_index,
        "brief": each.brief,
        "found_by": each.found_by,
        "distance": each.distance,
        "margin": each.margin,
    }
