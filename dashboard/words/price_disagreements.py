"""Sentences about models that were shut, and about bills that disagree with the price book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.formats import label

if TYPE_CHECKING:
    from data.asking.observed_units import Observed
    from data.asking.proof import AfterShutdown


def shut_sentence(each: AfterShutdown) -> str:
    """`openai / sora-2 was shut on 2026-09-24: 3 attempts came later …`."""
    attempts = f"{each.attempts:,} attempt{'' if each.attempts == 1 else 's'}"
    day = f" on {each.shut_on}" if each.shut_on else ""
    model = f"{label(each.channel)} / {label(each.model)}"
    return f"{model} was shut{day}: {attempts} came later, and the price book prices none of them."


def observed_sentence(each: Observed) -> str:
    """`fal / fal-ai/x: the price book has 5 x 0.05 USD a second, bills say 8 …`."""
    variant = f" ({label(each.variant)})" if each.variant else ""
    bills = f"{each.n:,} bills of {each.days:,} day{'' if each.days == 1 else 's'}"
    units = f" and {each.observed_units:g} {_unit(each)} a request" if each.observed_units else ""
    price = f"{each.observed_price:f} {each.currency}" if each.observed_price else "another price"
    advice = f" `offcut prices add --observed {each.model}` takes it." if _takes(each) else ""
    return (
        f"{each.channel} / {label(each.model)}{variant}: the price book has {_book(each)}; {bills} "
        f"come to {price}{units}.{advice}"
    )


def _book(each: Observed) -> str:
    if each.book_price is None:
        return "several prices"
    units = f", {each.book_units:g} a request" if each.book_units is not None else ""
    return f"{each.book_price:f} {each.currency} by {(each.unit or '').replace('_', ' ')}{units}"


def _unit(each: Observed) -> str:
    return (each.billed_unit or "unit").replace("_", " ") + "s"


def _takes(each: Observed) -> bool:
    return each.book_price is not None and each.observed_price is not None
