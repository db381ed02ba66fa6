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
    from collections.abc import Sequence

    from data.review.parts import Part, Review

PLAIN_WIDTH = 100
"""Columns of text that stands in no terminal."""


def review_text(review: Review, width: int = PLAIN_WIDTH) -> str:
    """The review as plain text, without colours."""
    written = StringIO()
    print_review(review, Console(file=written, width=width, color_system=None))
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def print_review(review: Review, console: Console | None = None) -> None:
    """Print it, by default on standard output, as wide as the terminal is."""
    console = console or Console()
    _say(console, label(review.title), "bold")
    _say(console, label(review.headline), "bold")
    _say(console, caption(review), "dim")
    if review.notice:
        _say(console, label(review.notice), "yellow")
    for part in reading_order(review):
        _print_part(console, review, part)


def _print_part(console: Console, review: Review, part: Part) -> None:
    quiet = "dim" if part.is_small_print else ""
    console.print()
    _say(console, label(part.title), quiet or "bold")
    for sentence in sentences(part):
        _say(console, sentence, quiet)
    if found := findings(review, part):
        console.print(_numbered(found))
    elif part.rows:
        _print_table(console, review, part, quiet)


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


def _print_table(console: Console, review: Review, part: Part, style: str) -> None:
    right = {place for place, column in enumerate(part.columns) if is_figure(column)}
    rows = [headings(part), *(cells(review, part, row) for row in part.rows)]
    for line in table_lines(rows, right, width=console.width):
        console.print(Text(line, style), no_wrap=True, overflow="ignore", crop=False)


def _say(console: Console, line: str, style: str) -> None:
    console.print(Text(line, style, overflow="fold"))
