"""Figures for the pages, kept while neither the warehouse nor the question changes.

Answers are plain values and small; connections are never cached with them. What an answer is kept
by: the warehouse file and its generation, the settings, the price book, the moment the figures
stand at, and the question itself. So a load or a new price shows on the next run of a page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts import kept_answers
from dashboard.app.parts.kept_answers import ENTRIES, Answer, Stamp
from data.asking.measure import with_gaps
from data.asking.selection import Selection
from data.asking.standing_moment import standing_moment, step_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta

    from data.asking.brief_intervals import Interval
    from data.asking.figures import Figures
    from data.asking.listings import QuarantinedRecord, UnmatchedReference
    from data.asking.proof import Proof
    from data.asking.table import Ledger
    from data.metrics.dimensions import Key
    from data.settings import Settings


@dataclass(frozen=True)
class Question:
    """One warehouse under one set of settings, asked with one selection."""

    figures: Figures
    selection: Selection

    @property
    def settings(self) -> Settings:
        """What decides the figures besides the data."""
        return self.figures.settings

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.settings.currency

    @property
    def as_of(self) -> datetime:
        """The moment the figures stand at, in UTC."""
        return self.figures.as_of(self._standing(self.selection)).replace(tzinfo=UTC)

    @property
    def is_about_everything(self) -> bool:
        """Whether nothing was left out by the person who asks."""
        return not self.selection.is_narrowed

    def on_all_days(self) -> Question:
        """The same question whatever the period."""
        return replace(self, selection=replace(self.selection, first_day=None, last_day=None))

    def about_all_work(self) -> Question:
        """The same question whatever the filters."""
        return replace(self, selection=replace(self.selection, filters=()))

    def asking(self, selection: Selection) -> Question:
        """Another selection of the same warehouse under the same settings."""
        return replace(self, selection=selection)

    def about(self, *filters: tuple[str, str | None]) -> Question:
        """The same question about a part of the selection."""
        added = tuple((name, (value,)) for name, value in filters)
        named = {name for name, _ in added}
        kept = tuple(each for each in self.selection.filters if each[0] not in named)
        return replace(self, selection=replace(self.selection, filters=kept + added))

    def measure(self, metrics: Sequence[str], by: Sequence[str] = ()) -> Answer:
        """Metrics by dimensions; groups of time in their order, others by spend."""
        return kept_answers.measured(
            self.figures, *self._key(self.selection), tuple(metrics), tuple(by)
        )

    def with_gaps(self, metrics: Sequence[str], by: Sequence[str] = ()) -> Answer:
        """The same, and in each row the gaps that stand beside these metrics."""
        return self.measure(with_gaps(metrics, by, self.selection), by)

    def brief_intervals(self, name: str, by: str) -> dict[Key, Interval]:
        """How sure a ratio is in each group of a dimension, by its briefs; none where too many."""
        return kept_answers.intervals(self.figures, *self._key(self.selection), name, by)

    def ledger(self, by: Sequence[str] = ()) -> Ledger:
        """The waste ledger: a row per group and line, and its total."""
        return kept_answers.ledger_of(self.figures, *self._key(self.selection), tuple(by))

    def values(self, dimension: str, limit: int) -> list[Key]:
        """The first groups of a dimension in the whole warehouse: the costliest, or by time."""
        everything = Selection(as_of=self.selection.as_of)
        return kept_answers.values_of(self.figures, *self._key(everything), dimension, limit)

    def costliest(self, dimension: str, limit: int) -> list[Key]:
        """The first groups of a dimension in this selection: the costliest, or by time."""
        return kept_answers.values_of(self.figures, *self._key(self.selection), dimension, limit)

    def counted_values(self, dimension: str, limit: int) -> list[tuple[Key, int]]:
        """The same, each with its number of attempts."""
        everything = Selection(as_of=self.selection.as_of)
        return kept_answers.counted_values_of(
            self.figures, *self._key(everything), dimension, limit
        )

    def last_worked_day(self) -> date | None:
        """The last day of the whole warehouse on which something was submitted."""
        everything = Selection(as_of=self.selection.as_of)
        rows = replace(self, selection=everything).measure(["attempts"], ["day"]).rows
        return max((row["day"] for row in rows if row["day"] and row["attempts"]), default=None)

    def tags(self) -> tuple[str, ...]:
        """The first tags that people keep, as names of dimensions."""
        everything = Selection(as_of=self.selection.as_of)
        return kept_answers.tags_of(self.figures, *self._key(everything))

    def proof(self) -> Proof:
        """Every record accounted for, every total equal, every gap counted."""
        return kept_answers.proof_of(self.figures, *self._key(self.selection))

    def quarantined(self, limit: int) -> list[QuarantinedRecord]:
        """The latest rejected records that wait for a fix."""
        return kept_answers.quarantined_records(self.figures, *self._key(Selection()), limit)

    def unmatched(self, limit: int) -> list[UnmatchedReference]:
        """Verdicts that fit no asset, or several."""
        return kept_answers.unmatched_references(self.figures, *self._key(self.selection), limit)

    @property
    def stamp(self) -> Stamp:
        """What an answer is kept by, besides what is asked."""
        reader, book = self.figures.reader, self.figures.book
        return str(reader.path), reader.generation, self.settings.model_dump_json(), book.hash

    def _key(self, selection: Selection) -> tuple[Stamp, Selection]:
        return self.stamp, self._standing(selection)

    def _standing(self, selection: Selection) -> Selection:
        """The selection at a moment that stays the same for some minutes, so that answers agree.

        Never before the file was published: what a load has just resolved counts at once.
        """
        given = selection.as_of or self.settings.as_of
        if given is not None:
            return replace(selection, as_of=given)
        reader = self.figures.reader
        step = _step(self.figures, (str(reader.path), reader.generation))
        moment = standing_moment(datetime.now(UTC), step, reader.generation)
        return replace(selection, as_of=moment)


@st.cache_data(max_entries=ENTRIES, show_spinner=False)
def _step(_figures: Figures, stamp: Stamp) -> timedelta:
    del stamp
    return step_of(_figures.open())
