"""What the Commitments page is asked: whose work, what future, and quotes that are in no list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.cached_sizing import channels, shipped_plans
from dashboard.formats import money
from dashboard.markup import sentence
from data.commitments.sizing_question import SizingQuestion, campaign_of, instead_of, weeks_of
from data.errors import OffcutError
from data.plan_terms import PlanTerms, read_quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.cached_measures import Question

HORIZONS = {"3 months": "3mo", "6 months": "6mo", "12 months": "12mo", "24 months": "24mo"}
SPANS = ("month", "year")
ANSWERS = ("unknown", "no", "yes")
KEPT = "commitment_quotes"


def chosen_channel(question: Question) -> str | None:
    """Whose work is sized; None where the log has no channel."""
    known = channels(question)
    if not known:
        return None
    words = "The channel whose work the credits are to pay for. Those with credits or plans first."
    return st.selectbox("Channel", known, key="commitment_channel", help=words)


def chosen_future(channel: str) -> SizingQuestion:
    """Horizon, growth, campaigns and other platforms. Raises QuestionError naming the field."""
    others = [name for name, each in shipped_plans().platforms.items() if each.plans]
    opened = st.expander("Assumptions: horizon, growth, campaigns, other platforms")
    with opened, st.form("commitment_future", border=False):
        left, middle, right = st.columns(3)
        horizon = left.selectbox("Look ahead", list(HORIZONS), index=2, key="commitment_horizon")
        growth = middle.number_input(
            "Growth a year, %", -90.0, 1000.0, 0.0, 5.0, format="%.0f", key="commitment_growth"
        )
        campaigns = right.text_input(
            "Campaigns on top",
            placeholder="120@2026-12-18, 40@2027-02-01",
            help="Usable assets @ the day they are due; commas between.",
            key="commitment_campaigns",
        )
        platforms = left.multiselect(
            "Also compare", [name for name in others if name != channel], key="commitment_others"
        )
        instead = middle.text_input(
            "Model that does the work there",
            placeholder="Kling 3.0, or ours=theirs",
            key="commitment_instead",
        )
        right.form_submit_button("Size with these", type="primary", key="commitment_size")
    return SizingQuestion(
        channels=(channel,),
        platforms=tuple(platforms),
        instead=instead_of(_parts(instead)),
        horizon_weeks=weeks_of(HORIZONS[horizon]),
        growth=growth / 100,
        campaigns=tuple(campaign_of(each) for each in _parts(campaigns)),
        quotes=tuple(quotes(channel)),
    )


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def quotes(channel: str) -> list[PlanTerms]:
    """What was typed in for this channel; kept while the session lasts."""
    kept: dict[str, list[PlanTerms]] = st.session_state.setdefault(KEPT, {})
    return kept.setdefault(channel, [])


def quote_editor(channel: str, currency: str) -> None:
    """A form for a quote that is in no price list; what does not hold is named by its field."""
    with st.expander("Add a quote that is in no price list"):
        sentence(f"Its credits are those of {channel}.", "offcut-quiet")
        with st.form("commitment_quote", border=False):
            fields = _terms(channel, currency)
            pressed = st.form_submit_button("Add the quote", key="quote_add")
        if pressed:
            _take(channel, fields)
        for number, quote in enumerate(quotes(channel)):
            sentence(
                f"{quote.name}: {money(quote.price, quote.currency)} a {quote.billing}, "
                f"{quote.credits:,} credits a {quote.grants}."
            )
            st.button(
                "Remove it", on_click=_remove, args=(channel, number), key=f"quote_remove_{number}"
            )


def _remove(channel: str, number: int) -> None:
    del quotes(channel)[number]


def _take(channel: str, fields: Mapping[str, Any]) -> None:
    try:
        quote = read_quote(fields)
    except OffcutError as error:
        sentence(str(error), "offcut-error")
    else:
        quotes(channel).append(quote)
        st.rerun()


def _terms(channel: str, currency: str) -> dict[str, Any]:
    """The fields of PlanTerms; an empty one is left to its default."""
    first, second, third = st.columns(3)
    typed: dict[str, Any] = {
        "name": first.text_input("Name", key="quote_name"),
        "price": first.text_input("Price per payment", key="quote_price"),
        "billing": first.selectbox("Paid by the", SPANS, key="quote_billing"),
        "annual_discount": first.text_input(
            "Discount by the year", placeholder="0.20", key="quote_discount"
        ),
        "credits": second.text_input("Credits per grant", key="quote_credits"),
        "grants": second.selectbox("They come once a", SPANS, key="quote_grants"),
        "rollover_months": second.number_input(
            "Months they roll over", value=0, step=1, key="quote_rollover"
        ),
        "rollover_cap": second.text_input("Most that roll over", key="quote_cap"),
        "overage_price": third.text_input("Price per credit on top", key="quote_overage"),
        "expires_after_days": third.number_input(
            "Days they last instead", value=None, step=1, key="quote_days"
        ),
        "never_lapses": third.checkbox("They never lapse", key="quote_lasting"),
        "charges_failed": third.selectbox("Charges failures", ANSWERS, key="quote_failed"),
    }
    pack = _pack(typed["name"])
    given = {name: value for name, value in typed.items() if value not in ("", None)}
    return given | {"platform": channel, "currency": currency} | pack


def _pack(name: str) -> dict[str, Any]:
    left, right = st.columns(2)
    price = left.text_input("Price of a top-up pack", key="quote_pack_price")
    credits_ = right.text_input("Credits in a pack", key="quote_pack_credits")
    if not price and not credits_:
        return {}
    return {"packs": [{"name": f"{name or 'quote'} pack", "price": price, "credits": credits_}]}
