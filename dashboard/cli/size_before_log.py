"""`offcut size --assets …`: a commitment before there is a log, from what somebody states."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dashboard.cli.session import Session
    from data.asking.selection import Selection
    from data.commitments.before_log.sizing import BeforeLogSizing
    from data.commitments.question import SizingQuestion

Assets = Annotated[
    int | None,
    typer.Option(metavar="NUMBER", help="Before there is a log: usable assets wanted a month …"),
]
Attempts = Annotated[
    str | None, typer.Option(metavar="FROM..TO", help="… attempts that each may take: 3..12 …")
]
Model = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="… and with which model: 'Kling 3.0 720p'; repeatable."),
]
Seconds = Annotated[
    str | None, typer.Option(metavar="NUMBER", help="How long a clip is, where that is charged.")
]


def print_before_log(
    session: Session,
    selection: Selection,
    stated: tuple[int | None, str | None, list[str] | None, str | None],
    asked: SizingQuestion,
    printed: str,
) -> None:
    """Size what was stated, and print it. Raises QuestionError naming what is missing or wrong."""
    from dashboard.cli.console import print_csv, print_json
    from dashboard.words.before_log import all_rows
    from data.commitments.before_log.question import stated_question
    from data.commitments.before_log.sizing import size_before_log

    assets, attempts, models, seconds = stated
    question = stated_question(assets, attempts, models or (), seconds, asked)
    moment = session.figures.as_of(selection).replace(tzinfo=UTC)
    today = moment.astimezone(session.settings.zone).date()
    found = size_before_log(question, session.figures.book, today, session.settings.currency)
    if printed == "table":
        _print_words(found)
        return
    rows = [{name: _plain(value) for name, value in row.items()} for row in all_rows(found)]
    if printed == "json":
        print_json(rows)
    else:
        print_csv(rows, list(rows[0]))


def _plain(value: Any) -> Any:
    """Decimals as text, so that they stay exact."""
    return str(value) if isinstance(value, Decimal) else value


def _print_words(found: BeforeLogSizing) -> None:
    from dashboard.cli.console import print_line, print_table
    from dashboard.words.before_log import cell, pays_note, rows_of, titles_of
    from data.commitments.before_log.sentences import before_log_reasons, before_log_sentence

    print_line(before_log_sentence(found))
    for sentence in before_log_reasons(found):
        print_line(f"· {sentence}")
    titles, rows = titles_of(found), rows_of(found)
    horizon = found.work.horizon
    _head(f"What {found.asked.assets:,} usable assets a month cost, by attempts per usable asset")
    cells = [[cell(name, row[name], found.currency) for name in titles] for row in rows]
    print_table(list(titles.values()), cells, list(titles.values())[1:])
    print_line(
        f"From {horizon.starts_on} to {horizon.ends_on}; each at the number that costs least."
    )
    if note := pays_note(found):
        print_line(note)
    _print_pilots(found)
    if found.left_out:
        _head("Left out")
        for each in found.left_out:
            print_line(f"{each.title}: {each.reason}")


def _print_pilots(found: BeforeLogSizing) -> None:
    from dashboard.cli.console import print_table
    from dashboard.words.before_log import cell, pilot_rows, pilot_titles

    titles, rows = pilot_titles(found), pilot_rows(found)
    if rows:
        _head(f"A pilot of {found.briefs.likely:,} briefs")
        cells = [[cell(name, row[name], found.currency) for name in titles] for row in rows]
        print_table(
            list(titles.values()), cells, [titles[name] for name in titles if "cost" in name]
        )


def _head(words: str) -> None:
    from dashboard.cli.console import print_line

    print_line(f"\n{words}\n{'-' * len(words)}")
