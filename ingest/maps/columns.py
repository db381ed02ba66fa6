"""Finding a column of a map in one record: a key, or a dotted path into nested JSON.

The first step of a path may itself be a key with dots, and the exact key is preferred. A text that
holds JSON is looked into like JSON. A step that ends in `[]` goes into all members of a list, and
`count(…)` around such a path is their number.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ingest.maps.values import JsonNumber, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Steps = tuple[str, ...]
FILE_PART = "$file."
"""Before the name of a part of the file's name, where a column is expected."""
KEY = "$key"
"""The key of a record in an object keyed by id."""
MEMBERS = "[]"
COUNT = "count()"
"""The last step of a path whose members are counted."""
_COUNTED = re.compile(r"count\((.+\[\].*|\S*\[\])\)")


def is_counted(column: str) -> bool:
    """Whether a column is the number of a list's members."""
    return _COUNTED.fullmatch(column) is not None


def is_list(column: str) -> bool:
    """Whether a column goes through all members of a list."""
    return any(step.endswith(MEMBERS) for steps in ways(column) for step in steps)


def ways(column: str) -> tuple[Steps, ...]:
    """How a column may be meant, best first: `a.b.c` is the key itself, `a.b` → c, or a → b → c."""
    counted = _COUNTED.fullmatch(column)
    if counted:
        return tuple((*steps, COUNT) for steps in ways(counted[1]) if is_through(steps))
    return _ways(column)


def is_through(steps: Steps) -> bool:
    """Whether these steps go through a list."""
    return any(step.endswith(MEMBERS) for step in steps)


def _ways(column: str) -> tuple[Steps, ...]:
    parts = column.split(".")
    if not all(parts):
        return ((column,),)
    return tuple((".".join(parts[:first]), *parts[first:]) for first in range(len(parts), 0, -1))


class Keys(dict[str, Any]):
    """A JSON object that remembers which keys it was given twice; the first of them counts."""

    twice: frozenset[str] = frozenset()


def parse_object(raw: bytes) -> Keys:
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
    if not isinstance(value, Keys):
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


def says_twice(value: Any) -> bool:
    """Whether an object or one inside it names a key twice, also where it is JSON as text."""
    inside = _opened(value)
    if isinstance(inside, dict):
        return bool(getattr(inside, "twice", ())) or any(map(says_twice, inside.values()))
    return isinstance(inside, list) and any(map(says_twice, inside))


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and text_of(value) is None


def _walked(value: Any, steps: Steps) -> Any:
    for place, step in enumerate(steps):
        inside = _opened(value)
        if step.endswith(MEMBERS):
            return _members(_walked(inside, (step.removesuffix(MEMBERS),)), steps[place + 1 :])
        if isinstance(inside, dict):
            if step in getattr(inside, "twice", ()):
                raise ValueError(f"the key {step!r} appears twice in one object")
            value = inside.get(step)
        elif isinstance(inside, list) and step.isdecimal():
            value = inside[int(step)] if int(step) < len(inside) else None
        else:
            return None
    return value


def _members(value: Any, rest: Steps) -> Any:
    """What all members of a list have at a path, or its number; None where none has anything."""
    members = _opened(value)
    if not isinstance(members, list):
        return None
    is_counting, rest = rest[-1:] == (COUNT,), rest[:-1] if rest[-1:] == (COUNT,) else rest
    found = [each for member in members for each in _several(_walked(member, rest), rest)]
    if members and not found:
        return None
    return JsonNumber(len(found)) if is_counting else found


def _several(value: Any, rest: Steps) -> list[Any]:
    if value is None:
        return []
    return value if is_through(rest) else [value]


def _opened(value: Any) -> Any:
    """What a text that holds JSON holds."""
    if not isinstance(value, str) or value[:1] not in {"{", "["}:
        return value
    try:
        return _DECODER.decode(value)
    except (ValueError, RecursionError):
        return None
