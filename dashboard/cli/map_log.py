"""The command that proposes a map for a log nobody knows, and lets a person choose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer._click.exceptions import UsageError

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsJson
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from dashboard.cli.proposed_map import Guess, ProposedMap

commands = Commands()
GO_ON = ""


@commands.command(
    "map",
    epilog="Examples:  offcut map jobs.csv   ·   offcut map jobs.csv --choose status=state "
    "--choose timezone=Europe/Berlin --yes",
)
def map_log(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A log that no source reads.")],
    choose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT=CHOICE", help="Choose otherwise than guessed: FIELD=COLUMN. Repeat it."
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to save the map. [beside the log]"),
    ] = None,
    yes: Annotated[bool, typer.Option(help="Do not ask: save it as it is guessed.")] = False,
    json: AsJson = False,
) -> None:
    """Propose a map for a log that no source reads."""
    from dashboard.cli.console import message, print_json
    from dashboard.cli.map_printed import json_of, print_doubts, print_proposal, say_saved

    session: Session = context.obj
    choices = _choices(context, choose or [])
    proposed = session.ingest.propose_map(file, session.settings, choices)
    may_ask = not (yes or json) and sys.stdin.isatty() and sys.stdout.isatty()
    if may_ask:
        proposed, is_wanted = _asked(session, proposed, choices)
    else:
        is_wanted = yes or save is not None
    places = (
        session.ingest.save_map(proposed, session.settings, to=save, over=yes) if is_wanted else ()
    )
    if json:
        print_json(json_of(proposed, places))
    elif not may_ask:
        print_proposal(proposed)
        print_doubts(proposed.doubts)
    if places:
        say_saved(places)
    elif not json:
        message("Nothing is saved: --yes saves it beside the log, --save FILE elsewhere.")
    if proposed.preview is None or proposed.preview.account.error:
        raise typer.Exit(1)


def _choices(context: typer.Context, given: list[str]) -> dict[str, str]:
    found = {}
    for each in given:
        key, has_value, value = each.partition("=")
        if not has_value or not key.strip():
            raise UsageError(f"--choose {each}: write it as WHAT=CHOICE: status=state.", context)
        found[key.strip()] = value.strip()
    return found


def _asked(
    session: Session, proposed: ProposedMap, choices: dict[str, str]
) -> tuple[ProposedMap, bool]:
    """Doubt by doubt, then whatever a person wants to choose; whether to save it."""
    from dashboard.cli.map_printed import print_proposal

    print_proposal(proposed)
    while proposed.doubts:
        doubt = proposed.doubts[0]
        answer = _choice_of(doubt, doubt.doubt or doubt.reason)
        proposed = _chosen(session, proposed, choices, doubt, answer)
    while (changed := _anything_else(proposed)) is not None:
        answer = _choice_of(changed, changed.reason)
        proposed = _chosen(session, proposed, choices, changed, answer)
    print_proposal(proposed)
    return proposed, proposed.preview is not None and typer.confirm("Save the map?", default=True)


def _chosen(
    session: Session, proposed: ProposedMap, choices: dict[str, str], guess: Guess, answer: str
) -> ProposedMap:
    """The proposal after one more choice; of another record kind, all others are made anew."""
    if guess.key == "record" and answer != guess.value:
        choices.clear()
    choices[guess.key] = answer
    return session.ingest.propose_map(proposed.file, session.settings, choices)


def _choice_of(guess: Guess, why: str) -> str:
    """One of the options, by its number; any text where there is but one."""
    from dashboard.cli.console import plain, print_line
    from dashboard.cli.map_printed import shown

    print_line(f"\n{guess.key} = {shown(guess.value)}: {why}.")
    for number, option in enumerate(guess.options, start=1):
        print_line(f"  {number}  {shown(plain(option))}")
    while True:
        typed = typer.prompt("Number, or Enter to keep it", default=GO_ON, show_default=False)
        if typed == GO_ON:
            return guess.value
        if typed.isdecimal() and 1 <= int(typed) <= len(guess.options):
            return guess.options[int(typed) - 1]
        if len(guess.options) == 1:
            return str(typed)
        print_line(f"{typed}: not one of 1 to {len(guess.options)}.")


def _anything_else(proposed: ProposedMap) -> Guess | None:
    from dashboard.cli.console import print_line

    known = {each.key: each for each in proposed.proposal.guesses}
    while True:
        typed = typer.prompt(
            "\nWhat else to choose (a name of the first column), or Enter to go on",
            default=GO_ON, show_default=False,
        ).strip()  # fmt: skip
        if typed == GO_ON:
            return None
        if typed in known:
            return known[typed]
        print_line(f"{typed}: nothing is called so. There are: {', '.join(known)}.")
