"""Answers to questions about a warehouse, each kept by the stamp of what it was asked of.

Only `cached_figures` asks here: a page asks its question. Answers are plain values and small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.asking.brief_intervals import MOST_BRIEFS, brief_intervals
from data.asking.listings import quarantined, unmatched
from data.asking.selection import Selection
from data.metrics.dimensions import TAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.asking.brief_intervals import Interval
    from data.asking.figures import Figures
    from data.asking.listings import QuarantinedRecord, UnmatchedReference
    from data.asking.proof import Proof
    from data.asking.table import Ledger, Row
    from data.metrics.dimensions import Key
    from data.metrics.metric import Evidence, Metric

ENTRIES = 400
"""Answers kept of each kind; an answer is some kilobytes."""
Stamp = tuple[Any, ...]
TAGS = 6
"""So many tags are offered; any other can be typed into the address."""
_HASHED: Any = {Selection: repr}


@dataclass(frozen=True)
class Answer:
    """Metrics by groups: one row a group, and per row what each figure rests on."""

    by: tuple[str, ...]
    metrics: tuple[Metric, ...]
    rows: tuple[Row, ...]
    evidence: tuple[Mapping[str, Evidence], ...]

    @property
    def total(self) -> Row:
        """The one row of an answer without groups."""
        return self.rows[0]


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def measured(
    _figures: Figures,
    stamp: Stamp,
    selection: Selection,
    metrics: tuple[str, ...],
    by: tuple[str, ...],
) -> Answer:
    """Metrics by dimensions, and what each figure rests on."""
    del stamp
    table = _figures.measure(metrics, by=by, selection=selection)
    evidence = tuple(
        {name: table.evidence(row, name) for name in table.metrics}
        for row in range(len(table.rows))
    )
    return Answer(table.by, table.asked, table.rows, evidence)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def intervals(
    _figures: Figures, stamp: Stamp, selection: Selection, name: str, by: str
) -> dict[Key, Interval]:
    """How sure a ratio is in each group, by its briefs; none where too many."""
    del stamp
    briefs = _figures.measure(["briefs"], selection=selection).rows[0]["briefs"]
    if not briefs or briefs > MOST_BRIEFS:
        return {}
    table = _figures.measure([name], by=[by, "brief"], selection=selection)
    return brief_intervals(table, name)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def ledger_of(_figures: Figures, stamp: Stamp, selection: Selection, by: tuple[str, ...]) -> Ledger:
    """The waste ledger."""
    del stamp
    return _figures.ledger(by=by, selection=selection)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def values_of(
    _figures: Figures, stamp: Stamp, selection: Selection, dimension: str, limit: int
) -> list[Key]:
    """The first groups of a dimension."""
    del stamp
    return _figures.values(dimension, selection, limit)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def counted_values_of(
    _figures: Figures, stamp: Stamp, selection: Selection, dimension: str, limit: int
) -> list[tuple[Key, int]]:
    """The same, each with its number of attempts."""
    del stamp
    return _figures.counted_values(dimension, selection, limit)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def tags_of(_figures: Figures, stamp: Stamp, selection: Selection) -> tuple[str, ...]:
    """The first tags that people keep, as names of dimensions."""
    del stamp
    return tuple(TAG + name for name in _figures.tags(selection)[:TAGS])


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def proof_of(_figures: Figures, stamp: Stamp, selection: Selection) -> Proof:
    """The proof."""
    del stamp
    return _figures.proof(selection)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def quarantined_records(
    _figures: Figures, stamp: Stamp, selection: Selection, limit: int
) -> list[QuarantinedRecord]:
    """The latest rejected records that wait for a fix."""
    del stamp
    return quarantined(_figures.cursor(selection), limit=limit)


@st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=_HASHED)
def unmatched_references(
    _figures: Figures, stamp: Stamp, selection: Selection, limit: int
) -> list[UnmatchedReference]:
    """Verdicts that fit no asset, or several."""
    del stamp
    return unmatched(_figures.cursor(selection), limit=limit)
