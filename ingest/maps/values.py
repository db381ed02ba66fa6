"""One value of a log as its canonical field wants it: the meaning that `map_sql` repeats in SQL.

Every function raises ValueError with a sentence. Text comes in as the log wrote it; a number inside
JSON keeps its own spelling (`JsonNumber`), so that money is read to the last digit.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from ingest.formats.addresses import address, without_secrets
from ingest.formats.file_names import name_in, without_masks
from ingest.formats.item import shortened
from ingest.formats.times import localised, moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from ingest.maps.fields import Field

SECONDS_UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
MONEY_UNITS = {"units": 0, "cents": 2, "micros": 6}
"""Decimal places between the log's unit and the currency's."""
MINUTES_UNITS = {"min": (1, 1), "s": (1, 60), "h": (60, 1)}
"""A fraction of a minute: numerator and denominator."""
TIME_UNITS = {"epoch_s": 0, "epoch_ms": 3, "epoch_us": 6, "epoch_ns": 9}
"""Decimal places between the log's unit and the second."""
UNITS_OF: Mapping[str, tuple[str, ...]] = {
    "seconds": tuple(SECONDS_UNITS),
    "money": tuple(MONEY_UNITS),
    "minutes": tuple(MINUTES_UNITS),
    "time": ("iso", *TIME_UNITS),
    "text": (),
    "choice": (),
    "integer": (),
    "decimal": (),
    "boolean": (),
    "texts": (),
}
TRUE = ("true", "1", "yes", "y", "t", "hit")
FALSE = ("false", "0", "no", "n", "f", "miss")
NEITHER = ("none", "null")
OUTPUTS = "output_uris"
WITHOUT_QUERY = frozenset({"uri", OUTPUTS})
"""Signed addresses: what follows the question mark is a secret."""
ADDRESS_PERHAPS = frozenset({"asset_ref", "parent_asset_ids"})
"""An id or an address; only an address has a query string."""
IDENTITIES = frozenset(
    {"source_id", "operation_id", "brief_id", "provider_request_id", "attempt_id", "asset_id"}
    | {"attempt_ref", "verdict_id", "entry_id", "account"}
)
"""Where two addresses that differ in what is taken off them must not become one."""
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SEPARATORS = re.compile(r"[,;\s]+")
MINUTES_DECIMALS = 6
SPACES_BETWEEN = " '\u2019\u00a0\u202f"
SPACING = f"[{SPACES_BETWEEN}]"
THOUSANDS = f".,{SPACES_BETWEEN}"
"""What may stand between thousands, unless it is the decimal mark."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class JsonNumber(str):
    """A number as JSON text spelled it."""

    __slots__ = ()


def text_of(value: Any) -> str | None:
    """A scalar as text; None where it is null or blank."""
    if value is None or (isinstance(value, str) and not isinstance(value, JsonNumber)):
        return value if value and value.strip() else None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list | tuple):
        raise ValueError(f"one value is expected, received {shortened(value)}")
    return str(value)


def canonical(
    field: Field,
    value: Any,
    *,
    unit: str = "",
    zone: tzinfo | None = None,
    time_format: str | None = None,
) -> Any:
    """A value of the log as the field's type, in canonical units; None where it is not known."""
    if field.shape == "texts":
        return texts(value, field.name)
    text = text_of(value.isoformat() if isinstance(value, date) else value)
    if text is None:
        return None
    match field.shape:
        case "integer":
            return whole(text)
        case "seconds":
            return float(number(text)) / SECONDS_UNITS[unit or "s"]
        case "decimal" if field.unit_kind == "minutes":
            return _minutes(Decimal(number(text)), unit or "min")
        case "decimal":
            return Decimal(number(text)).scaleb(-MONEY_UNITS[unit or "units"])
        case "boolean":
            return boolean(text)
        case "time":
            return time(text, unit, zone, time_format)
        case _:
            plain = _plain_number(value, text)
            return address(plain) if is_address(field.name, plain) else plain


def _minutes(amount: Decimal, unit: str) -> Decimal:
    numerator, denominator = MINUTES_UNITS[unit]
    if numerator == denominator:
        return amount
    return round(amount * numerator / denominator, MINUTES_DECIMALS)


