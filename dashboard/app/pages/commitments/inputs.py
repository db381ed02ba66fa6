"""What the Commitments page is asked: whose work, and what is expected of the future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.app.pages.commitments.cached_sizing import channels, shipped_plans
from dashboard.app.pages.commitments.quotes import quotes
from data.commitments.demand.price_rates import priced_channels
from data.commitments.question import (
    SizingQuestion,
    campaign_of,
    instead_of,
    rule_of,
    seasons_of,
    weeks_of,
)
from data.commitments.terms.contract import MOST_SEATS

if TYPE_CHECKING:
    from dashboard.app.parts.cached_figures import Question
    from data.pricing.book import PriceBook

ADDRESS: Final = "query-params"
"""What was assumed stands in the address: it outlives a reload, and can be sent on."""
HORIZONS = {"3 months": "3mo", "6 months": "6mo", "12 months": "12mo", "24 months": "24mo"}


def chosen_channel(question: Question) -> str | None:
    """Whose work is sized; None where the log has no channel."""
    known = channels(question)
    if not known:
        return None
    words = "The channel whose work the credits are to pay for. Those with credits or plans first."
    return st.selectbox("Channel", known, key="commitment_channel", help=words, bind=ADDRESS)


def chosen_future(channel: str, prices: PriceBook) -> SizingQuestion:
    """Horizon, growth, seasons, campaigns, other platforms. Raises QuestionError with the field."""
    opened = st.expander("Assumptions: horizon, growth, seasons, campaigns, other platforms")
    with opened, st.form("commitment_future", border=False):
        left, middle, right = st.columns(3)
        with left:
            horizon = _horizon()
            platforms = _platforms(channel, prices)
        with middle:
            growth, seats = _growth(), _seats()
            instead = _instead()
        with right:
            seasons, campaigns = _seasons(), _campaigns()
        rule = _rule()
        st.form_submit_button("Size with these", type="primary", key="commitment_size")
    return SizingQuestion(
        channels=(channel,),
        platforms=tuple(platforms),
        instead=instead_of(instead),
        horizon_weeks=weeks_of(HORIZONS[horizon]),
        growth=growth / 100,
        seasonality=seasons_of(seasons),
        campaigns=tuple(campaign_of(each) for each in campaigns),
        quotes=tuple(quotes()),
        seats=seats,
        rule=rule_of(*rule),
    )


def _horizon() -> str:
    return st.selectbox(
        "Look ahead", list(HORIZONS), index=2, key="commitment_horizon", bind=ADDRESS
    )


def _growth() -> float:
    return st.number_input(
        "Growth a year, %",
        -90.0,
        1000.0,
        0.0,
        5.0,
        format="%.0f",
        key="commitment_growth",
        bind=ADDRESS,
    )


def _seats() -> int | None:
    words = "Seats beyond those that a plan includes cost what it says."
    return st.number_input(
        "People to use it", 1, MOST_SEATS, None, key="commitment_seats", bind=ADDRESS, help=words
    )


def _instead() -> list[str]:
    words = "One model for all of the work, or ours=theirs for each; commas between."
    return _typed("instead", "Model that does the work there", "Kling 3.0", words)


def _seasons() -> list[str]:
    words = (
        "Factors on an ordinary month; commas between. The log's own weeks are divided by their "
        "month's."
    )
    return _typed("seasons", "Busy and quiet months", "dec=1.5, aug=0.6", words)


def _campaigns() -> list[str]:
    words = "Usable assets @ the day they are due; commas between."
    return _typed("campaigns", "Campaigns on top", "120@2026-12-18", words)


def _rule() -> tuple[float, float, int, int]:
    """How much has to be known for a commitment: precision, confidence, weeks and briefs."""
    first, second, third, fourth = st.columns(4)
    with first:
        precision = st.number_input(
            "Waste known to, ± %",
            1.0,
            100.0,
            25.0,
            5.0,
            format="%.0f",
            key="commitment_precision",
            bind=ADDRESS,
        )
    with second:
        confidence = st.number_input(
            "Confidence, %",
            50.0,
            99.0,
            90.0,
            5.0,
            format="%.0f",
            key="commitment_confidence",
            bind=ADDRESS,
        )
    with third:
        weeks = st.number_input(
            "Weeks at least", 1, 520, 8, key="commitment_least_weeks", bind=ADDRESS
        )
    with fourth:
        briefs = st.number_input(
            "Briefs at least", 2, 100_000, 20, key="commitment_least_briefs", bind=ADDRESS
        )
    return precision, confidence, weeks, briefs


def _platforms(channel: str, prices: PriceBook) -> list[str]:
    """Of those that sell something ahead, or whose calls have a price."""
    sold = {name for name, each in shipped_plans().platforms.items() if each.plans or each.packs}
    return st.multiselect(
        "Also compare",
        sorted({*sold, *priced_channels(prices)} - {channel}),
        key="commitment_others",
        bind=ADDRESS,
        placeholder="Other platforms",
    )


def _typed(name: str, label: str, example: str, words: str) -> list[str]:
    """What stands between the commas of a text field."""
    typed = st.text_input(
        label, placeholder=example, help=words, key=f"commitment_{name}", bind=ADDRESS
    )
    return [part.strip() for part in typed.split(",") if part.strip()]
