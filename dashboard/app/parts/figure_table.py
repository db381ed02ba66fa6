"""A table of figures: written as everywhere, sorted by their value, and taken away as CSV."""

from __future__ import annotations

import csv
import io
import math
from contextlib import nullcontext
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.app.parts.columns import DRAWN, Column, Row
from dashboard.app.parts.drawer_marks import open_row, opener
from dashboard.app.parts.folded import folded
from dashboard.app.parts.links.here import open_links_here
from dashboard.app.parts.markup import advice, sentence
from dashboard.app.parts.take_along import note_table
from dashboard.words.aligned import aligned
from dashboard.words.formats import NOTHING, label, shown
from dashboard.words.named_groups import group_name
from data.asking.selection import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pandas.io.formats.style import Styler


SHOWN = 2000
"""So many rows are sent to the browser."""
THIN = " †"
THIN_MEANS = "† thin tail: fewer than five attempts are expected beyond this percentile."
OPENS = "opens"
_DAY = "D MMM YYYY"
"""As `words/formats` writes a day."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Text that starts like this is executed by spreadsheets (OWASP, CSV injection)."""


def show_table(
    rows: Sequence[Row],
    columns: Sequence[Column],
    currency: str,
    *,
    file: str,
    height: int | str = "auto",
    opens: str = "",
    row_height: int | None = None,
    fold: str = "",
    footnote: str = "",
) -> None:
    """The rows as a table, with a button that takes them away as `<file>.csv`.

    With `opens`, a dimension whose groups the rows are, a cell opens the drawer of its row's group;
    where the name that is shown is not the group's own, that stands in the row under `OPENS`.
    `row_height`: in pixels, where rows have pictures. `fold`: a title that it is folded under.
    """
    note_rows(file, columns, rows)
    place = folded(fold, file) if fold else nullcontext()
    if place is None:
        return
    with place:
        if any(each.unit == "link" for each in columns):
            open_links_here(file)
        st.dataframe(
            _styled(rows[:SHOWN], columns, currency),
            hide_index=True,
            placeholder=NOTHING,
            height=height,  # type: ignore[arg-type]
            row_height=row_height,
            column_config={
                each.name: _config(each, is_pinned=not n) for n, each in enumerate(columns)
            },
            **(_opening(file, opens, rows[:SHOWN]) if opens else {}),
        )
        _show_download(rows, columns, file)
        sentence(footnote, "offcut-quiet")


def note_rows(file: str, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Note them as what the page takes along, whether they are drawn or not."""
    taken = [each for each in columns if each.unit not in DRAWN]
    note_table(file, {each.name: each.title for each in taken}, rows)


def _show_download(rows: Sequence[Row], columns: Sequence[Column], file: str) -> None:
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
