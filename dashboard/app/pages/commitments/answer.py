"""The answer on top of the Commitments page: the decision, three numbers, why and at what risk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.parts.markup import sentence
from dashboard.app.parts.take_along import note_said
from dashboard.app.parts.tiles import Tile, show_tiles
from dashboard.words.commitment_card import card_of
from dashboard.words.commitment_takeaway import takeaway

if TYPE_CHECKING:
    from data.commitments.sizing import Sizing
    from data.commitments.team_sizing import TeamSizing

KINDS = {"Markdown": (".md", "text/markdown"), "JSON": (".json", "application/json")}


def show_answer(team: TeamSizing, currency: str) -> None:
    """What to do, in a sentence and a card, with buttons that take it away."""
    (channel,) = team.channels
    found = channel.sizing.recommendation
    note_said(channel.sentence)
    sentence(channel.sentence, "offcut-summary")
    numbers = card_of(channel.sizing, currency)
    if numbers:
        show_tiles("commitment", [Tile(*each) for each in numbers])
    for words in _reasons(channel.sizing):
        sentence(words)
    for words in found.cautions:
        sentence(f"Caution: {words}", "offcut-quiet")
    with st.container(horizontal=True):
        for kind, (suffix, mime) in KINDS.items():
            st.download_button(
                f"Take it away as {kind}",
                partial(takeaway, team, currency, suffix),  # made when it is asked for
                f"offcut-commitment{suffix}",
                mime,
                on_click="ignore",
                key=f"commitment_takeaway{suffix}",
            )


def _reasons(sizing: Sizing) -> tuple[str, ...]:
    """Why and at what risk, and what to do about the forecast; without a decision, all there is."""
    found = sizing.recommendation
    if not found.why:
        return found.because
    advice = sizing.forecast.advice
    return (f"Why: {found.why}", f"Risk: {found.risk}", *([advice] if advice else []))
