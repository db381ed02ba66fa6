"""What an accepted output costs with each model, against how much of it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.app.charts.standings import DRAWN, cost_by_share, drawable
from dashboard.app.pages.models.cached_models import standings_of
from dashboard.app.parts.columns import Column
from dashboard.app.parts.figure_table import show_table
from dashboard.app.parts.layout import heading, note_undrawn, show_chart, wide_and_narrow
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.reviews import show_unreviewed
from dashboard.app.parts.take_along import note_said
from dashboard.words.models import (
    HOW_TO_READ,
    NO_MODEL,
    beaten_sentences,
    held_against,
    undrawn_sentences,
    unnamed_sentence,
)

if TYPE_CHECKING:
    from dashboard.app.pages.models.choices import ChosenWork
    from data.estimates.repeated_looks import Alone
    from data.review.models.standings import Standing

DECIDED = "On briefs that are decided and priced whole."
COLUMNS = (
    Column("model", "Model"),
    Column("channel", "Channel"),
    Column("cost", "Cost per accepted", "money_per", DECIDED, "–: nothing accepted yet."),
    Column("share", "Accepted share", "rate", DECIDED, "–: nothing settled yet."),
    Column("briefs", "Briefs, n", "count", "Decided and priced whole."),
    Column("left_out", "Left out", "count", "Briefs undecided, unreviewed or without a price."),
    Column("pending_share", "Undecided", "rate", "Of all delivered outputs."),
    Column("spend", "Spend", "money", "All of it, decided or not."),
    Column("cost_low", "Cost, from", "money_per", "The lower end of its interval."),
    Column("cost_high", "Cost, to", "money_per", "The upper end."),
    Column("share_low", "Share, from", "rate", "The lower end of its interval."),
    Column("share_high", "Share, to", "rate", "The upper end."),
    Column("accepted", "Accepted, n", "count", "Accepted outputs of those briefs."),
    Column("settled", "Settled, n", "count", "Accepted, rejected or passed over."),
    Column("unpriced", "Calls without a price", "count"),
    Column("against", "Beyond chance"),
)


def show_standings(work: ChosenWork) -> None:
    """The dots, the same as a table, and what they say."""
    heading("What does an accepted output cost, and how much is accepted?")
    show_unreviewed(work.narrowed)
    found, currency = standings_of(work), work.question.currency
    if not found:
        sentence(NO_MODEL)
        return
    drawn = drawable(found)[:DRAWN]
    with st.container(key="standings"):
        left, right = wide_and_narrow()
    with left:
        alt = "Cost per accepted output against accepted share, a dot a model"
        show_chart(cost_by_share(found, work.media, currency), alt, opens="model", key="standings")
    with right:
        rows = [_row(each) for each in found]
        show_table(rows, COLUMNS, currency, file="offcut-models")
    note_undrawn(DRAWN, len(found))
    for each in [*beaten_sentences(found), *undrawn_sentences(found, drawn)]:
        note_said(each)
        sentence(each)
    sentence(unnamed_sentence(_unnamed(work), currency), "offcut-quiet")
    confidence = 100 * work.question.settings.review.confidence
    sentence(HOW_TO_READ.format(confidence=confidence), "offcut-quiet")


def _unnamed(work: ChosenWork) -> Any:
    """What was spent without a word of the model or the channel."""
    rows = work.narrowed.measure(["spend"], ["channel", "model"]).rows
    spends = [row["spend"] for row in rows if row["channel"] is None or row["model"] is None]
    return sum(each for each in spends if each is not None)


def _row(each: Standing) -> dict[str, Any]:
    return {
        "model": each.name.model,
        "channel": each.name.channel,
        "briefs": each.briefs,
        "left_out": each.left_out,
        "accepted": each.accepted,
        "settled": each.settled,
        "spend": each.spend,
        "pending_share": each.pending_share,
        "unpriced": each.unpriced,
        "against": held_against(each),
        **_ends("cost", each.cost),
        **_ends("share", each.share),
    }


def _ends(name: str, found: Alone | None) -> dict[str, float | None]:
    low, high = (None, None) if found is None else (found.low, found.high)
    return {name: found and found.estimate, f"{name}_low": low, f"{name}_high": high}
