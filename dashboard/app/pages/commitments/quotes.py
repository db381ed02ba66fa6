"""A quote that is in no price list, typed in on the Commitments page with all its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from dashboard.app.pages.commitments.cached_sizing import shipped_plans
from dashboard.app.pages.commitments.quote_terms import LEFT_OVER, quote_fields, quote_words
from dashboard.app.parts.markup import sentence
from dashboard.app.parts.question import config_in_force
from data.commitments.terms.amounts import RateUnit
from data.commitments.terms.plan import PlanTerms, read_quote
from data.commitments.terms.quotes_file import quotes_beside, save_quotes, saved_quotes
from data.commitments.wording import listed
from data.errors import OffcutError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.elements.lib.column_types import ColumnConfig

SPANS = ("month", "year")
KNOWN = {"unknown": "not known", "no": "no", "yes": "yes"}
BURN_ORDERS = {
    "plan_first": "the plan's, then bought ones",
    "newest_first": "this period's, then older ones",
    "earliest_expiry": "whichever end first",
    "packs_first": "bought ones, then the plan's",
}
PACK_COLUMNS = {
    "name": "Pack",
    "price": "Price",
    "credits": "Credits",
    "expires_after_days": "Days it lasts",
}
RATE_COLUMNS = {
    "model": "Model",
    "variant": "Size or variant",
    "unit": "For one",
    "credits": "Credits",
    "default": "Where none is told",
}
RATE_UNITS = ("", *get_args(RateUnit))
STEP_COLUMNS = {"from_units": "From so many plans", "price": "Price of each"}
RATES = (
    "What its models take: a model by its family's name, such as Nano Banana Pro, its size (2K, "
    "1080p audio; empty: any) and the credits for one image, second or run"
)
NOT_PUBLIC = (
    "No public page says enough of {platforms}: they count once their plan and rates are typed in."
)


def quotes() -> list[PlanTerms]:
    """What was typed in so far; kept beside the settings. Raises SettingsError."""
    return [*saved_quotes(quotes_beside(config_in_force()))]


def quote_editor(channel: str, currency: str) -> None:
    """A form for a quote that is in no price list; what does not hold is named by its field."""
    with st.expander("Add a quote that is in no price list"):
        sentence(
            f"Its credits are those of {channel} unless it is of another platform, its prices in "
            f"{currency}. A quote of the same name is replaced.",
            "offcut-quiet",
        )
        sentence(NOT_PUBLIC.format(platforms=listed(_not_public())), "offcut-quiet")
        with st.form("commitment_quote", border=False):
            typed = _terms()
            pressed = st.form_submit_button("Add the quote", key="quote_add")
        if pressed:
            fields = quote_fields(typed)
            platform = _known(fields.get("platform", channel))
            _take(fields | {"platform": platform, "currency": currency})
        for number, quote in enumerate(quotes()):
            whose = "" if quote.platform == channel else f"{quote.platform} "
            sentence(f"{whose}{quote_words(quote)}")
            st.button("Remove it", on_click=_remove, args=(number,), key=f"quote_remove_{number}")


def _remove(number: int) -> None:
    kept = quotes()
    del kept[number]
    save_quotes(quotes_beside(config_in_force()), kept)


def _take(fields: Mapping[str, Any]) -> None:
    try:
        quote = read_quote(fields)
        named = (quote.platform, quote.name)
        others = [each for each in quotes() if (each.platform, each.name) != named]
        save_quotes(quotes_beside(config_in_force()), [*others, quote])
    except OffcutError as error:
        sentence(str(error), "offcut-error")
        return
    st.rerun()


def _terms() -> dict[str, Any]:
    """What stands in the form, as typed."""
    first, second, third = st.columns(3)
    with first:
        typed = _price()
    with second:
        typed |= _credits()
    with third:
        typed |= _use()
    typed |= _contract()
    left, right = st.columns([3, 2])
    with left:
        typed["packs"] = _rows("packs", "Top-up packs", PACK_COLUMNS)
    with right:
        typed["volume_steps"] = _rows("volume_steps", "Cheaper from a number on", STEP_COLUMNS)
    typed["rates"] = _rows("rates", RATES, RATE_COLUMNS)
    return typed


def _platforms() -> list[str]:
    """Every platform that the book names, also those it cannot size."""
    book = shipped_plans()
    return sorted({*book.platforms, *(plan.platform for plan in book.incomplete)})


def _known(typed: str) -> str:
    """A platform that the book names, however it was typed: `Banana Pro` is banana-pro."""
    name = "-".join(typed.lower().split())
    return name if name in _platforms() else typed.strip()


def _not_public() -> list[str]:
    book = shipped_plans()
    return sorted({plan.platform for plan in book.incomplete} - set(book.platforms))


def _price() -> dict[str, Any]:
    return {
        "platform": st.selectbox(
            "Platform",
            _platforms(),
            index=None,
            placeholder="that of the channel",
            accept_new_options=True,
            key="quote_platform",
            help="Another one that could do the work: its rates below say what it takes there.",
        ),
        "name": st.text_input("Name", key="quote_name"),
        "price": st.text_input("Price per payment", key="quote_price"),
        "billing": st.selectbox("Paid by the", SPANS, key="quote_billing"),
        "discount_percent": st.text_input(
            "Discount if paid by the year, %", placeholder="20", key="quote_discount"
        ),
        "annual_grants": st.selectbox(
            "Then credits come once a",
            SPANS,
            key="quote_annual_grants",
            help="When paid by the year: every month, or all at once as a pool for the year.",
        ),
    }


def _credits() -> dict[str, Any]:
    return {
        "credits": st.text_input("Credits each time", key="quote_credits"),
        "grants": st.selectbox("They come once a", SPANS, key="quote_grants"),
        "left_over": st.selectbox("What is left over", list(LEFT_OVER), key="quote_left_over"),
        "left_over_for": st.number_input(
            "For how many months or days", value=None, step=1, key="quote_left_over_for"
        ),
        "rollover_cap": st.text_input(
            "Most that is carried over", placeholder="no limit", key="quote_cap"
        ),
    }


def _use() -> dict[str, Any]:
    return {
        "overage_price": st.text_input(
            "Price of a credit beyond them",
            key="quote_overage",
            help="Overage: billed credit by credit, without a pack.",
        ),
        "burn_order": st.selectbox(
            "Used first", list(BURN_ORDERS), format_func=BURN_ORDERS.__getitem__, key="quote_burn"
        ),
        "charges_failed": _charged("Charges failed generations", "quote_failed"),
        "charges_blocked": _charged("Charges blocked generations", "quote_blocked"),
        "concurrency": st.number_input(
            "Generations at once", value=None, step=1, key="quote_concurrency"
        ),
        "most_units": st.number_input(
            "Most plans one team can hold", value=None, step=1, key="quote_most"
        ),
    }


def _contract() -> dict[str, Any]:
    first, second, third, fourth, fifth = st.columns(5)
    return {
        "seat_price": first.text_input("Price of a further seat", key="quote_seat_price"),
        "included_seats": second.number_input(
            "Seats included", value=None, step=1, key="quote_included_seats"
        ),
        "auto_renews": third.selectbox(
            "Renews by itself", list(KNOWN), format_func=KNOWN.__getitem__, key="quote_renews"
        ),
        "notice_days": fourth.number_input(
            "Days of notice", value=None, step=1, key="quote_notice"
        ),
        "true_up": fifth.selectbox(
            "Overage billed at the end of the", (None, *SPANS), key="quote_true_up"
        ),
    }


def _charged(label: str, key: str) -> str:
    return st.selectbox(label, list(KNOWN), format_func=KNOWN.__getitem__, key=key)


def _rows(name: str, label: str, columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """A small table to type in; text throughout, so that amounts stay exact."""
    sentence(label, "offcut-quiet")
    return st.data_editor(
        [{key: False if key == "default" else "" for key in columns}],
        num_rows="dynamic",
        hide_index=True,
        key=f"quote_{name}",
        column_config={key: _column(key, title) for key, title in columns.items()},
    )


def _column(key: str, title: str) -> ColumnConfig:
    if key == "unit":
        return st.column_config.SelectboxColumn(title, options=RATE_UNITS)
    if key == "default":
        return st.column_config.CheckboxColumn(title)
    return st.column_config.TextColumn(title)
