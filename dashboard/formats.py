"""How a figure is written for people. NULL is "–", never 0; a small amount keeps its digits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

NOTHING = "–"
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def shown(value: Any, unit: str, currency: str = "USD") -> str:
    """One figure as text, by its metric's unit."""
    if value is None:
        return NOTHING
    if unit in ("money", "money_per"):
        return money(value, currency)
    if unit == "count":
        return f"{value:,}"
    if unit == "rate":
        return percent(value)
    if unit == "seconds":
        return duration(value)
    return f"{float(value):,.2f}"


def money(value: Decimal | float, currency: str = "USD") -> str:
    """`$1,234.56`; below one unit four digits, so that a cost of $0.0387 does not read 0.04."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    amount = abs(Decimal(value))
    digits = 2 if amount >= 1 or amount == 0 else 4
    if 0 < amount < Decimal("0.00005"):
        return f"under {symbol}0.0001"
    return f"{'−' if value < 0 else ''}{symbol}{amount:,.{digits}f}"


def percent(value: float) -> str:
    """`12.3 %`; shares that are small but not zero never read 0."""
    if 0 < abs(value) < 0.0005:
        return "under 0.1 %"
    return f"{value * 100:.1f} %"


def duration(seconds: float) -> str:
    """`0.42 s`, `18.3 s`, `4 min 12 s`, `3 h 05 min`, `2 d 4 h`."""
    if seconds < 60:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02d} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h"


def label(value: Any) -> str:
    """A dimension's value as text: "–" for NULL, ISO for dates and times."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def size(n_bytes: float) -> str:
    """`12.3 MB`, in powers of ten."""
    for name in ("B", "kB", "MB", "GB"):
        if n_bytes < 1000:
            return f"{n_bytes:,.0f} {name}" if name == "B" else f"{n_bytes:,.1f} {name}"
        n_bytes /= 1000
    return f"{n_bytes:,.1f} TB"
