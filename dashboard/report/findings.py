"""Findings as a numbered list: the money in front, the sentence, and what it rests on.

The parts named `findings`, `levers` and `trials` are drawn so: the first column of text is the
sentence, the first column of money the size. Every other column that has a value follows the
sentence as `heading cell`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.report.cells import cell
from dashboard.words.formats import label

if TYPE_CHECKING:
    from data.review.parts import Column, Part, Review

NAME = "findings"
NAMES = (NAME, "levers", "trials")
MONEY = ("money", "money_per")


class Finding(NamedTuple):
    """One finding as texts: its money ("" where the part has no such column), its sentence."""

    money: str
    sentence: str
    details: tuple[tuple[str, str], ...]
    """Heading and cell of each further column."""

    @property
    def detail(self) -> str:
        """`n 34 · from $210.00 · to $655.00`."""
        return " · ".join(f"{heading} {text}" for heading, text in self.details)


def findings(review: Review, part: Part) -> list[Finding]:
    """The rows of the part as findings; none where it is a table like any other."""
    sentence = _first(part, ("text",))
    if part.name not in NAMES or sentence is None:
        return []
    money = _first(part, MONEY)
    further = [column for column in part.columns if column not in (sentence, money)]
    return [
        Finding(
            cell(review, part, money, row) if money else "",
            cell(review, part, sentence, row),
            tuple(
                (label(each.title), cell(review, part, each, row))
                for each in further
                if row.get(each.name) is not None
            ),
        )
        for row in part.rows
    ]


def _first(part: Part, units: tuple[str, ...]) -> Column | None:
    return next((c for c in part.columns if c.unit in units and not c.unit_in), None)
