"""A missing price, added to the team's own prices as `offcut prices add` does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st
from pydantic import ValidationError

from dashboard.app.parts.empty import to_type
from dashboard.app.parts.markup import advice
from dashboard.app.parts.runs import runs
from dashboard.app.parts.written_down import write_down
from dashboard.words.formats import label
from data.errors import SettingsError, validation_sentence
from data.pricing.book import append_entry
from data.pricing.entry import UNITS, PriceEntry
from data.warehouse.records import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dashboard.app.parts.cached_figures import Question

FIXED = "fix_said"
SOURCE = "an agreement of our own"


def show_price_form(question: Question, about: Mapping[str, str | None], number: int) -> None:
    """Unit, price and first day; where the team has no prices of its own, how to have them."""
    channel, model = about["channel"], about["model"]
    if channel is None or model is None:
        advice("Its log names no channel or no model: map them first, so that a price can fit.")
        return
    folder = question.settings.prices_folder
    if folder is None:
        advice('Say where your own prices lie, in offcut.toml: `prices_folder = "prices"`. Or:')
        to_type("prices", "add", channel, model, "image", "PRICE", "--from", "DAY",
                "--source", "ADDRESS")  # fmt: skip
        return
    with st.form(f"price_{number}", border=False):
        st.selectbox("For one", UNITS, key=f"price_unit_{number}",
                     format_func=lambda unit: unit.replace("_", " "))  # fmt: skip
        st.text_input("Price", key=f"price_amount_{number}", placeholder="0.04")
        st.text_input("Currency", question.currency, key=f"price_currency_{number}", max_chars=3)
        st.date_input("From this day on", None, key=f"price_day_{number}", format="YYYY-MM-DD",
                      min_value=EARLIEST.date(), max_value=LATEST.date())  # fmt: skip
        st.text_input("Where it is written", key=f"price_source_{number}", placeholder=SOURCE)
        st.form_submit_button(
            "Add it", type="primary", on_click=_add, args=(folder, channel, model, number)
        )


def _add(folder: Path, channel: str, model: str, number: int) -> None:
    given = {
        name: st.session_state[f"price_{name}_{number}"]
        for name in ("unit", "amount", "currency", "day", "source")
    }
    fields = {
        "channel": channel,
        "model": model,
        "unit": given["unit"],
        "price": given["amount"].strip(),
        "currency": given["currency"].strip().upper(),
        "valid_from": given["day"],
        "source": given["source"].strip() or SOURCE,
        "certainty": "high",
        "checked_on": datetime.now(UTC).date(),
    }

    def write() -> None:
        try:
            entry = PriceEntry(**fields)
        except ValidationError as error:
            raise SettingsError(f"{validation_sentence(error)}.") from error
        append_entry(folder, entry)

    done = f"The price of {label(model)} is added to {folder}; the figures take it in."
    if write_down(FIXED, write, done):
        runs().start("reprice", "New prices", "reprice")
