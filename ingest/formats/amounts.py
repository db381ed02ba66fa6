"""Numbers as people write them in sheets: currency signs, grouped thousands, either decimal mark.

`1,000` is a thousand or one, and nothing in the cell says which. The other numbers of the file may
say it (`1,000.50`, `12,5`); where they do not, the number is refused, never guessed at.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Mark = Literal[".", ",", "unclear"]
"""The decimal mark of a file, or that its numbers contradict each other."""

LONGEST = 64
"""No written amount is longer; a longer text is not searched."""
LARGEST_EXPONENT = 25
CURRENCIES_OF_SIGN: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "BRL"),
    "US$": ("USD",),
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "¥": ("JPY", "CNY"),
}
"""What a sign may stand for; alone it is the first, but `¥` needs the currency stated."""
_PARTS = re.compile(
    r"(?P<open>\()?(?P<sign1>[-+−]?) ?(?P<before>[A-Z]{3}|US\$|[$€£₹₩¥])? ?(?P<sign2>[-+−]?)"
    r"(?P<number>[\d.,'’ ]*\d[\d.,]*?(?:[eE][-+]?\d{1,3})?)(?P<sign3>[-−]?)"
    r" ?(?P<after>[A-Z]{3}|[$€£₹₩¥])?(?P<close>\))?",
    re.ASCII,
)
_PLAIN = re.compile(r"\d+|\d*\.\d+|\d+\.|\d+(?:\.\d+)?[eE][-+]?\d{1,3}", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?", re.ASCII)
_EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}", re.ASCII)
"""A single mark before three digits: grouping or decimal."""
_PROOF: dict[Mark, re.Pattern[str]] = {
    ".": re.compile(
        r"\d*\.(?!\d{3}$)\d+|0\.\d+|[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}"
    ),
    ",": re.compile(
        r"\d*,(?!\d{3}$)\d+|0,\d+|[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}"
    ),
}


def decimal_mark(texts: Iterable[str]) -> Mark | None:
    """Tell which decimal mark the numbers of one file use; None where they do not say."""
    proven: set[Mark] = set()
    single: set[str] = set()
    for text in texts:
        number = _number_of(text)
        if number is not None:
            proven |= {mark for mark, proof in _PROOF.items() if proof.fullmatch(number)}
            single |= {found[1] for found in [_EITHER.fullmatch(number)] if found}
    if len(proven) > 1 or (not proven and len(single) > 1):
        return "unclear"
    return proven.pop() if proven else None


def amount(text: str, mark: Mark | None = None) -> tuple[Decimal, str | None]:
    """Read a number, and the currency sign or code written with it, if any.

    Parentheses are a minus, as in bookkeeping, and so is a sign behind: `10-`. Raises ValueError
    with a sentence.
    """
    found = _PARTS.fullmatch(_even(text)) if len(text) <= LONGEST else None
    if found is None or bool(found["open"]) != bool(found["close"]):
        raise ValueError(f"{text[:LONGEST]!r} is not a number")
    signs = (found["sign1"], found["sign2"], found["sign3"])
    minuses = [found["open"], *(sign.strip("+") for sign in signs)]
    if sum(map(bool, minuses)) > 1 or (found["before"] and found["after"]):
        raise ValueError(f"{text!r} is not a number")
    value = Decimal(_plain(found["number"], mark))
    if abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(f"{text!r} is out of range")
    return (-value if any(minuses) else value), found["before"] or found["after"]


def currency(sign: str | None, stated: str | None) -> str | None:
    """Settle the currency of an amount: the one stated for it, else the one its sign stands for.

    Raises ValueError with a sentence where the two differ, or the sign alone is not enough.
    """
    meant = CURRENCIES_OF_SIGN.get(sign, (sign,)) if sign else ()
    if stated:
        stated = stated.upper()
        if meant and stated not in meant:
            raise ValueError(f"written with {sign!r}, but the currency is stated as {stated!r}")
        return stated
    if sign == "¥":
        raise ValueError("'¥' is yen or yuan; state the currency as JPY or CNY")
    return meant[0] if meant else None


def _even(text: str) -> str:
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text.strip())


def _number_of(text: str) -> str | None:
    found = _PARTS.fullmatch(_even(text)) if len(text) <= LONGEST else None
    return re.sub(r"[ '’]", "", found["number"]) if found else None


def _plain(number: str, mark: Mark | None) -> str:
    """Bring a written number into the notation of Decimal."""
    if _SPACED.fullmatch(number):
        number = re.sub(r"[ '’]", "", number)
        return number.replace(",", ".")
    either = _EITHER.fullmatch(number)
    if either and (mark == "unclear" or (mark is None and either[1] == ",")):
        raise ValueError(
            f"{number!r} is a thousand or a fraction, and the other numbers of this file do not"
            " settle which; write it without a thousands separator"
        )
    if either:
        return number.replace(either[1], "." if mark in {None, either[1]} else "")
    for decimal, proof in _PROOF.items():
        if proof.fullmatch(number):
            return number.replace("," if decimal == "." else ".", "").replace(",", ".")
    if _PLAIN.fullmatch(number):
        return number
    raise ValueError(f"{number!r} is not a number")
