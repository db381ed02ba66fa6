"""A legend above a chart, as text that breaks over several lines where the screen is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.app.parts.markup import as_html
from dashboard.words.colours import LINE_COLOURS
from dashboard.words.ledger_lines import LINE_TITLES, UNDECIDED_LINES

if TYPE_CHECKING:
    from collections.abc import Iterable


class Entry(NamedTuple):
    """What a colour stands for; `kind` is hatched, ring, dot, cross, or "" for a square."""

    title: str
    colour: str
    kind: str = ""


def line_entries(lines: Iterable[str]) -> list[Entry]:
    """Lines of the waste ledger: what is undecided is hatched, as in the charts."""
    return [
        Entry(LINE_TITLES[line], LINE_COLOURS[line], "hatched" if line in UNDECIDED_LINES else "")
        for line in lines
    ]


def show_legend(entries: Iterable[Entry]) -> None:
    """The entries side by side, in their order."""
    shown = "".join(
        f'<span><i class="{each.kind}" style="--swatch: {each.colour}"></i>'
        f"{as_html(each.title)}</span>"
        for each in entries
    )
    st.html(f'<p class="offcut-legend">{shown}</p>')
