"""Finding a column of a map in one record: a key, or a dotted path into nested JSON.

The first step of a path may itself be a key with dots, and the exact key is preferred. A text that
holds JSON is looked into like JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ingest.maps.values import JsonNumber, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Steps = tuple[str, ...]


def ways(column: str) -> tuple[Steps, ...]:
    """How a column may be meant, best first: `a.b.c` is the key itself, `a.b` → c, or a → b → c."""
    parts = column.split(".")
    if not all(parts):
        return ((column,),)
    return tuple((".".join(parts[:first]), *parts[first:]) for first in range(len(parts), 0, -1))


class Keys(dict[str, Any]):
    """A JSON object that remembers which keys it was given twice; the first of them counts."""

    twice: frozenset[str] = frozenset()


def parse_object(raw: bytes) -> dict[str, Any]:
    """One line as a JSON object whose numbers keep their spelling.

    Raises ValueError with a sentence.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02x}") from None
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("not read: JSON nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def _keys(pairs: list[tuple[str, Any]]) -> Keys:
    found = Keys()
    for key, value in pairs:
        if key in found:
            found.twice |= {key}
        else:
            found[key] = value
    return found


_DECODER = json.JSONDecoder(
    parse_float=JsonNumber,
    parse_int=JsonNumber,
    parse_constant=JsonNumber,
    object_pairs_hook=_keys,
)


def found_in(record: Any, columns: Iterable[str]) -> Any:
    """The first value that is not blank among these columns; None where all are.

    Raises ValueError when a key on the way was given twice.
    """
    for column in columns:
        for steps in ways(column):
            value = _walked(record, steps)
            if value is not None and not _is_blank(value):
                return value
    return None


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and text_of(value) is None


def _walked(value: Any, steps: Steps) -> Any:
    for step in steps:
        inside = _opened(value)
        if isinstance(inside, dict):
            if step in getattr(inside, "twice", ()):
                raise ValueError(f"the key {step!r} appears twice in one object")
            value = inside.get(step)
        elif isinstance(inside, list) and step.isdecimal():
            value = inside[int(step)] if int(step) < len(inside) else None
        else:
            return None
    return value


def _opened(value: Any) -> Any:
    """What a text that holds JSON holds."""
    if not isinstance(value, str) or value[:1] not in {"{", "["}:
        return value
    try:
        return _DECODER.decode(value)
    except (ValueError, RecursionError):
        return None
