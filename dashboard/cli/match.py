"""Which file is which output, and which a verdict means, where only a person can tell."""

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
match = Commands(
    help="What may be an output: files, and verdicts.",
    no_args_is_help=True,
)
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


@match.command("verdicts", epilog="Example:  offcut match verdicts --limit 20")
def match_verdicts(
    context: typer.Context,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """Verdicts that fit no output, or several, the latest first."""
    from dataclasses import asdict

    from dashboard.cli.console import print_json, print_line, print_table
    from data.asking.listings import unmatched
    from data.asking.selection import Selection

    session: Session = context.obj
    waiting = [asdict(each) for each in unmatched(session.figures.cursor(Selection()), limit=limit)]
    if json:
        print_json(waiting)
    elif not waiting:
        print_line("Every verdict has found its output.")
    else:
        print_table(tuple(waiting[0]), [[str(v or "") for v in e.values()] for e in waiting], ())


@match.command(
    "verdict", epilog="Example:  offcut match verdict verdict_sheet final_v2.png fal:r1#0"
)
def match_verdict(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Where the verdict is from.")],
    reference: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="As the verdict writes it.")
    ],
    output: Annotated[
        str, typer.Argument(metavar="OUTPUT", help="SOURCE:ID#INDEX, or what it alone is called.")
    ],
) -> None:
    """Say which output the verdicts with this reference mean; later ones mean it too."""
    from dashboard.cli.console import message
    from data.asking.selection import Selection
    from data.told.references import check_reference, output_called, say_meant
    from data.told.taken_in import count_told

    session: Session = context.obj
    cursor = session.figures.cursor(Selection())
    check_reference(cursor, source, reference)
    meant = output_called(cursor, output)
    say_meant(session.settings, source, reference, meant)
    session.figures.reader.close()
    count_told(session.settings)
    message(f"{reference} of {source} means {meant.name}; the figures count it.")


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
