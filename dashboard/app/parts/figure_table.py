"""A table of figures: written as everywhere, sorted by their value, and taken away as CSV."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.app.parts.drawer_marks import open_row, opener
from dashboard.app.parts.links.here import open_links_here
from dashboard.app.parts.markup import advice
from dashboard.app.parts.take_along import note_table
from dashboard.words.aligned import aligned
from dashboard.words.formats import NOTHING, label, shown
from dashboard.words.gaps import unknown_words
from dashboard.words.named_groups import group_name
from data.asking.selection import NOT_KNOWN
from data.metrics.catalogue import metric
from data.metrics.dimensions import DIMENSIONS, dimension, is_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pandas.io.formats.style import Styler

    Row = Mapping[str, Any]

SHOWN = 2000
"""So many rows are sent to the browser."""
THIN = " †"
THIN_MEANS = "† thin tail: fewer than five attempts are expected beyond this percentile."
_TEXT = ("text", "date", "day", "link", "picture")
DRAWN = ("bar", "course", "picture")
"""Units of cells that are drawn: a share of 1 as a bar, a list of figures as bars over time, a
picture. They are not taken along."""
OPENS = "opens"
_DAY = "D MMM YYYY"
"""As `words/formats` writes a day."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Text that starts like this is executed by spreadsheets (OWASP, CSV injection)."""
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


def show_table(
    rows: Sequence[Row],
    columns: Sequence[Column],
    currency: str,
    *,
    file: str,
    height: int | str = "auto",
    opens: str = "",
    row_height: int | None = None,
) -> None:
    """The rows as a table, with a button that takes them away as `<file>.csv`.

    With `opens`, a dimension whose groups the rows are, a cell opens the drawer of its row's group;
    where the name that is shown is not the group's own, that stands in the row under `OPENS`.
    `row_height`: in pixels, where rows have pictures.
    """
    taken = [each for each in columns if each.unit not in DRAWN]
    note_table(file, {each.name: each.title for each in taken}, rows)
    if any(each.unit == "link" for each in columns):
        open_links_here(file)
    st.dataframe(
        _styled(rows[:SHOWN], columns, currency),
        hide_index=True,
        placeholder=NOTHING,
        height=height,  # type: ignore[arg-type]
        row_height=row_height,
        column_config={each.name: _config(each, is_pinned=not n) for n, each in enumerate(columns)},
        **(_opening(file, opens, rows[:SHOWN]) if opens else {}),
    )
    st.download_button(
        "Download as CSV",
        lambda: csv_text(rows, columns),
        f"{file}.csv",
        "text/csv",
        key=f"csv_{file}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
    if len(rows) > SHOWN:
        advice(f"The first {SHOWN:,} of {len(rows):,} rows; the download has them all.")


def _opening(file: str, name: str, rows: Sequence[Row]) -> dict[str, Any]:
    keys = [row.get(OPENS, row[name]) for row in rows]
    groups = [NOT_KNOWN if key is None else label(key) for key in keys]
    return {
        "key": opener(file),
        "on_select": partial(open_row, file, name, groups),
        "selection_mode": "single-cell",
    }


def _styled(rows: Sequence[Row], columns: Sequence[Column], currency: str) -> Styler:
    frame = pd.DataFrame(
        {
            each.name: [
                _sortable(_named(row[each.link or each.name], each), each.unit) for row in rows
            ]
            for each in columns
        }
    )
    style = frame.style
    figures = [each for each in columns if not each.is_text and each.unit not in DRAWN]
    # Of all columns at once: each call walks through the whole table.
    style = style.format(
        {each.name: aligned(_writer(each.unit, currency), frame[each.name]) for each in figures}
    )
    for each in figures:
        for unit in {each.unit_of(row) for row in rows} - {each.unit}:
            mine = [n for n, row in enumerate(rows) if each.unit_of(row) == unit]
            style = style.format(_writer(unit, currency), subset=(mine, [each.name]))
        thin = [n for n, row in enumerate(rows) if each.name in row.get("thin", ())]
        if thin:
            writer = _writer(each.unit, currency, THIN)
            style = style.format(writer, subset=(thin, [each.name]))
    return style


def _named(value: Any, column: Column) -> Any:
    """What belongs to no group says so; "–" would be a figure nobody knows."""
    return group_name(None, column.name) if value is None and column.is_group else value


def _sortable(value: Any, unit: str) -> Any:
    """A number as a float, a day as it is, anything else as the text people read."""
    if unit in ("day", "link", "picture", "course"):
        return value
    if value is None or isinstance(value, (str, date)):
        return None if value is None else label(value)
    return float(value)


def _writer(unit: str, currency: str, mark: str = "") -> Callable[[object], str]:
    def write(value: object) -> str:
        if not isinstance(value, float) or math.isnan(value):
            return NOTHING
        return shown(int(value) if unit == "count" else value, unit, currency) + mark

    return write


def _config(column: Column, *, is_pinned: bool) -> Any:
    words: dict[str, Any] = {"help": column.help or None, "pinned": is_pinned or None}
    if column.unit == "day":
        return st.column_config.DateColumn(column.title, format=_DAY, **words)
    if column.unit == "bar":
        return st.column_config.ProgressColumn(
            column.title, format=" ", min_value=0.0, max_value=1.0, width="small", **words
        )
    if column.unit == "course":
        return st.column_config.BarChartColumn(column.title, y_min=0.0, **words)
    if column.unit == "picture":
        return st.column_config.ImageColumn(column.title, width="small", **words)
    if column.unit == "link":
        named = rf"[?&]{column.name}=([^&]*)"
        return st.column_config.LinkColumn(
            column.title, display_text=named, alignment="left", **words
        )
    kind = st.column_config.TextColumn if column.is_text else st.column_config.NumberColumn
    return kind(column.title, width=column.width, **words)


def csv_text(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """The rows as CSV: exact numbers, nothing for NULL, no text that a spreadsheet would run."""
    written = io.StringIO()
    taken = [each.name for each in columns if each.unit not in DRAWN]
    writer = csv.writer(written, lineterminator="\r\n")  # quotes both, wherever they stand
    writer.writerow(taken)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in taken])
    return written.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
