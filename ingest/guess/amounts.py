"""The money of a log: in which currency, whole or in cents, estimated or billed."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ingest.guess.gates import noted_trait
from ingest.guess.matching import candidate_of
from ingest.guess.proposal import NOT_READ
from ingest.guess.sample import is_blank
from ingest.maps.values import MONEY_UNITS

if TYPE_CHECKING:
    from ingest.guess.columns import Column
    from ingest.guess.proposal import Draft

CENTS_FROM = 1_000
WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "VND"})
USUAL_CURRENCIES = ("USD", "EUR", "GBP", "JPY")


def guess_money(draft: Draft, name: str, column: Column) -> None:
    """Decide the currency and the unit of an amount, and whether it is an estimate."""
    if name not in draft.choices and _guess_apart(draft, name, column):
        return
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


def _guess_apart(draft: Draft, name: str, column: Column) -> bool:
    """Whether each currency has a column of its own, of which a record has one."""
    amounts = [
        each for each in draft.sample.columns
        if each.currency and each.values and candidate_of(draft.record, name, each, frozenset())
    ]  # fmt: skip
    codes = {each.name: str(each.currency) for each in amounts}
    is_apart = column.name in codes and 1 < len(codes) == len(set(codes.values()))
    if not is_apart or any(_share_records(draft, a, b) for a, b in pairwise(amounts)):
        return False
    said = draft.decide("currency_of", "yes", "each record has an amount in one of them",
                        options=("yes", "no"))  # fmt: skip
    if said != "yes":
        return False
    del draft.columns[name]
    draft.guesses = [each for each in draft.guesses if each.key != name]
    draft.tables["currency_of"] = dict(codes)
    return True


def _share_records(draft: Draft, one: Column, other: Column) -> bool:
    both = (one.name, other.name)
    return any(
        not any(is_blank(record.get(each)) for each in both) for record in draft.sample.records
    )
