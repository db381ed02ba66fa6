"""The command that keeps a finding quiet for four weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer._click.exceptions import UsageError

from dashboard.cli.commands import Commands
from dashboard.cli.options import AsJson
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.review.dismissals import Dismissal
    from data.review.journal import Numbered
    from data.settings import Settings

commands = Commands()


@commands.command(
    epilog='Examples:  offcut dismiss rerolls:client=acme --because "a pitch"   ·   '
    "offcut dismiss --list"
)
def dismiss(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(metavar="KEY", help="Of the finding, as it stands beside it in a review."),
    ] = None,
    because: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why it is nothing to act on.")
    ] = None,
    tell: Annotated[
        bool, typer.Option("--list", help="Tell what was dismissed, the newest first.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Keep a finding of the weekly review quiet for four weeks."""
    from datetime import UTC, datetime

    from dashboard.cli.console import message
    from data.review.dismissals import QUIET, dismissals_journal, new_dismissal

    session: Session = context.obj
    journal = dismissals_journal(session.settings)
    for sentence in journal.unreadable():
        message(sentence)
    if tell:
        if key or because:
            raise UsageError("--list stands alone: it tells all, and dismisses none.", context)
        _print(journal.entries(), as_json=json)
        return
    if json:
        raise UsageError("--json goes with --list.", context)
    if not key:
        raise UsageError("offcut dismiss needs KEY. `offcut dismiss --help` says more.", context)
    now = session.settings.as_of or datetime.now(UTC)
    journal.append(new_dismissal(key, because, now))
    if near := _meant(key, session.settings):
        message(f"No published review has a finding called {key}. {near}")
    message(f"{key} is quiet until {(now + QUIET).astimezone(session.settings.zone).date()}.")


def _meant(key: str, settings: Settings) -> str | None:
    """Which published findings are called nearly so, where none is called just so."""
    from data.errors import nearest
    from data.review.published import published_reviews

    reviews = published_reviews(settings).reviews
    known = sorted({claim.key for review in reviews for claim in review.predictions})
    return None if key in known else nearest(key, known)


def _print(dismissals: Sequence[Numbered[Dismissal]], *, as_json: bool) -> None:
    from dashboard.cli.console import message, print_json, print_table
    from dashboard.words.formats import NOTHING
    from data.review.dismissals import QUIET

    rows = [
        {
            **entry.model_dump(mode="json"),
            "quiet_until": (entry.created_at + QUIET).date().isoformat(),
        }
        for _, entry in reversed(dismissals)
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        message("Nothing was dismissed yet.")
        return
    names = ("key", "because", "quiet_until")
    print_table(names, [[row[name] or NOTHING for name in names] for row in rows], ())
