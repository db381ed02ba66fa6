"""Names and constants as SQL text. Names come from closed sets or maps; both are always quoted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.maps.fields import Shape

SQL_TYPES: dict[Shape, str] = {
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "integer": "BIGINT",
    "seconds": "DOUBLE",
    "decimal": "DECIMAL(38, 12)",
    "boolean": "BOOLEAN",
    "time": "TIMESTAMP",
    "texts": "VARCHAR[]",
}
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What `str.strip` takes off."""


def identifier(name: str) -> str:
    """A quoted name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted text."""
    return "'" + text.replace("'", "''") + "'"


UNICODE_SPACES = literal(SPACES)


def trimmed(text: str) -> str:
    """As `str.strip` has it; what begins and ends in printable ASCII needs none, which is quick."""
    odd = f"{text} < '!' OR {text} > '~' OR {text}[-1] NOT BETWEEN '!' AND '~'"
    return f"CASE WHEN {odd} THEN trim({text}, {UNICODE_SPACES}) ELSE {text} END"


def typed(value: Any, shape: Shape) -> str:
    """A constant with the type of its column; None is NULL."""
    if value is None:
        return f"NULL::{SQL_TYPES[shape]}"
    if isinstance(value, datetime):
        return f"TIMESTAMP {literal(value.astimezone(UTC).replace(tzinfo=None).isoformat(' '))}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]::VARCHAR[]"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{literal(text)}::{SQL_TYPES[shape]}"


def usual_time(text: str, *, naive: bool) -> str:
    """A time in one of the usual spellings, NULL in any other.

    Each text is tried against the one format it looks like: where a format does not fit, DuckDB
    takes as long as for eight that do.
    """

    def written(offset: str) -> str:
        plain, with_fraction = (
            f"CASE WHEN contains({text}, 'T') THEN {_parsed(text, f'T{clock}{offset}')}"
            f" ELSE {_parsed(text, f' {clock}{offset}')} END"
            for clock in ("%H:%M:%S", "%H:%M:%S.%f")
        )
        return f"CASE WHEN contains({text}, '.') THEN {with_fraction} ELSE {plain} END"

    zoned = " ".join(
        f"WHEN ends_with({text}, '{offset}') THEN {written(offset)}" for offset in ("+00:00", "Z")
    )
    return f"CASE {zoned} ELSE {written('') if naive else 'NULL::TIMESTAMP'} END"


def _parsed(text: str, clock: str) -> str:
    return f"try_strptime({text}, '%Y-%m-%d{clock}')"
