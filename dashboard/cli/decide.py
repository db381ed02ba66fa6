"""The command that notes what the weekly meeting decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.exceptions import UsageError

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsJson, Where
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from datetime import date

    from data.review.decisions import Decision
    from data.settings import Settings

commands = Commands()


@commands.command(
    epilog='Examples:  offcut decide "Edit instead of re-rolling" --week 2026-W46 --owner Ana '
    "--by 2026-11-27 --watch reroll_share --where client=acme   ·   offcut decide --list"
)
def decide(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="What was decided, in a sentence.")
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(metavar="WEEK", help="The week reviewed: 2026-W46. [the last that ended]"),
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Who does it.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DAY", help="Until when: 2026-11-27, 2026-W48.")
    ] = None,
    watch: Annotated[
        str | None, typer.Option(metavar="METRIC", help="The figure that it should move.")
    ] = None,
    where: Where = None,
    tell: Annotated[
        bool, typer.Option("--list", help="Tell what was decided, the newest first.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Note what the meeting decided, and the number that it watches."""
    from dashboard.cli.console import message
    from data.review.decisions import decisions_journal

    session: Session = context.obj
    journal = decisions_journal(session.settings)
    for sentence in journal.unreadable():
        message(sentence)
    if tell:
        _refuse_with_list(context, text, week, owner, by, watch, where)
        print_decisions(journal.entries(), as_json=json)
        return
    if json:
        raise UsageError("--json goes with --list.", context)
    decision = _decision(context, text, week, owner, by, watch, where)
    number = journal.append(decision)
    message(f"Decision {number} of the week from {decision.week} is noted in {journal.path}.")


def _refuse_with_list(context: typer.Context, *given: object) -> None:
    if any(given):
        raise UsageError("--list stands alone: it tells all decisions, and notes none.", context)


def _decision(
    context: typer.Context,
    text: str | None,
    week: str | None,
    owner: str | None,
    by: str | None,
    watch: str | None,
    where: list[str] | None,
) -> Decision:
    from data.review.decisions import new_decision

    session: Session = context.obj
    for name, value in (('"WHAT WAS DECIDED"', text), ("--owner NAME", owner), ("--by DAY", by)):
        if not (value or "").strip():
            raise UsageError(f"offcut decide needs {name}. `offcut decide --help` says more.")
    reviewed = _week(week, session.settings)
    decision = new_decision(
        session.figures,
        text=str(text),
        week=reviewed,
        owner=str(owner),
        by=_due(str(by), reviewed, session.settings),
        watch=watch,
        where=tuple(where or ()),
    )
    _refuse_unknown_values(session, decision)
    return decision


def _refuse_unknown_values(session: Session, decision: Decision) -> None:
    from data.asking.unknown_values import refuse, unknown_values

    if decision.watch is not None:
        refuse(unknown_values(session.figures, decision.watched(session.settings)))


def _week(text: str | None, settings: Settings) -> date:
    """The first day of the week that was reviewed."""
    from datetime import timedelta

    from data.asking.selection import days, local_day
    from data.errors import QuestionError
    from data.metrics.days import first_of_week

    today = local_day(settings.as_of, settings)
    this_week = first_of_week(today, settings)
    if text is None:
        return this_week - timedelta(days=7)
    first, last = days(text, settings, today)
    week = first_of_week(first, settings)
    if first_of_week(last, settings) != week:
        raise QuestionError(f"--week {text}: more than one week. Write it like 2026-W46.")
    if week > this_week:
        raise QuestionError(f"--week {text}: has not begun. Name a week that was reviewed.")
    return week


def _due(text: str, week: date, settings: Settings) -> date:
    """The day it is due: the last of those named."""
    from data.asking.selection import Selection, days, local_day
    from data.errors import QuestionError

    due = days(text, settings, local_day(settings.as_of, settings)).last
    Selection(last_day=due)
    if due < week:
        raise QuestionError(f"--by {text}: before the week from {week} that was reviewed.")
    return due


# --- told -------------------------------------------------------------------------------------


def print_decisions(decisions: Any, *, as_json: bool) -> None:
    """The decisions, the newest first."""
    from dashboard.cli.console import message, print_json, print_table
    from dashboard.words.formats import NOTHING

    rows = [
        {"decision": number, **entry.model_dump(mode="json")}
        for number, entry in reversed(decisions)
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        message('Nothing was decided yet. Note one: offcut decide "…" --owner NAME --by DAY')
        return
    names = ("decision", "week", "text", "owner", "by", "watch", "where")
    cells = [[_cell(row[name]) or NOTHING for name in names] for row in rows]
    print_table(names, cells, ("decision",))


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
