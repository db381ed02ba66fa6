"""How a figure is written for people. NULL is "–", never 0; a small amount keeps its digits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import tzinfo

NOTHING = "–"
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_HALF = Decimal("0.0005")
_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: parts of emoji and of Persian words."""


def shown(value: Any, unit: str, currency: str = "USD") -> str:
    """One cell as text, by its metric's unit, or as `text` or a `day`."""
    if value is None:
        return NOTHING
    if unit == "text":
        return label(value)
    if unit == "day":
        return day(value)
    if unit in ("money", "money_per"):
        return money(value, currency)
    if unit == "count":
        return f"{value:,}".replace("-", "−")
    if unit == "rate":
        return percent(value)
    if unit == "seconds":
        return duration(value)
    if unit == "change":
        return signed_percent(value)
    if unit == "points":
        return points(value)
    return f"{float(value):,.2f}".replace("-", "−")


def symbol(currency: str) -> str:
    """What stands before an amount: `$`, or `CHF ` where there is no sign."""
    return SYMBOLS.get(currency, f"{currency} ")


def money(value: Decimal | float, currency: str = "USD") -> str:
    """`$1,234.56`; below one unit up to four digits: $0.0387 must not read $0.04."""
    amount = abs(Decimal(str(value)))
    sign = "−" if value < 0 else ""
    if 0 < amount < Decimal("0.00005"):
        return f"{'over' if sign else 'under'} {sign}{symbol(currency)}0.0001"
    if amount >= Decimal("0.99995") or amount == 0:
        return f"{sign}{symbol(currency)}{amount:,.2f}"
    cents, fractions = f"{amount:.4f}"[:4], f"{amount:.4f}"[4:].rstrip("0")
    return f"{sign}{symbol(currency)}{cents}{fractions}"


def whole_money(value: Decimal | float, currency: str = "USD") -> str:
    """`$4,812`: for a headline, without cents from a hundred on."""
    amount = abs(Decimal(str(value)))
    if amount < 100:
        return money(value, currency)
    return f"{'−' if value < 0 else ''}{symbol(currency)}{amount:,.0f}"


def short_money(value: Decimal | float, currency: str = "USD") -> str:
    """`$0.432`, `$7.53`, `$38.4`, `$1,205`: three figures, for a label in a chart."""
    amount = abs(Decimal(str(value)))
    if amount < Decimal("0.00995"):
        return money(value, currency)
    places = sum(amount < limit for limit in (Decimal("99.95"), Decimal("9.995"), 1 - _HALF))
    return f"{'−' if value < 0 else ''}{symbol(currency)}{amount:,.{places}f}"


def percent(value: Decimal | float) -> str:
    """`12.3 %`; what is not zero never reads 0, and what is not all never 100."""
    share = float(value) + 0.0  # without the sign of a zero
    if 0 < abs(share) < 0.0005:
        return "under 0.1 %" if share > 0 else "over −0.1 %"
    if 0.9995 <= share < 1:
        return "over 99.9 %"
    return f"{share * 100:.1f} %".replace("-", "−")


def signed_percent(value: Decimal | float) -> str:
    """`+12.3 %`, `−4.0 %`: a change by a share of what was."""
    return f"{'+' if value > 0 else ''}{percent(value)}"


def points(value: Decimal | float) -> str:
    """`+5.2 points`, `−0.4 points`: a change of a rate, of which 0.01 is a point."""
    return f"{float(value) * 100:+.1f} points".replace("-", "−")


def duration(seconds: float) -> str:
    """`0.42 s`, `18.3 s`, `4 min 12 s`, `3 h 05 min`, `2 d 4 h`."""
    if seconds < 0:
        return f"−{duration(-seconds)}"
    if seconds < 9.995:
        return f"{seconds:.2f} s"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours < 48:
        return f"{hours} h {minutes:02d} min"
    days, hours = divmod(round(seconds / 3600), 24)
    return f"{days} d {hours} h"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 attempt`, `12 attempts`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def day(value: date) -> str:
    """`2 Nov 2026`."""
    return f"{value.day} {value:%b %Y}"


def wall_clock(moment: datetime, zone: tzinfo) -> datetime:
    """What clocks of the zone show at a naive moment in UTC."""
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def label(value: Any) -> str:
    """A dimension's value as text: "–" for NULL, ISO for dates and times.

    Characters that cannot be seen, such as line ends and changes of direction, become spaces.
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)


def shortened(value: Any, characters: int) -> str:
    """The label, cut with an ellipsis where it is longer."""
    text = label(value)
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def size(n_bytes: float) -> str:
    """`12.3 MB`, in powers of ten."""
    for name in ("B", "kB", "MB", "GB"):
        if n_bytes < 1000:
            return f"{n_bytes:,.0f} {name}" if name == "B" else f"{n_bytes:,.1f} {name}"
        n_bytes /= 1000
    return f"{n_bytes:,.1f} TB"
