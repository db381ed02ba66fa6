"""One JSON value from its bytes, strictly: what is no number or said twice is refused."""

from __future__ import annotations

import json
from typing import Any


def parse_json(raw: bytes) -> Any:
    """Parse one JSON document strictly.

    Raises ValueError with a sentence: NaN and Infinity are refused (they are no JSON and no money),
    a key given twice is refused, and nesting deeper than the interpreter allows too.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02x}") from None
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if raw.count(b"{") + raw.count(b"[") > NESTING and _is_deep(value):
        raise ValueError(_TOO_DEEP)
    if b"\\ud" in raw.lower():
        _refuse_half_characters(value)
    return value


NESTING = 100
"""How deep JSON may be nested; real logs stay below 20."""
_TOO_DEEP = f"not read: JSON nested more than {NESTING} deep"


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(NESTING):
        inside = [v for v in level if isinstance(v, dict | list)]
        level = [v for each in inside for v in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return False
    return True


def _refuse_half_characters(value: Any) -> None:
    try:
        dumped(value).decode()
    except UnicodeDecodeError:
        raise ValueError("not text: half of a surrogate pair (\\ud800 to \\udfff) alone") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON and no usable number")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} appears twice in one object")
    return found


def dumped(value: Any) -> bytes:
    """One value as JSON; half characters are kept as they are."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
