"""What the numbers of a log count: seconds or thousandths, units of a currency or cents."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from ingest.guess.gates import noted_trait
from ingest.guess.proposal import NOT_READ
from ingest.maps.fields import fields_of
from ingest.maps.values import MONEY_UNITS, SECONDS_UNITS

if TYPE_CHECKING:
    from ingest.guess.columns import Column
    from ingest.guess.proposal import Draft

THOUSANDTHS_FROM = 1_000
"""Whole numbers that are mostly larger are no seconds of a call."""
CENTS_FROM = 1_000
WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "VND"})
USUAL_CURRENCIES = ("USD", "EUR", "GBP", "JPY")


def guess_units(draft: Draft, media: frozenset[str]) -> None:
    """Decide the units of durations and amounts, the decimal mark, and what tokens are of."""
    for name, title in list(draft.columns.items()):
        column, field = draft.sample.column(title), fields_of(draft.record)[name]
        assert column is not None
        if field.shape == "seconds":
            _guess_seconds(draft, name, column)
        elif field.is_money:
            _guess_money(draft, name, column)
    _guess_mark(draft)
    _guess_tokens(draft, media)


def _guess_seconds(draft: Draft, name: str, column: Column) -> None:
    said = column.unit(SECONDS_UNITS)
    numbers = column.numbers or (Decimal(0),)
    looks_like = "ms" if column.is_whole and median(numbers) >= THOUSANDTHS_FROM else "s"
    unit = draft.decide(
        f"units.{name}",
        said or looks_like,
        f"{column.name!r} says so" if said else f"its numbers go up to {max(numbers)}",
        doubt=None if said else "nothing says what they count",
        options=tuple(SECONDS_UNITS),
    )
    if unit != "s":
        draft.say("units", name, unit)


def _guess_money(draft: Draft, name: str, column: Column) -> None:
    currency = _guess_currency(draft, column)
    said = column.unit(MONEY_UNITS)
    numbers = column.numbers or (Decimal(0),)
    is_large = column.is_whole and median(numbers) >= CENTS_FROM and currency not in WITHOUT_CENTS
    unit = draft.decide(
        f"units.{name}",
        said or "units",
        f"{column.name!r} says so" if said else "its name says nothing else",
        doubt="they are large whole numbers" if is_large and not said else None,
        options=tuple(MONEY_UNITS),
    )
    if unit != "units":
        draft.say("units", name, unit)
    word = noted_trait("estimate", column)
    if word is not None and draft.record == "attempt":
        said_so = draft.decide("costs_are_estimates", "true", f"its column is called {word!r}",
                               options=("true", "false"))  # fmt: skip
        draft.top |= {"costs_are_estimates": True} if said_so == "true" else {}


def _guess_currency(draft: Draft, column: Column) -> str:
    if "currency" in draft.columns:
        return ""
    own = draft.settings.currency
    found = column.currency
    currency = draft.decide(
        "currency",
        found or NOT_READ,
        f"{column.name!r} and its amounts say so" if found else "none is named",
        doubt=None if found else f"that of the settings is assumed, {own}, and said so",
        options=(own, *USUAL_CURRENCIES),
    )
    if currency != NOT_READ:
        draft.say("constants", "currency", currency)
    signs = column.signs
    if len(signs) == 1 and draft.sample.format in {"csv", "xlsx"}:
        draft.top["currency_sign"] = signs[0]
    return currency


def _guess_mark(draft: Draft) -> None:
    if draft.sample.format not in {"csv", "xlsx"}:
        return
    numeric = {"integer", "seconds", "decimal"}
    fields = fields_of(draft.record)
    titles = [each for name, each in draft.columns.items() if fields[name].shape in numeric]
    read = [draft.sample.column(each) for each in titles]
    texts = [text for each in read if each for text in each.texts]
    has_commas = any("," in text for text in texts)
    if not has_commas:
        return
    is_sure = draft.sample.mark in {",", "."}
    guessed = str(draft.sample.mark) if is_sure else "," if draft.sample.delimiter == ";" else "."
    draft.top["decimal"] = draft.decide(
        "decimal", guessed, "its numbers are written so",
        doubt=None if is_sure else "1,000 may be a thousand or one", options=(",", "."),
    )  # fmt: skip


def _guess_tokens(draft: Draft, media: frozenset[str]) -> None:
    """Tokens out of a model that makes pictures are of pictures."""
    title = draft.columns.get("tokens_text_out")
    if title is None or "tokens_image_out" in draft.columns or media != {"image"}:
        return
    chosen = draft.decide(
        "tokens_image_out", title, "its models make images",
        doubt="some of its tokens may be text", options=(title, NOT_READ),
    )  # fmt: skip
    if chosen == title:
        del draft.columns["tokens_text_out"]
        draft.columns["tokens_image_out"] = title
        draft.guesses = [each for each in draft.guesses if each.key != "tokens_text_out"]
