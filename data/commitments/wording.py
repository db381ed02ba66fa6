"""How amounts are written in the sentences of a recommendation."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
FROM_HERE_WHOLE = 100


def money(amount: Decimal, currency: str) -> str:
    """`$1,234`, `$12.50`, `CHF 900`: whole from a hundred on."""
    sign = SIGNS.get(currency, f"{currency} ")
    size = abs(amount)
    text = f"{size:,.0f}" if size >= FROM_HERE_WHOLE else f"{size:,.2f}"
    return f"{'−' if amount < 0 else ''}{sign}{text}"


def unit_price(amount: Decimal, currency: str) -> str:
    """A price per credit, to three figures that say something: `$0.0124`."""
    digits = max(2, 2 - amount.adjusted()) if amount else 2
    return f"{SIGNS.get(currency, f'{currency} ')}{amount:,.{digits}f}"


def number(amount: Decimal | float) -> str:
    """Whole from a hundred on, else to a tenth where it has one: `1,240`, `3.3`, `12`."""
    value = Decimal(str(amount))
    if abs(value) >= FROM_HERE_WHOLE or value == value.to_integral_value():
        return f"{value:,.0f}"
    return f"{value:,.1f}"


def size_words(units: float) -> str:
    """A number of subscriptions, never as a power of ten: `2`, `0.125`, `5,749,550`."""
    if units >= FROM_HERE_WHOLE or units == int(units):
        return f"{units:,.0f}"
    return f"{Decimal(repr(round(units, 4))):f}"


def percent(share: Decimal | float) -> str:
    """A share as whole percent: `14 %`."""
    return f"{float(share) * 100:.0f} %"


def day(on: date) -> str:
    """`30 November 2026`."""
    return f"{on.day} {on:%B %Y}"


def counted(n: int, what: str) -> str:
    """`1 brief`, `3 briefs`."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def many(credit: str) -> str:
    """More than one of a platform's credits: `compute units`, `dollars of balance`, `USD`."""
    if credit.isupper():
        return credit
    first, of, rest = credit.partition(" of ")
    return f"{first}s{of}{rest}"


def listed(parts: list[str] | tuple[str, ...]) -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def decimal_words(value: Decimal) -> str:
    """A number with the decimals that it has, none that say nothing: `3`, `7.5`, `1,200`."""
    return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
