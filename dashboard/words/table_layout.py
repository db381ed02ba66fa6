"""A table as lines of text that fit a width: cells are wrapped, else columns go into panels.

Nothing is left out. Text that can be broken between words gives way first; where that is not
enough, the table is printed in several panels, each beginning with the columns that say what a row
is about. Without a width it has the width it needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from textwrap import TextWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "  "
NARROWEST = 12
"""Text narrower than this is no text."""


class _Wrapper(TextWrapper):
    """Breaks between words, and in a name after a hyphen or slash, but no date."""

    wordsep_re = re.compile(r"(\s+|\S*?[^\W\d][-/]+)")

    def parts(self, text: str) -> list[str]:
        """What is not broken."""
        return self._split(text)


@dataclass(frozen=True)
class _Column:
    """One column: its header and cells, to the right or not, and how wide it is drawn."""

    cells: tuple[str, ...]
    right: bool
    width: int

    @property
    def least(self) -> int:
        """How narrow it can be drawn without breaking a word or a number."""
        if self.right:
            return self.width
        words = (len(word) for cell in self.cells for word in _Wrapper().parts(cell))
        return min(self.width, max(NARROWEST, *words, 0))

    def line(self, number: int) -> list[str]:
        """The cell of a row as the lines it takes."""
        cell = self.cells[number]
        indent = cell[: len(cell) - len(cell.lstrip("→ "))].replace("→", " ")
        wrapper = _Wrapper(self.width, subsequent_indent=indent)
        parts = [cell] if len(cell) <= self.width else wrapper.wrap(cell)
        return [part.rjust(self.width) if self.right else part.ljust(self.width) for part in parts]


def table_lines(
    cells: Sequence[Sequence[str]], right: set[int], *, keys: int = 1, width: int | None = None
) -> Iterator[str]:
    """The lines of a table whose first row is its header; `right` are columns of figures.

    `keys` columns say what a row is about, and begin each panel.
    """
    columns = [
        _Column(column, place in right, max(map(len, column)))
        for place, column in enumerate(zip(*cells, strict=True))
    ]
    for number, panel in enumerate(_panels(columns, keys, width)):
        if number:
            yield ""
        yield from _lines(panel)


def _lines(columns: Sequence[_Column]) -> Iterator[str]:
    for number in range(len(columns[0].cells)):
        drawn = [column.line(number) for column in columns]
        blank = [" " * column.width for column in columns]
        for parts in zip_longest(*drawn):
            line = (part or space for part, space in zip(parts, blank, strict=True))
            yield GAP.join(line).rstrip()
        if number == 0:
            yield GAP.join("-" * column.width for column in columns)


def _panels(
    columns: Sequence[_Column], keys: int, width: int | None
) -> Iterator[Sequence[_Column]]:
    if width is None or _taken(columns) <= width:
        yield columns
    elif _taken([replace(each, width=each.least) for each in columns]) <= width:
        yield _narrowed(columns, width)
    else:
        yield from _side_by_side(columns, keys, width)


def _side_by_side(columns: Sequence[_Column], keys: int, width: int) -> Iterator[Sequence[_Column]]:
    """Panels of as many columns as fit beside the key columns, in their order."""
    first = [_at_most(each, width // (2 * keys)) for each in columns[:keys]]
    room = width - _taken(first) - len(GAP)
    panel = list(first)
    for column in (_at_most(each, room) for each in columns[keys:]):
        if len(panel) > keys and _taken([*panel, column]) > width:
            yield panel
            panel = list(first)
        panel.append(column)
    yield panel


def _at_most(column: _Column, width: int) -> _Column:
    return column if column.right else replace(column, width=min(column.width, max(width, 1)))


def _narrowed(columns: Sequence[_Column], width: int) -> Sequence[_Column]:
    """The widest text gives way first, until all fit."""
    least, widths = [each.least for each in columns], [each.width for each in columns]
    for _ in range(_taken(columns) - width):
        can = [place for place, each in enumerate(widths) if each > least[place]]
        widths[max(can, key=widths.__getitem__)] -= 1
    return [replace(each, width=found) for each, found in zip(columns, widths, strict=True)]


def _taken(columns: Sequence[_Column]) -> int:
    return sum(each.width for each in columns) + len(GAP) * (len(columns) - 1)
