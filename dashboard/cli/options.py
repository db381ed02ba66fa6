"""Options that several commands take, and what they come to."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from dashboard.cli.session import Session
    from data.asking.selection import Selection
    from data.settings import Settings


class Format(StrEnum):
    """How figures are printed."""

    table = "table"
    json = "json"
    csv = "csv"


By = Annotated[str, typer.Option(metavar="DIM,…", help="Dimensions, with commas: week,model.")]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="DAY", help="First day: 2026-11-02, 2026-W46, 2026-11, yesterday, 7d."
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", "--to", metavar="DAY", help="Last day, inclusive, written the same ways."
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(metavar="DIM=VALUE", help="Repeat it to narrow, or to widen a DIM."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Figures as they stood at its end, or at 2026-11-02T09:00Z. [now]",
    ),
]
Printed = Annotated[Format, typer.Option("--format", metavar="FORMAT", help="table, json or csv.")]
Columns = Annotated[
    str, typer.Option(metavar="NAME,…", help="Only these columns, in this order. [all]")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        help="A map (TOML) for a log of your own, or one of `offcut sources`.",
    ),
]
Host = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Where to listen; 127.0.0.1 is this machine only.")
]
Port = Annotated[
    int, typer.Option(metavar="NUMBER", help="Port to listen on, 1 to 65535.", min=1, max=65535)
]


def selection_of(
    session: Session,
    first: str | None,
    last: str | None,
    where: list[str] | None,
    as_of: str | None,
) -> Selection:
    """The selection that the options of a question name. Raises QuestionError."""
    from data.asking.selection import Selection

    return Selection.of_options(
        first_day=first, last_day=last, where=where or [], as_of=as_of, settings=session.settings
    )


def one_day(text: str, settings: Settings) -> date | None:
    """A single day as typed, None for nothing. Raises QuestionError."""
    from data.asking.selection import days, local_day
    from data.errors import QuestionError

    if not text:
        return None
    first, last = days(text, settings, local_day(settings.as_of, settings))
    if first != last:
        raise QuestionError(f"{text}: more than one day. Name a single one, like {first}.")
    return first


def names_days(text: str, settings: Settings) -> bool:
    """Whether a text is one that `--from` and `--until` understand."""
    from data.asking.selection import days, local_day
    from data.errors import QuestionError

    try:
        days(text, settings, local_day(settings.as_of, settings))
    except QuestionError:
        return False
    return True


MOST_ROWS = 1_000_000
"""More than anybody reads, and few enough for any machine."""
Limit = Annotated[
    int, typer.Option(metavar="NUMBER", help="How many to show.", min=1, max=MOST_ROWS)
]
MOST_PRINTED = 1000
"""Groups of a table; nobody reads on."""
Groups = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="NUMBER",
        help=f"How many groups to show. [a table: {MOST_PRINTED}, json and csv: all]",
        min=1,
        max=MOST_ROWS,
    ),
]


def most_groups(limit: int | None, printed: Format) -> int | None:
    """How many groups to ask for; None is all of them."""
    if limit is None and printed is Format.table:
        return MOST_PRINTED
    return limit


def names_of(by: str) -> tuple[str, ...]:
    """Names that stand with commas between them."""
    return tuple(name.strip() for name in by.split(",") if name.strip())
