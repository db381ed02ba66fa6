"""How each cell, line and part of a review reads: one text for all forms that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import day, label, shown

if TYPE_CHECKING:
    from data.review.parts import Column, Part, Review, Row

TO_THE_LEFT = ("text", "day")
"""Units of cells that stand to the left; figures stand to the right, under each other."""
EMPTY = "Nothing to show."


def cell(review: Review, part: Part, column: Column, row: Row) -> str:
    """One cell for people; "–" where it is not known."""
    return shown(row.get(column.name), part.unit_of(column, row), review.currency)


def cells(review: Review, part: Part, row: Row) -> list[str]:
    """A row as its cells, in the order of the columns."""
    return [cell(review, part, column, row) for column in part.columns]


def headings(part: Part) -> list[str]:
    """The titles of the columns."""
    return [label(column.title) for column in part.columns]


def is_figure(column: Column) -> bool:
    """Whether the cells of a column stand to the right."""
    return bool(column.unit_in) or column.unit not in TO_THE_LEFT


def sentences(part: Part) -> list[str]:
    """What a part says, without what cannot be seen; one with neither words nor rows says so."""
    said = part.sentences or (() if part.rows else (EMPTY,))
    return [label(sentence) for sentence in said]


def caption(review: Review) -> str:
    """`2 Nov 2026 to 8 Nov 2026 · compared with … · as of 2026-11-09 08:00 UTC · client=…`."""
    first, last = day(review.first_day), day(review.last_day)
    return " · ".join(
        [
            first if first == last else f"{first} to {last}",
            *([f"compared with {label(review.compared_with)}"] if review.compared_with else []),
            f"as of {label(review.as_of)} UTC",
            review.currency,
            *map(label, review.selection),
        ]
    )


def reading_order(review: Review) -> list[Part]:
    """The parts as they are read: small print last."""
    return sorted(review.parts, key=lambda part: part.is_small_print)
