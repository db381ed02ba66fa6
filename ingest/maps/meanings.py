"""What the values of a log mean: a word, a range of numbers, nothing at all, or any other word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.formats.item import shortened
from ingest.maps.values import JsonNumber, number, text_of, written_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.maps.fields import Field

OTHERWISE = "*"
"""Every other value."""
NOTHING = "$null"
"""A value that is missing or blank."""
NUMBERS = frozenset({"integer", "seconds", "decimal"})
"""Shapes that a decimal mark of the map's counts for."""
WITHOUT_SIGN = r"\1\2\3"
"""What `sign_pattern` leaves of an amount."""
_BOUND = r"-?\d+(?:\.\d{1,12})?"
_RANGE = re.compile(
    rf"(?P<low>{_BOUND})?\.\.(?P<high>{_BOUND})?|(?P<sign>[<>]=?) ?(?P<bound>{_BOUND})", re.ASCII
)


@dataclass(frozen=True)
class Range:
    """Numbers between two bounds, each None where there is none, and in it unless `beyond`."""

    low: Decimal | None
    high: Decimal | None
    beyond: bool = False

    def __contains__(self, value: Decimal) -> bool:
        """Whether a number lies in it."""
        if value in {self.low, self.high}:
            return not self.beyond
        above = self.low is None or value > self.low
        return above and (self.high is None or value < self.high)


@cache
def range_of(word: str) -> Range | None:
    """The range that a map writes like `4..5`, `..2`, `<3` or `>=3`; None for any other word."""
    found = _RANGE.fullmatch(word)
    if found is None or word == "..":
        return None
    low, high, sign, bound = found.group("low", "high", "sign", "bound")
    if sign:
        low, high = (None, bound) if sign[0] == "<" else (bound, None)
    return Range(
        Decimal(low) if low else None, Decimal(high) if high else None, beyond=sign in {"<", ">"}
    )


def ranges_of(table: Mapping[str, str]) -> Iterator[tuple[Range, str]]:
    """The ranges of a table, in its order, with what they mean."""
    for word, meant in table.items():
        found = range_of(word)
        if found is not None:
            yield found, meant


def translated(field: Field, value: Any, table: Mapping[str, str], mark: str | None) -> str | None:
    """What a value means by its table; a number that keeps its own meaning is written plainly.

    Raises ValueError with a sentence for a word that is not there, where the field is a closed set.
    """
    text = text_of(value)
    if text is None:
        return table.get(NOTHING)
    if text in table:
        return table[text]
    meant = _in_range(value, text, table, mark)
    if meant is not None:
        return meant
    if OTHERWISE in table:
        return table[OTHERWISE]
    if field.shape in {"choice", "boolean"}:
        raise ValueError(
            f"{shortened(text)!r} is not among the map's values; add it to [values.{field.name}], "
            'or "*" for all others'
        )
    return text_of(plainly(field, text if mark is None else value, mark))


def plainly(field: Field, value: Any, mark: str | None) -> Any:
    """A value as it is, a number in the notation that every field reads."""
    is_text = isinstance(value, str) and not isinstance(value, JsonNumber) and value.strip()
    if mark is None or field.shape not in NUMBERS or not is_text:
        return value
    return written_number(value, mark)


def without_sign(field: Field, value: Any, sign: str | None) -> Any:
    """An amount of money without the sign of its currency, before it or behind."""
    if sign is None or not field.is_money or not isinstance(value, str):
        return value
    return re.sub(sign_pattern(sign), WITHOUT_SIGN, value.strip(), count=1)


def sign_pattern(sign: str) -> str:
    """A number with the sign of its currency; the number's own sign and the rest are its groups."""
    written = re.escape(sign)
    return rf"^([+-]?) ?{written} ?([^ ].*)$|^(.*[^ ]) ?{written}$"


def _in_range(value: Any, text: str, table: Mapping[str, str], mark: str | None) -> str | None:
    ranges = list(ranges_of(table))
    if not ranges:
        return None
    try:
        is_own = mark is None or isinstance(value, JsonNumber)
        read = Decimal(number(text) if is_own else written_number(text, str(mark)))
    except ValueError:
        return None
    return next((meant for each, meant in ranges if read in each), None)
