"""What the page is about: one medium and one step of the work, kept in its address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.kept_choice import kept_choice
from dashboard.words.formats import label
from dashboard.words.media import media_title
from dashboard.words.models import TIER_TITLES, name_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.app.parts.cached_figures import Question
    from data.asking.selection import Selection
    from data.review.models.at_work import Name

MEDIUM, STEP = "at", "step"
NOT_KNOWN = label(None)


@dataclass(frozen=True)
class ChosenWork:
    """The question about the models of one medium and tier; each None where it is not known."""

    question: Question
    media: str | None
    tier: str | None

    @property
    def selection(self) -> Selection:
        """The selection at the moment of the page."""
        return replace(self.question.selection, as_of=self.question.as_of)

    @property
    def of_medium(self) -> Question:
        """The question about the medium, whatever the step."""
        return self.question.about(("media", self.media))

    @property
    def narrowed(self) -> Question:
        """The question about both."""
        return self.question.about(("media", self.media), ("tier", self.tier))


def chosen_work(question: Question) -> ChosenWork:
    """The medium and step of the address, or chosen here; those with most attempts first."""
    rows = [
        row for row in question.measure(["attempts"], ["media", "tier"]).rows if row["attempts"]
    ]
    with st.container(horizontal=True, gap="medium"):
        media = kept_choice(MEDIUM, _most(rows, "media"), _media_words, "Medium")
        mine = [row for row in rows if label(row["media"]) == media]
        tier = kept_choice(STEP, _most(mine, "tier"), _tier_words, "Step")
    return ChosenWork(question, _value(media), _value(tier))


def by_words(names: Iterable[Name]) -> dict[str, Name]:
    """Models by what they are called in lists and in the address."""
    return {name_words(name): name for name in names}


def _most(rows: Iterable[Mapping[str, object]], name: str) -> list[str]:
    attempts: dict[str, int] = {}
    for row in rows:
        value = label(row[name])
        attempts[value] = attempts.get(value, 0) + int(str(row["attempts"]))
    return sorted(attempts, key=lambda value: (value == NOT_KNOWN, -attempts[value], value))


def _value(words: str) -> str | None:
    return None if words == NOT_KNOWN else words


def _media_words(words: str) -> str:
    return media_title(_value(words))


def _tier_words(words: str) -> str:
    return TIER_TITLES.get(words, "Step not known")
