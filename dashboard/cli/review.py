"""The command of the weekly meeting: one page that explains the week, in any form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsOf, From, Until, Where
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from data.asking.selection import Selection
    from data.review.asked import Asked
    from data.review.content.review import Built
    from data.review.parts import Review

commands = Commands()


@commands.command(
    epilog="Examples:  offcut review   ·   offcut review --week 2026-W46 --out week.html   ·   "
    "offcut review --where client=acme --post slack:#creative-ops"
)
def review(
    context: typer.Context,
    week: Annotated[
        str, typer.Option(metavar="WEEK", help="The week: 2026-W46. [the last that ended]")
    ] = "",
    first: From = None,
    last: Until = None,
    compare: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="The period before as it stood at the same age (equal-age) or as it stands now "
            "(previous), or the first day of another.",
        ),
    ] = "equal-age",
    where: Where = None,
    as_of: AsOf = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="FILE.html, .md, .pdf, .png, .xlsx or .json. Repeat it."),
    ] = None,
    post: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TARGET", help="slack:, slack:#channel, apprise:NAME or folder:PATH. Repeat it."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Deliver once more what was delivered.")
    ] = False,
    simulate: Annotated[
        bool,
        typer.Option("--simulate", help="When the targets would have fired in the past 26 weeks."),
    ] = False,
) -> None:
    """One page for the weekly meeting: what changed, why, how sure, what to do."""
    from data.review.asked import asked_review

    session: Session = context.obj
    asked = asked_review(
        session.settings,
        week=week,
        first=first or "",
        last=last or "",
        compare=compare,
        where=where or (),
        as_of=as_of,
    )
    _refuse_unknown(session, asked.selection)
    if simulate:
        _print_simulation(session, asked)
        return
    _check_files(out or [])
    _say_unreadable(session)
    built = _built(session, asked)
    if out or post:
        _pass_on(session, asked, built, out or [], post or [], again=again)
    else:
        _print(built.review)


def _refuse_unknown(session: Session, selection: Selection) -> None:
    from data.asking.unknown_values import refuse, unknown_values

    refuse(unknown_values(session.figures, selection))


def _check_files(files: list[Path]) -> None:
    from dashboard.report.written import check_suffix

    for file in files:
        check_suffix(file)


def _say_unreadable(session: Session) -> None:
    """What was remembered and can no longer be read is told, not left out in silence."""
    from dashboard.cli.console import message
    from data.review.decisions import decisions_journal
    from data.review.dismissals import dismissals_journal
    from data.review.published import published_reviews

    settings = session.settings
    for sentence in (
        *decisions_journal(settings).unreadable(),
        *dismissals_journal(settings).unreadable(),
        *published_reviews(settings).unreadable,
    ):
        message(sentence)


def _built(session: Session, asked: Asked) -> Built:
    from data.review.content.review import build_review

    return build_review(session.figures, asked)


def _print(review: Review) -> None:
    from dashboard.report.terminal import print_review

    print_review(review)


def _print_simulation(session: Session, asked: Asked) -> None:
    from dataclasses import replace

    from data.review.content.review import bare_review
    from data.review.firing import simulate

    part = simulate(session.figures, asked.selection)
    bare = bare_review(session.figures, asked)
    _print(replace(bare, title=part.title, headline="", parts=(part,)))


def _pass_on(
    session: Session,
    asked: Asked,
    built: Built,
    files: list[Path],
    targets: list[str],
    *,
    again: bool,
) -> None:
    """Write and deliver the review as it may be shared, and keep what was said.

    Every target is tried; what was not taken is said, and the command exits 1.
    """
    from dashboard.cli.console import message
    from dashboard.report.written import write
    from data.review.persons import check_shared
    from data.review.sharing import keep, shared

    check_shared(asked.selection, session.settings)
    review = shared(session.figures, asked, built.review)
    for file in files:
        write(review, file)
        message(f"{review.title} is written to {file}.")
    kept = keep(session.figures, asked, review, built.found)
    if kept is not None:
        message(f"What was said is kept in {kept}.")
    taken = [_delivered(session, review, target, again=again) for target in targets]
    if not all(taken):
        raise typer.Exit(1)


def _delivered(session: Session, review: Review, target: str, *, again: bool) -> bool:
    import os

    from dashboard.cli.console import message
    from dashboard.report.delivery.deliver import deliver
    from data.errors import OffcutError
    from data.review.kept import reviews_folder

    try:
        said = deliver(
            review, target, os.environ, reviews=reviews_folder(session.settings), again=again
        )
    except OffcutError as error:
        message(str(error))
        return False
    message(said)
    return True
