"""What if some of one model's work went to another? On the team's own briefs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.pages.models.cached_models import pair_of, standings_of, switch_of
from dashboard.app.pages.models.choices import by_words
from dashboard.app.parts.kept_choice import kept_option
from dashboard.app.parts.layout import heading
from dashboard.app.parts.markup import sentence
from dashboard.words.models import name_words
from dashboard.words.pilots import switch_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.app.pages.models.choices import ChosenWork

FROM, SHARE, TO = "move", "share", "onto"
SHARES = ("10", "25", "50", "75", "100")
HALF = SHARES.index("50")
ONE_ONLY = "To move work takes two models or channels that did some."


def show_switch(work: ChosenWork) -> None:
    """From which, to which, how much of it; and the money a week."""
    heading("What if some of the work moved?")
    known = by_words(each.name for each in standings_of(work))
    if len(known) < 2:
        sentence(ONE_ONLY)
        return
    share_of, used_at, other_at = st.columns([1, 2, 2])
    with share_of:
        share = kept_option(SHARE, SHARES, "Move, %", place=HALF)
    one, another = (name_words(name) for name in pair_of(work))
    with used_at:
        used = kept_option(FROM, _first(one, known), "of the work of")
    with other_at:
        other = kept_option(TO, [each for each in _first(another, known) if each != used], "to")
    part = Decimal(share) / 100
    found = switch_of(work, known[used], known[other], part)
    settings = work.question.settings
    first, *rest = switch_sentences(
        found, settings.currency, settings.review.recent_weeks, settings.review.confidence
    )
    sentence(first, "offcut-summary")
    for each in rest:
        sentence(each, "offcut-quiet")


def _first(words: str, known: Iterable[str]) -> list[str]:
    return [words, *(each for each in known if each != words)]
