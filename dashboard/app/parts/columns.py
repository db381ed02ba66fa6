"""The columns of a table of figures: what they hold, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.words.gaps import unknown_words
from data.metrics.catalogue import metric
from data.metrics.dimensions import DIMENSIONS, dimension, is_tag

Row = Mapping[str, Any]
_TEXT = ("text", "date", "day", "link", "picture")
DRAWN = ("bar", "course", "picture")
"""Units of cells that are drawn: a share of 1 as a bar, a list of figures as bars over time, a
picture. They are not taken along."""
_DIMENSION_NAMES = {each.name for each in DIMENSIONS}


@dataclass(frozen=True)
class Column:
    """One column: the row's key, its title, and the unit it is written by (`text`: as a name).

    A figure is marked where the row's `thin` holds the column's name. `unknown` says why it may
    be "–". `unit_in` names the key that says each row's own unit, where they differ. A `link` is
    the name within the address that the key `link` holds; a `picture` is shown, not taken away.
    `width` is in pixels, where it is not to go by the first rows. `is_group`: the rows are its
    groups, and one without a name says so.
    """

    name: str
    title: str
    unit: str = "text"
    meaning: str = ""
    unknown: str = ""
    unit_in: str = ""
    link: str = ""
    width: int | None = None
    is_group: bool = False

    @property
    def is_text(self) -> bool:
        """Whether its cells stand to the left."""
        return not self.unit_in and self.unit in _TEXT

    def unit_of(self, row: Row) -> str:
        """What its cell in a row is written by."""
        return (row.get(self.unit_in) if self.unit_in else None) or self.unit

    @property
    def help(self) -> str:
        """What stands beside its title for those who ask."""
        return "\n\n".join(filter(None, (self.meaning, self.unknown)))


def columns_of(*names: str) -> list[Column]:
    """Columns of dimensions and metrics, with their own titles and meanings."""
    return [_column_of(name) for name in names]


def _column_of(name: str) -> Column:
    if name in _DIMENSION_NAMES or is_tag(name):
        return Column(name, dimension(name).title)
    found = metric(name)
    return Column(name, found.title, found.unit, found.meaning, unknown_words(found.reasons))
