"""Headline figures in a row, each with its meaning at hand and its gaps in words below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from dashboard.app.parts.markup import as_markdown
from dashboard.words.formats import shown
from dashboard.words.gaps import gaps_beside
from data.metrics.catalogue import metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.metrics.metric import Evidence


class Tile(NamedTuple):
    """One figure: all of it is our own words and numbers, no names from the data."""

    title: str
    value: str
    beside: str
    meaning: str


def tile(
    name: str,
    row: Mapping[str, Any],
    currency: str,
    *,
    evidence: Evidence | None = None,
    title: str | None = None,
    beside: str | None = None,
) -> Tile:
    """The tile of a metric, with its gaps from the same row or other words beside it.

    By the evidence a figure that is not known says which of its reasons it is.
    """
    found = metric(name)
    words = gaps_beside(name, row, currency, evidence) if beside is None else beside
    written = shown(row[name], found.unit, currency)
    return Tile(title or found.title, written, words, f"{found.meaning}\n\n= {found.formula}")


def tiles(
    names: Iterable[str], row: Mapping[str, Any], evidence: Mapping[str, Evidence], currency: str
) -> list[Tile]:
    """The tiles of several metrics of one row."""
    return [tile(name, row, currency, evidence=evidence[name]) for name in names]


def show_tiles(key: str, shown_tiles: Sequence[Tile]) -> None:
    """Side by side as far as the screen is wide; `key` names the row on its page."""
    with st.container(key=f"tiles_{key}"):
        for each in shown_tiles:
            st.metric(
                each.title,
                each.value,
                delta=as_markdown(each.beside) or None,
                delta_color="off",
                delta_arrow="off",
                help=as_markdown(each.meaning),
                border=True,
                height="stretch",
            )
