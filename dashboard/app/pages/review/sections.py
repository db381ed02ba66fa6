"""What a review says: its headline, and each part with its sentences, chart and table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.columns import Column, Row
from dashboard.app.parts.figure_table import note_rows, show_table
from dashboard.app.parts.folded import folded
from dashboard.app.parts.markup import advice, as_html, as_markdown, sentence
from dashboard.app.parts.take_along import note_said
from dashboard.report.cells import (
    caption,
    cells,
    headings,
    is_figure,
    reading_order,
    sentences,
)
from dashboard.report.charts.drawn import screen_spec
from dashboard.report.charts.look import Look
from dashboard.words.formats import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.review.parts import Column as PartColumn
    from data.review.parts import Part, Review

ON_THE_PAGE = Look(ink="currentColor", font='"Source Sans", sans-serif')
"""Drawn as SVG, so that charts follow where somebody turns to dark or to light."""
ELSEWHERE = ("findings", "levers", "trials", "decisions")
"""Parts that have sections of their own."""
FOLDED = ("metrics",)
"""Parts whose figures stand above as tiles."""
LONG = 64
"""From so many characters on, a text needs a table whose cells wrap."""


def show_opening(review: Review) -> None:
    """The headline, and what it is about."""
    note_said(review.headline)
    sentence(review.headline, "offcut-headline")
    sentence(caption(review), "offcut-quiet")


def show_parts(review: Review) -> None:
    """Every part but those that have sections of their own, and the small print."""
    for part in review.parts:
        if part.name in ELSEWHERE or part.is_small_print or is_watched(part):
            continue
        if part.name in FOLDED:
            show_folded(review, part)
        else:
            show_part(review, part)


def show_small_print(review: Review) -> None:
    """What it all rests on, for those who ask."""
    for part in reading_order(review):
        if part.is_small_print:
            show_folded(review, part)


def is_watched(part: Part) -> bool:
    """Whether it follows the number of one decision."""
    return part.name.startswith("decision_")


def show_part(review: Review, part: Part) -> None:
    """A part under its title, in which a name stays text."""
    st.html(f'<h2 class="offcut-part">{as_html(part.title)}</h2>')
    show_content(review, part)


def show_folded(review: Review, part: Part, title: str = "") -> None:
    """A part folded under its title."""
    _fold(review, part, title or as_markdown(label(part.title)), f"part_{part.name}", show_content)


def _fold(
    review: Review, part: Part, title: str, name: str, draw: Callable[[Review, Part], None]
) -> None:
    """Draw it where the fold is open; its rows are taken along all the same."""
    place = folded(title, name)
    if place is not None:
        with place:
            draw(review, part)
    elif part.rows and not _is_long(part):
        note_rows(_file(review, part), _columns(part), _rows(part))


def show_content(review: Review, part: Part) -> None:
    """The sentences of a part, and its chart, with the table at hand, or its table."""
    for each in sentences(part):
        advice(each, "offcut-sentence")
    drawn = screen_spec(review, part, ON_THE_PAGE)
    if drawn is not None:
        st.vega_lite_chart(spec=drawn, theme=None, width="stretch", alt=label(part.title))
        _fold(review, part, "As a table", f"rows_{part.name}", _show_rows)
    elif part.rows:
        _show_rows(review, part)


def _show_rows(review: Review, part: Part) -> None:
    if _is_long(part):
        st.html(_table_html(review, part))
        return
    show_table(_rows(part), _columns(part), review.currency, file=_file(review, part))


def _is_long(part: Part) -> bool:
    texts = (
        row.get(each.name) for row in part.rows for each in part.columns if each.unit == "text"
    )
    return any(len(label(text)) > LONG for text in texts)


def _columns(part: Part) -> list[Column]:
    return [
        Column(each.name, label(each.title), each.unit, unit_in=each.unit_in)
        for each in part.columns
    ]


def _rows(part: Part) -> list[Row]:
    names = {name for each in part.columns for name in (each.name, each.unit_in)}
    return [{name: row.get(name) for name in names} for row in part.rows]


def _file(review: Review, part: Part) -> str:
    return f"offcut-{label(review.name)}-{part.name}"


def _table_html(review: Review, part: Part) -> str:
    """The rows as a table whose sentences wrap."""
    rows = [cells(review, part, row) for row in part.rows]
    kinds = [
        _kind(column, [row[place] for row in rows]) for place, column in enumerate(part.columns)
    ]
    head = _row_html("th", kinds, headings(part))
    body = "".join(_row_html("td", kinds, row) for row in rows)
    return (
        f'<div class="offcut-table"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def _kind(column: PartColumn, texts: Sequence[str]) -> str:
    if is_figure(column):
        return "figure"
    return "long" if max(map(len, texts), default=0) > LONG else "text"


def _row_html(tag: str, kinds: Sequence[str], texts: Sequence[str]) -> str:
    written = zip(kinds, texts, strict=True)
    inner = (f'<{tag} class="{kind}">{as_html(text)}</{tag}>' for kind, text in written)
    return f"<tr>{''.join(inner)}</tr>"
