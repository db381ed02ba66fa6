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
