"""A review as lines for the terminal, no wider than it; nothing is cut off."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.report.cells import (
    caption,
    cells,
    headings,
    is_figure,
    reading_order,
    sentences,
)
from dashboard.report.findings import Finding, findings
from dashboard.words.formats import label
from dashboard.words.table_layout import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.review.parts import Part, Review

PLAIN_WIDTH = 100
"""Columns of text that stands in no terminal."""


def review_text(review: Review, width: int = PLAIN_WIDTH) -> str:
    """The review as plain text that fits the width, without colours."""
    written = StringIO()
    _print(Console(file=written, width=width, color_system=None), review, width)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def print_review(review: Review, console: Console | None = None) -> None:
    """Print it, by default on standard output; on a terminal it fits.

    Elsewhere a row of a table is a line.
    """
    to = console or Console()
    if to.is_terminal:
        _print(to, review, to.width)
    else:
        to.width = PLAIN_WIDTH
        _print(to, review, None)


def _print(console: Console, review: Review, width: int | None) -> None:
    _say(console, label(review.title), "bold")
    _say(console, label(review.headline), "bold")
    _say(console, caption(review), "dim")
    if review.notice:
        _say(console, label(review.notice), "yellow")
    for part in reading_order(review):
        _print_part(console, review, part, width)


def _print_part(console: Console, review: Review, part: Part, width: int | None) -> None:
    quiet = "dim" if part.is_small_print else ""
    console.print()
    _say(console, label(part.title), quiet or "bold")
    for sentence in sentences(part):
        _say(console, sentence, quiet)
    if found := findings(review, part):
        console.print(_numbered(found))
    elif part.rows:
        for line in _table(review, part, width):
            console.print(Text(line, quiet), no_wrap=True, overflow="ignore", crop=False)


def _numbered(found: Sequence[Finding]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, each in enumerate(found, 1):
        words = Text(each.sentence)
        if each.detail:
            words.append(f"\n{each.detail}", "dim")
        grid.add_row(Text(f"{number}."), Text(each.money, "bold"), words)
    return grid


def _table(review: Review, part: Part, width: int | None) -> Iterator[str]:
    right = {place for place, column in enumerate(part.columns) if is_figure(column)}
    rows = [headings(part), *(cells(review, part, row) for row in part.rows)]
    return table_lines(rows, right, width=width)


def _say(console: Console, line: str, style: str) -> None:
    console.print(Text(line, style, overflow="fold"))