def _plain_number(value: Any, text: str) -> str:
    """A JSON number used as text, in the spelling DuckDB gives it: the shortest that means it."""
    if not isinstance(value, JsonNumber):
        return text
    if text.lstrip("-").isdigit():
        return "0" if text == "-0" else text
    return repr(float(text)) if isfinite(float(text)) else text


def whole(text: str) -> int:
    """A whole number; `4.0` is one."""
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"{shortened(text)!r} is not a whole number")
    return int(text.strip().split(".")[0])


def number(text: str) -> str:
    """A plain decimal number, with or without an exponent: no signs of currency, no grouping."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{shortened(text)!r} is not a number; write it as 1234.56")
    return text.strip()


GROUPED = {
    mark: rf"[+-]?(?:\d{{1,3}}(?:(?:{re.escape(other)}\d{{3}})+|(?:{SPACING}\d{{3}})+)|\d+)"
    rf"(?:{re.escape(mark)}\d+)?"
    for mark, other in ((",", "."), (".", ","))
}
"""Numbers by their decimal mark, perhaps with marks between thousands; each a pattern."""


def written_number(text: str, mark: str) -> str:
    """A number written with a decimal mark and perhaps marks between thousands, plainly."""
    stripped = text.strip()
    if not re.fullmatch(GROUPED[mark], stripped, re.ASCII):
        example = "1.234,56" if mark == "," else "1,234.56"
        raise ValueError(f"{shortened(text)!r} is not a number; write it as {example}")
    return stripped.translate(str.maketrans(mark, ".", THOUSANDS.replace(mark, "")))


def boolean(text: str) -> bool | None:
    """Yes or no in its usual spellings; `none` and `null` are neither."""
    word = text.strip().lower()
    if word in NEITHER:
        return None
    if word not in TRUE + FALSE:
        raise ValueError(f"{shortened(text)!r} is neither true nor false")
    return word in TRUE


def time(text: str, unit: str, zone: tzinfo | None, time_format: str | None) -> datetime:
    """A time as UTC; see `ingest.formats.times.moment` for what is refused."""
    if unit in TIME_UNITS:
        return _from_epoch(text, TIME_UNITS[unit])
    if time_format is None:
        try:
            return moment(text, zone)
        except ValueError as error:
            raise ValueError(f"{error}, or give its form as time_format in the map") from None
    try:
        read = datetime.strptime(text.strip(), time_format)  # noqa: DTZ007 - localised below
    except ValueError:
        raise ValueError(f"{shortened(text)!r} is not a time written as {time_format}") from None
    return read.astimezone(UTC) if read.tzinfo else localised(read, zone or UTC)


def _from_epoch(text: str, places: int) -> datetime:
    micros = Decimal(number(text)).scaleb(6 - places).to_integral_value(ROUND_HALF_UP)
    try:
        return _EPOCH + timedelta(microseconds=int(micros))
    except OverflowError:
        raise ValueError(f"{shortened(text)!r} is no time since 1970") from None


def texts(value: Any, name: str = "") -> tuple[str, ...] | None:
    """A list of texts, from a list, JSON in text, or text with commas, semicolons or spaces.

    An empty list is None: nothing known. Only of outputs it says that there were none.
    """
    parts = value if isinstance(value, list | tuple) else _parts(text_of(value) or "")
    found = (_plain_number(part, text_of(part) or "") for part in parts)
    kept = (address(part) if is_address(name, part) else part for part in found if part)
    listed = [part.strip() for part in kept if part.strip()]
    if name != OUTPUTS:
        return tuple(listed) or None
    outputs = tuple(without_masks((name_in(part), part) for part in listed))
    return outputs if outputs or not parts else None


def _parts(text: str) -> list[Any]:
    stripped = text.strip()
    if stripped.startswith("[") and stripped.endswith("]"):
        try:
            return list(json.loads(stripped, parse_float=JsonNumber, parse_int=JsonNumber))
        except (ValueError, RecursionError):
            pass
    return _SEPARATORS.split(stripped)


def is_address(name: str, text: str) -> bool:
    """Whether the text of this field may carry a query string."""
    return name in WITHOUT_QUERY or (name in ADDRESS_PERHAPS and "://" in text)


def bare(name: str, text: str) -> str:
    """The text of a field as it may be stored: no address in it says what opens it."""
    if is_address(name, text):
        return address(text)
    return without_secrets(text, distinct=name in IDENTITIES)
