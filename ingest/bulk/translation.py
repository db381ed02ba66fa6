"""A map's `[values]` and its decimal mark as SQL over texts; see `ingest.maps.meanings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.bulk.expressions import Expression, matches
from ingest.maps.meanings import (
    NOTHING,
    NUMBERS,
    OTHERWISE,
    WITHOUT_SIGN,
    Range,
    ranges_of,
    sign_pattern,
)
from ingest.maps.values import GROUPED, THOUSANDS
from ingest.storing.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.maps.fields import Field

UNLISTED = "\x01"
"""Stands for a value that SQL does not know the meaning of; no canonical value looks like it."""
EXACT = r"-?[0-9]{1,16}(?:\.[0-9]{1,12})?"
"""Numbers that a decimal of the warehouse holds to the last digit."""


def plain_text(field: Field, text: Expression, mark: str | None) -> Expression:
    """The text, a number in the notation that every field reads."""
    return text if mark is None or field.shape not in NUMBERS else _plain_number(text, mark)


def text_without_sign(field: Field, text: Expression, sign: str | None) -> Expression:
    """An amount of money without the sign of its currency."""
    if sign is None or not field.is_money:
        return text
    return f"regexp_replace({text}, {literal(sign_pattern(sign))}, {literal(WITHOUT_SIGN)})"


def translated_text(
    field: Field, text: Expression, table: Mapping[str, str], mark: str | None
) -> Expression:
    """What a text means by a table; NULL where that is not known."""
    words = " ".join(
        f"WHEN {literal(word)} THEN {literal(meant)}"
        for word, meant in table.items()
        if word != OTHERWISE
    )
    others = _others(field, text, table, mark)
    case = f"CASE {text} {words} ELSE {others} END" if words else others
    nothing = literal(table[NOTHING]) if table.get(NOTHING) else "NULL"
    return f"CASE WHEN {text} IS NULL THEN {nothing} ELSE nullif({case}, '') END"


def _others(
    field: Field, text: Expression, table: Mapping[str, str], mark: str | None
) -> Expression:
    is_closed = field.shape in {"choice", "boolean"}
    otherwise = literal(UNLISTED) if is_closed else plain_text(field, text, mark)
    otherwise = literal(table[OTHERWISE]) if OTHERWISE in table else otherwise
    ranges = list(ranges_of(table))
    if not ranges:
        return otherwise
    number = text if mark is None else _plain_number(text, mark)
    value = f"TRY_CAST({number} AS DECIMAL(38, 12))"
    inside = " ".join(
        f"WHEN {_between(value, each)} THEN {literal(meant)}" for each, meant in ranges
    )
    return (
        f"CASE WHEN {matches(number, EXACT)} THEN CASE {inside} ELSE {otherwise} END "
        f"WHEN regexp_matches({text}, '[0-9]') THEN {literal(UNLISTED)} ELSE {otherwise} END"
    )


def _between(value: Expression, bounds: Range) -> Expression:
    equal = "" if bounds.beyond else "="
    low = [] if bounds.low is None else [f"{value} >{equal} {bounds.low}::DECIMAL(38, 12)"]
    high = [] if bounds.high is None else [f"{value} <{equal} {bounds.high}::DECIMAL(38, 12)"]
    return f"({' AND '.join([*low, *high])})"


def _plain_number(text: Expression, mark: str) -> Expression:
    between = THOUSANDS.replace(mark, "")
    plain = f"translate({text}, {literal(mark + between)}, '.')"
    is_one = matches(text, GROUPED[mark])
    number = f"CASE WHEN {is_one} THEN {plain} ELSE {literal(UNLISTED)} END"
    return f"CASE WHEN {text} IS NOT NULL THEN {number} END"
